from odoo import fields, models


class CommunityActivityReturn(models.TransientModel):
    """What the organisation is to correct in the entries that go back to it."""

    _name = "community.activity.return"
    _description = "Return activities for correction"

    activity_ids = fields.Many2many("community.activity", required=True, readonly=True)
    remark = fields.Text("What to correct", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.activity_ids._return(self.remark)
        return {"type": "ir.actions.act_window_close"}
