from odoo import Command, api, fields, models
from odoo.exceptions import UserError

FULL = 100


class CommunityIncubationCheck(models.Model):
    """A quarterly look at a body in incubation, against the criteria of graduation as they were on that day."""

    _name = "community.incubation.check"
    _description = "Check of incubation"
    _inherit = ["community.area.mixin"]
    _order = "day desc, id desc"
    _rec_name = "day"
    _area_follows = "admission_id"

    admission_id = fields.Many2one(
        "community.incubation.admission", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="admission_id.area_id", store=True, precompute=True)
    organization_id = fields.Many2one(related="admission_id.organization_id", store=True)
    day = fields.Date(required=True, default=lambda self: self.env["community.policy"]._today())
    line_ids = fields.One2many(
        "community.incubation.check.line",
        "check_id",
        "Criteria",
        default=lambda self: self._prepare_lines(),
    )
    note = fields.Text("Advice")
    score = fields.Integer(compute="_compute_score", store=True, aggregator="avg")
    is_ready = fields.Boolean("Ready to graduate", compute="_compute_score", store=True)

    _once_a_day = models.Constraint(
        "UNIQUE (admission_id, day)", "There is a check of this day already."
    )

    @api.model
    def _prepare_lines(self):
        # sudo: community.incubation.criterion - configuration of the district
        criteria = self.env["community.incubation.criterion"].sudo().search([("weight", ">", 0)])
        return [
            Command.create(
                {"name": row.name, "weight": row.weight, "is_must": row.is_must, "score": 0}
            )
            for row in criteria
        ]

    @api.depends("line_ids.score", "line_ids.weight", "line_ids.is_must")
    def _compute_score(self):
        needed = self.env["community.policy"]._get_policy().graduation_score
        for check in self:
            weights = sum(check.line_ids.mapped("weight"))
            points = sum(line.score * line.weight for line in check.line_ids)
            check.score = points // weights if weights else 0
            lacking = check.line_ids.filtered(lambda line: line.is_must and line.score < FULL)
            check.is_ready = bool(weights) and points >= needed * weights and not lacking

    def write(self, vals):
        if "admission_id" in vals:
            raise UserError(self.env._("A check stays with its body."))
        return super().write(vals)


class CommunityIncubationCheckLine(models.Model):
    """How far a criterion is reached: 0 to 100; one that must be reached, only with 100."""

    _name = "community.incubation.check.line"
    _description = "Criterion of a check"
    _inherit = ["community.area.mixin"]
    _order = "id"
    _area_follows = "check_id"

    check_id = fields.Many2one(
        "community.incubation.check", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="check_id.area_id", store=True, precompute=True)
    name = fields.Char("Criterion", required=True)
    weight = fields.Integer(required=True, aggregator=None)
    is_must = fields.Boolean("Must be reached")
    score = fields.Integer("Reached (0–100)", aggregator="avg")

    _score_range = models.Constraint(
        "CHECK (score BETWEEN 0 AND 100 AND weight > 0)", "A score lies between 0 and 100."
    )
