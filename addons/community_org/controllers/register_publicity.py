import base64
from urllib.parse import urlencode

from odoo import http
from odoo.http import request

from .community_portal import BIGGEST_ID
from .public_page import (
    PAGE,
    PUBLIC,
    make_shared,
    prepare_head,
    rate_limited,
    render_page,
    render_uncached,
)

CASES = "/community/cases"
SITES = "/community/demonstrations"


class RegisterPublicity(http.Controller):
    """Typical cases and demonstration sites, for everybody. Nothing but what is published."""

    @http.route(CASES, **PAGE)
    @rate_limited("pages_per_minute", 60)
    def register_cases(self, **params):
        found = self._get_register()._find_cases(params)
        query = {name: found[name] for name in ("street", "theme") if found[name]}
        values = {
            **found,
            "page_url": lambda page: f"{CASES}?{urlencode({**query, 'page': page})}",
            **prepare_head(CASES, filtered=bool(query)),
        }
        return render_page("community_org.register_cases", values)

    @http.route(f"{CASES}/<int:case_id>", **PAGE)
    @rate_limited("pages_per_minute", 60)
    def register_case(self, case_id, **params):
        case = self._get_register()._get_case(case_id) if case_id <= BIGGEST_ID else None
        if case is None:
            values = {"path": CASES, "noindex": True}
            return render_uncached("community_org.register_case_missing", values, 404)
        values = {"case": case, **prepare_head(case["path"])}
        return render_page("community_org.register_case", values)

    @http.route(f"{CASES}/<int:case_id>/photo/<int:photo_id>", **PUBLIC)
    @rate_limited("photos_per_minute", 60)
    def register_case_photo(self, case_id, photo_id, **params):
        image = None
        if max(case_id, photo_id) <= BIGGEST_ID:
            image = self._get_register()._get_case_photo(case_id, photo_id)
        if image is None:
            return request.make_response("", status=404)
        response = request.make_response(
            base64.b64decode(image), headers=[("Content-Type", "image/jpeg")]
        )
        response.add_etag()
        return make_shared(response)

    @http.route(SITES, **PAGE)
    @rate_limited("pages_per_minute", 60)
    def register_demonstrations(self, **params):
        values = {**self._get_register()._get_demonstrations(), **prepare_head(SITES)}
        return render_page("community_org.register_demonstrations", values)

    # ------------------------------------------------------------

    def _get_register(self):
        return request.env["community.register"]
