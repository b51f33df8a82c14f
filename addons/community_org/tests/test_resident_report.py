from datetime import timedelta
from itertools import product

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..models.community_resident_report_guard import TRANSITIONS
from .common_resident_report import TEXT, ReportCase

STATES = ("new", "accepted", "answered", "closed", "refused")


@tagged("post_install", "-at_install")
class TestResidentReport(ReportCase):
    """A report's way through the offices."""

    def _in_state(self, state, text=TEXT):
        report = self._report(text)
        report._engine_write({"state": state})
        return report

    def test_way(self):
        """Received, accepted, answered, closed: each leaves a step for the resident, and the clock counts."""
        report = self._report()
        self.assertEqual((report.state, report.community_id), ("new", self.area_a1))
        report.with_user(self.officer_a1).action_accept()
        self._deal(report, self.officer_a1, "answer", "已请他们调低音量。", finding="true")
        report.with_user(self.officer_a1).action_close()
        self.assertEqual(report.state, "closed")
        self.assertEqual(report.step_ids.mapped("kind"), ["receive", "accept", "answer", "close"])
        self.assertEqual(report.answer, "已请他们调低音量。")
        self.assertEqual(report.ended_on, self._local_today())

    def test_transitions(self):
        """Every verb in every state does what the table says, or is refused and changes nothing."""
        for number, (state, verb) in enumerate(product(STATES, TRANSITIONS)):
            with self.subTest(f"{verb} of {state}"), self._undone():
                report = self._in_state(state, f"{TEXT}{number}")
                sources, target = TRANSITIONS[verb]
                if state in sources:
                    report._move(verb)
                    self.assertEqual(report.state, target)
                else:
                    self.assertRefused(UserError, report._move, verb)
                    self.assertEqual(report.state, state)

    @freeze_time("2026-04-10 15:30:00")  # Friday 23:30 in Shanghai
    def test_clock(self):
        """Working days of Shanghai: a report of Friday night is accepted by Tuesday, answered 7 days later."""
        report = self._report()
        self.assertEqual(str(report.deadline), "2026-04-14")
        with freeze_time("2026-04-12 16:30:00"):  # Monday 00:30 in Shanghai
            report.with_user(self.officer_a1).action_accept()
            self.assertEqual(str(report.deadline), "2026-04-22")
        with freeze_time("2026-04-15 02:00:00"):
            report.with_user(self.officer_a1)._answer("已答复。", "false")
        self.assertEqual(report.days_to_answer, 3)

    def test_number(self):
        """The receipt number carries the year of Shanghai and is given once."""
        with freeze_time("2026-12-31 16:30:00"):
            first, second = self._report(), self._report(f"{TEXT}二")
        self.assertRegex(first.number, r"^FY2027-\d{6}$")
        self.assertNotEqual(first.number, second.number)

    def test_activities(self):
        """The officers of the community get a to-do with the deadline, which ends with the answer."""
        report = self._report()
        self.assertEqual(report.activity_ids.user_id, self.officer_a1)
        self.assertEqual(report.activity_ids.date_deadline, report.deadline)
        report.with_user(self.officer_a1).action_accept()
        self.assertEqual(report.activity_ids.date_deadline, report.deadline)
        report.with_user(self.officer_a1)._answer("好。", "false")
        self.assertFalse(report.activity_ids)

    def test_transfer(self):
        """Handed over with a reason: the clock begins anew, where it happened stays, the first loses sight."""
        report = self._accepted()
        self._deal(report, self.officer_a1, "transfer", "在二社区。", office_id=self.area_a2.id)
        self.assertEqual((report.state, report.community_id), ("new", self.area_a2))
        self.assertEqual(report.area_id, self.area_a1)
        self.assertEqual(report.activity_ids.user_id, self.officer_a2)
        self.assertSees(self.officer_a1, report, report.browse())
        self.assertSees(self.officer_a2, report, report)
        self.assertSees(self.officer_a, report, report)
        self.assertFalse(report.message_partner_ids & self.officer_a1.partner_id)
        step = report.step_ids[-1]
        self.assertEqual(
            (step.kind, step.text, step.office_id), ("transfer", "在二社区。", self.area_a2)
        )

    def test_transfer_to_streets(self):
        """To the own street, then to another one: photos and steps follow."""
        report = self._report(photos=[])
        self._deal(report, self.officer_a1, "transfer", office_id=self.street_a.id)
        self.assertEqual((report.community_id.id, report.street_id), (False, self.street_a))
        self.assertEqual(report.activity_ids.user_id, self.officer_a | self.officer_a_too)
        self._deal(report, self.officer_a, "transfer", office_id=self.street_b.id)
        self.assertSees(self.officer_a, report, report.browse())
        self.assertSees(self.officer_b, report, report)
        self.assertEqual(report.step_ids.street_id, self.street_b)

    def test_transfer_refused(self):
        """Not to where it lies, to a district, to an abolished area or another district; nothing moves."""
        gone = self._area("999901001009", "旧社区", self.street_a)
        gone.valid_to = self._local_today()
        far = self._area("999905000000", "远区")
        away = self._area("999905001000", "远街道", far)
        report = self._report()
        for office in (self.area_a1, self.district, gone, away, self.env["community.area"]):
            with self.subTest(office.name):
                self.assertRefused(
                    UserError, report.with_user(self.officer_a1)._transfer, office, "因"
                )
                self.assertEqual(report.handler_id, self.area_a1)

    def test_reason_is_needed(self):
        """The resident reads why: an empty text is refused for every verb."""
        report = self._accepted()
        for verb in ("answer", "transfer", "refuse"):
            self.assertRefused(
                UserError, self._deal, report, self.officer_a1, verb, " ", finding="true"
            )
        self.assertEqual(report.state, "accepted")

    def test_finding_is_needed(self):
        """An answer says what was found out; praise needs no finding."""
        report = self._accepted()
        self.assertRefused(UserError, report.with_user(self.officer_a1)._answer, "好。", False)
        praise = self._accepted(f"{TEXT}谢谢", kind=self.praise)
        praise.with_user(self.officer_a1)._answer("谢谢您。", False)
        self.assertEqual(praise.finding, "none")

    def test_credit(self):
        """What proved true about an organisation goes on its record, once; the rest does not."""
        organization = self._organization()
        rules = self.env["community.credit.rule"]
        rule = rules.search([("code", "=", "report_confirmed")]) or rules.create(
            {"code": "report_confirmed", "name": "测试属实"}
        )
        for number, (finding, kind, about) in enumerate(
            (
                ("true", self.kind, organization),
                ("partly", self.kind, organization),
                ("true", self.praise, organization),
                ("true", self.kind, organization.browse()),
            )
        ):
            report = self._accepted(f"{TEXT}{number}", kind=kind)
            self._deal(report, self.officer_a1, "answer", finding=finding, organization_id=about.id)
            self.assertEqual(report.organization_id, about)
        entry = self.env["community.credit.entry"].search(
            [("organization_id", "=", organization.id), ("rule_id", "=", rule.id)]
        )
        self.assertEqual(len(entry), 1)
        self.assertEqual(entry.res_model, "community.resident.report")
        self.assertNotIn("FY", entry.note)
        self.assertEqual(organization.with_user(self.officer_a1).resident_report_count, 3)

    def test_organization(self):
        """The organisation meant is one of the street, and stays as it was when answered."""
        organization = self._organization()
        other = self._organization(
            area_id=self.area_b1.id, name="乙一助老队", category_id=self.category_other.id
        )
        report = self._report().with_user(self.officer_a)
        report.organization_id = organization
        self.assertRefused(AccessError, report.write, {"organization_id": other.id})
        report.action_accept()
        report._answer("好。", "unclear")
        self.assertRefused(UserError, report.write, {"organization_id": False})

    def test_never_deleted(self):
        """Nobody deletes a report, a step or a photo, the superuser neither."""
        report = self._report()
        for records in (report, report.step_ids):
            self.assertRefused(UserError, records.unlink)

    def test_area_change(self):
        """After a merger of the community its heir has the report and acts on it."""
        report = self._report()
        self.area_a1.sudo().write(
            {"valid_to": self._local_today(), "successor_id": self.area_a2.id}
        )
        self.assertEqual((report.community_id, report._get_office()), (self.area_a2, self.area_a2))
        report.with_user(self.officer_a2).action_accept()
        self.assertEqual(report.step_ids[-1].office_id, self.area_a2)

    # ------------------------------------------------------------
    # THE RESIDENT
    # ------------------------------------------------------------

    def test_rating(self):
        """Satisfied closes the report; not satisfied brings it before the street, once."""
        happy, angry = self._answered(), self._answered(f"{TEXT}二")
        happy._rate("satisfied", "")
        self.assertEqual(happy.state, "closed")
        angry._rate("unsatisfied", "还是很吵。")
        self.assertEqual((angry.state, angry.rating), ("answered", "unsatisfied"))
        self.assertEqual(angry.activity_ids.user_id, self.officer_a | self.officer_a_too)
        self.assertIn("还是很吵。", angry.step_ids[-1].text)
        for report in (happy, angry):
            self.assertRefused(UserError, report._rate, "satisfied", "")

    def test_reopen(self):
        """The street takes it up again and the community answers anew; the community alone cannot."""
        report = self._answered()
        report._rate("unsatisfied", "")
        self.assertRefused(UserError, self._deal, report, self.officer_a1, "reopen")
        self._deal(report, self.officer_a, "reopen", "请再核实。")
        self.assertEqual(report.state, "accepted")
        self.assertEqual(report.activity_ids.user_id, self.officer_a1)
        report.with_user(self.officer_a1)._answer("再次上门。", "partly")
        self.assertFalse(report.rating)
        report._rate("satisfied", "")
        self.assertEqual(report.state, "closed")

    def test_supplements(self):
        """While it is open, and as many as the policy says; the office is told."""
        report = self._report()
        for number in range(self.policy.report_supplements):
            report._add_supplement(f"补充{number}")
        self.assertRefused(UserError, report._add_supplement, "再补充")
        self.assertIn("补充0", report.step_ids.mapped("text"))
        self.assertIn(self.officer_a1, report.activity_ids.user_id)
        answered = self._answered(f"{TEXT}二")
        self.assertRefused(UserError, answered._add_supplement, "补充")

    # ------------------------------------------------------------
    # DAILY
    # ------------------------------------------------------------

    def _run(self, cron):
        with self.enter_registry_test_mode():
            self.env.ref(f"community_org.ir_cron_resident_report_{cron}").method_direct_trigger()
        self.env.invalidate_all()

    def test_escalation(self):
        """A late report is brought before the street once, by mail and to-do, without what is in it."""
        late, fresh = self._report(), self._report(f"{TEXT}二")
        self._make_late(late)
        messages = self.env["mail.message"]
        before = messages.search([])
        self._run("escalate")
        self.assertEqual(late.escalated_on, self._local_today())
        self.assertFalse(fresh.escalated_on)
        self.assertIn(self.officer_a, late.activity_ids.user_id)
        new = messages.search(
            [("id", "not in", before.ids), ("message_type", "=", "user_notification")]
        )
        told = new.filtered(lambda message: late.number in message.subject)
        self.assertEqual(told.partner_ids, (self.officer_a | self.officer_a_too).partner_id)
        self.assertNotIn(TEXT, "".join(new.mapped("body")))
        self._run("escalate")
        again = messages.search(
            [("id", "not in", (before | new).ids), ("subject", "ilike", late.number)]
        )
        self.assertFalse(again)

    def test_overdue(self):
        """The list of the late ones: open and past the day, by the calendar of Shanghai."""
        late, today, done = (self._report(f"{TEXT}{n}") for n in range(3))
        self._make_late(late, 1)
        self._make_late(today, 0)
        self._make_late(done, 9)
        done._engine_write({"state": "closed"})
        found = late.search([("is_overdue", "=", True), ("id", "in", (late | today | done).ids)])
        self.assertEqual(found, late)
        self.assertEqual((late | today | done).mapped("is_overdue"), [True, False, False])

    def test_mine(self):
        """«Waits for me» is what lies with the own office, not below it."""
        report, escalated = self._report(), self._report(f"{TEXT}二")
        self._deal(escalated, self.officer_a1, "transfer", office_id=self.street_a.id)
        for user, mine in ((self.officer_a1, report), (self.officer_a, escalated)):
            found = report.with_user(user).search([("is_mine", "=", True)])
            self.assertEqual(found.with_env(self.env), mine, user.login)

    def test_settled(self):
        """An answer that nobody contradicts closes the report after the days of the policy."""
        silent, angry = self._answered(), self._answered(f"{TEXT}二")
        angry._rate("unsatisfied", "")
        day = self._local_today() - timedelta(days=self.policy.report_close_days + 1)
        (silent | angry)._engine_write({"answered_on": day})
        self._run("escalate")
        self.assertEqual((silent | angry).mapped("state"), ["closed", "answered"])

    def test_erasure(self):
        """Contacts go after the months of the policy, of invalid ones after its days, not a day sooner."""
        today, policy = self._local_today(), self.policy
        cases = {
            ("refused", policy.report_spam_days + 1): True,
            ("refused", policy.report_spam_days): False,
            ("closed", policy.report_spam_days + 1): False,
            ("closed", 31 * policy.report_erase_months + 1): True,
            ("accepted", 31 * policy.report_erase_months + 1): False,
        }
        reports = {}
        for number, (state, days) in enumerate(cases):
            report = reports[state, days] = self._report(f"{TEXT}{number}")
            report._engine_write({"state": state, "ended_on": today - timedelta(days=days)})
        self._run("erase")
        for case, erased in cases.items():
            with self.subTest(case):
                report = reports[case]
                self.assertEqual(bool(report.contact_erased_on), erased)
                self.assertEqual(not (report.contact_name or report.contact_phone), erased)
                self.assertTrue(report.text and report.has_contact)

    def test_network_is_forgotten(self):
        """The hash of the network goes after the days of the policy; the address was never there."""
        old, new = self._report(), self._report(f"{TEXT}二")
        days = self.policy.report_network_days + 2
        old._engine_write({"received_on": old.received_on - timedelta(days=days)})
        self.assertRegex(old.network_digest, r"^[0-9a-f]{64}$")
        self._run("erase")
        self.assertFalse(old.network_digest or old.text_digest)
        self.assertTrue(new.network_digest)


@tagged("post_install", "-at_install")
class TestResidentReportQueries(ReportCase):
    def test_list(self):
        """Lists and cards cost as many queries for 50 rows as for 5; figures of organisations too."""
        from .test_query_counts import TestQueryCounts

        for number in range(51):
            self._report(f"{TEXT}{number}", network=f"203.0.113.{number}")
        case = TestQueryCounts
        specification, count = case._specification, case._count_queries
        model = self.env["community.resident.report"].with_user(self.officer_a1)
        for kind in ("list", "kanban"):
            asked = specification(self, model, kind) | {"can_act": {}, "contact_mask": {}}
            costs = [count(self, model, [], asked, rows) for rows in (5, 5, 50)]
            self.assertLessEqual(costs[2], costs[1], kind)
