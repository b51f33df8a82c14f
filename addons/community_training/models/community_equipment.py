from odoo import fields, models


class CommunityEquipment(models.Model):
    """Equipment of a venue that can be booked along with a room: so many pieces."""

    _name = "community.equipment"
    _description = "Equipment"
    _inherit = ["community.area.mixin"]
    _order = "venue_id, name, id"
    _area_follows = "venue_id"

    name = fields.Char("Equipment", required=True)
    venue_id = fields.Many2one("community.venue", required=True, index=True, ondelete="cascade")
    area_id = fields.Many2one(related="venue_id.area_id", store=True, precompute=True)
    quantity = fields.Integer("Pieces", required=True, default=1, aggregator="sum")
    active = fields.Boolean(default=True)

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "There is one piece at least.")
    _name_uniq = models.Constraint(
        "UNIQUE (venue_id, name)",
        "The venue has this equipment already: change the number of pieces.",
    )
