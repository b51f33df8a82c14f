from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .community_resident_report import OPEN_STATES

# verb: (states it starts from, state it leads to). The only table of this machine.
TRANSITIONS = {
    "accept": ({"new"}, "accepted"),
    "transfer": ({"new", "accepted"}, "new"),
    "answer": ({"accepted"}, "answered"),
    "reopen": ({"answered"}, "accepted"),
    "close": ({"answered"}, "closed"),
    "refuse": ({"new", "accepted"}, "refused"),
}
# Written by the buttons alone. The key is compared by identity, so a context
# that came over RPC can never match it.
ENGINE_KEY = "community_resident_report_engine"
ENGINE = object()


class CommunityResidentReportGuard(models.Model):
    """The state of a report, and the one guard that keeps hands off what a resident said.

    Neither a value nor a context that a client sends changes a report: the office that deals with
    it says which organisation is meant, everything else is written by :meth:`_move` and
    :meth:`_engine_write`. Nothing is deleted; a report that is none is refused, with the reason.
    """

    _inherit = "community.resident.report"

    state = fields.Selection(
        [
            ("new", "New"),
            ("accepted", "Taken on"),
            ("answered", "Answered"),
            ("closed", "Settled"),
            ("refused", "Invalid"),
        ],
        required=True,
        default="new",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    can_act = fields.Boolean("May deal with it", compute="_compute_can_act")

    @api.depends("community_id", "street_id")
    @api.depends_context("uid")
    def _compute_can_act(self):
        for report in self:
            report.can_act = report._may_act()

    def _may_act(self):
        """Whether the user is of the office that deals with it, or of the street above."""
        user = self.env.user
        return user._works_for("community", "street") and user.area_id in (
            self.community_id,
            self.street_id,
        )

    def _check_may_act(self):
        for report in self:
            report.check_access("read")
            if not report._may_act():
                raise AccessError(
                    self.env._(
                        "«%(report)s» is dealt with by %(office)s, not by you.",
                        report=report.number,
                        office=report._get_office().name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def _get_free_fields(self):
        """What may be written past the engine: the conversation, and which organisation is meant."""
        return {
            "organization_id",
            "message_main_attachment_id",
            "message_follower_ids",
            "message_ids",
            "activity_ids",
        }

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get(ENGINE_KEY) is not ENGINE:
            raise AccessError(self.env._("A report is made on the public page."))
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get(ENGINE_KEY) is ENGINE:
            return super().write(vals)
        forged = vals.keys() - self._get_free_fields()
        if forged:
            raise AccessError(
                self.env._(
                    "%(fields)s cannot be set: use the buttons.",
                    fields=", ".join(
                        sorted(self._fields[name]._description_string(self.env) for name in forged)
                    ),
                )
            )
        if "organization_id" in vals:
            self._check_organization(vals["organization_id"])
        return super().write(vals)

    def _check_organization(self, organization_id):
        """The organisation that is meant is one of the street, and is not changed after the answer."""
        self._check_may_act()
        organization = self.env["community.organization"].browse(organization_id)
        organization.check_access("read")
        for report in self:
            if report.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "«%(report)s» has been dealt with and is not changed any more.",
                        report=report.number,
                    )
                )
            if organization and organization.street_id != report.street_id:
                raise UserError(
                    self.env._(
                        "«%(organization)s» belongs to another street: transfer the report there.",
                        organization=organization.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A resident's report is never deleted. Mark it as invalid instead.")
        )

    # ------------------------------------------------------------
    # ENGINE
    # ------------------------------------------------------------

    def _move(self, verb, text="", **vals):
        """Apply one transition, the only writer of the state, and leave a step with ``text``.

        Two officers at once: both UPDATE the row, the database lets one through, Odoo calls the
        other again and it then finds the report moved.

        :raises UserError: the report is not in a state from which ``verb`` starts
        """
        self.ensure_one()
        sources, target = TRANSITIONS[verb]
        if self.state not in sources:
            raise UserError(
                self.env._(
                    "«%(report)s» is «%(state)s»; this is not possible any more. Reload the page.",
                    report=self.number,
                    state=self._get_state_label(),
                )
            )
        self._engine_write({"state": target, **vals})
        self._add_step(verb, text)

    def _get_state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _engine_write(self, vals):
        # sudo: community.resident.report - these fields are nobody's to write; the caller has checked who asks
        self.sudo().with_context(**{ENGINE_KEY: ENGINE}).write(vals)

    def _add_step(self, kind, text=""):
        # sudo: community.resident.report.step - rows are added with what happens, by nobody's hand
        self.env["community.resident.report.step"].sudo().create(
            {
                "report_id": self.id,
                "kind": kind,
                "office_id": self._get_office().id,
                "text": text,
            }
        )
