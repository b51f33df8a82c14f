import hashlib
import hmac
import secrets

from odoo import http
from odoo.http import request
from psycopg2.errors import UniqueViolation

from .public_page import PAGE, get_wait, rate_limited

URL = "/community/rate/<string:token>"
COOKIE = "community_rate"
YEAR = 365 * 86400
HOUR = 3600
LONGEST_TEXT = 500
TRAP = "website"


class CommunitySatisfactionPage(http.Controller):
    """A resident rates (满意度评价) in half a minute: scan, tap, send. Nothing about him is kept."""

    @http.route(URL, **{**PAGE, "save_session": True})
    @rate_limited("pages_per_minute", 60)
    def satisfaction_page(self, token, **params):
        return self._show(self._find_line(token))

    @http.route(URL, type="http", auth="public", website=True, methods=["POST"])
    def satisfaction_send(self, token, **post):
        line = self._find_line(token)
        device = self._get_device(line)
        if post.get(TRAP):
            return self._render("thanks", line)
        if not line or not line.satisfaction_id._is_asking() or not device:
            return self._show(line)
        if get_wait("ratings_per_hour", HOUR):
            return self._render("busy", line, status=429)
        answers, missing = self._read_answers(line, post)
        if missing:
            return self._render("form", line, missing=missing, typed=post)
        try:
            with request.env.cr.savepoint():
                # sudo: survey.user_input - a resident has no right on any model: he may answer here, once
                request.env["survey.user_input"].sudo()._answer(line, device, answers)
        except UniqueViolation:  # answered before, or sent twice at the same moment
            return self._render("again", line)
        return request.redirect(f"/community/rate/{token}", code=303)

    # ------------------------------------------------------------

    def _find_line(self, token):
        return request.env["community.satisfaction.line"]._find(token)

    def _get_device(self, line):
        """The key under which this browser answers the campaign; empty for one without our cookie."""
        cookie = request.httprequest.cookies.get(COOKIE)
        if not cookie:
            return ""
        # sudo: ir.config_parameter - the secret of the database keys the hash
        secret = request.env["ir.config_parameter"].sudo().get_param("database.secret")
        text = f"satisfaction:{line.satisfaction_id.id}:{cookie}"
        return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()

    def _read_answers(self, line, post):
        """``({question: chosen answer or text}, ids of questions without a needed answer)``."""
        answers, missing = {}, []
        for question in line.satisfaction_id.survey_id.question_ids:
            text = post.get(f"question-{question.id}")
            text = text.replace("\0", "").strip() if isinstance(text, str) else ""
            if question.question_type == "simple_choice":
                value = question.suggested_answer_ids.filtered(lambda it, t=text: str(it.id) == t)
            else:
                value = text[:LONGEST_TEXT]
            if value:
                answers[question] = value
            elif question.constr_mandatory:
                missing.append(question.id)
        return answers, missing

    def _show(self, line):
        """What there is to say or to ask at this address now."""
        if not line:
            return self._render("unknown", line, status=404)
        if not line.satisfaction_id._is_asking():
            return self._render("closed", line)
        device = self._get_device(line)
        # sudo: survey.user_input - whether this browser has answered
        answers = request.env["survey.user_input"].sudo()
        if device and answers.search_count([("satisfaction_device", "=", device)], limit=1):
            return self._render("thanks", line)
        return self._render("form", line)

    def _render(self, view, line, status=200, missing=(), typed=None):
        campaign = line.satisfaction_id
        response = request.render(
            "community_org.satisfaction_page",
            {
                "path": "",
                "noindex": True,
                "view": view,
                "line": line,
                "campaign": campaign,
                "questions": campaign.survey_id.question_ids,
                "missing": missing,
                "typed": typed or {},
                "trap": TRAP,
                "longest": LONGEST_TEXT,
            },
            status=status,
        )
        response.headers["Cache-Control"] = "no-store"
        if not request.httprequest.cookies.get(COOKIE):
            response.set_cookie(
                COOKIE,
                secrets.token_urlsafe(16),
                max_age=YEAR,
                httponly=True,
                samesite="Lax",
                secure=request.httprequest.is_secure,
            )
        return response
