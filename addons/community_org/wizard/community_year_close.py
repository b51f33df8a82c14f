from odoo import api, fields, models
from odoo.exceptions import AccessError


class CommunityYearClose(models.TransientModel):
    """Closes a year: what is counted at its end becomes the base of the next one and never changes."""

    _name = "community.year.close"
    _description = "Close a year"

    year = fields.Integer(
        required=True, default=lambda self: self.env["community.policy"]._today().year - 1
    )
    area_id = fields.Many2one("community.area", default=lambda self: self.env.user.area_id)
    target_ids = fields.Many2many(
        "community.target", string="What will be closed", compute="_compute_target_ids"
    )

    @api.depends("year", "area_id")
    def _compute_target_ids(self):
        for dialog in self:
            areas = dialog.area_id | dialog.area_id.child_ids
            dialog.target_ids = self.env["community.target"].search(
                [("year", "=", dialog.year), ("area_id", "in", areas.ids)]
            )

    def action_close(self):
        """:raises AccessError: the user is no officer of the district that is closed"""
        self.ensure_one()
        user = self.env.user
        if not user._works_for("district") or self.area_id != user.area_id:
            raise AccessError(self.env._("A year is closed by the district only."))
        self.env["community.target"]._close(self.year, self.area_id)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "community_org.community_target_action"
        )
