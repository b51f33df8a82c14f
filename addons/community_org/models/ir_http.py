from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        # the portal shows mail's conversation, whose words are in mail's translation
        return [*super()._get_translation_frontend_modules_name(), "mail"]
