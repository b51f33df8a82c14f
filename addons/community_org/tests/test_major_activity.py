from contextlib import contextmanager
from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common_major import MajorCase


@tagged("post_install", "-at_install")
class TestMajorActivity(MajorCase):
    """Thresholds, days, completeness, and the way of a declaration."""

    # ------------------------------------------------------------
    # THRESHOLDS
    # ------------------------------------------------------------

    def test_reasons(self):
        """≥50 people or ≥100,000 yuan or a flag make it major; below all nothing has to be declared."""
        for vals, count in (
            ({"participant_count": 49, "budget": 99999}, 0),
            ({"participant_count": 50}, 1),
            ({"participant_count": 1, "budget": 100000}, 1),
            ({"participant_count": 1, "is_foreign": True}, 1),
            ({"participant_count": 50, "budget": 100000, "is_appraisal": True}, 3),
        ):
            with self.subTest(**vals):
                declaration = self._declare(papers=(), **vals)
                self.assertEqual(
                    len([r for r in (declaration.reasons or "").split("、") if r]), count
                )

    def test_flags_that_count_are_policy(self):
        """A district may leave fundraising out of what always counts."""
        self._policy_from(5, major_fundraising=False)
        self.assertFalse(self._declare(participant_count=9, is_fundraising=True).reasons)
        self.assertTrue(self._declare(days=4, participant_count=9, is_fundraising=True).reasons)

    def test_policy_of_the_day_of_the_activity(self):
        """A policy from the 20th counts for what is held from the 20th, also when declared before."""
        self._policy_from(20, major_people=30)
        self.assertFalse(self._declare(days=19, participant_count=40, papers=()).reasons)
        self.assertTrue(self._declare(days=20, participant_count=40, papers=()).reasons)

    def _policy_from(self, days, **vals):
        return self.policy.copy(
            {"name": "新政策", "valid_from": self._local_today() + timedelta(days=days), **vals}
        )

    # ------------------------------------------------------------
    # DAYS BEFORE
    # ------------------------------------------------------------

    def test_days_are_counted_in_shanghai(self):
        """Seven days before the 18th is the 11th, until midnight in Shanghai (16:00 UTC)."""
        start = datetime(2027, 10, 18, 1)
        for moment, days, late in (
            ("2027-10-11 15:59:00", 7, False),
            ("2027-10-11 16:00:00", 6, True),
        ):
            with self.subTest(moment), freeze_time(moment):
                declaration = self._declared(start=start, delay_reason="临时接到任务")
                self.assertEqual((declaration.days_before, declaration.is_late), (days, late))
                self.assertEqual(declaration.declared_on, date(2027, 10, 18) - timedelta(days=days))

    def test_special_kinds_need_fifteen_days(self):
        """涉外、募捐、评比 are declared 15 days before."""
        for flag in ("is_foreign", "is_fundraising", "is_appraisal"):
            papers = ("1_plan", "4_foreign", "5_fundraising")
            for days, late in ((15, False), (14, True)):
                with self.subTest(flag=flag, days=days):
                    declaration = self._declared(
                        days=days, papers=papers, delay_reason="因", **{flag: True}
                    )
                    self.assertEqual(declaration.is_late, late)

    def test_late_needs_a_reason(self):
        """Too late is no refusal: it goes with a reason, which the reviewers see first."""
        declaration = self._declare(days=3)
        message = self.assertRefused(UserError, declaration.action_submit)
        self.assertIn("3 days before", message)
        declaration.delay_reason = "社区临时调整"
        declaration.action_submit()
        self.assertTrue(declaration.is_late)
        seen = declaration.with_user(self.officer_a1)
        self.assertIn("社区临时调整", seen.grave_alerts)

    def test_voluntary_is_never_late(self):
        """What need not be declared at all is not late."""
        declaration = self._declared(days=1, participant_count=10, papers=())
        self.assertFalse(declaration.is_late)
        self.assertEqual(declaration.state, "review")

    def test_the_first_submission_counts(self):
        """A declaration in time that is returned and corrected is still in time."""
        now = self.env["community.policy"]._from_local(self._local_noon())
        with freeze_time(now):
            declaration = self._declared(days=7)
        with freeze_time(now + timedelta(days=2)):
            self._decide(declaration, "return", "请补充。")
            declaration.action_submit()
        self.assertEqual((declaration.days_before, declaration.is_late), (7, False))

    # ------------------------------------------------------------
    # COMPLETENESS
    # ------------------------------------------------------------

    def test_everything_missing_is_told_at_once(self):
        """The refusal names all that is missing."""
        declaration = self._declare(
            papers=(), place=False, description=False, organizer_phone=False, participant_count=1000,
            is_foreign=True,
        )  # fmt: skip
        message = self.assertRefused(UserError, declaration.action_submit)
        for words in ("place", "sentences", "phone", "Emergency plan", "Police", "Foreign affairs"):
            self.assertIn(words, message)

    def test_emergency_plan_by_policy(self):
        """The plan is asked for from the policy's number of people on."""
        self.assertIn("Emergency plan", self._declare(papers=(), participant_count=50).missing)
        self.assertFalse(self._declare(papers=(), participant_count=49).missing)

    def test_not_afterwards(self):
        """What has begun is not declared any more."""
        declaration = self._declare(days=-1)
        self.assertIn("begun", self.assertRefused(UserError, declaration.action_submit))

    def test_an_expired_organisation(self):
        """An expired filing is renewed first (_check_eligible «declare»)."""
        with freeze_time(self.organization.valid_to + timedelta(days=2)):
            self.assertIn("expired", self.assertRefused(UserError, self._declare))

    def test_a_bad_file(self):
        """A paper is what its name says."""
        declaration = self._declare(papers=())
        paper = {"major_activity_id": declaration.id, "file_name": "a.exe", "file": b"TVqQAAMA"}
        self.assertRefused(ValidationError, declaration.file_ids.create, paper)

    # ------------------------------------------------------------
    # THE WAY
    # ------------------------------------------------------------

    def test_way_of_a_common_one(self):
        """社区 first, then 街道, who approves; the ledger then has it as planned."""
        declaration = self._declared()
        self.assertEqual(self._current_task(declaration).acting_area_id, self.area_a1)
        self.assertIn("重阳游园会", self._current_task(declaration).subject)
        self.assertEqual(self._current_task(declaration).applicant_name, self.organization.name)
        self._decide(declaration)
        self.assertEqual(self._current_task(declaration).acting_area_id, self.street_a)
        self._decide(declaration)
        entry = self._as_root(declaration).entry_id
        self.assertEqual((declaration.state, entry.state), ("approved", "planned"))
        self.assertEqual(entry.major_activity_id, self._as_root(declaration))
        self.assertEqual((entry.start, entry.place), (declaration.start, declaration.place))
        self.assertFalse(entry.is_undeclared)

    def test_way_of_a_foreign_one(self):
        """A foreign one is countersigned by the district before the street approves."""
        declaration = self._declared(days=20, papers=("1_plan", "4_foreign"), is_foreign=True)
        self._decide(declaration)
        self.assertEqual(self._current_task(declaration).acting_area_id, self.district)
        self._decide(declaration)
        self._decide(declaration)
        self.assertEqual(declaration.state, "approved")

    def test_decided_by_the_office_only(self):
        """Neither the street before its turn, nor a leader, nor another community decides."""
        task = self._current_task(self._declared())
        for user in (self.officer_a, self.officer_a2, self.officer_b, self.leader, self.admin):
            with self.subTest(user.login):
                self.assertRefused(AccessError, task.with_user(user).action_approve)

    def test_counter(self):
        """A paper declaration is entered, submitted and withdrawn by the community."""
        declaration = self._declared(self.officer_a1)
        self.assertEqual(declaration.channel, "office")
        declaration.action_withdraw()
        self.assertEqual(declaration.state, "withdrawn")

    def test_not_approved_after_its_begin(self):
        """An approval that comes too late is refused with what to do."""
        declaration = self._declared()
        with freeze_time(declaration.start + timedelta(hours=1)):
            self.assertIn("begun", self.assertRefused(UserError, self._decide, declaration))

    def test_letters(self):
        """Approval, return and refusal are written to the representatives."""
        for verdict, words in (("return", "correct"), ("reject", "not approved")):
            declaration = self._declared()
            self.organization.partner_id.lang = "en_US"
            self._decide(declaration, verdict, "方案太简单")
            letter = declaration.message_ids.filtered("subject")[0]
            self.assertIn(words, letter.subject)
            self.assertIn("方案太简单", letter.body)
            self.assertEqual(letter.partner_ids, self.portal_1.partner_id)

    # ------------------------------------------------------------
    # CALLING OFF
    # ------------------------------------------------------------

    def test_calling_off(self):
        """The organisation calls it off with a reason; the ledger follows, the offices are told."""
        declaration = self._approved().with_user(self.portal_1)
        self.assertRefused(UserError, declaration._cancel, " ")
        with self._notified() as partners:
            declaration._cancel("台风")
        self.assertEqual(declaration.state, "cancelled")
        self.assertEqual(declaration.entry_id.state, "cancelled")
        self.assertIn(self.officer_a1.partner_id, partners)
        self.assertIn(self.officer_a.partner_id, partners)

    def test_calling_off_in_the_ledger(self):
        """«Not held» in the ledger calls the declaration off."""
        declaration = self._approved()
        declaration.entry_id.with_user(self.officer_a1).action_cancel()
        self.assertEqual(declaration.state, "cancelled")

    def test_the_street_calls_off(self):
        """The street, which may only read the ledger, calls it off as well."""
        declaration = self._approved().with_user(self.officer_a)
        declaration._cancel("安全原因")
        self.assertEqual(self._as_root(declaration).entry_id.state, "cancelled")

    def test_not_called_off_after_the_report(self):
        """What was reported as held is not called off."""
        declaration = self._approved()
        self._report(declaration)
        self.assertRefused(UserError, declaration.with_user(self.portal_1)._cancel, "误")

    def test_the_approved_entry_stays_as_approved(self):
        """Place and time of an approved activity do not change in the ledger, and it is not deleted."""
        entry = self._approved().entry_id.with_user(self.portal_1)
        for vals in ({"place": "别处"}, {"start": entry.start + timedelta(days=1)}):
            self.assertRefused(UserError, entry.write, vals)
        self.assertRefused(UserError, entry.unlink)
        entry.participant_count = 70

    def test_duties_before_a_cancellation(self):
        """An organisation ends its declarations and reports before it is cancelled."""
        self._declared()
        self.assertIn("重阳游园会", " ".join(self.organization._get_open_duties()))

    def test_dissolved_organisation(self):
        """What it has under review does not hold up its dissolution: it ends with it."""
        declaration = self._declared()
        self.assertFalse(self.organization._get_debts())
        self._as_root(self.organization)._release(self._local_today())
        self.assertEqual(declaration.state, "withdrawn")

    def test_cancelled_organisation(self):
        """What a cancelled organisation had planned is called off."""
        declaration = self._approved()
        self.organization._cancel(self._local_today(), "解散")
        self.assertEqual(declaration.state, "cancelled")

    @contextmanager
    def _notified(self):
        """The partners who are notified meanwhile, as a set that fills."""
        partners, before = set(), self.env["mail.notification"].search([])
        yield partners
        partners.update((self.env["mail.notification"].search([]) - before).res_partner_id)

    def _report(self, declaration, **vals):
        """As the organisation, the day after it is over."""
        entry = declaration.entry_id.with_user(self.portal_1)
        with freeze_time(declaration.stop + timedelta(days=1)):
            entry.write(
                {
                    "participant_count": 80,
                    "summary": "顺利。",
                    "incidents": "无",
                    "cost": 10,
                    **vals,
                }
            )
            entry.action_report()

    # ------------------------------------------------------------
    # WARNINGS
    # ------------------------------------------------------------

    def test_same_place_same_day(self):
        """Another activity at the place that day is named to whom it lies with, counted to others."""
        other = self._organization(
            name="甲二舞蹈队", area_id=self.area_a2.id, category_id=self.category_other.id
        )
        day = self._local_noon() + timedelta(days=10)
        self._activity(
            self.officer_a2, other, name="广场舞展演", place="社区 广场", participant_count=30,
            start=self.env["community.policy"]._from_local(day.replace(hour=19)),
        )  # fmt: skip
        declaration = self._declared()
        own, street = (
            declaration.with_user(user).alerts for user in (self.officer_a1, self.officer_a)
        )
        self.assertIn("广场舞展演", street)
        self.assertNotIn("广场舞展演", own)
        self.assertIn("1 outside your area", own)

    def test_people_of_the_day(self):
        """The people expected in the community that day are added up."""
        self._declared(name="上午场", place="甲", participant_count=100)
        declaration = self._declared(name="下午场", place="乙", participant_count=70)
        alerts = declaration.with_user(self.officer_a1).alerts
        self.assertIn("170 people", alerts)
        self.assertIn("上午场", alerts)  # the same organisation at the same time

    def test_other_days_do_not_matter(self):
        """The next day at the same place is no conflict."""
        self._declared(days=11)
        self.assertFalse(self._declared(days=10).with_user(self.officer_a1).alerts)

    def test_missing_reports_are_told(self):
        """An earlier activity without its report stands at the top."""
        earlier = self._approved()
        with freeze_time(earlier.stop + timedelta(days=17)):
            declaration = self._declare()
            self.assertIn("重阳游园会", declaration.with_user(self.officer_a1).sudo().grave_alerts)

    def test_the_organisation_reads_no_warnings(self):
        """Warnings are for the offices."""
        declaration = self._declared(delay_reason="因", days=2)
        self.assertFalse(declaration.with_user(self.portal_1).grave_alerts)
