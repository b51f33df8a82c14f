from odoo import fields, models


class CommunityPolicyLedger(models.Model):
    _inherit = "community.policy"

    ledger_entry_days = fields.Integer(
        "Enter an activity within days",
        default=7,
        required=True,
        tracking=True,
        help="An activity entered later counts as late («及时录入»).",
    )
    quarterly_activities = fields.Integer(
        "Activities in a quarter, at least",
        default=3,
        required=True,
        tracking=True,
        help="An organisation that has fewer is told how many are missing.",
    )

    _ledger_positive = models.Constraint(
        "CHECK (ledger_entry_days >= 0 AND quarterly_activities >= 0)",
        "Days and numbers of activities cannot be negative.",
    )
