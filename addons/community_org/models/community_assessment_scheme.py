from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityAssessmentScheme(models.Model):
    """The standard by which organisations are assessed (评估标准): an indicator tree and the grades.

    «十好» are its sections. Once a cycle has begun by it, it is fixed: the district copies it to change it.
    """

    _name = "community.assessment.scheme"
    _description = "Assessment standard"
    _order = "sequence, id desc"

    name = fields.Char("Standard", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    section_ids = fields.One2many(
        "community.assessment.indicator",
        "scheme_id",
        "Sections",
        domain=[("parent_id", "=", False)],
        copy=True,
    )
    indicator_ids = fields.One2many(
        "community.assessment.indicator",
        "scheme_id",
        "Indicators",
        domain=[("parent_id", "!=", False)],
        copy=False,
    )
    grade_ids = fields.One2many("community.assessment.grade", "scheme_id", "Grades", copy=True)
    cycle_ids = fields.One2many("community.assessment.cycle", "scheme_id", copy=False)
    total = fields.Integer("Points in all", compute="_compute_total")
    is_fixed = fields.Boolean(compute="_compute_is_fixed", compute_sudo=True)
    valid_years = fields.Integer(
        "Years a grade is valid", required=True, default=5, help="From the day it is given."
    )
    good_percent = fields.Integer(
        "«Good» from (%)",
        required=True,
        default=80,
        help="A section is good from this share of its points: ten good sections are «十好».",
    )
    explanation = fields.Text()

    _bounds = models.Constraint(
        "CHECK (valid_years > 0 AND good_percent BETWEEN 1 AND 100)",
        "A grade is valid for a year at least, and a share lies between 1 and 100 %.",
    )

    @api.depends("indicator_ids.weight")
    def _compute_total(self):
        for scheme in self:
            scheme.total = sum(scheme.indicator_ids.mapped("weight"))

    @api.depends("cycle_ids.state")
    def _compute_is_fixed(self):
        for scheme in self:
            scheme.is_fixed = any(cycle.state != "draft" for cycle in scheme.cycle_ids)

    def write(self, vals):
        if vals.keys() - {"active", "sequence", "name", "cycle_ids"}:
            self._check_editable()
        return super().write(vals)

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%(name)s (copy)", name=scheme.name)}
            for scheme, vals in zip(self, super().copy_data(default), strict=True)
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        self._check_editable()

    def _check_editable(self):
        """:raises UserError: a cycle has begun by this standard"""
        for scheme in self:
            if scheme.is_fixed:
                raise UserError(
                    self.env._(
                        "Organisations are assessed by «%(scheme)s»: copy it and change the copy.",
                        scheme=scheme.name,
                    )
                )

    def _get_grade(self, points):
        """The best grade whose bound ``points`` (a float with two decimals) exceed; empty below the last one."""
        return self.grade_ids.filtered(
            lambda grade: round(points * 100) > grade.over_points * 100
        ).sorted("over_points", reverse=True)[:1]
