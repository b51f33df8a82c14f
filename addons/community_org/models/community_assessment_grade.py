from odoo import fields, models


class CommunityAssessmentGrade(models.Model):
    """A grade of a standard, such as 5A for more than 950 of 1,000 points."""

    _name = "community.assessment.grade"
    _description = "Assessment grade"
    _inherit = ["community.assessment.part.mixin"]
    _order = "scheme_id, over_points desc"

    scheme_id = fields.Many2one(
        "community.assessment.scheme", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char("Grade", required=True)
    over_points = fields.Integer("More than (points)", required=True, aggregator=None)

    _points_uniq = models.Constraint(
        "UNIQUE (scheme_id, over_points)", "Two grades cannot begin at the same points."
    )
    _points_positive = models.Constraint("CHECK (over_points >= 0)", "Points cannot be negative.")
