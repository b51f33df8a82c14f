from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityAssessmentAppeal(models.Model):
    """An organisation appeals against its score while that is on notice (评估复核)."""

    _name = "community.assessment.appeal"
    _description = "Appeal against a score"
    _inherit = ["community.organization.document.mixin", "community.file.mixin"]
    _order = "id desc"

    assessment_id = fields.Many2one(
        "community.assessment", required=True, index=True, ondelete="restrict"
    )
    organization_id = fields.Many2one(
        "community.organization", required=True, index=True, ondelete="restrict"
    )
    statement = fields.Text("What is wrong with the score")

    _one_open = models.UniqueIndex(
        "(assessment_id) WHERE state IN ('draft', 'review', 'returned')",
        "There is an appeal against this score already.",
    )

    @api.depends("organization_id.name")
    def _compute_display_name(self):
        for appeal in self:
            appeal.display_name = self.env._(
                "%(organization)s, appeal against the score",
                organization=appeal.organization_id.name,
            )

    def _compute_access_url(self):
        super()._compute_access_url()
        for appeal in self:
            appeal.access_url = appeal.assessment_id.access_url

    @api.model_create_multi
    def create(self, vals_list):
        """Whose it is follows from the assessment.

        :raises UserError: the score is not on notice
        """
        self.flush_model(["state"])
        prepared = []
        for vals in vals_list:
            assessment = self.env["community.assessment"].browse(vals.get("assessment_id"))
            assessment.check_access("read")
            assessment._check_appeal()
            prepared.append({**vals, "organization_id": assessment.organization_id.id})
        return super().create(prepared)

    def write(self, vals):
        if "assessment_id" in vals:
            raise UserError(self.env._("What an appeal is about does not change."))
        return super().write(vals)

    def _check_submit(self):
        super()._check_submit()
        if not (self.statement or "").strip():
            raise UserError(self.env._("Write what is wrong with the score."))
        if not self.round:
            self.assessment_id._check_appeal()

    def _on_approved(self):
        super()._on_approved()
        self.assessment_id._reopen(
            self.env._("The appeal was allowed: %(opinion)s", opinion=self.last_opinion or "")
        )
        self._write_to_organization("community_org.mail_template_assessment_appeal")

    def _on_rejected(self):
        super()._on_rejected()
        self._write_to_organization("community_org.mail_template_assessment_appeal")

    def _on_returned(self):
        super()._on_returned()
        self._write_to_organization("community_org.mail_template_assessment_appeal")
