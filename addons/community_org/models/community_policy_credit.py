from odoo import fields, models

from ..credit.clock import Terms


class CommunityPolicyCredit(models.Model):
    _inherit = "community.policy"

    credit_base_points = fields.Integer(
        "Credit points to begin with", default=100, required=True, tracking=True
    )
    credit_leave_days = fields.Integer(
        "Off the list after the mending, in working days",
        default=5,
        required=True,
        tracking=True,
        help="Counted from the day on which the mending was confirmed.",
    )
    credit_escalation_years = fields.Integer(
        "Irregular list to blacklist, in years",
        default=2,
        required=True,
        tracking=True,
        help="A body that stays on the irregular list for so long is put on the blacklist; 0: never.",
    )
    credit_appeal_days = fields.Integer(
        "Appeal within working days", default=10, required=True, tracking=True
    )
    credit_is_public = fields.Boolean("Lists are public", default=True, tracking=True)

    _credit_positive = models.Constraint(
        "CHECK (credit_base_points >= 0 AND credit_leave_days >= 0"
        " AND credit_escalation_years >= 0 AND credit_appeal_days >= 0)",
        "Points, days and years cannot be negative.",
    )

    def _get_credit_terms(self):
        """The clocks of this policy (`credit.clock.Terms`)."""
        self.ensure_one()
        return Terms(
            self.credit_leave_days,
            self.credit_escalation_years,
            self.env["community.holiday"]._add_working_days,
        )
