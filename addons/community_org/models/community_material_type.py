from odoo import fields, models


class CommunityMaterialType(models.Model):
    """A document that goes with an application, such as the charter or the proof of premises."""

    _name = "community.material.type"
    _description = "Kind of material"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=lambda self: self.env["community.filing"]._fields["kind"].selection,
        string="Matter",
        help="Leave empty for a material that goes with every matter.",
    )
    required = fields.Boolean(default=True)
    active = fields.Boolean(default=True)
    help_text = fields.Text("Explanation", translate=True)
    document_type_id = fields.Many2one(
        "community.document.type",
        "Becomes the text of",
        domain=[("by_approval", "=", True)],
        ondelete="restrict",
        help="The version that the approval makes has this file as its attached text.",
    )
    template_file = fields.Binary("Form to fill in", attachment=True)
    template_file_name = fields.Char()
