from odoo import fields, models


class CommunityFilingOverride(models.TransientModel):
    """Why the street files a second organisation of a category in a community."""

    _name = "community.filing.override"
    _description = "Exception from one per category"

    filing_id = fields.Many2one("community.filing", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.filing_id._override_category(self.reason)
        return {"type": "ir.actions.act_window_close"}
