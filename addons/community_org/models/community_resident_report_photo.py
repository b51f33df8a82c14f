from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityResidentReportPhoto(models.Model):
    """A photo of a report."""

    _name = "community.resident.report.photo"
    _description = "Photo of a report"
    _inherit = ["community.area.mixin", "community.photo.mixin"]
    _order = "id"
    _area_follows = "report_id"

    report_id = fields.Many2one(
        "community.resident.report", required=True, index=True, ondelete="restrict"
    )
    area_id = fields.Many2one(related="report_id.area_id", store=True, precompute=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of a report is never deleted."))
