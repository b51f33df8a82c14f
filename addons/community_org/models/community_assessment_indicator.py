from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import target_arithmetic


class CommunityAssessmentIndicator(models.Model):
    """A section of a standard (one of the «十好»), or an indicator in it.

    An indicator is scored by people, or counted from the records: then its value is a fraction
    ``(part, whole)`` of each organisation, from ``_count_<method>`` in
    `community_assessment_indicator_count.py`.
    """

    _name = "community.assessment.indicator"
    _description = "Assessment indicator"
    _inherit = ["community.assessment.part.mixin"]
    _order = "scheme_id, sequence, id"

    scheme_id = fields.Many2one(
        "community.assessment.scheme", required=True, index=True, ondelete="cascade"
    )
    parent_id = fields.Many2one(
        "community.assessment.indicator",
        "Section",
        index=True,
        ondelete="cascade",
        domain="[('scheme_id', '=', scheme_id), ('parent_id', '=', False)]",
    )
    child_ids = fields.One2many(
        "community.assessment.indicator", "parent_id", "Indicators", copy=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Indicator", required=True)
    weight = fields.Integer("Points to be had", default=10, aggregator="sum")
    section_weight = fields.Integer("Points of the section", compute="_compute_section_weight")
    method = fields.Selection(
        [
            ("manual", "Scored by the offices"),
            ("activities", "Confirmed activities (number)"),
            ("timely", "Activities entered in time (%)"),
            ("volunteer_hours", "Volunteer hours"),
            ("credit", "Points of the credit record"),
            ("members", "Members on the roster"),
            ("documents", "Charter and rules in force (% of those required)"),
            ("satisfaction", "Satisfied residents (%)"),
        ],
        "Scored how",
        required=True,
        default="manual",
    )
    zero_value = fields.Integer("No points up to", default=0, aggregator=None)
    full_value = fields.Integer("Full points from", default=100, aggregator=None)
    evidence = fields.Char("What shows it", help="What the organisation hands in.")
    explanation = fields.Char("How it is scored")

    _points = models.Constraint(
        "CHECK (weight > 0 AND full_value > zero_value)",
        "An indicator has points, and full points begin above no points.",
    )

    @api.depends("child_ids.weight")
    def _compute_section_weight(self):
        for indicator in self:
            indicator.section_weight = sum(indicator.child_ids.mapped("weight"))

    @api.model_create_multi
    def create(self, vals_list):
        """An indicator belongs to the standard of its section, also when that is copied."""
        return super().create(
            [
                {**vals, "scheme_id": self.browse(vals["parent_id"]).scheme_id.id}
                if vals.get("parent_id")
                else vals
                for vals in vals_list
            ]
        )

    @api.constrains("parent_id", "scheme_id", "method")
    def _check_tree(self):
        for indicator in self:
            parent = indicator.parent_id
            if parent.parent_id or (parent and indicator.child_ids):
                raise ValidationError(
                    self.env._("An indicator stands in a section, and a section in none.")
                )
            if parent and parent.scheme_id != indicator.scheme_id:
                raise ValidationError(
                    self.env._(
                        "«%(name)s» stands in a section of another standard.", name=indicator.name
                    )
                )

    def _get_hundredths(self, part, whole):
        """Hundredths of a point for a counted value; None when there is nothing to judge."""
        self.ensure_one()
        return target_arithmetic.linear_hundredths(
            part, whole, self.zero_value, self.full_value, self.weight
        )
