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


class CommunityFileMixin(models.AbstractModel):
    """A file that somebody hands in. The content is checked, not the name it claims."""

    _name = "community.file.mixin"
    _description = "Has a file"

    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    # what can be looked at beside the form, without a download
    is_pdf = fields.Boolean(compute="_compute_file_kind")
    is_picture = fields.Boolean(compute="_compute_file_kind")

    @api.depends("file_name")
    def _compute_file_kind(self):
        for record in self:
            name = (record.file_name or "").lower()
            record.is_pdf = name.endswith(".pdf")
            record.is_picture = name.endswith((".jpg", ".jpeg", ".png"))

    @api.constrains("file", "file_name")
    def _check_file(self):
        limit = self.env["community.policy"]._get_policy().upload_max_mb
        for record in self.with_context(bin_size=False):
            if not record.file and not record.file_name:
                continue
            content, name = base64.b64decode(record.file or b""), record.file_name or ""
            if len(content) > limit * 1024 * 1024:
                raise ValidationError(
                    self.env._(
                        "«%(file)s» has %(size)s MB; a file may have at most %(limit)s MB.",
                        file=name,
                        size=round(len(content) / 1024 / 1024, 1),
                        limit=limit,
                    )
                )
            ending = name.lower().rpartition(".")[2]
            if guess_mimetype(content) not in ALLOWED_TYPES.get(ending, set()):
                raise ValidationError(
                    self.env._(
                        "«%(file)s» is not accepted: send a PDF, a picture (JPG, PNG) or a Word or Excel file.",
                        file=name,
                    )
                )
