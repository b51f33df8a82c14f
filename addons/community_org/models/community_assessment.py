from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityAssessment(models.Model):
    """One organisation in an assessment cycle: self-assessment, check, score, notice, grade.

    The review engine moves it through the offices; what each of them scores is on the lines
    (`community_assessment_line.py`), who scores when in `community_assessment_scoring.py`, what
    follows in `community_assessment_publish.py`.
    """

    _name = "community.assessment"
    _description = "Assessment of an organisation"
    _inherit = ["community.organization.document.mixin"]
    _order = "year desc, points desc, id desc"
    _area_dated_by = "submitted_on"

    cycle_id = fields.Many2one(
        "community.assessment.cycle",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "=", "open")],
    )
    organization_id = fields.Many2one(
        "community.organization",
        "Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "!=", "cancelled")],
    )
    scheme_id = fields.Many2one(related="cycle_id.scheme_id", store=True, precompute=True)
    year = fields.Integer(related="cycle_id.year", store=True, precompute=True, aggregator=None)
    category_id = fields.Many2one(
        "community.category",
        "Main category",
        related="organization_id.main_category_id",
        store=True,
        precompute=True,
    )
    summary = fields.Text(
        "Self-assessment", help="What was done well in the year, and what will be better."
    )
    line_ids = fields.One2many("community.assessment.line", "assessment_id", "Indicators")
    file_ids = fields.One2many("community.assessment.file", "assessment_id", "Evidence")

    total = fields.Integer("Of", related="scheme_id.total")
    self_total = fields.Float("Self-assessed", compute="_compute_totals", digits=(8, 2))
    checked_total = fields.Float("As checked", compute="_compute_totals", digits=(8, 2))
    points = fields.Float(
        "Total points", compute="_compute_points", store=True, digits=(8, 2), aggregator="avg"
    )
    good_count = fields.Integer(
        "Good sections", compute="_compute_points", store=True, aggregator="avg"
    )
    reached_grade_id = fields.Many2one(
        "community.assessment.grade", "Grade by points", compute="_compute_reached_grade_id"
    )

    _one_of_cycle = models.UniqueIndex(
        "(cycle_id, organization_id) WHERE state NOT IN ('withdrawn', 'rejected')",
        "This organisation takes part in the cycle already.",
    )
    _street_idx = models.Index("(street_id, year DESC, id DESC)")
    _community_idx = models.Index("(community_id, year DESC, id DESC)")
    _district_idx = models.Index("(district_id, year DESC, id DESC)")

    @api.depends("line_ids.points", "line_ids.applies", "scheme_id.good_percent")
    def _compute_points(self):
        """Points of what applies, scaled to those of the standard: no campaign, no loss."""
        for assessment in self:
            lines = assessment.line_ids.filtered("applies")
            assessment.points = assessment._scale(lines, "points")
            assessment.good_count = sum(
                assessment._is_good(part) for part in lines.grouped("section_id").values()
            )

    @api.depends("line_ids.self_points", "line_ids.checked_points")
    def _compute_totals(self):
        for assessment in self:
            lines = assessment.line_ids.filtered("applies")
            assessment.self_total = assessment._scale(lines, "self_points")
            assessment.checked_total = assessment._scale(lines, "checked_points")

    def _scale(self, lines, field):
        reachable = sum(lines.mapped("weight"))
        hundredths = sum(round(line[field] * 100) for line in lines)
        return hundredths * self.scheme_id.total // reachable / 100 if reachable else 0

    def _is_good(self, lines):
        """Whether the ``lines`` of a section reach the share that makes it good, compared exactly."""
        hundredths = sum(round(line.points * 100) for line in lines)
        return hundredths >= self.scheme_id.good_percent * sum(lines.mapped("weight"))

    @api.depends("points")
    def _compute_reached_grade_id(self):
        for assessment in self:
            assessment.reached_grade_id = assessment.scheme_id._get_grade(assessment.points)

    @api.depends("organization_id.name", "year")
    def _compute_display_name(self):
        for assessment in self:
            assessment.display_name = assessment.organization_id and self.env._(
                "%(organization)s, assessment of %(year)s",
                organization=assessment.organization_id.name,
                year=assessment.year,
            )

    def _compute_access_url(self):
        super()._compute_access_url()
        for assessment in self:
            assessment.access_url = f"/my/assessments/{assessment.id}"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def _get_engine_defaults(self):
        return {**super()._get_engine_defaults(), "line_ids": []}

    @api.model_create_multi
    def create(self, vals_list):
        """It begins with a line of each indicator and what is counted so far.

        :raises UserError: the cycle does not take it, or something is in the organisation's way
        """
        # one that was just withdrawn makes room for another
        self.flush_model(["state"])
        assessments = super().create(vals_list)
        for assessment in assessments:
            assessment._check_may_take_part()
        # sudo: community.assessment.line - made by the engine alone
        self.env["community.assessment.line"].sudo().create(
            [
                {"assessment_id": assessment.id, "indicator_id": indicator.id}
                for assessment in assessments
                for indicator in assessment.scheme_id.indicator_ids
            ]
        )
        assessments._refresh_counts()
        return assessments

    def write(self, vals):
        if "cycle_id" in vals and any(row.cycle_id.id != vals["cycle_id"] for row in self):
            raise UserError(self.env._("An assessment stays in its cycle: begin another one."))
        return super().write(vals)

    def _check_may_take_part(self):
        self.cycle_id._check_takes(self.organization_id)
        self.organization_id._check_eligible("assess")

    def _refresh_counts(self):
        """Count the indicators that nobody scores, for all of these at once by cycle."""
        for cycle, assessments in self.grouped("cycle_id").items():
            # sudo: community.assessment.line - counted for whoever asks
            lines = assessments.sudo().line_ids
            for indicator, mine in lines.grouped("indicator_id").items():
                counts = indicator._count(
                    assessments.organization_id, cycle.date_from, cycle.date_to
                )
                for line in mine if indicator.method != "manual" else ():
                    line._set_count(*counts.get(line.organization_id.id, (0, 0)))
