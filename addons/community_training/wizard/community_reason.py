from odoo import api, models


class CommunityReason(models.TransientModel):
    """Calling a session off, or revoking a certificate, is not done without a reason."""

    _inherit = "community.reason"

    @api.model
    def _get_acts(self):
        return {
            **super()._get_acts(),
            "event.event": {"_call_off"},
            "community.training.certificate": {"_revoke"},
        }
