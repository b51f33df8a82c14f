from odoo import models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    """The file of a field changes with its record only, whose guard decides.

    Odoo lets whoever has the right to write a record write the attachment behind its field as
    well, past the record's own ``write``: past «submitted», past «adopted».
    """

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation == "read" or self.env.su:
            return result
        # sudo: ir.attachment - which field a file belongs to, not what is in it
        held = self.sudo().filtered(
            lambda file: file.res_field and (file.res_model or "").startswith("community.")
        )
        if not held:
            return result
        forbidden = held.with_env(self.env) | (result[0] if result else self.browse())
        return forbidden, lambda: AccessError(
            self.env._("A file is changed where it was handed in, not by itself.")
        )

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su:
            # nor is another file put in the place of a field's
            self.check_access("write")
        return result
