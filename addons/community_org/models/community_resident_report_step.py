from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityResidentReportStep(models.Model):
    """One thing that happened to a report, as the resident reads it by his link.

    Rows are added by the report alone, never changed or deleted. They name offices, no officers.
    """

    _name = "community.resident.report.step"
    _description = "Step of a report"
    _inherit = ["community.area.mixin"]
    _order = "id"
    _area_follows = "report_id"

    report_id = fields.Many2one(
        "community.resident.report", required=True, index=True, ondelete="restrict"
    )
    area_id = fields.Many2one(related="report_id.area_id", store=True, precompute=True)
    kind = fields.Selection(
        [
            ("receive", "Report received"),
            ("accept", "Taken on"),
            ("transfer", "Transferred"),
            ("supplement", "Supplement of the resident"),
            ("answer", "Answered"),
            ("rate", "Rated by the resident"),
            ("reopen", "Taken up again"),
            ("close", "Settled"),
            ("refuse", "Not dealt with"),
        ],
        required=True,
    )
    office_id = fields.Many2one("community.area", "Handled by", required=True, ondelete="restrict")
    happened_on = fields.Datetime("When", required=True, default=fields.Datetime.now)
    text = fields.Text()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of a report is never deleted."))
