from odoo import models


class CommunityPolicyTarget(models.Model):
    _inherit = "community.policy"

    def _get_growth_percent(self, area):
        """The yearly growth that ``area`` owes, in %: streets and towns differ; the district owes their sum."""
        self.ensure_one()
        if area.tier != "street":
            return 0
        return self.street_growth_percent if area.kind == "street" else self.town_growth_percent
