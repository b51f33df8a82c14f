from odoo import fields, models


class CommunityCategoryCrosswalk(models.Model):
    """What a category is called in another classification (province, ministry, statistics)."""

    _name = "community.category.crosswalk"
    _description = "Category in another classification"
    _order = "scheme, code"
    _rec_name = "label"

    category_id = fields.Many2one(
        "community.category", required=True, index=True, ondelete="cascade"
    )
    scheme = fields.Char("Classification", required=True)
    code = fields.Char()
    label = fields.Char("Name there", required=True)

    _scheme_uniq = models.Constraint(
        "UNIQUE (category_id, scheme)", "This category has already a name in that classification."
    )
