import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .community_case import MOST_PHOTOS


class CommunityCasePhoto(models.Model):
    """A photo of a typical case; it can be changed as long as the case can."""

    _name = "community.case.photo"
    _description = "Photo of a typical case"
    _inherit = ["community.area.mixin", "community.photo.mixin", "community.review.part.mixin"]
    _order = "sequence, id"
    _area_follows = "case_id"
    _review_document = "case_id"

    case_id = fields.Many2one("community.case", required=True, index=True, ondelete="cascade")
    area_id = fields.Many2one(related="case_id.area_id", store=True, precompute=True)
    sequence = fields.Integer(default=10)
    caption = fields.Char()

    @api.model_create_multi
    def create(self, vals_list):
        photos = super().create([self._clean(vals) for vals in vals_list])
        for case in photos.case_id:
            if len(case.photo_ids) > MOST_PHOTOS:
                raise UserError(
                    self.env._("A case keeps at most %(most)s photos.", most=MOST_PHOTOS)
                )
        return photos

    def write(self, vals):
        return super().write(self._clean(vals))

    @api.model
    def _clean(self, vals):
        """``vals`` with the picture made anew from its pixels, in a new dictionary."""
        if not vals.get("image"):
            return vals
        try:
            content = base64.b64decode(vals["image"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValidationError(
                self.env._("This is not a photo: send a picture as JPG or PNG.")
            ) from error
        return {**vals, "image": self._read_photo(content)}
