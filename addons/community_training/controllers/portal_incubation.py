from odoo import http
from odoo.addons.community_org.controllers.community_portal import CommunityPortal
from odoo.http import request

URL = "/my/incubation"
MODEL = "community.incubation.admission"
ADDON = "community_training"
KINDS = ("physical", "virtual")


class PortalIncubation(CommunityPortal):
    """Incubation in the portal: apply, correct, follow, read the agreement. Everything runs as the
    representative, under the record rules."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "incubation_count" in counters:
            values["incubation_count"] = request.env[MODEL].search_count([])
        return values

    @http.route(URL, type="http", auth="user", website=True, methods=["GET", "POST"])
    def portal_incubations(self, **post):
        """The applications so far; a post begins one and submits it."""
        if request.httprequest.method == "GET":
            return self._render_incubations({})
        admission = self._try(self._apply_for_incubation, post)
        if isinstance(admission, str):
            return self._render_incubations(post, error=admission)
        return request.redirect(admission.access_url)

    @http.route(
        f"{URL}/<int:admission_id>", type="http", auth="user", website=True, methods=["GET", "POST"]
    )
    def portal_incubation(self, admission_id, report_type=None, **post):
        admission = self._get_readable(MODEL, admission_id)
        if admission is None:
            return request.redirect(URL)
        if report_type == "pdf" and admission.state in ("approved", "resident"):
            return self._show_report(
                # sudo: community.incubation.admission - readable by the reader; offices are named in it
                model=admission.sudo(),
                report_type="pdf",
                report_ref="community_training.community_incubation_agreement_report",
                download=True,
            )
        error = None
        if request.httprequest.method == "POST":
            error = self._try(self._resubmit_incubation, admission, post)
            if not error:
                return request.redirect(admission.access_url)
        return self._render_portal(
            "incubation",
            ADDON,
            admission=admission,
            typed=post,
            error=error,
            # sudo: community.review.task - the applicant may see office, dates and outcome
            timeline=admission.sudo().task_ids.sorted("id"),
        )

    def _apply_for_incubation(self, post):
        admission = request.env[MODEL].create(
            {
                "organization_id": self._read_id(post, "organization"),
                "venue_id": self._read_id(post, "venue"),
                **self._read_incubation(post),
            }
        )
        admission.action_submit()
        return admission

    def _resubmit_incubation(self, admission, post):
        if post.get("act") == "withdraw":
            admission.action_withdraw()
        else:
            admission.write(self._read_incubation(post))
            admission.action_submit()

    def _read_incubation(self, post):
        desks = post.get("desks") or "1"
        return {
            "kind": post.get("kind") if post.get("kind") in KINDS else KINDS[0],
            "desks": min(50, int(desks)) if desks.isdecimal() else 1,
            "plan": (post.get("plan") or "").strip()[:5000],
        }

    def _read_id(self, post, name):
        text = post.get(name) or ""
        return int(text) if text.isdecimal() and len(text) < 10 else False

    def _render_incubations(self, typed, error=None):
        bodies = request.env["community.organization"].search([("state", "!=", "cancelled")])
        centres = request.env["community.venue"].search([("kind", "=", "incubation")])
        return self._render_portal(
            "incubations",
            ADDON,
            admissions=request.env[MODEL].search([]),
            bodies=bodies,
            centres=centres.filtered(
                lambda centre: any(
                    centre.area_id in (body.district_id, body.street_id, body.community_id)
                    for body in bodies
                )
            ),
            typed=typed,
            error=error,
        )
