from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# verb: (states it starts from, state it leads to). The only table of this machine.
TRANSITIONS = {
    "submit": ({"draft", "returned"}, "review"),
    "approve": ({"review"}, "approved"),
    "return": ({"review"}, "returned"),
    "reject": ({"review"}, "rejected"),
    "withdraw": ({"draft", "review", "returned"}, "withdrawn"),
}
# states in which the applicant may still change what the document says
EDITABLE_STATES = {"draft", "returned"}
# states in which it lies with the offices, or goes back to them
UNDER_REVIEW = ("review", "returned")
# Written by the engine alone. The key is compared by identity, so a context
# that came over RPC can never match it.
ENGINE_KEY = "community_review_engine"
ENGINE = object()


class CommunityReviewGuard(models.AbstractModel):
    """The state of a reviewed document, and the one guard that keeps everybody's hands off it.

    No value and no context that a client sends moves the state: ``create`` and
    ``write`` refuse the engine's fields and freeze what was submitted; only
    :meth:`_move` changes the state, along :meth:`_get_transitions`.
    """

    _name = "community.review.guard"
    _description = "Guard of a reviewed document"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    # supervising staff may leave a note on what they cannot change
    _mail_post_access = "read"

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("review", "In review"),
            ("returned", "To correct"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    channel = fields.Selection(
        [("portal", "Portal"), ("office", "Counter")],
        required=True,
        default="office",
        readonly=True,
        copy=False,
        help="Who keeps the draft: the applicant in the portal, or the office for a paper application.",
    )
    applicant_id = fields.Many2one("res.partner", index=True, tracking=True)
    submitted_on = fields.Datetime(readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    round = fields.Integer("Submissions", readonly=True, copy=False)
    task_ids = fields.One2many(
        "community.review.task",
        "res_id",
        "Review steps",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
        copy=False,
    )
    current_task_id = fields.Many2one(
        "community.review.task", "Current step", readonly=True, copy=False, ondelete="restrict"
    )
    current_step = fields.Char("Stands at", related="current_task_id.name")
    deadline = fields.Date(related="current_task_id.deadline")
    # compute_sudo: applicants may not read tasks, yet see whether they stand still and why
    can_decide = fields.Boolean(compute="_compute_can_decide", compute_sudo=True)
    can_edit = fields.Boolean(compute="_compute_can_edit")
    is_keeper = fields.Boolean("Keeps the draft", compute="_compute_can_edit")
    last_opinion = fields.Text(compute="_compute_last_opinion", compute_sudo=True)

    @api.depends("current_task_id.state")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for document in self:
            task = document.current_task_id
            document.can_decide = task.state == "open" and not task._get_refusal()

    @api.depends("state", "channel", "applicant_id")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for document in self:
            document.is_keeper = document._is_keeper()
            document.can_edit = document.state in EDITABLE_STATES and document.is_keeper

    @api.depends("task_ids.opinion", "state")
    def _compute_last_opinion(self):
        for document in self:
            decided = document.task_ids.filtered("opinion").sorted(
                lambda task: (task.decided_on, task.id)
            )
            document.last_opinion = decided[-1:].opinion

    @api.model
    def _get_engine_defaults(self):
        """Fields that only the engine writes, with the value they start from."""
        return {
            "state": "draft",
            "channel": "portal" if self.env.user.share else "office",
            "submitted_on": False,
            "decided_on": False,
            "round": 0,
            "task_ids": [],
            "current_task_id": False,
        }

    @api.model
    def _get_free_fields(self):
        """Fields that may change in any state, because they are not part of what is decided."""
        return {
            "message_main_attachment_id",
            "message_follower_ids",
            "message_ids",
            "activity_ids",
            "access_token",
        }

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_engine_fields(vals)
        # stated, so that a «default_state» in a client's context is never asked; in new
        # dictionaries, since Odoo calls again with the same ones when transactions collide
        return super().create([{**vals, **self._get_engine_defaults()} for vals in vals_list])

    def write(self, vals):
        if self.env.context.get(ENGINE_KEY) is ENGINE:
            return super().write(vals)
        self._check_engine_fields(vals)
        if vals.keys() - self._get_free_fields():
            self._check_content_editable()
        result = super().write(vals)
        if not self.env.su:
            # nobody gives a document away, to another applicant or another area
            self.check_access("write")
        return result

    @api.model
    def _check_engine_fields(self, vals):
        forged = vals.keys() & self._get_engine_defaults().keys()
        if forged:
            raise AccessError(
                self.env._(
                    "%(fields)s cannot be set: use the buttons of the review.",
                    fields=", ".join(
                        sorted(self._fields[name]._description_string(self.env) for name in forged)
                    ),
                )
            )

    def _check_content_editable(self):
        """Refuse a change of what is under review or decided, or by somebody who does not keep the draft."""
        for document in self:
            if document.state not in EDITABLE_STATES:
                raise UserError(
                    self.env._(
                        "«%(document)s» has been submitted and cannot be changed any more."
                        " Return it for correction first.",
                        document=document.display_name,
                    )
                )
            if not document._is_keeper():
                raise AccessError(
                    self.env._(
                        "Only the applicant changes «%(document)s». Return it and say what to correct.",
                        document=document.display_name,
                    )
                )

    def _is_keeper(self):
        """Whether the current user keeps the draft: the applicant, or for a paper application the office."""
        if self.env.su:
            return True
        if self.channel == "portal":
            return self.applicant_id == self.env.user.partner_id
        return self.env.user._is_internal()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for document in self:
            if document.state != "draft" or document.round:
                raise UserError(
                    self.env._(
                        "«%(document)s» has been submitted once; its history stays. Withdraw it instead.",
                        document=document.display_name,
                    )
                )
            document._check_content_editable()

    @api.model
    def _get_transitions(self):
        """:data:`TRANSITIONS`; a model whose documents move on after the decision adds its own."""
        return TRANSITIONS

    def _move(self, verb, **vals):
        """Apply one transition, the only writer of the state.

        :raises UserError: the document is not in a state from which ``verb`` starts
        """
        self.ensure_one()
        sources, target = self._get_transitions()[verb]
        if self.state not in sources:
            label = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise UserError(
                self.env._(
                    "«%(document)s» is «%(state)s»; this step is not possible any more. Reload the page.",
                    document=self.display_name,
                    state=label,
                )
            )
        self._engine_write({"state": target, **vals})

    def _engine_write(self, vals):
        # sudo: the document - whoever acts on a step has no write access to what he decides on
        self.sudo().with_context(**{ENGINE_KEY: ENGINE}).write(vals)
