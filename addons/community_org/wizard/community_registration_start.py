from odoo import fields, models
from odoo.exceptions import AccessError


class CommunityRegistrationStart(models.TransientModel):
    """Begins the entry of a body that was registered without having been filed (直接登记)."""

    _name = "community.registration.start"
    _description = "Enter a registered organisation"

    name = fields.Char("Organisation name", required=True)
    area_id = fields.Many2one("community.area", "Community", required=True)

    def action_start(self):
        """A draft of the district, opened on its form.

        :raises AccessError: the user is no district officer, or the community lies in another district
        """
        self.ensure_one()
        user = self.env.user
        if not user._works_for("district") or self.area_id.district_id != user.area_id:
            raise AccessError(self.env._("Registration is entered by the district only."))
        # sudo: community.filing - the district enters registrations, and has no right to create filings
        filing = (
            self.env["community.filing"]
            .sudo()
            .create({"name": self.name, "area_id": self.area_id.id})
        )
        filing._engine_write({"kind": "registration"})
        return filing.with_env(self.env)._open_form()
