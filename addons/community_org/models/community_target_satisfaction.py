from collections import defaultdict
from datetime import date

from odoo import api, fields, models

from . import target_arithmetic


class CommunityTargetSatisfaction(models.Model):
    """«群众满意度 ≥ 80%» beside the other targets; frozen with them at the end of the year."""

    _inherit = "community.target"

    satisfied_count = fields.Integer("Satisfied answers", readonly=True)
    valid_count = fields.Integer("Valid answers", readonly=True)
    satisfaction_needed = fields.Integer(
        "Satisfaction asked for in %", readonly=True, aggregator=None
    )
    satisfaction = fields.Float(
        "Satisfaction in %",
        compute="_compute_satisfaction",
        store=True,
        digits=(5, 1),
        aggregator=None,
        help="Rounded down; whether the target is reached is compared exactly.",
    )
    satisfaction_state = fields.Selection(
        [("none", "Not applicable"), ("behind", "Behind"), ("reached", "Reached")],
        "Satisfaction target",
        compute="_compute_satisfaction",
        store=True,
        index=True,
    )

    @api.depends("satisfied_count", "valid_count", "satisfaction_needed")
    def _compute_satisfaction(self):
        for target in self:
            counts = target.satisfied_count, target.valid_count
            reached = target_arithmetic.is_satisfied(*counts, target.satisfaction_needed)
            target.satisfaction = target_arithmetic.share_in_tenths(*counts) / 10
            target.satisfaction_state = (
                "none" if not target.valid_count else "reached" if reached else "behind"
            )

    def _prepare_figures(self, day):
        figures = super()._prepare_figures(day)
        answers = self._add_up_answers(day)
        needed = self.env["community.policy"]._get_policy(day).satisfaction_percent
        for area_id, vals in figures.items():
            vals["satisfied_count"], vals["valid_count"] = answers[area_id]
            vals["satisfaction_needed"] = needed
        return figures

    def _add_up_answers(self, day):
        """``{area id: (satisfied, valid)}`` of the year's campaigns on the work as a whole, up to ``day``."""
        domain = [
            ("organization_id", "=", False),
            ("date_from", ">=", date(day.year, 1, 1)),
            ("date_from", "<=", day),
        ]
        answers = defaultdict(lambda: (0, 0))
        # sudo: community.satisfaction.report - the row of an area is the same whoever counts again
        report = self.env["community.satisfaction.report"].sudo()
        for column in ("street_id", "district_id"):
            for area, satisfied, valid in report._read_group(
                domain, [column], ["satisfied_count:sum", "valid_count:sum"]
            ):
                answers[area.id] = int(satisfied), int(valid)  # sums of a view are decimals
        return answers
