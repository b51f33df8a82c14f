from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common_inspection import InspectionCase


@tagged("post_install", "-at_install")
class TestDissolution(InspectionCase):
    def test_who_proposes(self):
        """The street of a filed body; neither its community, another street nor the district."""
        self._proposal()
        for user in (self.officer_a1, self.officer_b, self.officer_d, self.leader, self.portal_1):
            with self.subTest(user.login):
                self.assertRefused(AccessError, self._proposal, user)

    def test_registered_body(self):
        """A registered body is the district's."""
        self.organization.write({"state": "registered", "registered_on": "2026-01-05"})
        self.assertRefused(AccessError, self._proposal)
        self._proposal(self.officer_d)

    def test_second_person(self):
        """Who drew it up or handed it in does not decide it; a colleague of another street neither."""
        proposal = self._proposal()
        proposal.with_user(self.officer_a_too).action_submit()
        for user in (self.officer_a, self.officer_a_too, self.officer_b, self.officer_d):
            with self.subTest(user.login):
                self.assertRefused(AccessError, self._decide, proposal, user=user)
        self.assertEqual(self._as_root(proposal).state, "review")

    def test_dissolved(self):
        """The organisation ends: order, register, certificate, portal, requests, orders, credit."""
        order = self._issued_order()
        request = self._request("change", name="甲一新名队")
        record = patch.object(type(self.organization), "_record_credit", autospec=True)
        with record as credit:
            proposal = self._dissolved()
        organization = self.organization
        letter = proposal.order_id
        self.assertEqual((letter.kind, letter.state), ("dissolution", "done"))
        self.assertEqual(letter.recipient_ids, self.portal_1.partner_id)
        self.assertEqual(organization.state, "cancelled")
        self.assertEqual(organization.cancelled_on, self._local_today())
        self.assertEqual(organization.dissolution_order_id, letter)
        self.assertEqual(organization.certificate_ids.state, "cancelled")
        self.assertFalse(organization._get_current_members())
        self.assertEqual(self._as_root(request).state, "withdrawn")
        self.assertEqual(order.state, "ended")
        self.assertEqual(credit.call_args.args[1], "dissolution_ordered")
        row = self.env["community.register"]._get_entry(organization)
        self.assertEqual((row["state"], row["status"]), ("cancelled", organization.status_label))
        self.assertNotEqual(row["status"], "Cancelled")
        self.assertIn("测试依据", row["cancel_reason"])

    def test_portal_is_closed(self):
        """Its former representative sees and does nothing any more, but may read the letter."""
        ledger = self.env["community.activity"].create(self._activity_vals(self.organization))
        order = self._issued_order()
        proposal = self._dissolved()
        for records in (self.organization, self.organization.member_ids, ledger, order):
            self.assertSees(self.portal_1, records, records.browse())
        letter = proposal.order_id
        self.assertSees(self.portal_1, letter, letter)
        self.assertSees(self.portal_2, letter, letter.browse())
        mine = letter.with_user(self.portal_1)
        self.assertTrue(mine.read(["facts", "number"]))
        self.assertRefused(AccessError, mine._save_answer, "x", False, [])
        organization = self.organization.with_user(self.portal_1)
        self.assertRefused(AccessError, organization._start_request, "change")
        vals = self._activity_vals(self.organization)
        with self.assertRaises(UserError):
            ledger.with_user(self.portal_1).create(vals)

    def test_all_or_nothing(self):
        """A hook that fails undoes everything: order, number, roster, state, decision."""
        proposal = self._proposal()
        proposal.action_submit()
        numbers = self.env["community.number"].search_count([])
        orders = self.env["community.order"].search_count([])

        def fail(organization, day):
            raise UserError("booking cannot be released")

        with patch.object(type(self.organization), "_release", fail):
            self.assertRefused(UserError, self._decide, proposal, user=self.officer_a_too)
        self.env.invalidate_all()
        proposal = self._as_root(proposal)
        self.assertEqual((proposal.state, proposal.current_task_id.state), ("review", "open"))
        self.assertFalse(proposal.order_id)
        self.assertEqual(self.organization.state, "filed")
        self.assertTrue(self.organization._get_current_members())
        self.assertEqual(self.env["community.number"].search_count([]), numbers)
        self.assertEqual(self.env["community.order"].search_count([]), orders)

    def test_order_of_the_steps(self):
        """Duties are asked first, then what it holds is released, then it is cancelled."""
        steps, kind = [], type(self.organization)
        proposal = self._proposal()
        proposal.action_submit()

        def note(name):
            original = getattr(kind, name)

            def call(organization, *args, **kwargs):
                steps.append((name, organization.state, bool(organization._get_current_members())))
                return original(organization, *args, **kwargs)

            return patch.object(kind, name, call)

        with note("_release"), note("_cancel"):
            self._decide(proposal, user=self.officer_a_too)
        self.assertEqual(steps, [("_release", "filed", True), ("_cancel", "filed", False)])

    def test_duties_first(self):
        """Money that must come back stops the decision; the form says so before."""
        proposal = self._proposal()
        proposal.action_submit()
        owed = patch.object(type(self.organization), "_get_debts", lambda self: ["项目资金待追回"])
        with owed:
            told = self.assertRefused(UserError, self._decide, proposal, user=self.officer_a_too)
            self.assertIn("项目资金待追回", told)
            self.env.invalidate_all()
            self.assertEqual(self._as_root(proposal).open_duties, "项目资金待追回")
        self.assertEqual(self.organization.state, "filed")

    def test_unfiled_body(self):
        """For a body that never filed the order only closes the file."""
        proposal = self._dissolved(
            organization_id=False,
            target_name="某功法班",
            target_place="甲一路 9 号",
            area_id=self.area_a1.id,
        )
        self.assertEqual(proposal.order_id.state, "done")
        self.assertEqual(proposal.order_id.addressee, "某功法班")

    def test_one_at_a_time(self):
        """A second proposal on the same organisation is refused by the database."""
        self._proposal().action_submit()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._proposal().action_submit()
            self.env.flush_all()

    def test_forged(self):
        """Nobody writes the order or the proposer, or withdraws another office's proposal."""
        proposal = self._proposal()
        self.assertRefused(AccessError, proposal.write, {"proposer_id": self.officer_a_too.id})
        self.assertRefused(AccessError, proposal.write, {"state": "approved"})
        for user in (self.officer_d, self.officer_a1):
            self.assertRefused(AccessError, proposal.with_user(user).action_withdraw)
        self.assertRefused(AccessError, proposal.with_user(self.officer_d).action_submit)


@tagged("post_install", "-at_install")
class TestCaution(InspectionCase):
    """Who led a dissolved organisation is flagged in later applications."""

    def _application(self, user=None, **leader):
        leader = {"name": "赵测试一", **leader}
        filing = self._complete_filing(
            user or self.portal_2,
            name="乙一新队",
            area_id=self.area_b1.id,
            member_ids=self._prepare_member_vals(3, **leader),
        )
        return filing

    def test_flagged_by_name_and_phone(self):
        """Across streets by name and phone, with the year and number only; the applicant is told nothing."""
        self._dissolved()
        filing = self._application(phone=self.organization.member_ids[0].phone)
        told = self._as_root(filing).leader_dissolved
        self.assertIn(self.organization.number, told)
        self.assertIn(str(self._local_today().year), told)
        self.assertNotIn(self.organization.name, told)
        self.assertRefused(AccessError, filing.read, ["leader_dissolved"])
        self.assertNotIn("leader_dissolved", filing.fields_get())

    def test_flagged_by_identity(self):
        """By the identity number, whatever name and phone are given."""
        from .common import identity_number

        number = identity_number()
        leader = self.organization.member_ids.filtered(lambda member: member.role == "leader")
        leader.identity_number = number
        self._dissolved()
        filing = self._application(name="改名者", phone="13911112222", identity_number=number)
        self.assertTrue(self._as_root(filing).leader_dissolved)
        other = self._application(name="旁人", phone="13911113333")
        self.assertFalse(self._as_root(other).leader_dissolved)

    def test_handing_over_is_too_late(self):
        """Who hands over after the proposal was handed in is flagged all the same."""
        proposal = self._proposal()
        proposal.action_submit()
        old = self.organization.leader_id
        new = self.organization.member_ids - old
        old.date_to = self._local_today()
        new[0].role = "leader"
        self._decide(proposal, user=self.officer_a_too)
        self.assertTrue(old.dissolution_order_id)
        self.assertTrue(new[0].dissolution_order_id)
        self.assertFalse(new[1].dissolution_order_id)

    def test_caution(self):
        """The deciding street approves with a reason only; no other step or office states it."""
        self._dissolved()
        filing = self._application(phone=self.organization.member_ids[0].phone)
        filing.action_submit()
        mine = filing.with_user(self.officer_b)
        self._decide(filing)
        self.assertRefused(AccessError, mine._accept_leader, "因")  # not the last step yet
        self._decide(filing)
        told = self.assertRefused(UserError, self._decide, filing)
        self.assertIn("Caution", told)
        for user in (self.officer_b1, self.officer_a, self.officer_d, self.portal_2):
            with self.assertRaises(AccessError):
                filing.with_user(user)._accept_leader("因")
        self.assertRefused(UserError, mine._accept_leader, " ")
        self.assertRefused(AccessError, mine.write, {"caution_reason": "因"})
        dialog = self.env["community.filing.caution"].with_user(self.officer_b)
        dialog.create({"filing_id": filing.id, "reason": "已隔三年，表现良好"}).action_confirm()
        self._decide(filing)
        self.assertEqual(self._as_root(filing).state, "approved")
        self.assertEqual(self._as_root(filing).caution_reason, "已隔三年，表现良好")
