from odoo import fields, models


class CommunityActivityType(models.Model):
    """A kind of activity (活动类型), as the district counts them."""

    _name = "community.activity.type"
    _description = "Activity type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    help_text = fields.Char("Examples", translate=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "This code is taken.")
