from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CommunityImportColumn(models.Model):
    """A column of an uploaded file, and where its values go."""

    _name = "community.import.column"
    _description = "Column of an import"
    _order = "import_id, sheet_index, position"
    _rec_name = "title"

    import_id = fields.Many2one(
        "community.import", required=True, index=True, ondelete="cascade", readonly=True
    )
    sheet_index = fields.Integer(readonly=True)
    sheet = fields.Char(readonly=True)
    header_row = fields.Integer(readonly=True, help="The last row of the titles.")
    position = fields.Integer(readonly=True, help="From 0, as the file has it.")
    title = fields.Char("Title in the file", readonly=True)
    examples = fields.Char("Values in it", readonly=True)
    target = fields.Selection(
        lambda self: self.env["community.import.mapping"]._selection_target(), "Import as"
    )

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"target"}:
                raise AccessError(self.env._("Of a column only its meaning can be chosen."))
            if any(batch.state != "draft" for batch in self.import_id):
                raise UserError(
                    self.env._("The file has been read: upload it again to change the columns.")
                )
        return super().write(vals)

    @api.model
    def _get_kind(self, columns):
        """``organization`` or ``member``, what a sheet of these columns lists; False when nothing is chosen.

        :raises UserError: a sheet cannot list both
        """
        kinds = {column.target.split("/")[0] for column in columns if column.target}
        if len(kinds) > 1:
            raise UserError(
                self.env._(
                    "The sheet «%(sheet)s» has columns of organisations and of members. Choose one"
                    " kind for it: the leader of an organisation has columns of his own there.",
                    sheet=columns[0].sheet or columns[0].import_id.name,
                )
            )
        return next(iter(kinds), False)
