from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_review_guard import UNDER_REVIEW


class CommunityOrganizationDissolution(models.Model):
    """The end of an organisation by order (责令解散): one transaction, all or nothing.

    In this order: money that must come back first refuses it (`_get_debts`); what it holds is released
    (:meth:`_release`, extended by other addons); it is cancelled. Nothing that it can do or leave
    undone itself stands in the way.
    """

    _inherit = "community.organization"

    dissolution_order_id = fields.Many2one(
        "community.order",
        "Dissolved by order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    status_label = fields.Char("Status", compute="_compute_status_label", compute_sudo=True)

    @api.depends("state", "dissolution_order_id")
    def _compute_status_label(self):
        """The state as everybody reads it: who was dissolved by order is not merely cancelled."""
        states = dict(self._fields["state"]._description_selection(self.env))
        for organization in self:
            organization.status_label = (
                self.env._("Dissolved by order")
                if organization.dissolution_order_id
                else states.get(organization.state)
            )

    def _dissolve(self, order, proposed_on):
        """End it by the issued ``order``; ``proposed_on`` (datetime): when the proposal was handed in.

        Called as superuser by the approval of the proposal.

        :raises UserError: something must be cleared first, or it has ended meanwhile
        """
        self.ensure_one()
        if self.state == "cancelled":
            raise UserError(self.env._("«%(name)s» has been cancelled.", name=self.name))
        day = order.issued_on
        self._get_open_orders()._end(
            self.env._("The organisation was dissolved by %(number)s.", number=order.number)
        )
        duties = self._get_debts()
        if duties:
            raise UserError("\n".join(duties))
        self._flag_leaders(order, self.env["community.policy"]._local(proposed_on).date())
        self._release(day)
        self._cancel(
            day,
            self.env._(
                "Dissolved by order %(number)s: %(clause)s",
                number=order.number,
                clause=order.clause,
            ),
            dissolution_order_id=order.id,
        )
        self._record_credit("dissolution_ordered", day=day, note=order.number, source=order)
        # a hook that left something the database refuses must fail here, before the answer is given
        self.env.flush_all()

    def _release(self, day):
        """Let go of everything the organisation holds from ``day`` on. Other addons extend it.

        Whoever keeps bookings, applications, licences releases them first and then calls ``super()``,
        which ends its requests under way and closes the portal. It runs as superuser in the
        transaction of the decision: an exception undoes the whole dissolution.
        """
        self._end_requests()
        self._close_portal(day)

    def _end_requests(self):
        """Its drafts and its requests under review end with it."""
        requests = self.env["community.filing"].search(
            [*self._get_request_domain(), ("state", "in", ("draft", *UNDER_REVIEW))]
        )
        requests._withdraw()

    def _close_portal(self, day):
        """Nobody represents it any more: every term on the roster ends; the roster stays known."""
        self._get_current_members().write({"date_to": day})

    # ------------------------------------------------------------
    # WHO LED IT
    # ------------------------------------------------------------

    def _flag_leaders(self, order, since):
        """Keep who led it on ``since`` (the day of the proposal) or later: handing over then is too late."""
        leaders = self.member_ids.filtered(
            lambda member: (
                member.role == "leader" and (not member.date_to or member.date_to >= since)
            )
        )
        leaders.write({"dissolution_order_id": order.id})
