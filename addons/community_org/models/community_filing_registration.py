from odoo import api, fields, models
from odoo.exceptions import AccessError

REGISTRATION_FACTS = ("registration_type", "uscc", "registration_authority", "registered_on")


class CommunityFilingRegistration(models.Model):
    """Registration (登记): a filed organisation that was registered (备案转登记), or one that never was filed.

    区民政局 is the registration authority. It enters both and decides both; a
    filing (备案) it never decides, and its officers cannot touch one.
    """

    _inherit = "community.filing"

    is_for_district = fields.Boolean(
        "For the district", compute="_compute_is_for_district", compute_sudo=True
    )

    @api.depends("kind", "organization_id.state")
    def _compute_is_for_district(self):
        """Whether the district keeps the draft: registration, and the mergers that it began."""
        for filing in self:
            filing.is_for_district = (
                filing.kind in {"conversion", "registration"}
                or filing.organization_id.state == "registered"
                or (filing.kind == "merger" and filing.create_uid._works_for("district"))
            )

    def _is_keeper(self):
        if self.env.su or self.channel == "portal":
            return super()._is_keeper()
        tiers = ["district"] if self.is_for_district else ["community", "street"]
        return self.env.user._works_for(*tiers)

    @api.model_create_multi
    def create(self, vals_list):
        filings = super().create(vals_list)
        filings._check_registration_facts()
        return filings

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(REGISTRATION_FACTS):
            self._check_registration_facts()
        return result

    def _check_registration_facts(self):
        """A street or an applicant cannot make an organisation look registered."""
        if self.env.su or self.env.user._works_for("district"):
            return
        if any(filing[name] for filing in self for name in REGISTRATION_FACTS):
            raise AccessError(self.env._("Registration is entered by the district only."))

    # ------------------------------------------------------------
    # WHAT IS NEEDED
    # ------------------------------------------------------------

    def _get_missing_registration(self):
        if self.area_id.tier != "community":
            yield self.env._("Basic facts: choose the community or village that it belongs to.")
        if not self.address:
            yield self.env._("Basic facts: the place of activity.")
        yield from self._get_missing_category()
        leaders = self.member_ids.filtered(lambda line: line.role == "leader")
        if len(leaders) != 1:
            yield self.env._(
                "Roster: exactly one leader, %(count)s are entered.", count=len(leaders)
            )
        yield from self._get_missing_registration_facts()

    def _get_missing_conversion(self):
        yield from self._get_missing_establish()
        yield from self._get_missing_registration_facts()

    def _get_missing_registration_facts(self):
        for name in REGISTRATION_FACTS:
            if not self[name]:
                yield self.env._(
                    "Registration: %(field)s.",
                    field=self._fields[name]._description_string(self.env),
                )
        other = self.env["community.organization"].search(
            [
                ("uscc", "=", self.uscc),
                ("uscc", "!=", False),
                ("id", "!=", self.organization_id.id),
            ],
            limit=1,
        )
        if other:
            yield self.env._(
                "Registration: «%(name)s» has this unified social credit code already.",
                name=other.name,
            )

    # ------------------------------------------------------------
    # CONSEQUENCES
    # ------------------------------------------------------------

    def _apply_registration(self, day):
        vals = self._prepare_organization_vals(self.registered_on)
        return self.env["community.organization"].create({**vals, "state": "registered"})

    def _apply_conversion(self, day):
        """The same organisation with another status: it keeps its number and counts in the year it was filed."""
        organization = self._apply_facts(day)
        organization.write({"state": "registered", "holds_category": False})
        return organization
