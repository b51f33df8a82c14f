from odoo import api, fields, models
from odoo.fields import Domain


class CommunityScorecard(models.Model):
    """The appraisal of a street or town in a year: its lines, their sum and the place among all.

    Counted each night from the records. When the year's targets are closed the sheet is closed with
    them.
    """

    _name = "community.scorecard"
    _description = "Appraisal sheet"
    _inherit = ["community.area.mixin"]
    _order = "year desc, rank, area_id"

    year = fields.Integer(required=True, aggregator=None)
    kind = fields.Selection(related="area_id.kind", store=True)
    line_ids = fields.One2many("community.scorecard.line", "scorecard_id", "Indicators")
    score = fields.Float(
        "Score of 100",
        compute="_compute_score",
        store=True,
        digits=(6, 2),
        aggregator="avg",
        help="Points ÷ points of the indicators that apply × 100.",
    )
    rank = fields.Integer(readonly=True, aggregator=None)
    as_of = fields.Date("As of", readonly=True)
    state = fields.Selection(
        [("running", "Running"), ("frozen", "Closed")], required=True, default="running", index=True
    )

    _area_year_uniq = models.Constraint(
        "UNIQUE (area_id, year)", "This area has its sheet for the year already."
    )
    _street_idx = models.Index("(street_id, year DESC)")
    _district_idx = models.Index("(district_id, year DESC, rank)")

    @api.depends("line_ids.points", "line_ids.weight", "line_ids.applies")
    def _compute_score(self):
        for sheet in self:
            lines = sheet.line_ids.filtered("applies")
            reachable = sum(lines.mapped("weight"))
            hundredths = sum(round(line.points * 100) for line in lines)
            sheet.score = hundredths * 100 // reachable / 100 if reachable else 0

    @api.depends("area_id.name", "year")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = self.env._(
                "%(area)s, appraisal of %(year)s", area=sheet.area_id.name, year=sheet.year
            )

    def action_print_year(self):
        """All sheets of the year that is chosen, else of the last one, for the appraisal office."""
        sheet = self[:1] or self.search([], limit=1)
        return self.env.ref("community_org.community_scorecard_year_report").report_action(sheet)

    def _get_sheets_of_year(self):
        """The sheets of this one's year and district that the user may see, by rank."""
        return self.search(
            [("year", "=", self.year), ("district_id", "=", self.district_id.id)],
            order="rank, area_id",
        )

    # ------------------------------------------------------------
    # COUNTING
    # ------------------------------------------------------------

    def action_refresh(self):
        """Count again now."""
        self.check_access("read")
        for year in set(self.mapped("year")):
            self._refresh_year(year)
        return True

    @api.model
    def _refresh_year(self, year):
        """Count every running sheet of ``year``; open those that there are not yet."""
        # sudo: community.scorecard - nobody's to write
        sheets = self.sudo()
        today = self.env["community.policy"]._today()
        streets = self.env["community.area"].search(
            [("tier", "=", "street"), *self.env["community.area"]._in_force(today)]
        )
        known = sheets.search([("year", "=", year)])
        known |= sheets.create(
            [{"area_id": area.id, "year": year} for area in streets - known.area_id]
        )
        running = known.filtered(lambda sheet: sheet.state == "running")
        running.as_of = today
        running._refresh_lines()
        known._rank()

    def _refresh_lines(self):
        """Each sheet has a line of every active indicator, with what is counted today."""
        for year, sheets in self.grouped("year").items():
            for indicator in self.env["community.scorecard.indicator"].search(Domain.TRUE):
                counts = indicator._count(sheets.area_id, year)
                lines = sheets.line_ids.filtered(lambda line, it=indicator: line.indicator_id == it)
                lines |= lines.create(
                    [
                        {"scorecard_id": sheet.id, "indicator_id": indicator.id}
                        for sheet in sheets - lines.scorecard_id
                    ]
                )
                for line in lines:
                    line._set_count(*counts.get(line.scorecard_id.area_id.id, (0, 0)))

    def _rank_again(self):
        for year in set(self.mapped("year")):
            self.search([("year", "=", year)])._rank()

    def _rank(self):
        """The place of each sheet in its district and year; equal scores share a place."""
        for sheets in self.grouped(lambda sheet: (sheet.year, sheet.district_id)).values():
            running = sheets.filtered(lambda sheet: sheet.state == "running")
            scores = sorted(sheets.mapped("score"), reverse=True)
            for sheet in running:
                sheet.rank = scores.index(sheet.score) + 1

    @api.model
    def _close(self, year, district):
        """The sheets of ``district`` stay as they are, together with the targets of ``year``."""
        self._refresh_year(year)
        # sudo: community.scorecard - nobody's to write; the dialog has checked who closes
        self.sudo().search([("year", "=", year), ("area_id", "in", district.child_ids.ids)]).write(
            {"state": "frozen"}
        )
