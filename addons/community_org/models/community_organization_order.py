from odoo import api, fields, models

from .community_order import OPEN_STATES


class CommunityOrganizationOrder(models.Model):
    """The orders on an organisation: what is open must be settled before it may end by itself."""

    _inherit = "community.organization"

    order_ids = fields.One2many("community.order", "organization_id", "Orders")
    open_order_count = fields.Integer("Open orders", compute="_compute_open_order_count")
    order_count = fields.Integer("Number of orders", compute="_compute_open_order_count")

    @api.depends("order_ids.state")
    def _compute_open_order_count(self):
        groups = self.env["community.order"]._read_group(
            [("organization_id", "in", self.ids)], ["organization_id", "state"], ["__count"]
        )
        for organization in self:
            counts = {state: count for body, state, count in groups if body == organization._origin}
            organization.order_count = sum(counts.values())
            organization.open_order_count = sum(counts.get(state, 0) for state in OPEN_STATES)

    def action_open_orders(self):
        return self._open_related("community_org.community_order_action")

    def _get_open_orders(self):
        # sudo: community.order - what is open counts, whoever may read it
        return self.sudo().order_ids.filtered(lambda order: order.state in OPEN_STATES)

    def _get_open_duties(self):
        """A rectification order is carried out before the organisation may leave."""
        return [
            *super()._get_open_duties(),
            *(
                self.env._(
                    "Rectification order %(number)s is not settled yet.", number=order.number
                )
                for order in self._get_open_orders()
                if order.kind == "rectification"
            ),
        ]

    def _cancel(self, day, reason, **vals):
        result = super()._cancel(day, reason, **vals)
        self._get_open_orders()._end(self.env._("The organisation has ended."))
        return result
