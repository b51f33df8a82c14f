from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

RESULTS = [
    ("keeps", "Keeps its example"),
    ("improve", "Has to improve"),
    ("fails", "No example any more"),
]


class CommunityDemonstrationVisit(models.Model):
    """A visit to a demonstration site after the award (跟踪回访): it stays as it was written."""

    _name = "community.demonstration.visit"
    _description = "Visit to a demonstration site"
    _inherit = ["community.area.mixin"]
    _order = "day desc, id desc"
    _area_follows = "demonstration_id"

    demonstration_id = fields.Many2one(
        "community.demonstration", required=True, index=True, ondelete="restrict"
    )
    area_id = fields.Many2one(related="demonstration_id.area_id", store=True, precompute=True)
    day = fields.Date(required=True, default=lambda self: self.env["community.policy"]._today())
    result = fields.Selection(RESULTS, required=True, default="keeps")
    finding = fields.Text("What was found", required=True)
    visitor_id = fields.Many2one(
        "res.users", "Visited by", readonly=True, default=lambda self: self.env.user
    )

    @api.model_create_multi
    def create(self, vals_list):
        """:raises UserError: the title is not held, or the day lies ahead"""
        visits = super().create(
            [{**vals, "visitor_id": self.env.uid} for vals in vals_list]
            if not self.env.su
            else vals_list
        )
        today = self.env["community.policy"]._today()
        for visit in visits:
            if visit.demonstration_id.state != "approved":
                raise UserError(self.env._("Only who holds the title is visited."))
            if visit.day > today:
                raise UserError(self.env._("A visit is written down after it was made."))
        return visits

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A visit stays as it was written: add another one."))
        return super().write(vals)
