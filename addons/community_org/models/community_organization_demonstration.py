from odoo import fields, models


class CommunityOrganizationDemonstration(models.Model):
    """The title of a demonstration site that an organisation holds."""

    _inherit = "community.organization"

    demonstration_ids = fields.One2many(
        "community.demonstration", "organization_id", "Demonstration site"
    )

    def _cancel(self, day, reason, **vals):
        """Who has ended is no example any more."""
        result = super()._cancel(day, reason, **vals)
        # sudo: community.demonstration - ends with the organisation, whoever cancels that
        for site in self.sudo().demonstration_ids:
            if site.state == "approved":
                site._revoke(self.env._("The organisation has ended."))
            elif site.state in ("draft", "review", "returned"):
                site._withdraw()
        return result

    def _get_register_sections(self):
        sections = super()._get_register_sections()
        held = self.demonstration_ids.filtered(lambda site: site.state == "approved")
        if held:
            facts = [
                (self.env._("Number of the plaque"), held[0].plaque_number),
                (self.env._("Since"), str(held[0].awarded_on.year)),
            ]
            sections = [*sections, {"title": self.env._("Demonstration site"), "facts": facts}]
        return sections
