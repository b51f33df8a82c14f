from odoo import fields, models


class CommunityInspectionLine(models.Model):
    """One item of the checklist of one visit, and what was found."""

    _name = "community.inspection.line"
    _description = "Item of an inspection"
    _inherit = ["community.area.mixin", "community.review.part.mixin"]
    _order = "sequence, id"
    _area_follows = "inspection_id"
    _review_document = "inspection_id"

    inspection_id = fields.Many2one(
        "community.inspection", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="inspection_id.area_id", store=True, precompute=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Item", required=True)
    hint = fields.Char("How to look")
    demand = fields.Char()
    result = fields.Selection(
        [("pass", "In order"), ("fail", "Not in order"), ("none", "Does not apply")]
    )
    note = fields.Char("What was found")

    def action_pass(self):
        self.write({"result": "pass"})

    def action_fail(self):
        self.write({"result": "fail"})

    def action_none(self):
        self.write({"result": "none"})
