from odoo import api, fields, models
from odoo.exceptions import AccessError

# what whoever scores at a stage may write
STAGE_FIELDS = {
    "self": {"self_points", "self_note"},
    "check": {"checked_points", "checked_note"},
    "give": {"points", "note"},
}


class CommunityAssessmentLine(models.Model):
    """An indicator in an assessment: what the organisation, the community and the street gave.

    Who may write which points, and when, is asked of the assessment (`_get_stage`). A counted
    indicator has its points from the records alone.
    """

    _name = "community.assessment.line"
    _description = "Line of an assessment"
    _inherit = ["community.area.mixin"]
    _order = "assessment_id, section_sequence, section_id, sequence, id"
    _rec_name = "indicator_id"
    _area_follows = "assessment_id"

    assessment_id = fields.Many2one(
        "community.assessment", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="assessment_id.area_id", store=True, precompute=True)
    organization_id = fields.Many2one(
        related="assessment_id.organization_id", store=True, index=True, precompute=True
    )
    year = fields.Integer(
        related="assessment_id.year", store=True, precompute=True, aggregator=None
    )
    indicator_id = fields.Many2one(
        "community.assessment.indicator", required=True, ondelete="restrict"
    )
    section_id = fields.Many2one(
        related="indicator_id.parent_id", store=True, precompute=True, string="Section"
    )
    section_sequence = fields.Integer(
        "Place of the section",
        related="indicator_id.parent_id.sequence",
        store=True,
        precompute=True,
    )
    sequence = fields.Integer(related="indicator_id.sequence", store=True, precompute=True)
    method = fields.Selection(related="indicator_id.method", store=True, precompute=True)
    weight = fields.Integer(
        related="indicator_id.weight",
        store=True,
        precompute=True,
        string="Points to be had",
        aggregator="avg",
    )
    evidence = fields.Char(related="indicator_id.evidence")
    explanation = fields.Char(related="indicator_id.explanation")
    file_ids = fields.One2many("community.assessment.file", "line_id", "Evidence of the line")

    applies = fields.Boolean(
        default=True, readonly=True, help="Not where there is nothing to judge."
    )
    counted = fields.Float(readonly=True, digits=(10, 2), aggregator=None)
    self_points = fields.Float("Self", digits=(6, 2))
    self_note = fields.Text("What the organisation says")
    checked_points = fields.Float("Checked", digits=(6, 2))
    checked_note = fields.Char("Finding of the check")
    points = fields.Float("Score", digits=(6, 2), aggregator="avg")
    note = fields.Char("Reason of the score")
    vote_ids = fields.One2many(
        "community.assessment.vote", "line_id", "Votes", groups="community_org.group_staff"
    )
    panel_points = fields.Float(
        "Mean of the experts",
        compute="_compute_panel_points",
        compute_sudo=True,
        digits=(6, 2),
        groups="community_org.group_staff",
    )
    stage = fields.Selection(
        [("self", "Self-assessment"), ("check", "Check"), ("give", "Score")],
        compute="_compute_stage",
    )

    _indicator_uniq = models.Constraint(
        "UNIQUE (assessment_id, indicator_id)", "An indicator stands once in an assessment."
    )
    _points_in_range = models.Constraint(
        "CHECK (self_points BETWEEN 0 AND weight AND checked_points BETWEEN 0 AND weight"
        " AND points BETWEEN 0 AND weight)",
        "Points lie between 0 and those to be had.",
    )

    @api.depends("vote_ids.points", "vote_ids.is_cast")
    def _compute_panel_points(self):
        for line in self:
            cast = line.vote_ids.filtered("is_cast")
            line.panel_points = sum(cast.mapped("points")) / len(cast) if cast else 0

    @api.depends("assessment_id.state", "method")
    @api.depends_context("uid")
    def _compute_stage(self):
        for line in self:
            line.stage = line.method == "manual" and line.assessment_id._get_stage()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("The lines of an assessment follow from its standard."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_scores(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_with_assessment(self):
        self.assessment_id._check_content_editable()

    def _check_scores(self, vals):
        """:raises AccessError: ``vals`` has more than this user scores at this stage"""
        for line in self:
            forbidden = vals.keys() - STAGE_FIELDS.get(line.stage, set())
            if forbidden:
                raise AccessError(
                    self.env._(
                        "%(fields)s of «%(line)s» cannot be entered by you now.",
                        fields="、".join(
                            sorted(
                                self._fields[name]._description_string(self.env)
                                for name in forbidden
                                if name in self._fields
                            )
                        ),
                        line=line.indicator_id.name,
                    )
                )

    def _set_count(self, part, whole):
        """The points for ``part / whole``; without a whole the line does not count."""
        hundredths = self.indicator_id._get_hundredths(part, whole)
        points = (hundredths or 0) / 100
        self.write(
            {
                "applies": hundredths is not None,
                "counted": part / whole if whole else 0,
                "self_points": points,
                "checked_points": points,
                "points": points,
            }
        )
