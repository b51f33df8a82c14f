from odoo import fields, models


class CommunityOrderFile(models.Model):
    """A proof that goes with an answer."""

    _name = "community.order.file"
    _description = "Proof of an answer"
    _inherit = ["community.area.mixin", "community.file.mixin"]
    _order = "id"
    _rec_name = "file_name"
    _area_follows = "answer_id"

    answer_id = fields.Many2one(
        "community.order.answer", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="answer_id.area_id", store=True, precompute=True)
    file = fields.Binary(required=True)
