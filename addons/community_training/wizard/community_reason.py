from odoo import api, models


class CommunityReason(models.TransientModel):
    """What takes something away from people is not done without a reason."""

    _inherit = "community.reason"

    @api.model
    def _get_acts(self):
        return {
            **super()._get_acts(),
            "event.event": {"_call_off"},
            "community.training.certificate": {"_revoke"},
            "community.booking": {"_refuse", "_call_off"},
            "community.incubation.admission": {"_leave"},
        }
