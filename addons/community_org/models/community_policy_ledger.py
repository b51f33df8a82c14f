from dateutil.relativedelta import relativedelta
from odoo import api, fields, models


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

    ledger_supplement_days = fields.Integer(
        "Enter an activity at most days back",
        default=366,
        required=True,
        tracking=True,
        help="What lies further back is not entered any more, not even as a supplement.",
    )
    ledger_confirm_days = fields.Integer(
        "The community confirms within days",
        default=7,
        required=True,
        tracking=True,
        help="Its officers are reminded of entries that have waited longer.",
    )
    ledger_remind_days = fields.Integer(
        "Remind of a planned activity after days",
        default=2,
        required=True,
        tracking=True,
        help="Days after a planned activity is over; its organisation is then asked to report it.",
    )

    _ledger_positive = models.Constraint(
        "CHECK (ledger_entry_days >= 0 AND quarterly_activities >= 0 AND ledger_confirm_days >= 0"
        " AND ledger_remind_days >= 0 AND ledger_supplement_days >= 0)",
        "Days and numbers of activities cannot be negative.",
    )

    @api.model
    def _get_quarter(self, day=None):
        """``(first day, last day)`` of the quarter of ``day`` (default: today)."""
        day = day or self._today()
        first = day.replace(month=day.month - (day.month - 1) % 3, day=1)
        return first, first + relativedelta(months=3, days=-1)
