from odoo import fields, models


class CommunityCaseTheme(models.Model):
    """What a typical case is about, such as care for the elderly."""

    _name = "community.case.theme"
    _description = "Theme of typical cases"
    _order = "sequence, id"

    name = fields.Char("Theme", required=True, translate=True)
    code = fields.Char(required=True, help="Stands in the address of the public page.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "This code is taken.")
