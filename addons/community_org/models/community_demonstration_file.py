from odoo import fields, models


class CommunityDemonstrationFile(models.Model):
    """A photo or a paper of a nomination; it can be changed as long as the nomination can."""

    _name = "community.demonstration.file"
    _description = "Photo or paper of a nomination"
    _inherit = ["community.area.mixin", "community.file.mixin", "community.review.part.mixin"]
    _order = "id"
    _rec_name = "file_name"
    _area_follows = "demonstration_id"
    _review_document = "demonstration_id"

    demonstration_id = fields.Many2one(
        "community.demonstration", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="demonstration_id.area_id", store=True, precompute=True)
    file = fields.Binary(required=True)
    file_name = fields.Char(required=True)
