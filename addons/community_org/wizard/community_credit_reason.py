from odoo import fields, models


class CommunityCreditReason(models.TransientModel):
    """Asks for the reason before an entry is declined or reversed."""

    _name = "community.credit.reason"
    _description = "Reason for a decision on the credit record"

    entry_id = fields.Many2one("community.credit.entry", required=True)
    state = fields.Selection(related="entry_id.state")
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        if self.entry_id.state == "proposed":
            self.entry_id.action_decline(self.reason)
        else:
            self.entry_id._reverse(self.reason)
        return {"type": "ir.actions.act_window_close"}
