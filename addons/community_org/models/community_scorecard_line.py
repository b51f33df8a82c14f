from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class CommunityScorecardLine(models.Model):
    """An indicator on a sheet, with the rule by which it was judged."""

    _name = "community.scorecard.line"
    _description = "Line of an appraisal sheet"
    _inherit = ["community.area.mixin"]
    _order = "scorecard_id, sequence, id"
    _area_follows = "scorecard_id"
    _rec_name = "indicator_id"

    scorecard_id = fields.Many2one(
        "community.scorecard", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="scorecard_id.area_id", store=True, precompute=True)
    year = fields.Integer(related="scorecard_id.year", store=True, aggregator=None)
    indicator_id = fields.Many2one(
        "community.scorecard.indicator", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="indicator_id.sequence", store=True)
    method = fields.Selection(related="indicator_id.method")
    weight = fields.Integer("Points to be had", readonly=True)
    part = fields.Integer("Reached", readonly=True)
    whole = fields.Integer("Of", readonly=True)
    percent = fields.Float("Share in %", readonly=True, digits=(8, 2), aggregator="avg")
    points = fields.Float(readonly=True, digits=(6, 2))
    applies = fields.Boolean(readonly=True, help="Not where there is nothing to judge.")
    note = fields.Char("Reason", readonly=True)

    _indicator_uniq = models.Constraint(
        "UNIQUE (scorecard_id, indicator_id)", "An indicator stands once on a sheet."
    )

    def _set_count(self, part, whole):
        """Judge ``part`` of ``whole`` by the indicator as it is today; by hand means: as it was entered."""
        if self.method == "manual":
            part, whole = self.part, self.whole
        hundredths = self.indicator_id._get_score(part, whole)
        self.write(
            {
                "weight": self.indicator_id.weight,
                "part": part,
                "whole": whole,
                "percent": part * 10_000 // whole / 100 if whole else 0,
                "points": (hundredths or 0) / 100,
                "applies": hundredths is not None,
            }
        )

    def _enter(self, percent, note):
        """What the district judges by hand, with the reason; a closed sheet stays.

        :raises AccessError: the user is no officer of the district
        :raises UserError: the indicator is counted, or the sheet is closed
        """
        for line in self:
            if not self.env.user._works_for("district"):
                raise AccessError(self.env._("Only the district enters what is not counted."))
            line.check_access("read")
            if line.method != "manual" or line.scorecard_id.state != "running":
                raise UserError(
                    self.env._("«%(line)s» cannot be entered by hand.", line=line.display_name)
                )
            # sudo: community.scorecard.line - nobody's to write but by this act
            entered = line.sudo()
            entered.write({"part": percent, "whole": 100, "note": note})
            entered._set_count(percent, 100)
            entered.scorecard_id._rank_again()
