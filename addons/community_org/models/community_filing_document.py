from odoo import models


class CommunityFilingDocument(models.Model):
    """What an approval writes of the charter."""

    _inherit = "community.filing"

    def _apply(self):
        organization = super()._apply()
        if organization.state != "cancelled":
            organization._adopt_charter(self.env["community.policy"]._today(), filing=self)
        return organization

    def _get_charter_file(self):
        """The charter among the materials, the last one if there are several; maybe none."""
        charter = self.env.ref("community_org.document_type_charter")
        found = self.material_ids.filtered(
            lambda material: material.type_id.document_type_id == charter
        )
        return found.sorted("id")[-1:].with_context(bin_size=False)
