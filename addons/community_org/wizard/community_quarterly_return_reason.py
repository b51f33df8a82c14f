from odoo import fields, models


class CommunityQuarterlyReturnReason(models.TransientModel):
    """Asks for the reason before a return is sent back."""

    _name = "community.quarterly.return.reason"
    _description = "Return for correction"

    return_id = fields.Many2one("community.quarterly.return", required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.return_id._return(self.reason)
        return {"type": "ir.actions.act_window_close"}
