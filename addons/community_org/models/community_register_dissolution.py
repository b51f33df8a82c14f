from odoo import api, models


class CommunityRegisterDissolution(models.AbstractModel):
    """In the public register a body that was dissolved by order (责令解散) is not merely «cancelled»."""

    _inherit = "community.register"

    @api.model
    def _prepare_row(self, organization):
        row = super()._prepare_row(organization)
        return {**row, "status": organization.status_label or row["status"]}
