from odoo import fields, models


class CommunityMajorActivityCancel(models.TransientModel):
    """The dialog in which an approved major activity is called off."""

    _name = "community.major.activity.cancel"
    _description = "Call off a major activity"

    major_activity_id = fields.Many2one("community.major.activity", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.major_activity_id._cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
