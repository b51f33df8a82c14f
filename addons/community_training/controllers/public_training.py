import re

from odoo import http
from odoo.addons.community_org.controllers.public_page import (
    PAGE,
    get_wait,
    prepare_head,
    rate_limited,
    render_page,
)
from odoo.exceptions import UserError
from odoo.http import request

LIST = "/community/training"
CHECK_IN = "/community/check-in/<string:token>"
MINUTE = 60
SHORTEST_PHONE = 7
LONGEST_PHONE = 11


class PublicTraining(http.Controller):
    """What anybody sees of the training: open sessions. And the door: check in by phone number."""

    @http.route(LIST, **PAGE)
    @rate_limited("pages_per_minute", 60)
    def public_trainings(self, **params):
        values = {
            "sessions": request.env["community.register"]._get_sessions(),
            **prepare_head(LIST),
        }
        return render_page("community_training.public_trainings", values)

    @http.route(CHECK_IN, **{**PAGE, "save_session": True})
    @rate_limited("pages_per_minute", 60)
    def check_in_page(self, token, **params):
        return self._render(self._find(token))

    @http.route(CHECK_IN, type="http", auth="public", website=True, methods=["POST"])
    def check_in(self, token, **post):
        """Mark the person with this phone as attended; who types wrong learns nothing of anybody."""
        session = self._find(token)
        if not session or not session._is_checking_in():
            return self._render(session)
        if get_wait("pages_per_minute", MINUTE):
            return self._render(
                session, error=request.env._("One moment, please: try again later.")
            )
        phone = _get_digits(post.get("phone"))
        row = session.registration_ids.filtered(
            lambda row: (
                len(phone) >= SHORTEST_PHONE
                and row.state in ("open", "done")
                and phone in (_get_digits(row.phone), _get_digits(row.member_id.phone))
            )
        )[:1]
        if not row:
            return self._render(
                session,
                error=request.env._(
                    "Nobody with this phone has a seat. Please ask the person at the desk."
                ),
            )
        try:
            row._attend()
        except UserError as problem:
            return self._render(session, error=str(problem))
        return self._render(session, done=True, exam_url=row.exam_id and row._get_exam_url())

    # ------------------------------------------------------------

    def _find(self, token):
        # sudo: event.event - whoever holds the token stands in the room
        sessions = request.env["event.event"].sudo()
        return sessions.search([("check_in_token", "=", token), ("course_id", "!=", False)])

    def _render(self, session, error=None, done=False, exam_url=None):
        response = request.render(
            "community_training.check_in",
            {
                "name": session.name,
                "begin": session.date_begin,
                "place": session.place,
                "is_open": bool(session) and session._is_checking_in(),
                "error": error,
                "done": done,
                "exam_url": exam_url,
                "noindex": True,
            },
            status=200 if session else 404,
        )
        response.headers["Cache-Control"] = "no-store"
        return response


def _get_digits(phone):
    """The number without the code of the country, however it was written."""
    return re.sub(r"\D", "", phone or "")[-LONGEST_PHONE:]
