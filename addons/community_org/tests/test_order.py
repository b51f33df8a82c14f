from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common_inspection import PROOF, InspectionCase


@tagged("post_install", "-at_install")
class TestOrder(InspectionCase):
    def test_issue(self):
        """An issued order has a number, a day, an office, and is frozen; the representatives are told."""
        order = self._draft_order(self.officer_a1)
        deadline = self.env["community.holiday"]._add_working_days(
            self._local_today(), self.policy.rectification_days
        )
        self.assertEqual(order.deadline, deadline)
        order.action_issue()
        self.assertEqual((order.state, order.issuer_id), ("issued", self.area_a1))
        self.assertEqual(order.number, f"甲街道-{self._local_today().year}-1")
        message = order.message_ids.filtered("attachment_ids")
        self.assertEqual(message.partner_ids, self.portal_1.partner_id)
        self.assertEqual(message.attachment_ids.name, f"{order.number}.pdf")
        for call, *args in (
            (order.write, {"facts": "改"}),
            (order.write, {"deadline": self._local_today()}),
            (order.demand_ids.write, {"name": "改"}),
            (order.demand_ids.unlink,),
            (order.unlink,),
            (order.action_issue,),
        ):
            self.assertRefused(UserError, call, *args)

    def test_numbers_have_no_gap(self):
        """Community and street share the series of the street; a refused issue takes no number."""
        year = self._local_today().year
        self.assertEqual(self._issued_order().number, f"甲街道-{year}-1")
        with self._undone():
            self._issued_order()
        incomplete = self._draft_order(facts=False)
        self.assertRefused(UserError, incomplete.action_issue)
        self.assertEqual(self._issued_order(self.officer_a1).number, f"甲街道-{year}-2")

    def test_incomplete(self):
        """All that is missing is told at once."""
        order = self._draft_order(
            facts=" ", clause_id=False, demand_ids=False, deadline=self._local_today()
        )
        told = self.assertRefused(UserError, order.action_issue)
        for word in ("found", "basis", "rights", "demand", "after today"):
            self.assertIn(word, told)

    def test_who_issues(self):
        """Rectification: community or street; advice: street; dissolution: nobody by hand."""
        self._draft_order(self.officer_a1)
        self._draft_order(self.officer_a, "advice")
        for user, kind in (
            (self.officer_a1, "advice"),
            (self.officer_a, "dissolution"),
            (self.officer_d, "rectification"),
            (self.officer_d, "dissolution"),
            (self.officer_b, "rectification"),
            (self.officer_a2, "rectification"),
            (self.leader, "rectification"),
            (self.portal_1, "rectification"),
        ):
            with self.subTest(user=user.login, kind=kind):
                self.assertRefused(AccessError, self._draft_order, user, kind)
        order = self._draft_order(self.officer_a1)
        self.assertRefused(AccessError, order.write, {"kind": "advice"})

    def test_street_draft_is_not_the_communitys(self):
        """A community officer neither changes nor settles what only the street may give."""
        order = self._draft_order(self.officer_a, "advice")
        mine = order.with_user(self.officer_a1)
        self.assertRefused(AccessError, mine.write, {"facts": "改"})
        self.assertRefused(AccessError, mine.action_issue)
        order.action_issue()
        self.assertRefused(AccessError, mine._call_off, "因")
        self.assertFalse(mine.can_settle)
        self.assertTrue(order.can_settle)

    def test_registered_body(self):
        """An advice to a registered body is the district's."""
        self.organization.write(
            {"state": "registered", "registered_on": "2026-01-05", "uscc": False}
        )
        self.assertRefused(AccessError, self._draft_order, self.officer_a, "advice")
        order = self._issued_order(self.officer_d, "advice")
        self.assertEqual(order.issuer_id, self.district)
        self.assertIn("测试区", order.number)

    def test_answer_and_accept(self):
        """The representative answers with proof, the office accepts."""
        order = self._answer(self._issued_order())
        self.assertEqual(order.state, "answered")
        self.assertEqual(order.activity_ids.user_id, self.officer_a + self.officer_a_too)
        order.with_user(self.officer_a)._accept("")
        self.assertEqual((order.state, order.closed_on), ("done", self._local_today()))
        self.assertEqual(order.answer_ids.verdict, "accepted")
        self.assertFalse(order.activity_ids)

    def test_ask_again(self):
        """Back with a reason and a new deadline; the second answer is a row of its own."""
        order = self._answer(self._issued_order())
        mine = order.with_user(self.officer_a)
        day = self._local_today() + timedelta(days=5)
        self.assertRefused(UserError, mine._ask_again, " ", day)
        self.assertRefused(UserError, mine._ask_again, "票据不全", self._local_today())
        mine._ask_again("票据不全", day)
        self.assertEqual((order.state, order.deadline), ("issued", day))
        self._answer(order)
        self.assertEqual(order.answer_ids.mapped("verdict"), ["again", False])
        self.assertRefused(UserError, mine._ask_again, "再改", False)
        mine._accept("好")

    def test_transitions(self):
        """From each state only the steps of the table are possible."""
        order = self._issued_order()
        for verb in ("accept", "ask_again", "issue"):
            self.assertRefused(UserError, order._move, verb)
        self._answer(order)
        for verb in ("issue", "answer", "take_effect"):
            self.assertRefused(UserError, order._move, verb)
        order._call_off("发错了")
        self.assertEqual(order.state, "cancelled")
        for verb in order._transitions:
            self.assertRefused(UserError, order._move, verb)

    def test_answer_needs_proof(self):
        """A begun answer is kept; it is handed in only with words and a proof."""
        order = self._issued_order()
        mine = order.with_user(self.portal_1)
        mine._save_answer("", False, [])
        self.assertRefused(UserError, mine._send_answer)
        mine._save_answer("已公示", False, [])
        self.assertIn("proves", self.assertRefused(UserError, mine._send_answer))
        bad = [("x.exe", PROOF[0][1])]
        self.assertRefused(ValidationError, mine._save_answer, "已公示", False, bad)
        mine._save_answer("已公示", False, PROOF)
        self.assertEqual(len(self._as_root(order).answer_ids), 1)
        mine._remove_answer_file(self._as_root(order).answer_ids.file_ids.id)
        self.assertRefused(UserError, mine._send_answer)
        self.assertEqual(order.state, "issued")

    def test_late_answer(self):
        """An answer after the deadline is taken, and marked."""
        order = self._issued_order()
        self._make_overdue(order)
        self.assertTrue(self._answer(order).answer_ids.is_late)

    def test_answer_on_paper(self):
        """The office enters what came on paper."""
        order = self._issued_order()
        dialog = (
            self.env["community.order.decide"]
            .with_user(self.officer_a)
            .create(
                {
                    "order_id": order.id,
                    "verb": "record_answer",
                    "text": "书面答复：已改。",
                    "file": PROOF[0][1],
                    "file_name": PROOF[0][0],
                }
            )
        )
        dialog.action_confirm()
        self.assertEqual((order.state, order.answer_ids.channel), ("answered", "office"))
        self.assertEqual(order.answer_ids.file_ids.file_name, PROOF[0][0])

    def test_who_answers(self):
        """Only who represents the organisation today; staff has the paper way."""
        order = self._issued_order()
        for user in (self.portal_2, self.officer_a, self.officer_b):
            mine = order.with_user(user)
            self.assertRefused(AccessError, mine._save_answer, "x", False, [])
            self.assertRefused(AccessError, mine._send_answer)
        self.organization.member_ids.filtered("partner_id").write({"date_to": self._local_today()})
        mine = order.with_user(self.portal_1)
        self.assertRefused(AccessError, mine._save_answer, "x", False, [])

    def test_overdue(self):
        """The nightly job reports each missed deadline once, enters it in the credit record and tells the office."""
        order, other = self._issued_order(), self._issued_order()
        self._make_overdue(order)
        orders = self.env["community.order"]
        cron = self.env.ref("community_org.ir_cron_order_overdue")
        record = patch.object(type(self.organization), "_record_credit", autospec=True)
        with record as called, self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.assertEqual(called.call_count, 1)
        self.assertEqual(called.call_args.args[1], "order_overdue")
        self.assertEqual(called.call_args.kwargs["source"], order)
        self.assertIn(order, orders.search([("is_overdue", "=", True)]))
        self.assertNotIn(other, orders.search([("is_overdue", "=", True)]))
        self.assertEqual(order.overdue_on, self._local_today())
        self.assertFalse(other.overdue_on)
        self.assertTrue(order.activity_ids)
        self.assertTrue(order.is_overdue)
        # a new deadline arms it again
        self._answer(order)
        order.with_user(self.officer_a)._ask_again("缺", self._local_today() + timedelta(days=2))
        self.assertFalse(order.overdue_on)
        self.assertFalse(order.is_overdue)

    def test_unfiled_body(self):
        """An order may name a body that never filed; the paper way settles it."""
        order = self._issued_order(
            organization_id=False,
            target_name="某养生会所功法班",
            target_place="甲一路 9 号",
            area_id=self.area_a1.id,
        )
        self.assertEqual((order.street_id, order.addressee), (self.street_a, "某养生会所功法班"))
        order._record_answer("已停办。", False, [])
        order._accept("")
        self.assertEqual(order.state, "done")
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._draft_order(organization_id=False, area_id=self.area_a1.id)

    def test_state_is_the_buttons(self):
        """Neither values nor contexts of a client number, issue or settle an order."""
        order = self._draft_order()
        for name in ("state", "number", "issued_on", "closed_on", "issuer_id", "recipient_ids"):
            vals = {name: [] if name == "recipient_ids" else False}
            with self.subTest(name):
                self.assertRefused(AccessError, order.write, vals)
                forged = order.with_context(community_state_engine=True)
                self.assertRefused(AccessError, forged.write, vals)
                self.assertRefused(AccessError, self._draft_order, **vals)

    def test_cancellation_waits_for_the_order(self):
        """An organisation does not leave by itself while it has to rectify."""
        order = self._issued_order()
        duties = self.organization._get_open_duties()
        self.assertTrue(any(order.number in duty for duty in duties))
        self._answer(order).with_user(self.officer_a)._accept("")
        self.assertFalse(self.organization._get_open_duties())


@tagged("post_install", "-at_install")
class TestAdvice(InspectionCase):
    def test_followed(self):
        """An advice that is agreed to leads into a cancellation with the reason filled in, which ends it."""
        order = self._answer(self._issued_order(kind="advice"), agrees=True, files=[])
        mine = order.with_user(self.officer_a)
        mine._accept("")
        action = mine.action_start_cancellation()
        filing = self.env["community.filing"].browse(action["res_id"])
        self.assertEqual(filing.kind, "cancellation")
        self.assertIn(order.number, filing.cancel_reason)

    def test_refused_is_not_accepted(self):
        """An objection is not «followed»; it can be escalated at once."""
        order = self._answer(self._issued_order(kind="advice"), agrees=False, files=[])
        mine = order.with_user(self.officer_a)
        self.assertRefused(UserError, mine._accept, "")
        self.assertRefused(UserError, mine.action_start_cancellation)
        proposal = self.env["community.dissolution"].browse(mine.action_escalate()["res_id"])
        self.assertEqual((proposal.state, proposal.advice_id), ("draft", order))
        self.assertEqual(mine.action_escalate()["res_id"], proposal.id)

    def test_ignored(self):
        """Before its day an advice is not escalated, afterwards it is."""
        order = self._issued_order(kind="advice")
        self.assertRefused(UserError, order.action_escalate)
        self._make_overdue(order)
        order.invalidate_recordset()
        self.assertTrue(order.action_escalate()["res_id"])

    def test_cancellation_ends_the_advice(self):
        """When the organisation is cancelled, what waits for it ends."""
        order = self._issued_order(kind="advice")
        self._decided_request("cancellation", cancel_reason="不办了")
        self.assertEqual(self.organization.state, "cancelled")
        self.assertEqual(order.state, "ended")
