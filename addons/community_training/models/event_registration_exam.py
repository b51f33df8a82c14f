import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class EventRegistrationExam(models.Model):
    """The test after a session: who attended takes it on a page of his own, and gets the certificate."""

    _inherit = "event.registration"

    exam_id = fields.Many2one(related="course_id.exam_id", string="Test of the course")
    exam_token = fields.Char(readonly=True, copy=False, groups="base.group_system")
    exam_count = fields.Integer("Times tested", readonly=True, copy=False, aggregator=None)
    exam_score = fields.Float("Best score", readonly=True, copy=False, aggregator="max")
    exam_passed = fields.Boolean(readonly=True, copy=False)
    exam_result = fields.Selection(
        [("open", "Still to be taken"), ("failed", "Not passed"), ("passed", "Passed")],
        "Result of the test",
        compute="_compute_exam_result",
        store=True,
        index="btree_not_null",
    )
    tested_count = fields.Integer("People tested", compute="_compute_exam_result", store=True)
    passed_count = fields.Integer("People who passed", compute="_compute_exam_result", store=True)
    pass_rate = fields.Float(
        "Pass rate (%)", compute="_compute_exam_result", store=True, aggregator="avg"
    )
    certificate_ids = fields.One2many("community.training.certificate", "registration_id")

    _exam_token_uniq = models.UniqueIndex(
        "(exam_token) WHERE exam_token IS NOT NULL", "This address is taken."
    )

    @api.depends("state", "course_id.exam_id", "exam_count", "exam_passed")
    def _compute_exam_result(self):
        for row in self:
            if row.state != "done" or not row.course_id.exam_id:
                row.exam_result = False
            elif row.exam_passed:
                row.exam_result = "passed"
            else:
                row.exam_result = "failed" if row.exam_count else "open"
            row.tested_count = int(row.exam_result in ("passed", "failed"))
            row.passed_count = int(row.exam_result == "passed")
            row.pass_rate = 100 * row.passed_count

    def _read_group_select(self, aggregate_spec, query):
        """Of those who were tested; who was not would spoil a plain average."""
        if aggregate_spec != "pass_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "100.0 * SUM(%s) / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "passed_count", query),
            self._field_to_sql(self._table, "tested_count", query),
        )

    def _get_exam_url(self):
        """The personal address of the test; made when it is asked for first."""
        self.ensure_one()
        # sudo: event.registration - nobody's to write or read; the caller has checked who asks
        row = self.sudo()
        if not row.exam_token:
            row.exam_token = secrets.token_urlsafe(12)
        return f"/community/exam/{row.exam_token}"

    def _get_exam_deadline(self):
        policy = self.env["community.policy"]._get_policy()
        return self.event_id.date_end + timedelta(days=policy.exam_days)

    def _get_attempts_left(self):
        # sudo: survey.survey - how often one may try is told to who tries
        return max(0, self.exam_id.sudo().attempts_limit - self.exam_count)

    def _check_exam_open(self):
        """:raises UserError: says why this person cannot take the test (again) now"""
        self.ensure_one()
        if self.state != "done" or not self.exam_id:
            raise UserError(self.env._("The test is for those who attended the session."))
        if self.exam_passed:
            raise UserError(self.env._("You have passed this test already."))
        if not self._get_attempts_left():
            raise UserError(
                self.env._("All attempts are used: attend another session of the course first.")
            )
        if fields.Datetime.now() > self._get_exam_deadline():
            raise UserError(
                self.env._("The time for this test is over: attend another session of the course.")
            )

    def _start_exam(self, partner):
        """The answer sheet to be filled in: the one begun before, or a new one.

        ``partner``: of the account that is logged in, empty without one; Odoo compares it.

        :raises UserError: the test is not open for this person
        """
        self._check_exam_open()
        # sudo: survey.survey, survey.user_input - sheets are nobody's; the personal address was the key
        exam, sheets = self.exam_id.sudo(), self.env["survey.user_input"].sudo()
        sheet = sheets.search(
            [
                ("exam_registration_id", "=", self.id),
                ("state", "!=", "done"),
                ("survey_id", "=", exam.id),
            ],
            limit=1,
        )
        if not sheet or sheet.survey_time_limit_reached:
            sheet = exam._create_answer(check_attempts=False, exam_registration_id=self.id)
        sheet.write({"partner_id": partner.id, "deadline": self._get_exam_deadline()})
        return sheet

    def _take_result(self, sheet):
        """Note a finished sheet; the first that passes brings the certificate."""
        self.ensure_one()
        passes = sheet.scoring_success and not self.exam_passed
        self._engine_write(
            {
                "exam_count": self.exam_count + 1,
                "exam_score": max(self.exam_score, sheet.scoring_percentage),
                "exam_passed": self.exam_passed or sheet.scoring_success,
            }
        )
        if passes:
            self.env["community.training.certificate"]._issue(self)

    def _check_not_tested(self):
        """:raises UserError: attendance that a test rests on is not taken back"""
        for row in self:
            if row.exam_count:
                raise UserError(self.env._("«%(name)s» has taken the test already.", name=row.name))
