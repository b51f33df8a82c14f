from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common_major import MODEL, MajorCase


class FollowUpCase(MajorCase):
    """What is entered in the credit record and how far a run commits, noted down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what demo data left open is settled, so that a run meets the records of the test alone
        cls.env[MODEL].search([])._engine_write({"reported_on": cls.env.cr.now()})
        undeclared = cls.env["community.activity"].search([("is_undeclared", "=", True)])
        undeclared._engine_write({"exempt_reason": "演示"})

    def setUp(self):
        super().setUp()
        self.credit, self.committed = [], []
        self.record_credit = type(self.organization)._record_credit
        self.patch(type(self.organization), "_record_credit", self._note_credit())
        # a real run commits after each step; a test may not
        self.patch(type(self.env["ir.cron"]), "_commit_progress", self._note_progress)
        self.organization.partner_id.lang = "en_US"

    def _note_credit(self):
        noted = self.credit

        def record(organization, code, *, day=None, note="", source=None):
            noted.append((organization.id, code, source))

        return record

    def _note_progress(self, processed=0, *, remaining=None, deactivate=False):
        self.committed.append(remaining if remaining is not None else -processed)
        return 1

    def _letters(self, record):
        return record.message_ids.filtered("subject").sorted("id").mapped("subject")


@tagged("post_install", "-at_install")
class TestMajorReport(FollowUpCase):
    """The report afterwards: due, reminded of, missing."""

    def _run(self, moment):
        with freeze_time(moment):
            self.env.invalidate_all()
            self.env[MODEL]._cron_remind()

    def _fill(self, declaration, **vals):
        entry = declaration.entry_id.with_user(self.portal_1)
        entry.write({"participant_count": 88, "summary": "顺利。", "incidents": "无", **vals})
        return entry

    def test_due_by_the_policy_of_the_last_day(self):
        """Fifteen days after the last day in Shanghai, 23:00 on it included."""
        policies = self.env["community.policy"]
        start = policies._from_local(self._local_noon() + timedelta(days=10))
        declaration = self._approved(start=start, stop=start + timedelta(hours=11))
        last = self._local_today() + timedelta(days=10)
        self.assertEqual(declaration.report_deadline, last + timedelta(days=15))

    def test_the_report_completes_the_ledger_entry(self):
        """People, a summary and incidents are asked for, all at once; then it is reported."""
        declaration = self._approved()
        entry = declaration.entry_id.with_user(self.portal_1)
        with freeze_time(declaration.stop + timedelta(hours=1)):
            self.assertTrue(declaration.with_user(self.portal_1).can_report)
            message = self.assertRefused(UserError, entry.action_report)
            for words in ("How many", "summary", "Incidents"):
                self.assertIn(words, message)
            self._fill(declaration).action_report()
        self.assertEqual(entry.state, "held")
        self.assertTrue(declaration.reported_on)
        self.assertFalse(declaration.awaits_report)

    def test_reminders_and_the_missing_report(self):
        """Reminded once before, told once after, entered once, however often the job runs."""
        declaration = self._approved()
        noon = declaration.stop.replace(hour=4)
        letters = self._letters(declaration)
        for days, new, missed in (
            (1, 0, 0),
            (12, 1, 0),
            (13, 1, 0),
            (15, 1, 0),
            (16, 2, 1),
            (30, 2, 1),
        ):
            self._run(noon + timedelta(days=days))
            self.assertEqual(len(self._letters(declaration)), len(letters) + new, days)
            self.assertEqual(len(self.credit), missed, days)
        self.assertEqual(self.credit, [(self.organization.id, "major_report_missing", declaration)])
        with freeze_time(noon + timedelta(days=30)):
            self.env.invalidate_all()
            self.assertTrue(declaration.is_report_overdue)
            found = self.env[MODEL].search([("is_report_overdue", "=", True)])
            self.assertEqual(found & declaration, declaration)

    def test_a_late_report_ends_it(self):
        """Reported late, it is overdue no longer, and a correction is not another report."""
        declaration = self._approved()
        with freeze_time(declaration.stop + timedelta(days=20)):
            entry = self._fill(declaration)
            entry.action_report()
            first = declaration.reported_on
            self.assertFalse(declaration.is_report_overdue)
        entry.with_user(self.officer_a1)._return("请补照片")
        with freeze_time(declaration.stop + timedelta(days=21)):
            entry.action_report()
        self.assertEqual(declaration.reported_on, first)

    def test_in_batches(self):
        """Each declaration is a step that is committed; a run that ends early goes on the next day."""
        declarations = self.env[MODEL].union(
            *(self._approved(name=f"活动{n}", place=f"{n}") for n in range(3))
        )
        self.patch(
            type(self.env["ir.cron"]), "_commit_progress", lambda *args, remaining=None, **kw: remaining
        )  # fmt: skip
        moment = declarations[0].stop + timedelta(days=17)
        for done in (1, 2, 3, 3):
            self._run(moment)
            self.assertEqual(len(declarations.filtered("report_missed_on")), done)
        self.assertEqual(len(self.credit), 3)

    def test_called_off_owes_nothing(self):
        """What was called off needs no report."""
        declaration = self._approved()
        declaration.with_user(self.portal_1)._cancel("台风")
        self._run(declaration.stop + timedelta(days=30))
        self.assertFalse(self.credit)


@tagged("post_install", "-at_install")
class TestUndeclared(FollowUpCase):
    """An activity of the size of a major one that nobody declared."""

    def _run(self, days=0):
        with freeze_time(
            self.env["community.policy"]._from_local(self._local_noon()) + timedelta(days=days)
        ):
            self.env.invalidate_all()
            self.env["community.activity"]._cron_undeclared()  # fmt: skip

    def test_flag(self):
        """People or cost reach the thresholds; a smaller, a cancelled and a declared one are not flagged."""
        for vals, flagged in (
            ({"participant_count": 49, "cost": 99999}, False),
            ({"participant_count": 50}, True),
            ({"cost": 100000}, True),
        ):
            with self.subTest(**vals):
                self.assertEqual(self._activity(**vals).is_undeclared, flagged)
        planned = self._planned(participant_count=90)
        self.assertTrue(planned.is_undeclared)
        planned.action_cancel()
        self.assertFalse(planned.is_undeclared)
        entry = self._approved().entry_id
        entry.with_user(self.portal_1).participant_count = 300
        self.assertFalse(entry.is_undeclared)

    def test_measured_by_the_policy_of_its_day(self):
        """A new policy measures what is planned from its day on, not what lies before."""
        planned = self._planned(days=9, participant_count=40)
        sooner = self._planned(days=8, participant_count=40)
        policy = self.policy.copy(
            {"valid_from": self._local_today() + timedelta(days=9), "major_people": 40}
        )
        self.assertEqual((planned.is_undeclared, sooner.is_undeclared), (True, False))
        policy.major_people = 41
        self.assertFalse(planned.is_undeclared)
        policy.write({"major_people": 40})
        policy.unlink()
        self.assertFalse(planned.is_undeclared)

    def test_told_then_entered_once(self):
        """The organisation is asked; after the policy's working days it is entered, once."""
        activity = self._activity(participant_count=60)
        self._run()
        grace = self.policy.major_grace_days
        last = self.env["community.holiday"]._add_working_days(self._local_today(), grace)
        self.assertEqual(activity.explain_by, last)
        self.assertIn("without a declaration", self._letters(self.organization)[-1])
        days = (last - self._local_today()).days
        for later, entered in ((0, 0), (days, 0), (days + 1, 1), (days + 9, 1)):
            self._run(later)
            self.assertEqual(len(self.credit), entered, later)
        self.assertEqual(self.credit, [(self.organization.id, "major_undeclared", activity)])
        message = self.assertRefused(UserError, activity.with_user(self.officer_a1)._exempt, "因")
        self.assertIn("credit record", message)

    def test_corrected_figures_end_it(self):
        """A wrong figure that is corrected leaves no entry."""
        activity = self._activity(participant_count=600)
        self._run()
        activity.participant_count = 6
        self._run(30)
        self.assertFalse(self.credit)

    def test_planned_ones_are_not_told(self):
        """What is only planned may still be declared or changed."""
        activity = self._planned(days=40, participant_count=60)
        self._run()
        self.assertFalse(activity.explain_by)

    def test_in_the_credit_record(self):
        """What stays unexplained is an entry of the credit record that names the activity."""
        self.patch(type(self.organization), "_record_credit", self.record_credit)
        rules = self.env["community.credit.rule"]
        if not rules.search([("code", "=", "major_undeclared")]):
            rules.create({"code": "major_undeclared", "name": "未申报重大活动", "points": -5})
        activity = self._activity(participant_count=60)
        for days in (0, 30, 31):
            self._run(days)
        entries = self.env["community.credit.entry"].search(
            [("organization_id", "=", self.organization.id)]
        )
        self.assertEqual(len(entries), 1)
        self.assertEqual((entries.res_model, entries.res_id), (activity._name, activity.id))

    def test_no_declaration_needed(self):
        """The community says why; the reason and who said it are kept, and nothing is entered."""
        activity = self._activity(participant_count=60)
        exempt = activity.with_user(self.officer_a1)._exempt
        self.assertRefused(UserError, exempt, " ")
        exempt("路过群众一并计入，实际报名 20 人")
        self.assertFalse(activity.is_undeclared)
        self.assertEqual(activity.exempted_by_id, self.officer_a1)
        self._run(30)
        self.assertFalse(self.credit)
        self.assertRefused(UserError, exempt, "再次")

    def test_only_the_community_exempts(self):
        """Neither the organisation, nor the street, nor another community."""
        activity = self._activity(participant_count=60)
        for user in (self.portal_1, self.officer_a, self.officer_a2, self.officer_d, self.admin):
            with self.subTest(user.login):
                self.assertRefused(AccessError, activity.with_user(user)._exempt, "因")
