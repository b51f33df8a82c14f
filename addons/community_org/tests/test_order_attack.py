from odoo.tests import tagged

from .common_attack import AttackCase
from .test_order_portal import OrderPortalData


@tagged("post_install", "-at_install")
class TestOrderAttack(OrderPortalData, AttackCase):
    """Everything that RPC reaches, by those whose business it is not."""

    def test_portal(self):
        """The addressee itself and a stranger neither write nor settle an order by RPC."""
        order = self._answer(self._issued_order())
        answer = order.answer_ids
        for user in (self.portal_1, self.portal_2):
            for model, method, ids, *args in (
                ("community.order", "write", order.ids, {"state": "done"}),
                ("community.order", "action_issue", order.ids),
                ("community.order", "_accept", order.ids, "x"),
                ("community.order", "_save_answer", order.ids, "x", False, []),
                ("community.order.answer", "write", answer.ids, {"verdict": "accepted"}),
                ("community.order.answer", "create", None, {"order_id": order.id}),
                ("community.order.file", "unlink", answer.file_ids.ids),
                (
                    "community.order.decide",
                    "create",
                    None,
                    {"order_id": order.id, "verb": "accept"},
                ),
            ):
                self.assertAttackFails(user, model, method, ids, *args, contexts=({},))

    def test_other_offices(self):
        """Another street, another community and the district settle nothing here."""
        order = self._answer(self._issued_order())
        visit = self._visit()
        for user in (self.officer_b, self.officer_d):
            for model, method, ids, *args in (
                ("community.order", "write", order.ids, {"facts": "x"}),
                ("community.order", "action_escalate", order.ids),
                ("community.inspection", "action_finish", visit.ids),
                ("community.inspection", "write", visit.ids, {"state": "done"}),
            ):
                self.assertAttackFails(user, model, method, ids, *args, contexts=({},))

    def test_own_proposal(self):
        """The proposer does not approve, whatever he sends."""
        proposal = self._proposal()
        proposal.action_submit()
        task = self._current_task(proposal)
        forged = ({}, {"community_state_engine": True, "community_review_engine": True})
        for model, method, ids, *args in (
            ("community.review.task", "action_approve", task.ids, "同意"),
            ("community.dissolution", "write", proposal.ids, {"state": "approved"}),
            ("community.dissolution", "write", proposal.ids, {"proposer_id": self.officer_b.id}),
            ("community.organization", "write", self.organization.ids, {"state": "cancelled"}),
        ):
            self.assertAttackFails(self.officer_a, model, method, ids, *args, contexts=forged)
