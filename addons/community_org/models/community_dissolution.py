from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# who proposes, by the state of the addressee: the authority that filed or registered it
PROPOSERS = {"filed": "street", "registered": "district"}


class CommunityDissolution(models.Model):
    """The proposal to dissolve an organisation by order (责令解散呈批), on the review engine.

    The street proposes for filed and unfiled bodies, the district for registered ones; a second person
    decides (the route is data). Its approval issues the order and ends the organisation, all or nothing
    (`community_organization_dissolution.py`). The organisation never sees the proposal, only the order.
    """

    _name = "community.dissolution"
    _description = "Dissolution proposal"
    _inherit = ["community.area.mixin", "community.review.mixin"]
    _order = "submitted_on desc, id desc"
    _area_follows = "organization_id"
    _area_dated_by = "submitted_on"
    _rec_name = "addressee"

    organization_id = fields.Many2one(
        "community.organization",
        index=True,
        ondelete="restrict",
        tracking=True,
        domain="[('state', '!=', 'cancelled')]",
    )
    target_name = fields.Char("Unfiled body", tracking=True)
    target_place = fields.Char("Place of the unfiled body")
    addressee = fields.Char(compute="_compute_addressee", store=True, index="trigram")
    grounds = fields.Text("Facts found")
    clause_id = fields.Many2one(
        "community.order.clause",
        "Ground",
        ondelete="restrict",
        domain="[('kind', '=', 'dissolution')]",
    )
    advice_id = fields.Many2one(
        "community.order",
        "Advice not followed",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    proposer_id = fields.Many2one("res.users", "Proposed by", readonly=True, copy=False)
    order_id = fields.Many2one(
        "community.order", "Dissolution order", readonly=True, copy=False, ondelete="restrict"
    )
    open_duties = fields.Text("To clear first", compute="_compute_open_duties", compute_sudo=True)

    _addressee_given = models.Constraint(
        "CHECK (organization_id IS NOT NULL OR target_name IS NOT NULL)",
        "Name the organisation, or the body that never filed.",
    )
    _one_proposal = models.UniqueIndex(
        "(organization_id) WHERE state IN ('review', 'returned')",
        "Another proposal to dissolve this organisation is under review.",
    )
    _street_idx = models.Index("(street_id, submitted_on DESC, id DESC)")
    _community_idx = models.Index("(community_id, submitted_on DESC, id DESC)")
    _district_idx = models.Index("(district_id, submitted_on DESC, id DESC)")

    @api.depends("organization_id.name", "target_name")
    def _compute_addressee(self):
        for proposal in self:
            proposal.addressee = proposal.organization_id.name or proposal.target_name

    @api.depends("organization_id", "state")
    def _compute_open_duties(self):
        for proposal in self:
            organization = proposal.organization_id
            duties = organization and organization._get_debts()
            proposal.open_duties = "\n".join(duties or []) if proposal._is_undecided() else False

    def _is_undecided(self):
        return self.state in {"draft", "review", "returned"}

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def _get_engine_defaults(self):
        return {
            **super()._get_engine_defaults(),
            "advice_id": False,
            "proposer_id": False,
            "order_id": False,
        }

    @api.model_create_multi
    def create(self, vals_list):
        """It lies where the organisation does; of an unfiled body the community is named."""
        proposals = super().create([self._with_area(vals) for vals in vals_list])
        proposals._check_may_propose()
        return proposals

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and "organization_id" in vals:
            self._check_may_propose()
        return result

    def _is_keeper(self):
        return super()._is_keeper() and self._may_propose()

    def _may_propose(self):
        tier = PROPOSERS.get(self.organization_id.state, PROPOSERS["filed"])
        return self.env.su or self.env.user._works_for(tier)

    def _check_may_propose(self):
        """:raises AccessError: the user's office is not the authority of the addressee"""
        for proposal in self:
            if not proposal._may_propose():
                raise AccessError(
                    self.env._(
                        "To dissolve a filed or unfiled body is proposed by its street, a registered one"
                        " by the district."
                    )
                )

    @api.model
    def _create_from_advice(self, advice):
        """The draft on the grounds of an advice that was not followed; the open one if there is one."""
        draft = self.search(
            [("advice_id", "=", advice.id), ("state", "in", ("draft", "review", "returned"))]
        )
        if draft:
            return draft[0]
        grounds = self.env._(
            "%(facts)s\nAdvised to dissolve by %(number)s of %(day)s; not followed by %(deadline)s.",
            facts=advice.facts,
            number=advice.number,
            day=advice.issued_on,
            deadline=advice.deadline,
        )
        proposal = self.create(
            {
                "organization_id": advice.organization_id.id,
                "grounds": grounds,
                "clause_id": self.env["community.order.clause"]
                .search([("kind", "=", "dissolution")], limit=1)
                .id,
            }
        )
        proposal._engine_write({"advice_id": advice.id})
        return proposal

    # ------------------------------------------------------------
    # REVIEW
    # ------------------------------------------------------------

    def _check_submit(self):
        super()._check_submit()
        self._check_may_propose()
        missing = []
        if self.organization_id.state == "cancelled":
            missing.append(self.env._("«%(name)s» has been cancelled.", name=self.addressee))
        if not (self.grounds or "").strip():
            missing.append(self.env._("What was found."))
        if not self.clause_id:
            missing.append(self.env._("The legal or policy basis."))
        if missing:
            raise UserError("\n".join([self.env._("The proposal is not complete yet:"), *missing]))

    def _get_interested_partners(self):
        """Whoever drew it up or handed it in does not decide it, nor does a member of the organisation."""
        authors = self.proposer_id | self.create_uid
        return (
            super()._get_interested_partners()
            | authors.partner_id
            | self.organization_id.member_ids.partner_id
        )

    def _on_submitted(self):
        self._engine_write({"proposer_id": self.env.uid})
        return super()._on_submitted()

    def _check_verdict(self, verdict, task):
        super()._check_verdict(verdict, task)
        if verdict == "approve" and not self._get_following_task() and self.open_duties:
            raise UserError(
                self.env._(
                    "Before «%(name)s» can be dissolved, clear:\n%(duties)s",
                    name=self.addressee,
                    duties=self.open_duties,
                )
            )

    def _on_approved(self):
        super()._on_approved()
        # sudo: community.order, community.organization - issued and ended by an approval only
        proposal = self.sudo()
        order = proposal._issue_order()
        self._engine_write({"order_id": order.id})
        if proposal.organization_id:
            proposal.organization_id._dissolve(order, proposal.submitted_on)

    def _issue_order(self):
        """The order, numbered and sent to those who represent the organisation today."""
        order = self.env["community.order"].create(
            {
                "kind": "dissolution",
                "organization_id": self.organization_id.id,
                "target_name": self.target_name,
                "target_place": self.target_place,
                "area_id": self.area_id.id,
                "facts": self.grounds,
                "clause_id": self.clause_id.id,
            }
        )
        order._engine_write(
            {"recipient_ids": self.organization_id._get_representatives().partner_id.ids}
        )
        order._issue()
        order._move("take_effect", closed_on=order.issued_on)
        return order

    # ------------------------------------------------------------

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_open_order(self):
        self.ensure_one()
        return self.order_id._open_form()
