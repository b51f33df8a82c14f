from odoo import fields, models


class CommunityFilingCautionReason(models.TransientModel):
    """Why the deciding office accepts a leader who led a dissolved organisation."""

    _name = "community.filing.caution"
    _description = "Accept a flagged leader"

    filing_id = fields.Many2one("community.filing", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.filing_id._accept_leader(self.reason)
        return {"type": "ir.actions.act_window_close"}
