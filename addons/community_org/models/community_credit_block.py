from odoo import api, fields, models

from .community_credit_rule import LISTS
from .community_organization_eligibility import PURPOSES


class CommunityCreditBlock(models.Model):
    """What an organisation may not do while it is on a list (失信惩戒)."""

    _name = "community.credit.block"
    _description = "Consequence of a list"
    _order = "list, id"
    _rec_name = "purpose"

    list = fields.Selection(LISTS, required=True)
    purpose = fields.Selection(selection="_selection_purpose", string="May not", required=True)

    _block_uniq = models.Constraint(
        "UNIQUE (list, purpose)", "This consequence stands here already."
    )

    @api.model
    def _selection_purpose(self):
        """Every purpose but the ledger: a record of activities has no hole."""
        names = self.env["community.organization"]._get_purpose_names()
        return [(purpose, names[purpose]) for purpose in PURPOSES if purpose != "ledger"]

    @api.model
    def _blocks(self, name, purpose):
        """Whether the list ``name`` forbids ``purpose``."""
        return bool(self.search_count([("list", "=", name), ("purpose", "=", purpose)], limit=1))
