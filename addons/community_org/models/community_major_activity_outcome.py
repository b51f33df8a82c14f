from odoo import fields, models
from odoo.exceptions import UserError


class CommunityMajorActivityOutcome(models.Model):
    """What follows from a decision: the planned ledger entry, letters, and calling it off.

    An approved declaration does not change any more. When plans change it is called off, with a
    reason and a notice to the offices, and declared anew; calling off the ledger entry does the same.
    """

    _inherit = "community.major.activity"

    # an activity is approved or not, where a filing is granted or refused
    state = fields.Selection(
        selection_add=[
            ("approved", "Activity approved"),
            ("rejected", "Activity not approved"),
            ("cancelled", "Activity called off"),
        ],
        ondelete={"cancelled": "set default"},
    )
    entry_ids = fields.One2many(
        "community.activity", "major_activity_id", "Ledger entries", readonly=True, copy=False
    )
    entry_id = fields.Many2one("community.activity", "Ledger entry", compute="_compute_entry_id")
    cancel_reason = fields.Text("Reason for calling it off", readonly=True, copy=False)
    cancelled_on = fields.Datetime("Called off on", readonly=True, copy=False)
    can_call_off = fields.Boolean(compute="_compute_can_call_off")

    def _compute_entry_id(self):
        for declaration in self:
            declaration.entry_id = declaration.entry_ids[:1]

    def _compute_can_call_off(self):
        """Whether to offer it; who may is checked when it is done."""
        keeps = self.has_access("write")
        for declaration in self:
            declaration.can_call_off = (
                keeps
                and declaration.state == "approved"
                and declaration.entry_id.state == "planned"
            )

    def _get_engine_defaults(self):
        return {
            **super()._get_engine_defaults(),
            "entry_ids": [],
            "cancel_reason": False,
            "cancelled_on": False,
        }

    def _get_transitions(self):
        return {**super()._get_transitions(), "cancel": ({"approved"}, "cancelled")}

    # ------------------------------------------------------------
    # DECISIONS
    # ------------------------------------------------------------

    def _on_approved(self):
        super()._on_approved()
        vals = self._prepare_entry_vals()
        # sudo: community.activity - planned by the approval, whatever the deciding officer may write
        ledger = self.env["community.activity"].sudo()
        entry = self._find_planned(ledger) or ledger.create(vals)
        entry._engine_write({**vals, "major_activity_id": self.id})
        self._start_report()
        self._write_to_organization("community_org.mail_template_major_approved")

    def _find_planned(self, ledger):
        """What the organisation had put into its ledger for this time already: it is the same activity."""
        return ledger.search(
            [
                ("organization_id", "=", self.organization_id.id),
                ("state", "=", "planned"),
                ("major_activity_id", "=", False),
                ("start", "<", self.stop),
                ("stop", ">", self.start),
            ],
            limit=1,
        )

    def _prepare_entry_vals(self):
        """The planned entry: the figures are left for what really comes, the report fills them in."""
        return {
            "name": self.name,
            "organization_id": self.organization_id.id,
            "type_id": self.type_id.id,
            "start": self.start,
            "stop": self.stop,
            "place": self.place,
        }

    def _on_returned(self):
        super()._on_returned()
        self._write_to_organization("community_org.mail_template_major_returned")

    def _on_rejected(self):
        super()._on_rejected()
        self._write_to_organization("community_org.mail_template_major_rejected")

    def _on_withdrawn(self):
        super()._on_withdrawn()
        self._tell_offices(self.env._("Withdrawn: «%(title)s»", title=self.name))

    # ------------------------------------------------------------
    # CALLING OFF
    # ------------------------------------------------------------

    def action_open_cancel(self):
        """The dialog for the reason."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_org.community_major_activity_cancel_action"
            ),
            "context": {"default_major_activity_id": self.id},
        }

    def _cancel(self, reason):
        """The approved activity does not take place; its ledger entry goes with it.

        :raises UserError: without a reason, or when it is not planned any more
        """
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why it is called off."))
        for declaration in self:
            # sudo: community.activity - a street calls off what it may only read in the ledger
            entry = declaration.sudo().entry_id
            if declaration.state == "approved" and entry.state != "planned":
                raise UserError(
                    self.env._(
                        "«%(title)s» has been reported as held; it cannot be called off any more.",
                        title=declaration.name,
                    )
                )
            declaration._call_off(reason.strip())
            entry._move("cancel")

    def _call_off(self, reason):
        """Move it and tell the offices; of the ledger entry the caller takes care."""
        for declaration in self:
            declaration._move("cancel", cancel_reason=reason, cancelled_on=fields.Datetime.now())
            declaration._tell_offices(
                self.env._("Called off: «%(title)s»", title=declaration.name), reason
            )

    def _tell_offices(self, subject, body=""):
        """Notify the officers of the community and whoever decided a step."""
        # sudo: res.users and community.review.task - of offices that who calls it off cannot read
        self_sudo = self.sudo()
        officers = self_sudo.organization_id._get_community_officers()
        deciders = self_sudo.task_ids.actor_id
        partners = (officers | deciders).partner_id - self.env.user.partner_id
        if partners and self.round:
            self_sudo.message_notify(
                partner_ids=partners.ids,
                subject=subject,
                body=body or subject,
                author_id=self.env.user.partner_id.id,
                model_description=self_sudo.env["ir.model"]._get(self._name).name,
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_entry(self):
        self.ensure_one()
        return self.entry_id.get_formview_action()
