from odoo import fields, models


class CommunityOrderDemand(models.Model):
    """One thing that an order demands."""

    _name = "community.order.demand"
    _description = "Demand of an order"
    _inherit = ["community.area.mixin", "community.review.part.mixin"]
    _order = "sequence, id"
    _area_follows = "order_id"
    _review_document = "order_id"

    order_id = fields.Many2one("community.order", required=True, index=True, ondelete="cascade")
    area_id = fields.Many2one(related="order_id.area_id", store=True, precompute=True)
    sequence = fields.Integer(default=10)
    name = fields.Text("Demand", required=True)
