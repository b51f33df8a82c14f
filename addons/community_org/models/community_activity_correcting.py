from odoo import api, fields, models
from odoo.exceptions import UserError

# what a correction after the confirmation may change
CORRECTABLE = (
    "name",
    "type_id",
    "start",
    "stop",
    "place",
    "participant_count",
    "volunteer_count",
    "volunteer_hours",
    "beneficiary_count",
    "partners",
    "cost",
    "summary",
)


class CommunityActivityCorrecting(models.Model):
    """After the confirmation the community still corrects an entry, says why, and leaves a trace.

    Until the quarter is handed in: then nothing changes any more.
    """

    _inherit = "community.activity"

    correction_ids = fields.One2many(
        "community.activity.correction", "activity_id", "Corrections", readonly=True
    )
    can_correct = fields.Boolean(compute="_compute_can_correct")

    @api.depends("state", "is_closed")
    @api.depends_context("uid")
    def _compute_can_correct(self):
        """Whether to offer it; who may is checked when it is done."""
        officer = self.env.user._works_for("community")
        for activity in self:
            activity.can_correct = (
                officer and activity.state == "confirmed" and not activity.is_closed
            )

    def _check_correctable(self):
        """:raises UserError: not confirmed yet, or the quarter is handed in
        :raises AccessError: not an officer of the community"""
        self._check_confirmer()
        self._check_open()
        if any(activity.state != "confirmed" for activity in self):
            raise UserError(
                self.env._("What has not been confirmed yet is changed without a correction.")
            )

    def _correct(self, vals, reason):
        """Write ``vals`` (some of :data:`CORRECTABLE`) into a confirmed activity, with a row for each change.

        :raises UserError: without a reason, without a change, or when it is not possible (any more)
        """
        self.ensure_one()
        self._check_correctable()
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why it is corrected."))
        forbidden = vals.keys() - set(CORRECTABLE)
        if forbidden:
            raise UserError(
                self.env._("%(fields)s cannot be corrected.", fields=", ".join(sorted(forbidden)))
            )
        before = self._get_facts()
        self._engine_write(vals)
        self._check_day()
        after = self._get_facts()
        changed = [label for label, text in after.items() if text != before[label]]
        if not changed:
            raise UserError(self.env._("Nothing was changed."))
        # sudo: community.activity.correction - rows are added here alone
        self.env["community.activity.correction"].sudo().create(
            [
                {
                    "activity_id": self.id,
                    "area_id": self.area_id.id,
                    "fact": label,
                    "before": before[label],
                    "after": after[label],
                    "reason": reason.strip(),
                    "user_id": self.env.uid,
                }
                for label in changed
            ]
        )

    def _get_facts(self):
        """``{label: text}`` of what a correction may change, as people read it."""
        policy = self.env["community.policy"]
        facts = {}
        for name in CORRECTABLE:
            field, value = self._fields[name], self[name]
            if field.type == "datetime":
                text = policy._local(value).strftime("%Y-%m-%d %H:%M")
            elif field.type == "many2one":
                text = value.display_name
            else:
                text = str(value or "")
            facts[field._description_string(self.env)] = text
        return facts
