import re

from odoo import api, fields, models

# A number that can stand in an address as it is, and cannot be taken for the key below.
PLAIN_NUMBER = re.compile(r"(?!r\d)[0-9A-Za-z-]{1,64}")


class CommunityOrganizationRegister(models.Model):
    """Where an organisation stands in the public register, and what it shows there beside its facts."""

    _inherit = "community.organization"

    register_path = fields.Char(
        "Page in the public register", compute="_compute_register_path", exportable=False
    )

    @api.depends("number")
    def _compute_register_path(self):
        for organization in self:
            organization.register_path = f"/community/organizations/{organization._register_key()}"

    def _register_key(self):
        """The last part of its address: the filing number, which is given out once and never changes.

        A body that was registered directly has none, and a number taken over from paper may hold
        marks that an address cannot: these have ``r`` and the id, which keeps leading to the page
        when a number comes later.
        """
        self.ensure_one()
        number = self.number or ""
        return number if PLAIN_NUMBER.fullmatch(number) else f"r{self.id}"

    def _get_register_sections(self):
        """Sections on its page in the register, below the filed facts. Other addons add theirs.

        Called as superuser; what it returns is public, so it holds plain values and no records:
        ``{"title": str, "facts": [(label, text)]}``, or ``{"title": str, "template": xmlid, …}``
        whose template reads the dict as ``section``.
        """
        self.ensure_one()
        return []

    def action_open_register(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.register_path, "target": "new"}
