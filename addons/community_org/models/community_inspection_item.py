from odoo import fields, models


class CommunityInspectionItem(models.Model):
    """One thing to look at, how, and what to demand where it is not in order."""

    _name = "community.inspection.item"
    _description = "Item of a checklist"
    _order = "sequence, id"

    template_id = fields.Many2one(
        "community.inspection.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Item", required=True, translate=True)
    hint = fields.Char("How to look", translate=True)
    demand = fields.Char(
        translate=True,
        help="What an order asks for when this item failed.",
    )

    def _prepare_line_vals(self):
        self.ensure_one()
        return {
            "sequence": self.sequence,
            "name": self.name,
            "hint": self.hint,
            "demand": self.demand,
        }
