from odoo import api, fields, models

from .community_area import TIERS
from .res_users import TIER_GROUPS


class CommunityReviewStep(models.Model):
    """One step of a route: who acts, what it is called, within how many working days."""

    _name = "community.review.step"
    _description = "Review step"
    _order = "sequence, id"

    route_id = fields.Many2one(
        "community.review.route", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    tier = fields.Selection(TIERS, "Acting tier", required=True)
    group_id = fields.Many2one(
        "res.groups",
        "Acting group",
        required=True,
        compute="_compute_group_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
    )
    days = fields.Integer("Working days", required=True, default=7)
    opinion_required = fields.Boolean(
        help="An approval needs a written opinion too; a return or refusal always does."
    )

    _days_positive = models.Constraint(
        "CHECK (days BETWEEN 1 AND 366)", "A step takes between 1 and 366 working days."
    )

    @api.depends("tier")
    def _compute_group_id(self):
        for step in self:
            if step.tier:
                step.group_id = self.env.ref(TIER_GROUPS[step.tier])
