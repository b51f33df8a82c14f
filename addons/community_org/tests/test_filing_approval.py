from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..models.community_filing_registration import REGISTRATION_FACTS
from .common import CommunityCase


@tagged("post_install", "-at_install")
class TestFilingApproval(CommunityCase):
    def test_nothing_before_the_last_step(self):
        """Until the street decides there is no organisation and no number."""
        filing = self._submit()
        for _step in range(2):
            self._decide(filing)
            self.assertFalse(self._as_root(filing).organization_id)
        self._decide(filing)
        self.assertTrue(self._as_root(filing).organization_id)

    def test_facts_are_copied(self):
        """The organisation has every filed fact as it was decided."""
        organization = self._organization(
            activity_range="本社区",
            business_scope="助老",
            finance_rules="专款专用",
            funds=1234.5,
            funds_source="自筹",
        )
        filing = organization.filing_ids
        names = set(self.env["community.organization.facts"]._get_fact_names())
        self.assertIn("purpose", names)
        names -= set(REGISTRATION_FACTS)  # of a registration, see test_request_registration.py
        for name in names:
            with self.subTest(fact=name):
                self.assertTrue(organization[name])
                self.assertEqual(organization[name], filing[name])
        self.assertEqual(organization.area_id, self.area_a1)
        self.assertEqual(organization.state, "filed")
        self.assertTrue(organization.holds_category)

    def test_roster_is_copied(self):
        """Every member, with the role and the day from which it counts."""
        leader = {"is_party_member": True, "is_official": True, "is_volunteer": True}
        members = self._prepare_member_vals(4, **leader)
        members[1][2]["role"] = "liaison"
        organization = self._organization(member_ids=members)
        self.assertEqual(
            organization.member_ids.mapped("role"), ["leader", "liaison", "member", "member"]
        )
        self.assertEqual(organization.member_count, 4)
        self.assertEqual(organization.party_member_count, 1)
        self.assertEqual(organization.leader_id.name, "赵测试一")
        self.assertTrue(organization.leader_id.is_official and organization.leader_id.is_volunteer)
        self.assertEqual(organization.leader_id.phone, "13800000000")
        self.assertEqual(set(organization.member_ids.mapped("date_from")), {organization.filed_on})
        self.assertEqual(organization.member_ids.area_id, self.area_a1)

    def test_certificate_of_three_years(self):
        """The certificate begins on the day of the decision and lasts three years less a day."""
        with freeze_time("2026-06-01 04:00:00"):
            organization = self._organization()
            self.assertEqual(organization.filed_on, date(2026, 6, 1))
            self.assertEqual(organization.certificate_id.issued_on, date(2026, 6, 1))
            self.assertEqual(organization.valid_to, date(2029, 5, 31))
            self.assertEqual(organization.certificate_id.state, "valid")
            self.assertFalse(organization.is_expired)
        with freeze_time("2029-05-31 15:00:00"):
            organization.invalidate_recordset()
            self.assertFalse(organization.is_expired)
        with freeze_time("2029-05-31 17:00:00"):
            organization.invalidate_recordset()
            self.assertTrue(organization.is_expired)
            self.assertIn(organization, organization.search([("is_expired", "=", True)]))
            self.assertNotIn(organization, organization.search([("is_expired", "=", False)]))

    def test_day_of_shanghai(self):
        """A decision at 16:01 UTC on New Year's Eve is one of the new year."""
        with freeze_time("2026-12-31 15:59:00"):
            old = self._organization(category_id=self.category_many.id)
        with freeze_time("2026-12-31 16:01:00"):
            new = self._organization(category_id=self.category_many.id)
        self.assertEqual((old.filed_on, old.filed_year), (date(2026, 12, 31), 2026))
        self.assertEqual((new.filed_on, new.filed_year), (date(2027, 1, 1), 2027))
        self.assertIn("-2026-", old.number)
        self.assertIn("-2027-", new.number)

    def test_approved_twice(self):
        """One approval makes one organisation."""
        filing = self._approve_all(self._submit())
        task = filing.task_ids[-1:]
        self.assertRefused(UserError, task.with_user(self.officer_a).action_approve, "again")
        self.assertEqual(len(self._created_by(filing)), 1)

    def _created_by(self, filing):
        return self.env["community.organization"].search(
            [("name", "=", filing.name), ("area_id", "=", filing.area_id.id)]
        )

    def test_filed_facts_are_nobodys_to_write(self):
        """Staff, leaders, the admin and the organisation itself read its facts only."""
        organization = self._organization()
        for user in (
            self.officer_a1,
            self.officer_a,
            self.officer_d,
            self.leader,
            self.admin,
            self.portal_1,
        ):
            record = organization.with_user(user)
            with self.subTest(user=user.login):
                self.assertRefused(AccessError, record.write, {"name": "别名"})
                self.assertRefused(AccessError, record.unlink)
                members = self.env["community.member"].with_user(user)
                self.assertRefused(AccessError, members.create, {})

    def test_staff_may_note(self):
        """Staff may still log a note on the organisation."""
        organization = self._organization()
        message = organization.with_user(self.officer_a1).message_post(body="走访")
        self.assertTrue(message)

    def test_filing_stays_as_decided(self):
        """After the decision the filing is history."""
        filing = self._approve_all(self._submit())
        self.assertRefused(UserError, filing.write, {"purpose": "别的"})
        self.assertRefused(UserError, filing.member_ids.write, {"phone": "13900000000"})
        self.assertRefused(UserError, filing.material_ids.unlink)
        self.assertRefused(UserError, filing.unlink)


@tagged("post_install", "-at_install")
class TestFilingPeople(CommunityCase):
    """Messages to the applicant, accounts of the representatives."""

    def _representative(self, organization, role="leader"):
        return organization.member_ids.filtered(lambda member: member.role == role)

    def _messages(self, filing, partner):
        """Subjects of what ``partner`` was told about ``filing``, in order."""
        notified = self._as_root(filing).message_ids.sorted("id")
        return [m.subject for m in notified if partner in m.notified_partner_ids]

    def test_applicant_is_told(self):
        """The applicant hears of the receipt, a return with its reasons, and the result."""
        filing = self._submit()
        self._decide(filing, "return", "请补充活动内容")
        filing.action_submit()
        self._approve_all(filing)
        subjects = self._messages(filing, self.portal_1.partner_id)
        words = ("received", "correct", "received", "has been filed")
        self.assertEqual(len(subjects), len(words), subjects)
        for word, subject in zip(words, subjects, strict=True):
            self.assertIn(word, subject)
        number = self._as_root(filing).organization_id.number
        self.assertIn(number, subjects[-1])
        letters = self._as_root(filing).message_ids.filtered("subject")
        self.assertEqual(letters.author_id, self.env.company.partner_id, "the office writes")
        bodies = " ".join(self._as_root(filing).message_ids.mapped("body"))
        self.assertIn("请补充活动内容", bodies)

    def test_refused_is_told(self):
        """A refusal reaches the applicant with its reasons."""
        filing = self._submit()
        self._decide(filing, "reject", "不属本社区")
        self.assertIn("not been approved", self._messages(filing, self.portal_1.partner_id)[-1])
        self.assertEqual(filing.last_opinion, "不属本社区")

    def test_other_residents_hear_nothing(self):
        """Nobody but the applicant is notified of the applicant's mails."""
        filing = self._approve_all(self._submit())
        staff = self.env["res.partner"].union(*(user.partner_id for user in self.officers.values()))
        mailed = filing.message_ids.filtered("subject").notified_partner_ids
        self.assertFalse(mailed & (staff + self.portal_2.partner_id))

    def test_paper_application_without_applicant(self):
        """A paper application of nobody with an account is decided all the same."""
        filing = self._approve_all(self._submit(self.officer_a1))
        self.assertTrue(filing.organization_id)

    def test_new_account_for_the_leader(self):
        """A leader without an account gets one, with an invitation, and sees the organisation."""
        organization = self._organization()
        leader = self._representative(organization)
        user = self.env["res.users"].search([("login", "=", "leader@test.example")])
        self.assertEqual(user.partner_id, leader.partner_id)
        self.assertTrue(user._is_portal())
        self.assertSees(user, organization, organization)
        self.assertEqual(len(self._invitations(user)), 1)

    def _invitations(self, user):
        mails = self.env["mail.mail"].search([("state", "=", "outgoing")])
        return mails.filtered(
            lambda mail: (
                user.partner_id in mail.recipient_ids or user.login in (mail.email_to or "")
            )
        )

    def test_existing_account_is_reused(self):
        """A leader with an account keeps it: no second account, no invitation."""
        before = self.env["res.users"].search_count([])
        organization = self._organization(
            member_ids=self._prepare_member_vals(3, email=self.portal_2.login + "@test.example")
        )
        self.assertEqual(self.env["res.users"].search_count([]), before + 1)
        self.portal_2.login = "second@test.example"
        organization = self._organization(
            name="甲一助残队",
            category_id=self.category_other.id,
            member_ids=self._prepare_member_vals(3, email="Second@Test.example "),
        )
        self.assertEqual(self.env["res.users"].search_count([]), before + 1)
        self.assertEqual(self._representative(organization).partner_id, self.portal_2.partner_id)
        self.assertSees(self.portal_2, organization, organization)

    def test_account_in_capitals(self):
        """An account is found whatever capitals its owner typed when signing up."""
        self.portal_2.login = "Capital@Test.example"
        organization = self._organization(
            member_ids=self._prepare_member_vals(3, email="capital@test.example")
        )
        self.assertEqual(self._representative(organization).partner_id, self.portal_2.partner_id)

    def test_wildcards_find_nobody(self):
        """An address with _ or % is that address, not a pattern that fits somebody else's account."""
        self.portal_2.login = "wangxli@test.example"
        organization = self._organization(
            member_ids=self._prepare_member_vals(3, email="wang_li@test.example")
        )
        self.assertNotEqual(self._representative(organization).partner_id, self.portal_2.partner_id)
        self.assertSees(self.portal_2, organization, organization.browse())

    def test_archived_account(self):
        """A leader whose account was archived does not block the approval."""
        self.portal_2.write({"login": "gone@test.example", "active": False})
        organization = self._organization(
            member_ids=self._prepare_member_vals(3, email="gone@test.example")
        )
        self.assertTrue(organization.number)

    def test_without_address_no_account(self):
        """A leader without an e-mail address has no account, and nothing fails."""
        organization = self._organization(member_ids=self._prepare_member_vals(3, email=False))
        self.assertFalse(organization.member_ids.partner_id)

    def test_one_address_for_two(self):
        """Leader and liaison who share an address share the account."""
        members = self._prepare_member_vals(3, email="both@test.example")
        members[1][2].update({"role": "liaison", "email": "both@test.example"})
        organization = self._organization(member_ids=members)
        self.assertEqual(len(organization.member_ids.partner_id), 1)

    def test_members_decide_nothing(self):
        """Who is to lead or to join the organisation cannot decide on it."""
        staff = self.officer_a1
        staff.login = "staff@test.example"
        organization = self._organization(
            member_ids=self._prepare_member_vals(3, email="staff@test.example")
        )
        self.assertEqual(self._representative(organization).partner_id, staff.partner_id)
        filing = organization.filing_ids
        self.assertIn(staff.partner_id, filing._get_interested_partners())

    def test_roster_may_change_before(self):
        """A replaced roster leaves no trace of the first one."""
        filing = self._complete_filing()
        filing.member_ids = [Command.clear(), *self._prepare_member_vals(5)]
        filing.action_submit()
        self.assertEqual(self._approve_all(filing).organization_id.member_count, 5)
