from odoo import fields, models


class CommunityScorecardEnter(models.TransientModel):
    """Enters an indicator that is judged by hand, with the reason."""

    _name = "community.scorecard.enter"
    _description = "Enter an indicator"

    line_id = fields.Many2one("community.scorecard.line", required=True)
    percent = fields.Integer("Reached in %", required=True)
    note = fields.Char("Reason", required=True)

    _percent_range = models.Constraint(
        "CHECK (percent BETWEEN 0 AND 100)", "The share lies between 0 and 100 %."
    )

    def action_enter(self):
        self.ensure_one()
        self.line_id._enter(self.percent, self.note)
        return {"type": "ir.actions.act_window_close"}
