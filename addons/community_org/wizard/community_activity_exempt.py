from odoo import fields, models


class CommunityActivityExempt(models.TransientModel):
    """The dialog in which a community finds that an activity did not have to be declared."""

    _name = "community.activity.exempt"
    _description = "No declaration needed"

    activity_ids = fields.Many2many("community.activity", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.activity_ids._exempt(self.reason)
        return {"type": "ir.actions.act_window_close"}
