from odoo import api, models


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.constrains("user_ids")
    def _check_users_area(self):
        """The same rule as on the user, for who enters by the group's own form."""
        self.user_ids._check_area_of_group()
