from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CommunityAssessmentPublish(models.Model):
    """After the score: the notice, appeals, the grade and how long it is valid.

    A listed or punished body is not assessed: it is asked for when it takes part, when it is published
    and when it is graded.
    """

    _inherit = "community.assessment"

    state = fields.Selection(
        selection_add=[
            ("approved", "Scored"),
            ("published", "On notice"),
            ("graded", "Graded"),
            ("rejected", "Not assessed"),
            ("revoked", "Grade withdrawn"),
        ],
        ondelete={
            "published": "set default",
            "graded": "set default",
            "revoked": "set default",
        },
    )
    notice_from = fields.Date("On notice from", readonly=True, copy=False)
    notice_until = fields.Date("On notice until", readonly=True, copy=False)
    is_reopened = fields.Boolean("Scored again", readonly=True, copy=False)
    grade_id = fields.Many2one(
        "community.assessment.grade",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    graded_on = fields.Date("Graded on", readonly=True, copy=False)
    valid_to = fields.Date("Valid until", readonly=True, copy=False)
    end_reason = fields.Text("Reason of the end", readonly=True, copy=False)
    appeal_ids = fields.One2many("community.assessment.appeal", "assessment_id", "Appeals")

    _graded = models.Constraint(
        "CHECK (state != 'graded' OR (graded_on IS NOT NULL AND valid_to > graded_on))",
        "A grade has a first and a last day.",
    )

    @api.model
    def _get_engine_defaults(self):
        names = (
            "notice_from",
            "notice_until",
            "is_reopened",
            "grade_id",
            "graded_on",
            "valid_to",
            "end_reason",
        )
        return {**super()._get_engine_defaults(), **dict.fromkeys(names, False)}

    def _get_transitions(self):
        return {
            **super()._get_transitions(),
            "publish": ({"approved"}, "published"),
            "reopen": ({"published"}, "approved"),
            "grade": ({"published"}, "graded"),
            "exclude": ({"approved", "published"}, "rejected"),
            "revoke": ({"graded"}, "revoked"),
        }

    # ------------------------------------------------------------
    # NOTICE
    # ------------------------------------------------------------

    def _publish(self):
        """Put what is scored on public notice; whom something excludes by now ends instead."""
        today = self.env["community.policy"]._today()
        for assessment in self:
            if assessment._exclude():
                continue
            assessment._move(
                "publish",
                notice_from=today,
                notice_until=today + timedelta(days=assessment.cycle_id.notice_days),
                is_reopened=False,
            )
            assessment._write_to_organization("community_org.mail_template_assessment")

    def _exclude(self):
        """End it where something stands in the way of an assessment; whether it did."""
        # sudo: community.organization - obstacles are found whatever the asking user may read
        obstacles = self.sudo().organization_id._get_obstacles("assess")
        if not obstacles:
            return False
        self._move("exclude", end_reason="\n".join(obstacles))
        self._write_to_organization("community_org.mail_template_assessment")
        return True

    def _reopen(self, reason):
        """An appeal was allowed: the office that scored it corrects, and publishes again."""
        for assessment in self:
            assessment._move("reopen", is_reopened=True, notice_from=False, notice_until=False)
            # sudo: mail.message - the office that decided the appeal may not write here
            assessment.sudo().message_post(body=reason, subtype_xmlid="mail.mt_note")

    # ------------------------------------------------------------
    # GRADE
    # ------------------------------------------------------------

    @api.model
    def _cron_grade(self):
        """Each morning: grade what was on notice to the end, and drop grades that are not valid any more."""
        today = self.env["community.policy"]._today()
        over = self.search([("state", "=", "published"), ("notice_until", "<", today)])
        over.filtered(lambda assessment: not assessment._get_open_appeals())._grade()
        organizations = self.env["community.organization"]
        organizations.search([("grade_valid_to", "<", today)])._refresh_grade()

    def _get_open_appeals(self):
        return self.appeal_ids.filtered(lambda appeal: appeal.state in ("review", "returned"))

    def _grade(self):
        today = self.env["community.policy"]._today()
        for assessment in self:
            if assessment._exclude():
                continue
            assessment._move(
                "grade",
                grade_id=assessment.reached_grade_id.id,
                graded_on=today,
                valid_to=today + relativedelta(years=assessment.scheme_id.valid_years),
            )
            assessment._write_to_organization("community_org.mail_template_assessment")
        self.organization_id._refresh_grade()

    def action_open_revoke(self):
        """The dialog for the reason."""
        return self.env["community.reason"]._open(self, "_revoke", self.env._("Withdraw the grade"))

    def _revoke(self, reason):
        """Take a grade away (评估等级撤销); it stays in the history, with the reason.

        :raises AccessError: not of the office that scored it
        """
        for assessment in self:
            if not assessment._is_scoring_office():
                raise AccessError(self.env._("The office that scored it withdraws a grade."))
            assessment._move("revoke", end_reason=reason)
            assessment._write_to_organization("community_org.mail_template_assessment")
        self.organization_id._refresh_grade()

    def _check_appeal(self):
        """:raises UserError: it is not on notice any more"""
        today = self.env["community.policy"]._today()
        if self.state != "published" or today > self.notice_until:
            raise UserError(
                self.env._("An appeal is possible while the result is on notice, and it is not.")
            )
