import pytz
from odoo import api, fields, models
from odoo.fields import Domain

from .community_policy import SHANGHAI


class CommunityPolicyMajor(models.Model):
    """What makes an activity a major one (重大活动), and its clocks.

    The policy of the day of the activity decides, for the declaration and for the ledger alike, so
    that the same activity is never measured by two policies. Days of the declaration and of the
    report are calendar days in Shanghai; the time for an explanation is counted in working days.
    """

    _inherit = "community.policy"

    major_people = fields.Integer(
        "Major from people",
        default=50,
        required=True,
        tracking=True,
        help="An activity with so many participants is declared before it is held.",
    )
    major_money = fields.Integer(
        "Major from money (yuan)",
        default=100000,
        required=True,
        tracking=True,
        help="An activity that costs so much is declared before it is held.",
    )
    major_foreign = fields.Boolean("Foreign: always major", default=True, tracking=True)
    major_fundraising = fields.Boolean("Fundraising: always major", default=True, tracking=True)
    major_appraisal = fields.Boolean("Appraisal: always major", default=True, tracking=True)
    major_days = fields.Integer(
        "Declare days before",
        default=7,
        required=True,
        tracking=True,
        help="The day of the declaration does not count, the day of the activity does.",
    )
    major_special_days = fields.Integer(
        "Foreign, fundraising, appraisal: days before",
        default=15,
        required=True,
        tracking=True,
    )
    major_plan_people = fields.Integer(
        "Emergency plan from people", default=50, required=True, tracking=True
    )
    major_police_people = fields.Integer(
        "Police permit from people",
        default=1000,
        required=True,
        tracking=True,
        help="From so many participants an event needs a permit of the police for its safety.",
    )
    major_foreign_permit = fields.Boolean("Foreign: approval attached", default=True, tracking=True)
    major_fundraising_permit = fields.Boolean(
        "Fundraising: filing attached", default=True, tracking=True
    )
    major_report_days = fields.Integer(
        "Report within days after it",
        default=15,
        required=True,
        tracking=True,
        help="Days after the last day of the activity until its report is due.",
    )
    major_remind_days = fields.Integer(
        "Remind of the report days before", default=3, required=True, tracking=True
    )
    major_grace_days = fields.Integer(
        "Explain an undeclared one within working days",
        default=5,
        required=True,
        tracking=True,
        help="After the organisation was told; then it is entered in its credit record.",
    )

    _major_positive = models.Constraint(
        "CHECK (major_people > 0 AND major_money > 0 AND major_plan_people > 0"
        " AND major_police_people > 0 AND major_days >= 0 AND major_special_days >= 0"
        " AND major_report_days >= 0 AND major_remind_days >= 0 AND major_grace_days >= 0)",
        "Thresholds of major activities must be positive, their days cannot be negative.",
    )

    @api.model
    def _from_local(self, moment):
        """``moment`` (naive, Shanghai) as Odoo stores it (naive UTC)."""
        return SHANGHAI.localize(moment).astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _get_policies(self, days):
        """``{day: policy in force on it}`` (sudo) in one query; an empty record before the first policy."""
        # sudo: community.policy - its figures apply to everybody, portal users included
        policies = self.sudo().search(Domain.TRUE)
        return {
            day: policies.filtered(lambda policy, day=day: policy.valid_from <= day)[:1]
            for day in days
        }

    def _reaches_major(self, people, money):
        """Whether ``people`` participants or ``money`` yuan make a major activity."""
        return people >= self.major_people or money >= self.major_money

    # ------------------------------------------------------------
    # what the ledger is measured by changes with a policy
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._measure_anew(policies.mapped("valid_from"))
        return policies

    def write(self, vals):
        days = self.mapped("valid_from")
        result = super().write(vals)
        if vals.keys() & {"valid_from", "major_people", "major_money"}:
            self._measure_anew([*days, *self.mapped("valid_from")])
        return result

    def unlink(self):
        days = self.mapped("valid_from")
        result = super().unlink()
        self._measure_anew(days)
        return result

    @api.model
    def _measure_anew(self, days):
        """Activities from the first of ``days`` on are measured by the policies as they are now."""
        if not days:
            return
        # sudo: community.activity - of every organisation, whoever keeps the policy
        ledger = self.env["community.activity"].sudo()
        self.env.add_to_compute(
            ledger._fields["is_undeclared"], ledger.search([("date", ">=", min(days))])
        )
