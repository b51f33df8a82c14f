from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .community_order_clause import KINDS

# the tiers that issue, ask again, accept and call off, by the state of the addressee (an unfiled
# body counts as filed); a dissolution order is issued by the decision on a proposal alone
ISSUERS = {
    "filed": {"rectification": ("community", "street"), "advice": ("street",)},
    "registered": {
        "rectification": ("community", "street", "district"),
        "advice": ("district",),
    },
}
# it waits for the addressee or for the office
OPEN_STATES = ("issued", "answered")


class CommunityOrder(models.Model):
    """A supervision order (监管文书): 责令整改, 劝其解散 or 责令解散, with number, deadline and answers.

    Drafted by an office and frozen when issued (`community_order_issue.py`); answered in the portal or
    on paper (`community_order_reply.py`); then accepted, or asked for again. It may name a body that
    never filed.
    """

    _name = "community.order"
    _description = "Supervision order"
    _inherit = [
        "community.area.mixin",
        "community.state.mixin",
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "deadline desc, id desc"
    _rec_names_search = ["number", "organization_id.name", "target_name"]
    _area_follows = "organization_id"
    _area_dated_by = "issued_on"
    _mail_post_access = "read"
    _transitions = {
        "issue": ({"draft"}, "issued"),
        "answer": ({"issued"}, "answered"),
        "ask_again": ({"answered"}, "issued"),
        "accept": ({"answered"}, "done"),
        # what a dissolution order says is so from its issue on
        "take_effect": ({"issued"}, "done"),
        # its addressee ended before it was settled
        "end": ({"issued", "answered"}, "ended"),
        "call_off": ({"issued", "answered"}, "cancelled"),
    }

    kind = fields.Selection(KINDS, required=True, default="rectification", tracking=True)
    organization_id = fields.Many2one(
        "community.organization", index=True, ondelete="restrict", tracking=True
    )
    target_name = fields.Char("Unfiled body", tracking=True)
    target_place = fields.Char("Place of the unfiled body")
    addressee = fields.Char(
        compute="_compute_addressee", store=True, precompute=True, index="trigram"
    )
    area_id = fields.Many2one(default=lambda self: self._default_area_id())
    inspection_id = fields.Many2one(
        "community.inspection",
        "Found on inspection",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # what the letter says
    facts = fields.Text("Facts found")
    clause_id = fields.Many2one(
        "community.order.clause",
        "Ground",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kind', '=', kind)]",
    )
    clause = fields.Text(
        "Legal or policy basis", compute="_compute_clause", store=True, readonly=False
    )
    rights = fields.Text(
        "Rights of the addressee", compute="_compute_clause", store=True, readonly=False
    )
    demand_ids = fields.One2many("community.order.demand", "order_id", "Demands")
    deadline = fields.Date(
        compute="_compute_deadline", store=True, readonly=False, index=True, tracking=True
    )

    # what became of it
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("issued", "Waits for the addressee"),
            ("answered", "To check"),
            ("done", "Settled"),
            ("ended", "Ended with the organisation"),
            ("cancelled", "Called off"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    number = fields.Char(readonly=True, copy=False)
    issuer_id = fields.Many2one(
        "community.area", "Issuing office", readonly=True, copy=False, ondelete="restrict"
    )
    issued_on = fields.Date("Sent on", readonly=True, copy=False)
    issued_by_id = fields.Many2one("res.users", "Issued by", readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False)
    overdue_on = fields.Date("Reported overdue on", readonly=True, copy=False)
    answer_ids = fields.One2many("community.order.answer", "order_id", "Answers", readonly=True)
    recipient_ids = fields.Many2many(
        "res.partner",
        string="Served on",
        readonly=True,
        copy=False,
        help="Representatives on the day of a dissolution: they may read the letter ever after.",
    )
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    organization_state = fields.Selection(
        related="organization_id.state", string="State of the organisation"
    )

    _number_uniq = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL", "This number has been given out."
    )
    _addressee_given = models.Constraint(
        "CHECK (organization_id IS NOT NULL OR target_name IS NOT NULL)",
        "Name the organisation, or the body that never filed.",
    )
    _issued_complete = models.Constraint(
        "CHECK (state = 'draft' OR (number IS NOT NULL AND issued_on IS NOT NULL))",
        "An issued order has a number and a day.",
    )
    _street_idx = models.Index("(street_id, deadline DESC, id DESC)")
    _community_idx = models.Index("(community_id, deadline DESC, id DESC)")
    _district_idx = models.Index("(district_id, deadline DESC, id DESC)")
    _organization_idx = models.Index("(organization_id, deadline DESC, id DESC)")
    _open_idx = models.Index("(deadline) WHERE state = 'issued'")

    @api.model
    def _default_area_id(self):
        area = self.env.user.area_id
        return area.filtered(lambda own: own.tier == "community")

    @api.depends("organization_id.name", "target_name")
    def _compute_addressee(self):
        for order in self:
            # the letter keeps the name that the body had
            order.addressee = (
                order.addressee if order.number else order.organization_id.name or order.target_name
            )

    @api.depends("clause_id")
    def _compute_clause(self):
        for order in self:
            order.clause = order.clause_id.clause or order.clause
            order.rights = order.clause_id.rights or order.rights

    @api.depends("kind")
    def _compute_deadline(self):
        policies, holidays = self.env["community.policy"], self.env["community.holiday"]
        today, policy = policies._today(), policies._get_policy()
        days = {"rectification": policy.rectification_days, "advice": policy.advice_days}
        for order in self:
            count = days.get(order.kind)
            order.deadline = count and holidays._add_working_days(today, count)

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        today = self.env["community.policy"]._today()
        for order in self:
            order.is_overdue = bool(
                order.state == "issued" and order.deadline and order.deadline < today
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "=", "issued") & Domain(
            "deadline", "<", self.env["community.policy"]._today()
        )
        return overdue if True in value else ~overdue

    @api.depends("number", "kind", "addressee")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for order in self:
            name = order.addressee or ""
            order.display_name = f"{order.number or kinds.get(order.kind, '')} {name}".strip()

    def _compute_access_url(self):
        super()._compute_access_url()
        for order in self:
            order.access_url = f"/my/orders/{order.id}"

    def _get_report_base_filename(self):
        return self.display_name

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def _get_engine_defaults(self):
        return {
            **super()._get_engine_defaults(),
            "number": False,
            "inspection_id": False,
            "issuer_id": self.env.user.area_id.id,
            "issued_on": False,
            "issued_by_id": False,
            "closed_on": False,
            "overdue_on": False,
            "recipient_ids": [],
        }

    @api.model_create_multi
    def create(self, vals_list):
        """It lies where the organisation does; of an unfiled body the community is named."""
        orders = super().create([self._with_area(vals) for vals in vals_list])
        orders._check_may_issue()
        orders._check_target()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and vals.keys() & {"kind", "organization_id"}:
            self._check_may_issue()
            self._check_target()
        return result

    def _check_content_editable(self):
        super()._check_content_editable()
        self._check_may_issue()

    def _check_may_issue(self):
        """Only the offices of :data:`ISSUERS` draft an order and settle it.

        :raises AccessError: the user's tier does not do this
        """
        if self.env.su:
            return
        for order in self:
            issuers = ISSUERS.get(order.organization_id.state, ISSUERS["filed"])
            if not self.env.user._works_for(*issuers.get(order.kind, ())):
                raise AccessError(
                    self.env._(
                        "Rectification is ordered by the community or the street, an advice given by the"
                        " street (to a registered body: the district). A dissolution order comes from an"
                        " approved proposal only."
                    )
                )

    def _check_target(self):
        """:raises UserError: the organisation has been cancelled"""
        for organization in self.organization_id:
            if organization.state == "cancelled":
                raise UserError(
                    self.env._("«%(name)s» has been cancelled.", name=organization.name)
                )

    @api.model
    def _create_from_inspection(self, inspection):
        """A draft with what failed on ``inspection`` as its demands."""
        failed = inspection.line_ids.filtered(lambda line: line.result == "fail")
        order = self.create(
            {
                "organization_id": inspection.organization_id.id,
                "facts": "\n".join(
                    [
                        self.env._(
                            "Inspection on %(day)s (%(checklist)s):",
                            day=inspection.day,
                            checklist=inspection.template_id.name,
                        ),
                        *(f"{line.name}：{line.note}" for line in failed),
                    ]
                ),
                "clause_id": self.env["community.order.clause"]
                .search([("kind", "=", "rectification")], limit=1)
                .id,
                "demand_ids": [
                    fields.Command.create(
                        {"sequence": line.sequence, "name": line.demand or line.name}
                    )
                    for line in failed
                ],
            }
        )
        order._engine_write({"inspection_id": inspection.id})
        return order

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
