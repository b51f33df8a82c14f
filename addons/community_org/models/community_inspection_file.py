from odoo import fields, models


class CommunityInspectionFile(models.Model):
    """A photo or a paper of a visit; it can be changed as long as the visit can."""

    _name = "community.inspection.file"
    _description = "Photo or file of an inspection"
    _inherit = ["community.area.mixin", "community.file.mixin", "community.review.part.mixin"]
    _order = "id"
    _rec_name = "file_name"
    _area_follows = "inspection_id"
    _review_document = "inspection_id"

    inspection_id = fields.Many2one(
        "community.inspection", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="inspection_id.area_id", store=True, precompute=True)
    file = fields.Binary(required=True)
    note = fields.Char("What it shows")
