from odoo import api, fields, models

from ..models.community_activity_correcting import CORRECTABLE

# as they are, until they are corrected here
FACT = {"compute": "_compute_facts", "store": True, "readonly": False, "precompute": True}


class CommunityActivityCorrect(models.TransientModel):
    """The facts of a confirmed activity as they should read, and why they are corrected."""

    _name = "community.activity.correct"
    _description = "Correct an activity"

    activity_id = fields.Many2one(
        "community.activity", "Confirmed activity", required=True, readonly=True
    )
    reason = fields.Text("Reason of the correction", required=True)

    name = fields.Char("Activity", required=True, **FACT)
    type_id = fields.Many2one("community.activity.type", "Activity type", required=True, **FACT)
    start = fields.Datetime("Begins", required=True, **FACT)
    stop = fields.Datetime("Ends", required=True, **FACT)
    place = fields.Char(**FACT)
    participant_count = fields.Integer("Participants", **FACT)
    volunteer_count = fields.Integer("Volunteers", **FACT)
    volunteer_hours = fields.Float(**FACT)
    beneficiary_count = fields.Integer("Beneficiaries", **FACT)
    partners = fields.Char(**FACT)
    currency_id = fields.Many2one(related="activity_id.currency_id")
    cost = fields.Monetary(**FACT)
    summary = fields.Text(**FACT)

    @api.depends("activity_id")
    def _compute_facts(self):
        for dialog in self:
            for name in CORRECTABLE:
                dialog[name] = dialog.activity_id[name]

    def action_confirm(self):
        self.ensure_one()
        facts = self.read(CORRECTABLE, load=None)[0]
        facts.pop("id")
        self.activity_id._correct(facts, self.reason)
        return {"type": "ir.actions.act_window_close"}
