from odoo import api, fields, models
from odoo.exceptions import AccessError


class CommunityFilingMember(models.Model):
    """A line of the proposed roster."""

    _name = "community.filing.member"
    _description = "Proposed member"
    _inherit = ["community.review.part.mixin", "community.person.mixin"]
    _order = "filing_id, sequence, id"
    _review_document = "filing_id"
    _identity_document = "filing_id"

    filing_id = fields.Many2one("community.filing", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    member_id = fields.Many2one(
        "community.member",
        "Member so far",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Set in a request: the member of the organisation that this line goes on from.",
    )

    _identity_uniq = models.UniqueIndex(
        "(filing_id, identity_id) WHERE identity_id IS NOT NULL",
        "Two lines of the roster have the same identity number.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_member_id(vals)
        return super().create(vals_list)

    def write(self, vals):
        # neither may a tied line move to a request of another organisation
        tied = self.member_id if "filing_id" in vals else False
        self._check_member_id({"member_id": tied, **vals})
        return super().write(vals)

    @api.model
    def _check_member_id(self, vals):
        """A line is tied to a member by `_start_request` only: any other id would show or change a stranger."""
        if not self.env.su and (vals.get("member_id") or self.env.context.get("default_member_id")):
            raise AccessError(self.env._("A line of the roster cannot be tied to another member."))
