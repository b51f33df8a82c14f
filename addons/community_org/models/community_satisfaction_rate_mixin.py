from odoo import api, fields, models

from . import target_arithmetic


class CommunitySatisfactionRateMixin(models.AbstractModel):
    """The share of satisfied residents and how it compares with the policy: exact, and never without n."""

    _name = "community.satisfaction.rate.mixin"
    _description = "Share of satisfied residents"
    # path to the day whose policy says what is asked for
    _rate_dated_by = "date_from"

    satisfied_count = fields.Integer(
        "Satisfied", compute="_compute_rate", help="Very satisfied and satisfied."
    )
    valid_count = fields.Integer("Valid answers", compute="_compute_rate")
    rate = fields.Float(
        "Satisfied in %",
        compute="_compute_rate",
        digits=(5, 1),
        aggregator=None,
        help="Rounded down: 79.96 % does not read as the 80 % that it is not.",
    )
    rate_state = fields.Selection(
        [("none", "No valid answers"), ("missed", "Below the target"), ("reached", "On target")],
        "Satisfaction target",
        compute="_compute_rate",
    )

    @api.depends("satisfied_count", "valid_count")
    def _compute_rate(self):
        """From `satisfied_count` and `valid_count`, which the model has computed before."""
        for record in self:
            counts = record.satisfied_count, record.valid_count
            record.rate = target_arithmetic.share_in_tenths(*counts) / 10
            # sudo: the campaign - of a district, whose campaign a street may not open
            (day,) = record.sudo().mapped(self._rate_dated_by) or [False]
            policy = self.env["community.policy"]._get_policy(day)
            reached = target_arithmetic.is_satisfied(*counts, policy.satisfaction_percent)
            record.rate_state = "reached" if reached else "missed" if counts[1] else "none"
