from odoo import models
from odoo.exceptions import AccessError


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """One plain sentence for offices; who debugs keeps Odoo's list of rules."""
        error = super()._make_access_error(operation, records)
        if self.env.user.has_group("base.group_no_one"):
            return error
        plain = AccessError(
            self.env._(
                "This belongs to another office or organisation, so you cannot open or change it (%(model)s)."
                " If your work has changed, ask the system administrator for another area or group.",
                model=self.env["ir.model"]._get(records._name).name,
            )
        )
        plain.context = getattr(error, "context", {})
        return plain
