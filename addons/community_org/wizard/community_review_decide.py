from odoo import api, fields, models


class CommunityReviewDecide(models.TransientModel):
    """The decision dialog. It is bound to one task, so a double click cannot decide two steps."""

    _name = "community.review.decide"
    _description = "Decide on a step"

    task_id = fields.Many2one("community.review.task", required=True, readonly=True)
    verdict = fields.Selection(
        [("approve", "Approve"), ("return", "Return for correction"), ("reject", "Reject")],
        required=True,
        default="approve",
    )
    phrase_id = fields.Many2one(
        "community.review.phrase",
        "Common opinion",
        compute="_compute_phrase_id",
        store=True,
        readonly=False,
    )
    opinion = fields.Text(compute="_compute_opinion", store=True, readonly=False)
    opinion_required = fields.Boolean(compute="_compute_opinion_required")

    @api.depends("verdict")
    def _compute_phrase_id(self):
        """An approval is offered with the first phrase; a return or refusal needs its own reasons."""
        consent = self.env["community.review.phrase"].search([("verdict", "=", "approve")], limit=1)
        for dialog in self:
            dialog.phrase_id = consent if dialog.verdict == "approve" else False

    @api.depends("phrase_id")
    def _compute_opinion(self):
        for dialog in self:
            dialog.opinion = dialog.phrase_id.text

    @api.depends("verdict", "task_id")
    def _compute_opinion_required(self):
        for dialog in self:
            dialog.opinion_required = dialog.verdict != "approve" or dialog.task_id.opinion_required

    def action_confirm(self):
        """Decide, then open the next document that waits for this user."""
        self.ensure_one()
        self.task_id._decide(self.verdict, self.opinion)
        return self.task_id.action_open_next()
