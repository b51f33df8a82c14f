from odoo import api, fields, models
from odoo.fields import Domain


class CommunityMember(models.Model):
    """A person's place in an organisation from a day, and until a day once it ended."""

    _name = "community.member"
    _description = "Member"
    _inherit = ["community.person.mixin", "community.area.mixin"]
    _order = "organization_id, role_sequence, id"
    _area_follows = "organization_id"
    _identity_document = "organization_id"
    _area_dated_by = "date_from"

    organization_id = fields.Many2one(
        "community.organization", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one("res.partner", "Portal account", index=True, ondelete="restrict")
    role_sequence = fields.Integer(compute="_compute_role_sequence", store=True)
    date_from = fields.Date("Since", required=True)
    date_to = fields.Date("Until")
    # searched only: who was on the roster on a day
    as_of = fields.Date("On the roster on", store=False, search="_search_as_of")

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A membership cannot end before it begins.",
    )
    _identity_uniq = models.UniqueIndex(
        "(organization_id, identity_id) WHERE identity_id IS NOT NULL AND date_to IS NULL",
        "This identity number is on the roster of the organisation already.",
    )
    _street_idx = models.Index("(street_id, organization_id)")
    _community_idx = models.Index("(community_id, organization_id)")

    @api.depends("role")
    def _compute_role_sequence(self):
        order = [role for role, _label in self._fields["role"].selection]
        for member in self:
            member.role_sequence = order.index(member.role)

    def _search_as_of(self, operator, value):
        """Members on a day: begun by then, and not ended by then."""
        if operator != "in":
            return NotImplemented
        return Domain.OR(
            Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", day))
            for day in value
            if day
        )
