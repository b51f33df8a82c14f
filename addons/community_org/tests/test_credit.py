from datetime import date, timedelta
from random import Random

from freezegun import freeze_time
from odoo.addons.community_org.models.community_organization_eligibility import PURPOSES
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_credit import CreditCase
from .test_credit_clock import Clerk, Event


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 02:00:00")
class TestCredit(CreditCase):
    """The credit record: what is entered counts by its clock, is announced, and has consequences."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls._organization()

    def _record(self, code, **kwargs):
        return self.organization._record_credit(code, **kwargs)

    def _night(self):
        """What the nightly job does."""
        self.env["community.organization"]._get_credit_due()._refresh_credit()

    def _propose(self, user=None, rule=None):
        return (
            self.env["community.credit.entry"]
            .with_user(user or self.officer_a1)
            .create(
                {
                    "organization_id": self.organization.id,
                    "rule_id": (rule or self.rule_irregular).id,
                    "note": "检查发现",
                }
            )
        )

    # ------------------------------------------------------------
    # ENTRIES
    # ------------------------------------------------------------

    def test_begins_with_the_base(self):
        """A new organisation has the points of the policy and the level that goes with them."""
        self.assertEqual(self.organization.credit_points, 100)
        self.assertEqual(self.organization.credit_level_id.name, "优")
        self.assertFalse(self.organization.credit_list)

    def test_at_once(self):
        """A rule without days takes effect at once: points, level, list."""
        self._record("t_irregular", note="查无此址")
        self.assertEqual(self.organization.credit_points, 80)
        self.assertEqual(self.organization.credit_level_id.name, "差")
        self.assertEqual(self.organization.credit_list, "irregular")

    def test_announced_first(self):
        """«5个工作日»: until then it is announced and does not count; it counts on the day."""
        entry = self._record("t_announced")
        self.assertEqual((entry.state, entry.effective_on), ("pending", date(2026, 6, 22)))
        self.assertEqual(self.organization.credit_points, 100)
        with freeze_time("2026-06-21 15:59:00"):  # 23:59 in Shanghai
            self._night()
            self.assertFalse(self.organization.credit_list)
        with freeze_time("2026-06-21 16:01:00"):
            self._night()
            self.assertEqual((entry.state, self.organization.credit_list), ("active", "irregular"))
            self.assertEqual(self.organization.credit_points, 95)

    def test_points_expire(self):
        """Points count for the months of the rule."""
        self._record("t_good")
        self.assertEqual(self.organization.credit_points, 110)
        with freeze_time("2027-06-15 02:00:00"):
            self._night()
            self.assertEqual(self.organization.credit_points, 100)

    def test_entered_once(self):
        """One event from one source is entered once; without a rule of that code nothing happens."""
        source = self.organization.certificate_ids
        self.assertTrue(self._record("t_good", source=source))
        self.assertFalse(self._record("t_good", source=source))
        self.assertFalse(self._record("unheard_of"))
        self.assertEqual(self.organization.credit_points, 110)

    def test_entry_keeps_its_rule(self):
        """A rule that is changed later does not change what was entered."""
        entry = self._record("t_irregular")
        self.rule_irregular.points = -1
        self.organization._refresh_credit()
        self.assertEqual((entry.points, self.organization.credit_points), (-20, 80))

    # ------------------------------------------------------------
    # BY HAND
    # ------------------------------------------------------------

    def test_community_proposes_street_decides(self):
        """A proposal counts when the street has confirmed it; the community does not."""
        entry = self._propose()
        self.assertEqual((entry.state, self.organization.credit_points), ("proposed", 100))
        self.assertRefused(AccessError, entry.action_confirm)
        self.assertRefused(AccessError, entry.with_user(self.officer_b).action_confirm)
        self.assertRefused(AccessError, entry.with_user(self.officer_d).action_confirm)
        entry.with_user(self.officer_a).action_confirm()
        self.assertEqual((entry.state, self.organization.credit_list), ("active", "irregular"))
        self.assertRefused(UserError, entry.with_user(self.officer_a).action_confirm)

    def test_declined_is_not_told(self):
        """What the street declines never counts, and the organisation does not see it."""
        entry = self._propose()
        entry.with_user(self.officer_a).action_decline("证据不足")
        self.organization.member_ids[0].partner_id = self.portal_1.partner_id
        self.assertSees(self.portal_1, entry, entry.browse())
        self.assertEqual(self.organization.credit_points, 100)

    def test_nothing_is_rewritten(self):
        """A confirmed entry is neither changed nor deleted by anybody; state and points are nobody's to set."""
        entry = self._propose()
        for vals in ({"state": "active"}, {"points": 50}, {"effective_on": "2020-01-01"}):
            self.assertRefused(AccessError, entry.write, vals)
            self.assertRefused(
                AccessError,
                entry.create,
                {
                    "organization_id": self.organization.id,
                    "rule_id": self.rule_good.id,
                    "note": "x",
                    **vals,
                },
            )
        forged = entry.with_context(community_credit_engine=True)
        self.assertRefused(AccessError, forged.write, {"state": "active"})
        entry.with_user(self.officer_a).action_confirm()
        for user in (self.officer_a, self.officer_a1, self.officer_d):
            self.assertRefused(UserError, entry.with_user(user).write, {"note": "改"})
            self.assertRefused(UserError, entry.with_user(user).unlink)

    def test_reversed_with_a_reason(self):
        """A wrong entry is reversed by the street with a reason: it stays, and does not count."""
        entry = self._record("t_irregular")
        self.assertRefused(UserError, entry.with_user(self.officer_a)._reverse, " ")
        self.assertRefused(AccessError, entry.with_user(self.officer_a1)._reverse, "记错")
        entry.with_user(self.officer_a)._reverse("记错")
        self.assertEqual((entry.state, entry.decision_reason), ("reversed", "记错"))
        self.assertEqual(self.organization.credit_points, 100)
        self.assertFalse(self.organization.credit_list)
        self.assertEqual(self.organization.credit_listing_ids.left_reason, "reversed")

    # ------------------------------------------------------------
    # LISTS
    # ------------------------------------------------------------

    def test_repair(self):
        """信用修复: confirmed by community and street, off the list 5 working days later."""
        self._record("t_irregular")
        request = self._repair(self.organization)
        self.assertEqual(self.organization.credit_list, "irregular")
        self._approve_all(request)
        listing = self.organization.credit_listing_ids
        self.assertEqual(listing.due_on, date(2026, 6, 22))
        with freeze_time("2026-06-22 02:00:00"):
            self._night()
            self.assertFalse(self.organization.credit_list)
            self.assertEqual((listing.left_on, listing.left_reason), (date(2026, 6, 22), "mended"))

    def test_appeal(self):
        """申诉: allowed, it reverses the entry; refused, nothing changes; too late, it is not possible."""
        entry = self._record("t_irregular")
        requests = self.env["community.credit.request"].with_user(self.officer_a1)
        appeal = requests.create({"kind": "appeal", "entry_id": entry.id, "statement": "不是我们"})
        appeal.action_submit()
        self._decide(appeal)
        self._decide(appeal, "reject")
        self.assertEqual(self.organization.credit_list, "irregular")
        again = requests.create({"kind": "appeal", "entry_id": entry.id, "statement": "有新证据"})
        again.action_submit()
        self._approve_all(again)
        self.assertEqual((entry.state, self.organization.credit_list), ("reversed", False))
        other = self._record("t_blacklist")
        with freeze_time("2026-07-15 02:00:00"):
            late = requests.create({"kind": "appeal", "entry_id": other.id, "statement": "晚了"})
            self.assertRefused(UserError, late.action_submit)

    def test_escalation(self):
        """«2年»: who stays on the irregular list is put on the blacklist, by the same entry."""
        entry = self._record("t_irregular")
        with freeze_time("2028-06-15 02:00:00"):
            self._night()
            self.assertEqual(self.organization.credit_list, "blacklist")
            running = self.organization.credit_listing_ids.filtered(lambda row: not row.left_on)
            self.assertEqual((running.list, running.entry_id), ("blacklist", entry))

    def test_like_the_reference(self):
        """Fifty random histories: the rows are what the day-by-day clerk gets."""
        random = Random(4)
        for number in range(50):
            with self.subTest(number=number), self._undone():
                self._check_history(random)

    def _check_history(self, random):
        start, events = date(2026, 6, 15), []
        for _number in range(random.randint(1, 5)):
            start += timedelta(days=random.randint(1, 200))
            with freeze_time(f"{start} 02:00:00"):
                self._night()
                events += self._happen(random, start)
        end = start + timedelta(days=random.randint(0, 900))
        with freeze_time(f"{end} 02:00:00"):
            self._night()
        rows = [
            (row.list, row.listed_on, row.left_on or None)
            for row in self.organization.credit_listing_ids
        ]
        expected = Clerk(5, 2, self.env["community.holiday"]._add_working_days).work(events, end)
        self.assertEqual(sorted(rows, key=str), sorted(expected, key=str))

    def _happen(self, random, day):
        """Something on ``day``: an event, or the mending of a running list."""
        running = self.organization.credit_listing_ids.filtered(
            lambda row: not row.left_on and not row.due_on
        )
        if running and random.random() < 0.5:
            request = self.env["community.credit.request"].create(
                {"kind": "repair", "listing_id": running[0].id, "statement": "已整改"}
            )
            request._engine_write({"state": "approved", "mended_on": day})
            self.organization._refresh_credit()
            return [Event(day, "mended", running[0].list)]
        rule = random.choice([self.rule_irregular, self.rule_served, self.rule_blacklist])
        self._record(rule.code)
        return [Event(day, "listed", rule.list, rule.mendable, rule.months, len(rule.code))]

    # ------------------------------------------------------------
    # CONSEQUENCES
    # ------------------------------------------------------------

    def test_refused_at_each_gate(self):
        """A listed body is refused what the district says, the entry is named; its ledger stays open."""
        for code in ("t_irregular", "t_blacklist"):
            with self.subTest(code=code), self._undone():
                self._record(code)
                for purpose in set(PURPOSES) - {"ledger"}:
                    blocked = self.env["community.credit.block"].search_count(
                        [("purpose", "=", purpose), ("list", "=", self.organization.credit_list)]
                    )
                    if blocked:
                        message = self.assertRefused(
                            UserError, self.organization._check_eligible, purpose
                        )
                        self.assertIn(f"测试{code}", message)
                self.assertRefused(UserError, self.organization._check_eligible, "apply")
                self.organization._check_eligible("ledger")

    def test_merger_takes_the_list_over(self):
        """What remains of a merger goes on the list that a merged one was on."""
        other = self._organization(name="另一会", category_id=self.category_other.id)
        other._record_credit("t_irregular")
        self.organization._absorb(other, self._local_today())
        self.assertEqual(self.organization.credit_list, "irregular")
        self.assertIn("另一会", self.organization.credit_entry_ids.note)

    def test_public(self):
        """The register shows the list; the policy may switch it off."""
        self._record("t_blacklist")
        titles = [section["title"] for section in self.organization._get_register_sections()]
        self.assertIn("Credit", titles)
        self.env["community.policy"]._get_policy().sudo().write({"note": "x"})
        self.env.cr.execute("UPDATE community_policy SET credit_is_public = false")
        self.env.invalidate_all()
        titles = [section["title"] for section in self.organization._get_register_sections()]
        self.assertNotIn("Credit", titles)

    # ------------------------------------------------------------
    # REQUESTS
    # ------------------------------------------------------------

    def test_requests_of_others(self):
        """Nobody asks for an organisation that is not his, and what a request is about stays."""
        self._record("t_irregular")
        listing = self.organization.credit_listing_ids
        for user in (self.portal_1, self.officer_b, self.officer_a2):
            requests = self.env["community.credit.request"].with_user(user)
            self.assertRefused(
                AccessError, requests.create, {"kind": "repair", "listing_id": listing.id}
            )
        request = (
            self.env["community.credit.request"]
            .with_user(self.officer_a1)
            .create({"kind": "repair", "listing_id": listing.id})
        )
        self.assertRefused(AccessError, request.write, {"kind": "appeal"})
        self.assertRefused(AccessError, request.write, {"state": "approved"})
        self.assertRefused(AccessError, request.write, {"mended_on": "2026-01-01"})
        self.assertRefused(UserError, request.action_submit)

    def test_members_do_not_decide(self):
        """Who is on the roster has a part in it."""
        self._record("t_irregular")
        request = self._repair(self.organization, user=self.officer_a)
        self.organization.member_ids[0].partner_id = self.officer_a1.partner_id
        self.assertRefused(AccessError, self._decide, request)

    def test_cost_does_not_grow(self):
        """The clock costs as many queries for 40 entries as for 4."""
        costs = []
        for count in (4, 36):
            for number in range(count):
                self._record("t_good", note=f"好事{number}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.organization._refresh_credit()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*costs)
