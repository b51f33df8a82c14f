import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mimetypes import guess_mimetype

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What the content must be, by the ending that the name claims
ALLOWED_TYPES = {
    "pdf": {"application/pdf"},
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "png": {"image/png"},
    "doc": {"application/msword"},
    "docx": {WORD},
    "xls": {"application/vnd.ms-excel"},
    "xlsx": {EXCEL},
}


class CommunityFilingMaterial(models.Model):
    """A file that goes with a filing. The content is checked, not the name it claims."""

    _name = "community.filing.material"
    _description = "Material"
    _inherit = ["community.review.part.mixin"]
    _order = "filing_id, type_id, id"
    _rec_name = "file_name"
    _review_document = "filing_id"

    filing_id = fields.Many2one("community.filing", required=True, index=True, ondelete="cascade")
    type_id = fields.Many2one(
        "community.material.type", "Material", required=True, ondelete="restrict"
    )
    file = fields.Binary(required=True, attachment=True)
    file_name = fields.Char(required=True)
    is_pdf = fields.Boolean(compute="_compute_is_pdf")

    @api.depends("file_name")
    def _compute_is_pdf(self):
        for material in self:
            material.is_pdf = (material.file_name or "").lower().endswith(".pdf")

    @api.constrains("file", "file_name")
    def _check_file(self):
        limit = self.env["community.policy"]._get_policy().upload_max_mb
        for material in self.with_context(bin_size=False):
            content = base64.b64decode(material.file or b"")
            if len(content) > limit * 1024 * 1024:
                raise ValidationError(
                    self.env._(
                        "«%(file)s» has %(size)s MB; a file may have at most %(limit)s MB.",
                        file=material.file_name,
                        size=round(len(content) / 1024 / 1024, 1),
                        limit=limit,
                    )
                )
            ending = material.file_name.lower().rpartition(".")[2]
            if guess_mimetype(content) not in ALLOWED_TYPES.get(ending, set()):
                raise ValidationError(
                    self.env._(
                        "«%(file)s» is not accepted: send a PDF, a picture (JPG, PNG) or a Word or Excel file.",
                        file=material.file_name,
                    )
                )
