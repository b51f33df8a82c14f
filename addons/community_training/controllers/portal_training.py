from odoo import http
from odoo.addons.community_org.controllers.community_portal import CommunityPortal
from odoo.fields import Datetime, Domain
from odoo.http import request

from ..models.event_event import AUDIENCES
from .public_exam import make_pdf

URL = "/my/training"
ADDON = "community_training"


class PortalTraining(CommunityPortal):
    """Training in the portal: sessions that are open, who goes, who waits. Everything runs as the
    representative, under the record rules; only enrolling itself is the model's."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "training_count" in counters:
            values["training_count"] = len(self._find_sessions())
        return values

    @http.route(URL, type="http", auth="user", website=True)
    def portal_trainings(self, **kw):
        return self._render_portal(
            "trainings",
            ADDON,
            sessions=self._find_sessions(),
            rows=request.env["event.registration"].search(
                [("organization_id", "!=", False), ("state", "!=", "cancel")],
                order="day desc, id desc",
                limit=100,
            ),
        )

    @http.route(f"{URL}/<int:event_id>", type="http", auth="user", website=True)
    def portal_training(self, event_id, **kw):
        session = self._get_session(event_id)
        if session is None:
            return request.redirect(URL)
        return self._render_training(session)

    @http.route(
        f"{URL}/<int:event_id>/enrol", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_training_enrol(self, event_id, **post):
        """Enrol the members that were ticked; all of them, or nobody."""
        session = self._get_session(event_id)
        if session is None:
            return request.redirect(URL)
        chosen = {text for text in request.httprequest.form.getlist("member") if text.isdecimal()}
        members = self._find_members(session).filtered(lambda member: str(member.id) in chosen)
        if not members:
            return self._render_training(session, error=request.env._("Choose whom to enrol."))
        error = self._try(request.env["event.registration"]._enrol, session, members)
        if isinstance(error, str):
            return self._render_training(session, error=error, chosen=chosen)
        return request.redirect(f"{URL}/{session.id}")

    @http.route(
        f"{URL}/<int:event_id>/cancel/<int:row_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_training_cancel(self, event_id, row_id, **post):
        session = self._get_session(event_id)
        row = self._get_readable("event.registration", row_id)
        if session is None or row is None or row.event_id != session:
            return request.redirect(URL)
        error = self._try(row.action_cancel)
        if isinstance(error, str):
            return self._render_training(session, error=error)
        return request.redirect(f"{URL}/{session.id}")

    @http.route(
        f"{URL}/<int:event_id>/certificate/<int:row_id>", type="http", auth="user", website=True
    )
    def portal_training_certificate(self, event_id, row_id, **kw):
        row = self._get_readable("event.registration", row_id)
        if row is None or row.event_id.id != event_id or not row.certificate_ids:
            return request.redirect(URL)
        return make_pdf(row.certificate_ids)

    # ------------------------------------------------------------

    def _get_session(self, event_id):
        session = self._get_readable("event.event", event_id)
        return session if session and session.course_id else None

    def _find_sessions(self):
        """Open sessions that somebody represented here may send people to."""
        sessions = request.env["event.event"].search(
            Domain("course_id", "!=", False)
            & Domain("state", "=", "open")
            & Domain("date_end", ">", Datetime.now()),
            order="date_begin",
        )
        bodies = self._find_bodies()
        return sessions.filtered(lambda session: any(session._covers(body) for body in bodies))

    def _find_bodies(self):
        return request.env["community.organization"].search([("state", "!=", "cancelled")])

    def _find_members(self, session):
        """Who may be sent: today's members of the organisations represented, for whom the session is."""
        bodies = self._find_bodies().filtered(session._covers)
        domain = Domain("organization_id", "in", bodies.ids) & Domain("date_to", "=", False)
        if session.audience in AUDIENCES:
            domain &= Domain("role", "in", AUDIENCES[session.audience])
        return request.env["community.member"].search(domain)

    def _render_training(self, session, error=None, chosen=()):
        rows = request.env["event.registration"].search(
            [("event_id", "=", session.id), ("state", "!=", "cancel")], order="seat, id"
        )
        enrolled = rows.member_id
        seated = rows.filtered(lambda row: row.state in ("open", "done"))
        offered = self._find_members(session) if session._is_enrolling() else enrolled
        return self._render_portal(
            "training",
            ADDON,
            session=session,
            rows=rows,
            members=offered - enrolled,
            error=error,
            chosen=chosen,
            # sudo: event.event - whoever has a seat may know where it is held
            online_url=seated and session.sudo().online_url,
            seats_free=max(0, session.seats_max - session.enrolled_count),
        )
