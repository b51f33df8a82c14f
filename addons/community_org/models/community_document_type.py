from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CommunityDocumentType(models.Model):
    """A document that an organisation has in versions: the charter (章程), the rules on members (人员管理制度) …

    The charter alone is written by the approval of a filing; every other kind is kept by the
    organisation itself, which begins with the kind's template.
    """

    _name = "community.document.type"
    _description = "Kind of document"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    by_approval = fields.Boolean(
        "Written by approval",
        readonly=True,
        copy=False,
        help="A version is made when a filing is approved, and by nobody else.",
    )
    required = fields.Boolean(
        "Every organisation needs it",
        default=True,
        help="Organisations without one are listed as lacking it.",
    )
    help_text = fields.Text("Explanation", translate=True)
    template = fields.Text(
        help="The text to begin with. {organization} and {community} become the names;"
        " ＿＿ is a blank that has to be filled in.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_by_approval(vals_list)
        if not self.env.su:
            # stated, so that a «default_by_approval» in a client's context is never asked
            vals_list = [{**vals, "by_approval": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        self._check_by_approval([vals])
        return super().write(vals)

    def _check_by_approval(self, vals_list):
        """Who writes a kind is not a setting: only the addon's own data say it."""
        if not self.env.su and any("by_approval" in vals for vals in vals_list):
            raise AccessError(self.env._("What approvals write is not chosen here."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_approval(self):
        if any(self.mapped("by_approval")):
            raise UserError(
                self.env._("The charter is written by approvals; it cannot be removed.")
            )

    def _fill_template(self, organization):
        """The template's text with the names of ``organization`` filled in; an empty string without one."""
        self.ensure_one()
        names = {
            "{organization}": organization.name,
            "{community}": organization.community_id.name,
        }
        text = self.template or ""
        for placeholder, name in names.items():
            text = text.replace(placeholder, name or "")
        return text
