from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# what may be done through the dialog: the method checks who asks
ACTS = {
    "community.assessment": {"_revoke"},
    "community.demonstration": {"_revoke"},
    "community.case": {"_remove"},
}


class CommunityReason(models.TransientModel):
    """Ask for a reason, then do it. One dialog for every act that is not done without one."""

    _name = "community.reason"
    _description = "Reason"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(required=True, readonly=True, model_field="res_model")
    act = fields.Char(required=True, readonly=True)
    reason = fields.Text(required=True)

    @api.model
    def _open(self, record, act, title):
        """The dialog that does ``record.<act>(reason)``, one of :data:`ACTS`."""
        record.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": record._name,
                "default_res_id": record.id,
                "default_act": act,
            },
        }

    @api.model
    def _get_acts(self):
        """``{model: methods}`` that the dialog does; another addon adds its own."""
        return ACTS

    def action_confirm(self):
        self.ensure_one()
        if self.act not in self._get_acts().get(self.res_model, ()):
            raise AccessError(self.env._("This cannot be done here."))
        if not self.reason.strip():
            raise UserError(self.env._("Please write the reason."))
        record = self.env[self.res_model].browse(self.res_id)
        record.check_access("read")
        getattr(record, self.act)(self.reason.strip())
        return {"type": "ir.actions.act_window_close"}
