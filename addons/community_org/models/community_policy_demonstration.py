from odoo import fields, models


class CommunityPolicyDemonstration(models.Model):
    """«培育示范点、示范社区»: how many a year, and how often they are visited."""

    _inherit = "community.policy"

    demonstration_site_goal = fields.Integer(
        "Demonstration sites a year", default=10, tracking=True, help="0: no goal."
    )
    demonstration_community_goal = fields.Integer(
        "Demonstration communities a year", default=3, tracking=True, help="0: no goal."
    )
    demonstration_visit_months = fields.Integer(
        "Visit them again after (months)", default=12, required=True, tracking=True
    )

    _demonstration_positive = models.Constraint(
        "CHECK (demonstration_site_goal >= 0 AND demonstration_community_goal >= 0"
        " AND demonstration_visit_months > 0)",
        "Goals are not negative, and a visit comes after a month at the earliest.",
    )
