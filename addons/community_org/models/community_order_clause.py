from odoo import fields, models

KINDS = [
    ("rectification", "Rectification order"),
    ("advice", "Advice to dissolve"),
    ("dissolution", "Dissolution order"),
]


class CommunityOrderClause(models.Model):
    """A ground for orders as the district words it: what it rests on, and the rights it grants."""

    _name = "community.order.clause"
    _description = "Ground of orders"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(KINDS, "Kind of order", required=True, default="rectification")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    clause = fields.Text("Legal or policy basis", required=True, translate=True)
    rights = fields.Text(
        "Rights of the addressee",
        required=True,
        translate=True,
        help="Statement, defence and complaint, as the letter says it.",
    )
