from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError
from psycopg2.errors import RaiseException

from .common_ledger import LedgerCase


@tagged("post_install", "-at_install")
class TestActivity(LedgerCase):
    """The way of a ledger entry: reported, confirmed, returned, called off, corrected."""

    def test_what_is_over_is_held_and_what_is_to_come_is_planned(self):
        """An entry of the past counts at once, one of the future in no quarter yet."""
        held, planned = self._activity(), self._planned()
        self.assertEqual((held.state, planned.state), ("held", "planned"))
        self.assertTrue(held.sudo().return_id)
        self.assertFalse(planned.sudo().return_id)
        self.assertEqual(held.days_to_entry, 1)

    def test_planned_activity_is_reported(self):
        """It is reported once it has begun, and counts from then on."""
        planned = self._planned()
        message = self.assertRefused(UserError, planned.action_report)
        self.assertIn("not begun", message)
        with freeze_time(self._at(13)):
            planned.action_report()
            self.assertEqual(planned.state, "held")
            self.assertEqual(planned.days_to_entry, 10)
            self.assertTrue(planned.is_late)
            self.assertEqual(planned.sudo().return_id.activity_count, 1)

    def test_planned_activity_is_called_off(self):
        """Only what is planned is called off; it counts nowhere."""
        planned = self._planned()
        planned.action_cancel()
        self.assertEqual(planned.state, "cancelled")
        self.assertRefused(UserError, planned.action_report)
        self.assertRefused(UserError, self._activity().action_cancel)

    def test_confirmed_by_the_community(self):
        """The officer of the community confirms; figures of the return follow."""
        activity = self._activity()
        activity.with_user(self.officer_a1).action_confirm()
        self.assertEqual(activity.state, "confirmed")
        self.assertEqual(activity.sudo().confirmed_by_id, self.officer_a1)
        self.assertEqual(activity.sudo().return_id.confirmed_count, 1)

    def test_nobody_else_confirms(self):
        """Neither the organisation nor another community, a street, the district or the administrator."""
        activity = self._activity()
        others = (
            self.portal_1,
            self.portal_2,
            self.officer_a2,
            self.officer_b1,
            self.officer_a,
            self.officer_d,
            self.leader,
            self.admin,
        )
        for user in others:
            with self.subTest(user=user.login):
                self.assertRefused(AccessError, activity.with_user(user).action_confirm)

    def test_officer_who_leads_the_organisation(self):
        """Who represents the organisation confirms nothing of it, officer or not."""
        activity = self._activity()
        self.organization.leader_id.partner_id = self.officer_a1.partner_id
        message = self.assertRefused(
            AccessError, activity.with_user(self.officer_a1).action_confirm
        )
        self.assertIn("colleague", message)

    def test_confirmed_in_bulk(self):
        """Of a selection those are confirmed that wait for it; the others stay, and their number is told."""
        held = self._activity() + self._activity()
        selection = (held + self._planned()).with_user(self.officer_a1)
        answer = selection.action_confirm_selected()
        self.assertEqual(set(held.mapped("state")), {"confirmed"})
        self.assertIn("1 did not wait", answer["params"]["message"])
        self.assertRefused(UserError, selection.action_confirm)

    def test_returned_for_correction(self):
        """It goes back with a remark, is corrected and reported again; the day of its first entry stays."""
        activity = self._activity()
        first = activity.entered_on
        dialog = self.env["community.activity.return"].with_user(self.officer_a1)
        dialog.create({"activity_ids": activity.ids, "remark": "请补照片"}).action_confirm()
        self.assertEqual((activity.state, activity.remark), ("returned", "请补照片"))
        activity.summary = "补了"
        with freeze_time(self._at(20)):
            activity.action_report()
        self.assertEqual((activity.state, activity.entered_on), ("held", first))

    def test_return_needs_a_remark(self):
        """Without words nobody knows what to correct."""
        activity = self._activity().with_user(self.officer_a1)
        self.assertRefused(UserError, activity._return, "  ")

    def test_correction_leaves_a_trace(self):
        """After the confirmation: the value before and after, who, when and why; the figures follow."""
        activity = self._confirmed(participant_count=20)
        dialog = self.env["community.activity.correct"].with_user(self.officer_a1)
        dialog = dialog.with_context(default_activity_id=activity.id).create({"reason": "清点有误"})
        dialog.write({"participant_count": 26})
        dialog.action_confirm()
        correction = activity.correction_ids
        self.assertEqual((correction.before, correction.after), ("20", "26"))
        self.assertEqual((correction.user_id, correction.reason), (self.officer_a1, "清点有误"))
        self.assertEqual(activity.state, "confirmed")
        self.assertEqual(activity.sudo().return_id.participant_count, 26)

    def test_correction_without_reason_or_change(self):
        """A correction says why, and changes something."""
        activity = self._confirmed().with_user(self.officer_a1)
        self.assertRefused(UserError, activity._correct, {"place": "别处"}, " ")
        self.assertRefused(UserError, activity._correct, {"place": activity.place}, "因")
        self.assertRefused(UserError, activity._correct, {"state": "held"}, "因")
        self.assertFalse(activity.correction_ids)

    def test_only_the_community_corrects(self):
        """Nobody else corrects, and nothing that is not confirmed needs it."""
        activity = self._confirmed()
        for user in (self.portal_1, self.officer_a2, self.officer_a, self.officer_d, self.admin):
            with self.subTest(user=user.login):
                call = activity.with_user(user)._correct
                self.assertRefused(AccessError, call, {"place": "别处"}, "因")
        waiting = self._activity().with_user(self.officer_a1)
        self.assertRefused(UserError, waiting._correct, {"place": "别处"}, "因")

    def test_corrections_stay(self):
        """Not even the superuser changes or deletes one: the database refuses."""
        activity = self._confirmed()
        activity.with_user(self.officer_a1)._correct({"place": "别处"}, "因")
        correction = activity.sudo().correction_ids
        officers = correction.with_user(self.officer_a1)
        self.assertRefused(AccessError, officers.write, {"reason": "改"})
        self.assertRefused(UserError, correction.unlink)
        for statement in ("UPDATE %s SET reason = '改'", "DELETE FROM %s"):
            with (
                self.subTest(statement),
                self.assertRaisesRegex(RaiseException, "append-only"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement % correction._table, log_exceptions=False)

    def test_bad_days(self):
        """What has not begun is not held, what lies far back is not entered, nothing lasts a year."""
        activity = self._activity()
        self.assertRefused(
            UserError, activity.write, {"start": self._at(2), "stop": self._at(2, 3)}
        )
        limit = self.policy.ledger_supplement_days
        self.assertRefused(UserError, self._activity, start=self._at(-limit - 1))
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._activity(stop=self._at(366))

    def test_shortage_of_the_quarter(self):
        """Held activities of the quarter count, wherever they stand; planned and cancelled ones do not."""
        day = date(2025, 8, 15)
        with freeze_time("2025-08-20"):
            wanted = self.policy.quarterly_activities
            organization = self.organization
            self.assertEqual(organization._get_ledger_shortage(), {organization: wanted})
            self._planned()
            self._activity(start=self._at(date(2025, 6, 30)))
            for _number in range(wanted - 1):
                self._activity(start=self._at(day))
            self.assertEqual(organization._get_ledger_shortage(day), {organization: 1})
            self.assertEqual(organization._get_ledger_shortage(date(2025, 6, 1))[organization], 2)
            organization.invalidate_recordset()
            self.assertEqual(organization.ledger_shortage, 1)
            short = Domain("ledger_shortage", ">", 0) & Domain("id", "=", organization.id)
            self.assertEqual(organization.search(short), organization)
            self._activity(start=self._at(day))
            self.assertFalse(organization.search(short))

    def test_shortage_at_the_turn_of_the_quarter(self):
        """Shanghai decides: 23:30 UTC on 30 September is October there."""
        with freeze_time("2025-10-10"):
            self._activity(start=self._at(date(2025, 9, 30), 17))
            found = self.organization._get_ledger_shortage(date(2025, 9, 30))
            self.assertEqual(found[self.organization], self.policy.quarterly_activities)
            self.assertEqual(self.organization.ledger_count, 1)
            self.assertEqual(self.organization.last_activity_on, date(2025, 10, 1))

    def test_late_by_the_policy(self):
        """The limit of the policy is the last day in time."""
        limit = self.policy.ledger_entry_days
        in_time = self._activity(start=self._at(-limit))
        late = self._activity(start=self._at(-limit - 1))
        self.assertEqual((in_time.is_late, late.is_late), (False, True))
        self.assertEqual(late.days_to_entry, limit + 1)
        self.assertEqual(late.date, self._local_today() - timedelta(days=limit + 1))

    def test_reminded_once(self):
        """Who planned and did not report is told once, with every activity of the letter; the officer too."""
        # a real run commits after each organisation; a test may not
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_named: 1)
        self.organization.partner_id.lang = "en_US"  # the language of its letters
        planned = self._planned(1) + self._planned(2, name="重阳慰问")
        with freeze_time(self._at(2 + self.policy.ledger_remind_days, 5)):
            ledger = self.env["community.activity"]
            ledger._cron_remind()
            letters = self._letters()
            self.assertEqual(len(letters), 1)
            self.assertIn("重阳慰问", letters.body)
            self.assertTrue(all(activity.reminded_on for activity in planned.sudo()))
            ledger._cron_remind()
            self.assertEqual(len(self._letters()), 1)

    def test_not_reminded_too_early(self):
        """The policy leaves some days to report by oneself."""
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_named: 1)
        self._planned(1)
        with freeze_time(self._at(self.policy.ledger_remind_days)):
            self.env["community.activity"]._cron_remind()
            self.assertFalse(self._letters())

    def _letters(self):
        messages = self.organization.message_ids
        return messages.filtered(lambda message: "report the activities" in (message.subject or ""))

    def test_officer_is_reminded_to_confirm(self):
        """One to-do for each organisation, once; it ends with the last entry that waits too long."""
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_named: 1)
        entries = self._activity() + self._activity()
        ledger = self.env["community.activity"]
        with freeze_time(self._at(self.policy.ledger_confirm_days + 1)):
            self.assertTrue(entries[0].waits_long)
            ledger._cron_remind()
            ledger._cron_remind()
            todo = self.organization.sudo().activity_ids
            self.assertEqual(todo.user_id, self.officer_a1)
            self.assertEqual(len(todo), 1)
            entries[0].with_user(self.officer_a1).action_confirm()
            self.assertTrue(todo.exists())
            entries[1].with_user(self.officer_a1)._return("补照片")
            self.assertFalse(todo.exists())

    def test_what_was_planned_ends_with_the_organisation(self):
        """A cancelled organisation holds nothing more; what it held stays with it."""
        held, planned = self._activity(), self._planned()
        self.organization.sudo()._cancel(self._local_today(), "已散")
        self.assertEqual((held.sudo().state, planned.sudo().state), ("held", "cancelled"))

    def test_after_a_merger(self):
        """Activities stay with the organisation that held them; what it planned ends."""
        other = self._organization(name="甲一另一队", category_id=self.category_many.id)
        held = self._activity(self.officer_a1, other)
        planned = self._activity(self.officer_a1, other, start=self._at(3))
        self.organization.sudo()._absorb(other.sudo(), self._local_today())
        self.assertEqual((held.organization_id, held.state), (other, "held"))
        self.assertEqual(planned.state, "cancelled")

    def test_what_is_public(self):
        """The register tells how often and when last, and nothing of what was done, where and by whom."""
        self.assertFalse(self.organization.sudo()._get_register_sections())
        self._activity(name="张三家探访", place="甲一路 9 号", summary="李四参加")
        self._planned()
        text = str(self.organization.sudo()._get_register_sections())
        self.assertIn("1 times", text)
        for word in ("张三", "甲一路", "李四"):
            self.assertNotIn(word, text)

    def test_quick_entry(self):
        """The place is the organisation's and the end two hours later, unless somebody says otherwise."""
        form = Form(self.env["community.activity"].with_user(self.officer_a1))
        form.organization_id = self.organization
        form.start = self._at(-1)
        self.assertEqual(form.place, self.organization.address)
        self.assertEqual(form.stop, self._at(-1, 3))
        form.stop = self._at(-1, 2)
        form.name, form.type_id = "太极", self._activity_type()
        activity = form.save()
        self.assertEqual((activity.hours, activity.channel), (1, "office"))
        with Form(activity) as form:
            form.start = self._at(-2)
            self.assertEqual(form.stop, self._at(-2, 2))

    def test_community_moves(self):
        """Who is responsible follows the organisation; where it happened and in which return it counts stays."""
        held = self._activity()
        period = held.sudo().return_id
        self.organization.sudo().area_id = self.area_b1
        self.assertEqual(held.sudo().community_id, self.area_b1)
        self.assertEqual((held.sudo().area_id, held.sudo().return_id), (self.area_a1, period))
        self.assertRefused(AccessError, held.with_user(self.officer_a1).action_confirm)
        held.with_user(self.officer_b1).action_confirm()
        self.assertEqual(period.confirmed_count, 1)
