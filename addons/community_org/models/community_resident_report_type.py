from odoo import fields, models


class CommunityResidentReportType(models.Model):
    """What a resident's report (居民反映) is about, in the words of the district."""

    _name = "community.resident.report.type"
    _description = "Type of report"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    help_text = fields.Char("Examples", translate=True)
    is_praise = fields.Boolean(
        "Praise or proposal", help="Nothing is to be found out: the answer needs no finding."
    )

    _code_uniq = models.Constraint("UNIQUE (code)", "This code is taken.")
