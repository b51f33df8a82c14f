from odoo import models

from .community_policy import SHANGHAI


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        # the portal shows mail's conversation, whose words are in mail's translation
        return [*super()._get_translation_frontend_modules_name(), "mail"]

    def session_info(self):
        """Every time is Shanghai's on the screens of staff, whatever a user set for himself."""
        info = super().session_info()
        info["user_context"] = {**info["user_context"], "tz": SHANGHAI.zone}
        return info
