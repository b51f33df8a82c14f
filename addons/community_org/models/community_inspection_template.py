from odoo import fields, models


class CommunityInspectionTemplate(models.Model):
    """What is looked at on a kind of visit (年度检查、日常走访、专项检查), kept by the district.

    It is copied into a visit when that begins, so an edit never touches what was found.
    """

    _name = "community.inspection.template"
    _description = "Inspection checklist"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    item_ids = fields.One2many("community.inspection.item", "template_id", "Items", copy=True)
