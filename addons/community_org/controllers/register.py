from datetime import timezone
from urllib.parse import urlencode

from odoo import http
from odoo.addons.web.controllers.home import Home
from odoo.http import content_disposition, request

from .public_page import (
    PAGE,
    PUBLIC,
    make_shared,
    rate_limited,
    render_page,
    render_uncached,
    stream,
)

LIST = "/community/organizations"
MIMETYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}


class CommunityRegister(http.Controller):
    """The public register: overview, list, one organisation, open data. Nothing personal.

    Everything that is shown comes from `community.register`, which says what is public.
    """

    @http.route("/community", **PAGE)
    @rate_limited("pages_per_minute", 60)
    def register_overview(self, **params):
        register = self._get_register()
        filters = register._parse_filters({"street": params.get("street")})
        street = filters["street"]
        values = {
            "overview": register._get_overview(street),
            "street": street.name,
            "choices": register._get_choices(filters),
            "query": register._get_query(filters),
            "list_url": lambda **more: _url(LIST, {**register._get_query(filters), **more}),
            **self._prepare_head("/community", register._get_query(filters)),
        }
        return render_page("community_org.register_overview", values)

    @http.route(LIST, **PAGE)
    @rate_limited("pages_per_minute", 60)
    def register_list(self, **params):
        register = self._get_register()
        filters = register._parse_filters(params)
        query = register._get_query(filters)
        found = register._find_page(filters)
        values = {
            **found,
            "choices": register._get_choices(filters),
            "query": query,
            "ignored": filters["ignored"],
            "moved": self._prepare_moved(filters),
            "page_url": lambda page: _url(LIST, {**query, **({"page": page} if page > 1 else {})}),
            **self._prepare_head(LIST, query, found["page"]),
        }
        return render_page("community_org.register_list", values)

    @http.route(f"{LIST}/<string:key>", **PAGE)
    @rate_limited("pages_per_minute", 60)
    def register_entry(self, key, **params):
        register = self._get_register()
        organization_sudo = register._find(key)
        if not organization_sudo:
            values = {"choices": {}, "query": {}, "noindex": True}
            return render_uncached("community_org.register_missing", values, 404)
        path = organization_sudo.register_path
        if path != f"{LIST}/{key}":
            return request.redirect(path, code=301)
        values = {
            "entry": register._get_entry(organization_sudo),
            **self._prepare_head(path, {}),
        }
        return render_page("community_org.register_entry", values)

    @http.route("/community/open-data", **PAGE)
    @rate_limited("pages_per_minute", 60)
    def register_open_data(self, **params):
        register = self._get_register()
        values = {
            "columns": register._get_columns(),
            "minutes": register._get_setting("cache_minutes"),
            **self._prepare_head("/community/open-data", {}),
        }
        return render_page("community_org.register_open_data", values)

    @http.route("/community/open-data/organizations.<any(csv,json):kind>", cors="*", **PUBLIC)
    @rate_limited("downloads_per_hour", 3600)
    def register_download(self, kind, **params):
        register = self._get_register()
        download, as_of = register._get_download(kind)
        response = stream(download.chunks, download.size, content_type=MIMETYPES[kind])
        response.set_etag(download.etag)
        response.last_modified = as_of.astimezone(timezone.utc)
        name = register._get_file_name(kind, as_of)
        response.headers["Content-Disposition"] = content_disposition(name)
        return make_shared(response)

    # ------------------------------------------------------------

    def _get_register(self):
        return request.env["community.register"]

    def _prepare_head(self, path, query, page=1):
        """What search engines read: one address for each page; filtered ones are not for them."""
        own = _url(path, {"page": page} if page > 1 else {})
        base = self._get_register()._get_organizations().get_base_url()
        return {"path": path, "canonical": not query and f"{base}{own}", "noindex": bool(query)}

    def _prepare_moved(self, filters):
        """Whether the chosen area was abolished: its name, the day, and where its successor is."""
        area = filters["community"] or filters["street"]
        today = request.env["community.policy"]._today()
        if not area.valid_to or area.valid_to > today:
            return None
        successor = area.successor_id
        return {
            "name": area.name,
            "day": area.valid_to,
            "successor": successor.name,
            "url": _url(LIST, {successor.tier: successor.code}) if successor else "",
        }


class RegisterHome(Home):
    def _get_allowed_robots_routes(self):
        pages = ("cases", "demonstrations", "assessments", "open-data")
        return [
            *super()._get_allowed_robots_routes(),
            "/community$",
            LIST,
            *(f"/community/{page}" for page in pages),
        ]


def _url(path, query):
    return f"{path}?{urlencode(query)}" if query else path
