from odoo import fields, models


class CommunityFilingMaterial(models.Model):
    """A file that goes with a filing."""

    _name = "community.filing.material"
    _description = "Material"
    _inherit = ["community.review.part.mixin", "community.file.mixin"]
    _order = "filing_id, type_id, id"
    _rec_name = "file_name"
    _review_document = "filing_id"

    filing_id = fields.Many2one("community.filing", required=True, index=True, ondelete="cascade")
    type_id = fields.Many2one(
        "community.material.type", "Material", required=True, ondelete="restrict"
    )
    file = fields.Binary(required=True)
    file_name = fields.Char(required=True)
