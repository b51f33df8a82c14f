from odoo import http
from odoo.addons.community_org.controllers.public_page import PAGE, rate_limited
from odoo.addons.survey.controllers.main import Survey
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

EXAM = "/community/exam/<string:token>"
CERTIFICATE = "/community/certificate/<string:token>"
REPORT = "community_training.community_training_certificate_report"


class PublicExam(http.Controller):
    """The personal page of a test, by its secret address; and the check of a certificate, for everybody."""

    @http.route(EXAM, **{**PAGE, "save_session": True, "readonly": False})
    @rate_limited("pages_per_minute", 60)
    def exam_page(self, token, **params):
        return self._render_exam(self._find_enrolment(token))

    @http.route(EXAM, type="http", auth="public", website=True, methods=["POST"])
    @rate_limited("pages_per_minute", 60)
    def exam_start(self, token, **post):
        row = self._find_enrolment(token)
        if not row:
            return self._render_exam(row)
        user = request.env.user
        try:
            sheet = row._start_exam(user.partner_id[: not user._is_public()])
        except UserError as problem:
            return self._render_exam(row, error=str(problem))
        return request.redirect(sheet.get_start_url())

    @http.route(f"{EXAM}/certificate", **PAGE)
    @rate_limited("pages_per_minute", 60)
    def exam_certificate(self, token, **params):
        certificate = self._find_enrolment(token).certificate_ids
        if not certificate:
            return request.not_found()
        return make_pdf(certificate)

    @http.route(CERTIFICATE, **PAGE)
    @rate_limited("pages_per_minute", 60)
    def verify_training(self, token, **params):
        """What is behind the QR code: number, course, validity, and the name in part."""
        # sudo: community.training.certificate - who holds the paper may know whether it is genuine
        certificates = request.env["community.training.certificate"].sudo()
        certificate = certificates.search([("token", "=", token)], limit=1)
        return _answer_privately(
            "community_training.verify_certificate",
            {"certificate": certificate, "path": "/community/verify", "noindex": True},
            found=certificate,
        )

    # ------------------------------------------------------------

    def _find_enrolment(self, token):
        # sudo: event.registration - the unguessable address is the permission of this one person
        rows = request.env["event.registration"].sudo()
        return rows.search([("exam_token", "=", token)], limit=1)

    def _render_exam(self, row, error=None):
        obstacle = None
        try:
            if row:
                row._check_exam_open()
        except UserError as problem:
            obstacle = str(problem)
        return _answer_privately(
            "community_training.exam",
            {
                "row": row,
                "exam": row.exam_id,
                "certificate": row.certificate_ids,
                "attempts_left": row and row._get_attempts_left(),
                "deadline": row and row._get_exam_deadline(),
                "obstacle": obstacle,
                "error": error,
                "noindex": True,
            },
            found=row,
        )


class TrainingSurvey(Survey):
    """Odoo's page after a test leads back to the personal page: attempts and certificates are ours."""

    @http.route()
    def survey_retry(self, survey_token, answer_token, **post):
        _survey, sheet = self._fetch_from_access_token(survey_token, answer_token)
        if sheet.exam_registration_id:
            return request.redirect(sheet.exam_registration_id._get_exam_url())
        return super().survey_retry(survey_token, answer_token, **post)

    def _prepare_survey_finished_values(self, survey, answer, token=False):
        values = super()._prepare_survey_finished_values(survey, answer, token=token)
        if answer.exam_registration_id:
            values["exam_url"] = answer.exam_registration_id._get_exam_url()
        return values


def make_pdf(certificate):
    """The certificate as a download."""
    # sudo: ir.actions.report - the caller has found the certificate by a permission of its own
    reports = request.env["ir.actions.report"].sudo()
    content, _kind = reports._render_qweb_pdf(REPORT, certificate.ids)
    return request.make_response(
        content,
        [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", content_disposition(f"{certificate.number}.pdf")),
            ("Cache-Control", "no-store"),
        ],
    )


def _answer_privately(template, values, found):
    response = request.render(template, values, status=200 if found else 404)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
