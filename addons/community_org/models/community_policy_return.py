from datetime import timedelta

from odoo import fields, models


class CommunityPolicyReturn(models.Model):
    _inherit = "community.policy"

    return_community_day = fields.Integer(
        "Return of a community, by day",
        default=10,
        required=True,
        tracking=True,
        help="Day of the month after the quarter. 湘潭: every quarter by the 20th.",
    )
    return_street_day = fields.Integer(
        "Return of a street, by day", default=15, required=True, tracking=True
    )
    return_district_day = fields.Integer(
        "Return of the district, by day", default=20, required=True, tracking=True
    )

    _return_days = models.Constraint(
        "CHECK (return_community_day BETWEEN 1 AND 60 AND return_street_day BETWEEN 1 AND 60"
        " AND return_district_day BETWEEN 1 AND 60)",
        "A return is due between 1 and 60 days after its quarter.",
    )

    def _get_return_due(self, tier, date_to):
        """The last day for the return of ``tier`` for the quarter that ends on ``date_to``."""
        self.ensure_one()
        return date_to + timedelta(days=self[f"return_{tier}_day"])
