from odoo import fields, models


class CommunityPolicyInspection(models.Model):
    _inherit = "community.policy"

    inspection_months = fields.Integer(
        "Visit each organisation every",
        default=12,
        required=True,
        tracking=True,
        help="An organisation not inspected for longer stands in «Inspections due».",
    )
    rectification_days = fields.Integer(
        "Time for a rectification",
        default=15,
        required=True,
        tracking=True,
        help="Working days from the order; the office may name another day in the order.",
    )
    advice_days = fields.Integer(
        "Time to answer an advice",
        default=15,
        required=True,
        tracking=True,
        help="Working days that an organisation has to answer the advice to dissolve.",
    )
    order_number_format = fields.Char(
        "Number of an order",
        default="{street}-{year}-{serial}",
        required=True,
        tracking=True,
        help="{street}, {year} and {serial} are filled in; the serial begins with 1 each year.",
    )

    _inspection_positive = models.Constraint(
        "CHECK (inspection_months BETWEEN 1 AND 120 AND rectification_days BETWEEN 1 AND 366"
        " AND advice_days BETWEEN 1 AND 366)",
        "Months between inspections are 1 to 120, working days of orders 1 to 366.",
    )
    _order_number_parts = models.Constraint(
        "CHECK (order_number_format LIKE '%{street}%' AND order_number_format LIKE '%{year}%'"
        " AND order_number_format LIKE '%{serial}%')",
        "The number of an order needs {street}, {year} and {serial}, or two orders would have the same.",
    )
