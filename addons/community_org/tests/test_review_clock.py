from datetime import date

from odoo.fields import Domain
from odoo.tests import RecordCapturer, freeze_time, tagged

from .common_review import ReviewCase

# noon in Shanghai of a Monday without holidays around it
MONDAY = "2026-06-01 04:00:00"


def noon(day):
    return f"2026-06-{day:02d} 04:00:00"


@tagged("post_install", "-at_install")
class TestReviewClock(ReviewCase):
    """Deadlines in working days. The first step has 5, the second 3."""

    def test_deadline(self):
        """The day of arrival does not count: five working days from Monday are the next Monday."""
        with freeze_time(MONDAY):
            document = self._submitted()
            self.assertEqual(document.deadline, date(2026, 6, 8))
        with freeze_time(noon(3)):
            self._decide(document)
            self.assertEqual(document.deadline, date(2026, 6, 8))
            self.assertEqual(self._tasks(document)[1].deadline, date(2026, 6, 8))

    def test_deadline_by_the_clock_of_shanghai(self):
        """What is submitted at 23:30 UTC on Sunday arrives on Monday."""
        with freeze_time("2026-05-31 23:30:00"):
            self.assertEqual(self._submitted().deadline, date(2026, 6, 8))

    def test_holidays_move_the_deadline(self):
        """A day off in between gives a day more."""
        self.env["community.holiday"].create({"name": "x", "date": "2026-06-04"})
        with freeze_time(MONDAY):
            self.assertEqual(self._submitted().deadline, date(2026, 6, 9))

    def test_returned_time_does_not_count(self):
        """Returned after 2 of 5 days, corrected weeks later: 3 days are left."""
        with freeze_time(MONDAY):
            document = self._submitted()
        with freeze_time(noon(3)):
            self._decide(document, "return")
            self.assertFalse(document.deadline)
        with freeze_time(noon(22)):
            document.action_submit()
            task = self._current_task(document)
            self.assertEqual(task.days, 3)
            self.assertEqual(task.deadline, date(2026, 6, 25))

    def test_returned_twice_keeps_counting(self):
        """The days used before both returns are gone."""
        with freeze_time(MONDAY):
            document = self._submitted()
        for returned, corrected in ((3, 8), (9, 22)):
            with freeze_time(noon(returned)):
                self._decide(document, "return")
            with freeze_time(noon(corrected)):
                document.action_submit()
        self.assertEqual(self._current_task(document).days, 2)
        self.assertEqual(self._current_task(document).deadline, date(2026, 6, 24))

    def test_returned_late_leaves_a_day(self):
        """Who returned it after the deadline has one day for the correction."""
        with freeze_time(MONDAY):
            document = self._submitted()
        with freeze_time(noon(15)):
            self._decide(document, "return")
            document.action_submit()
            self.assertEqual(document.deadline, date(2026, 6, 16))
        self.assertEqual(self._tasks(document).mapped("days_late")[:1], [5])

    def test_days_late_are_kept(self):
        """A late decision says by how many working days; one on the last day is not late."""
        with freeze_time(MONDAY):
            late, timely = self._submitted(), self._submitted()
        with freeze_time(noon(8)):
            self._decide(timely)
        with freeze_time(noon(10)):
            self._decide(late)
        self.assertEqual(self._tasks(timely)[0].days_late, 0)
        self.assertEqual(self._tasks(late)[0].days_late, 2)

    def test_overdue_list(self):
        """电子监察: a task is overdue from the day after its deadline, while it is open."""
        with freeze_time(MONDAY):
            open_task = self._current_task(self._submitted())
            decided = self._submitted()
            self._decide(decided, "reject")
        tasks = open_task + self._tasks(decided)
        for day, overdue in ((8, tasks.browse()), (9, open_task)):
            with freeze_time(noon(day)):
                self.assertOverdue(tasks, overdue)

    def assertOverdue(self, tasks, overdue):
        """The list, its complement and the field agree."""
        tasks.invalidate_recordset()
        mine = Domain("id", "in", tasks.ids)
        self.assertEqual(tasks.search(mine & Domain("is_overdue", "=", True)), overdue)
        self.assertEqual(tasks.search(mine & Domain("is_overdue", "=", False)), tasks - overdue)
        self.assertEqual(tasks.filtered("is_overdue"), overdue)


@tagged("post_install", "-at_install")
class TestReviewReminders(ReviewCase):
    """Before the deadline once, on the first day late once, then also to the tier above."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # other packs may have open tasks; the cron looks at all of them
        others = cls.env["community.review.task"].search([("state", "=", "open")])
        others.write({"deadline": "2099-01-01"})

    def _run_cron(self, moment):
        """``{recipient: subject}`` of what the reminder sent at ``moment``."""
        notices = Domain("message_type", "=", "user_notification")
        with (
            freeze_time(moment),
            RecordCapturer(self.env["mail.message"], notices) as captured,
            self.enter_registry_test_mode(),
        ):
            self.env.ref("community_org.ir_cron_review_remind").method_direct_trigger()
        return {
            partner: message.subject
            for message in captured.records
            for partner in message.notified_partner_ids
        }

    def _submit_monday(self, **vals):
        with freeze_time(MONDAY):
            return self._submitted(**vals)

    def test_once_before_and_once_after(self):
        """Due on Monday the 8th: told on the 5th, told late on the 9th, no day twice."""
        document = self._submit_monday()
        office = self.officer_a1.partner_id
        above = (self.officer_a + self.officer_a_too).partner_id
        expected = {
            4: set(),
            5: {office},
            6: set(),
            7: set(),
            8: set(),
            9: {office, *above},
            10: set(),
            11: set(),
        }
        for day, recipients in expected.items():
            with self.subTest(day=day):
                self.assertEqual(set(self._run_cron(noon(day))), recipients)
        self.assertEqual(self._current_task(document).days_late, 3)

    def test_twice_on_one_day(self):
        """A second run on the same day says nothing again."""
        self._submit_monday()
        self.assertTrue(self._run_cron(noon(9)))
        self.assertFalse(self._run_cron("2026-06-09 09:00:00"))

    def test_subject_says_what(self):
        """The mail names the document and the deadline, or how late it is."""
        self._submit_monday()
        office = self.officer_a1.partner_id
        before = self._run_cron(noon(5))[office]
        self.assertIn("Fake document", before)
        self.assertIn("2026-06-08", before)
        after = self._run_cron(noon(10))[office]
        self.assertIn("Fake document", after)
        self.assertIn("2", after)

    def test_decided_is_silent(self):
        """Nobody is reminded of what is decided, returned or withdrawn."""
        decided, withdrawn = self._submit_monday(), self._submit_monday()
        with freeze_time(noon(2)):
            self._decide(decided, "return")
            withdrawn.action_withdraw()
        self.assertFalse(self._run_cron(noon(9)))

    def test_top_tier_has_nobody_above(self):
        """A late district step concerns the district alone, not every user without an area."""
        self.fake_route.step_ids[0].tier = "district"
        self.fake_route.step_ids[0].group_id = self.env.ref("community_org.group_district_officer")
        document = self._submit_monday()
        self.assertEqual(self._current_task(document).acting_area_id, self.district)
        self.assertEqual(set(self._run_cron(noon(9))), set(self.officer_d.partner_id))

    def test_days_late_grow_daily(self):
        """The supervision list shows the working days late as of today."""
        document = self._submit_monday()
        for day, late in ((9, 1), (12, 4), (13, 4), (15, 5)):
            self._run_cron(noon(day))
            self.assertEqual(self._current_task(document).days_late, late)
