from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityAssessmentFile(models.Model):
    """A file that shows what the self-assessment says (评估佐证)."""

    _name = "community.assessment.file"
    _description = "Evidence of an assessment"
    _inherit = [
        "community.area.mixin",
        "community.review.part.mixin",
        "community.file.mixin",
    ]
    _order = "assessment_id, line_id, id"
    _rec_name = "file_name"
    _review_document = "assessment_id"
    _area_follows = "assessment_id"

    assessment_id = fields.Many2one(
        "community.assessment", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="assessment_id.area_id", store=True, precompute=True)
    line_id = fields.Many2one(
        "community.assessment.line",
        "Indicator",
        index=True,
        ondelete="cascade",
        domain="[('assessment_id', '=', assessment_id)]",
    )
    file = fields.Binary(required=True)
    file_name = fields.Char(required=True)

    @api.constrains("line_id", "assessment_id")
    def _check_line(self):
        for file in self:
            if file.line_id and file.line_id.assessment_id != file.assessment_id:
                raise UserError(self.env._("Choose an indicator of this assessment."))
