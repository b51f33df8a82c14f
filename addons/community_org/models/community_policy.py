from datetime import date, datetime, time

import pytz
from odoo import api, fields, models
from odoo.exceptions import UserError

SHANGHAI = pytz.timezone("Asia/Shanghai")


class CommunityPolicy(models.Model):
    """The numbers of the district's policy, valid from a day.

    A policy that has taken effect is history and cannot be changed: a new
    figure is a new policy from a later day. Everything that decides something
    reads :meth:`_get_policy`, never a constant.
    """

    _name = "community.policy"
    _description = "Policy"
    _inherit = ["mail.thread"]
    _order = "valid_from desc"

    name = fields.Char(required=True, tracking=True)
    valid_from = fields.Date(required=True, tracking=True)
    document_number = fields.Char(tracking=True)
    note = fields.Html()

    # 备案
    min_members = fields.Integer("Members, at least", default=10, required=True, tracking=True)
    min_leader_age = fields.Integer(
        "Leader's age, at least", default=18, required=True, tracking=True
    )
    identity_required = fields.Selection(
        [("nobody", "Nobody"), ("leader", "The leader"), ("everybody", "Everybody on the roster")],
        "Identity number of",
        default="leader",
        required=True,
        tracking=True,
    )
    official_percent = fields.Integer(
        "Officials as main body from",
        default=50,
        required=True,
        tracking=True,
        help="Percentage of the roster from which an organisation counts as one of party and government staff.",
    )
    name_max_length = fields.Integer("Longest name", default=40, required=True, tracking=True)
    similar_name_percent = fields.Integer(
        "Names count as similar from",
        default=75,
        required=True,
        help="Percentage of equal characters from which two names are shown as similar.",
    )
    certificate_years = fields.Integer("Validity in years", default=3, required=True, tracking=True)
    renewal_notice_days = fields.Integer(
        "Renew before expiry", default=15, required=True, tracking=True
    )
    upload_max_mb = fields.Integer("Largest file in MB", default=10, required=True, tracking=True)

    # 电子监察
    remind_working_days = fields.Integer(
        "Remind before the deadline", default=1, required=True, tracking=True
    )

    missing_holiday_year = fields.Integer(
        "Year without holidays", compute="_compute_missing_holiday_year"
    )

    # 目标
    street_growth_percent = fields.Integer("Yearly growth of a street", default=10, tracking=True)
    town_growth_percent = fields.Integer("Yearly growth of a town", default=5, tracking=True)
    organizations_per_10000 = fields.Integer(
        "Organisations per 10,000 residents", default=25, tracking=True
    )
    satisfaction_percent = fields.Integer("Satisfaction of residents", default=80, tracking=True)

    _valid_from_uniq = models.Constraint(
        "UNIQUE (valid_from)", "There is already a policy that begins on this day."
    )
    _positive = models.Constraint(
        "CHECK (min_members > 0 AND certificate_years > 0 AND upload_max_mb BETWEEN 1 AND 100"
        " AND min_leader_age BETWEEN 0 AND 100 AND official_percent BETWEEN 1 AND 100"
        " AND name_max_length BETWEEN 4 AND 100 AND renewal_notice_days >= 0"
        " AND remind_working_days >= 0 AND similar_name_percent BETWEEN 1 AND 100)",
        "Policy figures must be positive; a file may have 1 to 100 MB, a name 4 to 100 characters.",
    )

    def _compute_missing_holiday_year(self):
        self.missing_holiday_year = self.env["community.holiday"]._get_missing_year()

    @api.model
    def _today(self):
        """Today's date in Asia/Shanghai, which decides every deadline and year."""
        return self._local(fields.Datetime.now()).date()

    @api.model
    def _local(self, moment: datetime) -> datetime:
        """``moment`` (naive UTC, as Odoo stores it) in Asia/Shanghai."""
        return pytz.utc.localize(moment).astimezone(SHANGHAI)

    @api.model
    def _midnight(self, day: date) -> datetime:
        """The moment at which ``day`` begins in Asia/Shanghai (naive UTC, as Odoo stores it)."""
        start = SHANGHAI.localize(datetime.combine(day, time.min))
        return start.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _get_policy(self, day=None):
        """The policy in force on ``day`` (default: today), as a sudo record.

        :raises UserError: no policy is in force
        """
        # sudo: community.policy - its figures apply to everybody, portal users included
        policy = self.sudo().search([("valid_from", "<=", day or self._today())], limit=1)
        if not policy:
            raise UserError(
                self.env._(
                    "No policy is in force. Ask the district to enter one under Configuration."
                )
            )
        return policy

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        if not self.env.su:  # a data pack brings the policy that is in force already
            policies._check_future()
        return policies

    def write(self, vals):
        if vals.keys() - {"note", "name", "document_number"}:
            self._check_future()
        result = super().write(vals)
        if "valid_from" in vals:
            self._check_future()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_force(self):
        self._check_future()

    def _check_future(self):
        """Refuse to rewrite history: only the words of a policy in force may change."""
        in_force = self.filtered(lambda policy: policy.valid_from <= self._today())
        if in_force:
            raise UserError(
                self.env._(
                    "«%(policy)s» counts from %(day)s, which is not in the future."
                    " Enter a new policy from a later day instead.",
                    policy=in_force[0].name,
                    day=in_force[0].valid_from,
                )
            )
