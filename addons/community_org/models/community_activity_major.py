from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_activity_guard import ENGINE, ENGINE_KEY

# what was approved; until it is held, the entry says the same
APPROVED_FIELDS = {"name", "type_id", "start", "stop", "place"}


class CommunityActivityMajor(models.Model):
    """A ledger entry that an approved declaration planned: it is called off, reported, never rewritten."""

    _inherit = "community.activity"

    major_activity_id = fields.Many2one(
        "community.major.activity",
        "Declaration",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    incidents = fields.Text(
        help="Accidents, complaints, changes of plan; «none» when all went well."
    )

    _major_uniq = models.UniqueIndex(
        "(major_activity_id) WHERE major_activity_id IS NOT NULL",
        "A declaration has one entry in the ledger.",
    )

    @api.model
    def _get_engine_fields(self):
        return super()._get_engine_fields() | {"major_activity_id"}

    def write(self, vals):
        by_engine = self.env.context.get(ENGINE_KEY) is ENGINE
        if vals.keys() & APPROVED_FIELDS and not by_engine:
            self._check_as_approved()
        return super().write(vals)

    def _check_as_approved(self):
        declared = self.filtered(lambda entry: entry.major_activity_id and entry.state == "planned")
        if declared:
            raise UserError(
                self.env._(
                    "«%(activity)s» was approved for this place and time. When plans change, call it off"
                    " and declare it anew.",
                    activity=declared[0].name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_undeclared(self):
        declared = self.filtered("major_activity_id")
        if declared:
            raise UserError(
                self.env._(
                    "«%(activity)s» was approved as a major activity: call it off instead.",
                    activity=declared[0].name,
                )
            )

    # ------------------------------------------------------------
    # THE REPORT
    # ------------------------------------------------------------

    def action_report(self):
        self._check_report()
        return super().action_report()

    def _check_report(self):
        """:raises UserError: the report of a declared activity lacks something; it says what"""
        for entry in self.filtered("major_activity_id"):
            missing = list(entry._get_missing_report())
            if missing:
                raise UserError(
                    self.env._("The report of «%(activity)s» still needs:", activity=entry.name)
                    + "\n"
                    + "\n".join(f"· {line}" for line in missing)
                )

    def _get_missing_report(self):
        if not self.participant_count:
            yield self.env._("How many people took part.")
        if not (self.summary or "").strip():
            yield self.env._("A summary, in a few sentences.")
        if not (self.incidents or "").strip():
            yield self.env._("Incidents; write «none» when all went well.")

    def _move(self, verb, **vals):
        result = super()._move(verb, **vals)
        # sudo: community.major.activity - moves with its ledger entry, whoever keeps that
        declarations = self.sudo().major_activity_id
        if verb == "report":
            declarations._mark_reported()
        elif verb == "cancel":
            approved = declarations.filtered(lambda declaration: declaration.state == "approved")
            approved._call_off(self.env._("Called off in the ledger."))
        return result
