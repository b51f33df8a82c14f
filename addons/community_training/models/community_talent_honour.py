from odoo import api, fields, models


class CommunityTalentHonour(models.Model):
    """An honour of a person (荣誉、积分), with the points that it is worth."""

    _name = "community.talent.honour"
    _description = "Honour"
    _inherit = ["community.area.mixin"]
    _order = "date desc, id desc"
    _area_follows = "talent_id"

    talent_id = fields.Many2one("community.talent", required=True, index=True, ondelete="restrict")
    area_id = fields.Many2one(related="talent_id.area_id", store=True, precompute=True)
    name = fields.Char("Honour", required=True)
    date = fields.Date(required=True, default=lambda self: self.env["community.policy"]._today())
    year = fields.Integer(compute="_compute_year", store=True, aggregator=None)
    points = fields.Integer(required=True, default=10, aggregator="sum")
    issuer = fields.Char("Given by")

    _points_positive = models.Constraint("CHECK (points >= 0)", "Points are not negative.")

    @api.depends("date")
    def _compute_year(self):
        for honour in self:
            honour.year = honour.date.year if honour.date else 0
