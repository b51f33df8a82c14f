from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CommunityAssessmentVote(models.Model):
    """What one expert gives for one indicator of one organisation. Experts do not see each other's."""

    _name = "community.assessment.vote"
    _description = "Vote of an expert"
    _inherit = ["community.area.mixin"]
    _order = "assessment_id, line_id, id"
    _rec_name = "indicator_name"
    _area_follows = "line_id"

    line_id = fields.Many2one(
        "community.assessment.line", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="line_id.area_id", store=True, precompute=True)
    assessment_id = fields.Many2one(
        related="line_id.assessment_id", store=True, index=True, precompute=True
    )
    expert_id = fields.Many2one("res.users", required=True, index=True)
    organization_name = fields.Char(
        related="line_id.organization_id.name", string="Organisation", store=True
    )
    section_name = fields.Char(related="line_id.section_id.name", string="Section")
    indicator_name = fields.Char(related="line_id.indicator_id.name", string="Indicator")
    explanation = fields.Char(related="line_id.explanation", string="How it is scored")
    weight = fields.Integer(
        related="line_id.weight", string="Points to be had", store=True, aggregator=None
    )
    self_points = fields.Float(related="line_id.self_points", string="Self")
    self_note = fields.Text(related="line_id.self_note", string="What the organisation says")
    checked_points = fields.Float(related="line_id.checked_points", string="Checked")
    checked_note = fields.Char(related="line_id.checked_note", string="Finding of the check")
    file_count = fields.Integer("Files", compute="_compute_file_count", compute_sudo=True)
    points = fields.Float("My points", digits=(6, 2), aggregator=None)
    note = fields.Char("Reason of the vote")
    is_cast = fields.Boolean("Voted", readonly=True)

    _vote_uniq = models.Constraint(
        "UNIQUE (line_id, expert_id)", "An expert votes once on an indicator."
    )
    _points_in_range = models.Constraint(
        "CHECK (points BETWEEN 0 AND weight)", "Points lie between 0 and those to be had."
    )

    @api.depends("line_id.file_ids")
    def _compute_file_count(self):
        for vote in self:
            vote.file_count = len(vote.line_id.file_ids)

    def write(self, vals):
        """:raises AccessError: not the expert, or more than his points and reason
        :raises UserError: it has been scored already
        """
        if self.env.su:
            return super().write(vals)
        for vote in self:
            if vals.keys() - {"points", "note"} or vote.expert_id != self.env.user:
                raise AccessError(self.env._("Every expert enters his own points."))
            # sudo: community.assessment - an expert sees his votes alone
            if vote.sudo().assessment_id.state != "review":
                raise UserError(
                    self.env._("«%(name)s» has been scored already.", name=vote.organization_name)
                )
        result = super().write(vals)
        # sudo: community.assessment.vote - follows from the writing itself
        self.sudo().write({"is_cast": True})
        return result

    def action_open_files(self):
        """The evidence of this indicator."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.indicator_name,
            "res_model": "community.assessment.file",
            "views": [(False, "list"), (False, "form")],
            # sudo: community.assessment.line - an expert sees his votes alone
            "domain": [("line_id", "=", self.sudo().line_id.id)],
        }
