from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import PNG_BASE64
from .common_ledger import LedgerCase


@tagged("post_install", "-at_install")
class TestActivityClosed(LedgerCase):
    """What was counted in a quarter that has been handed in does not change at all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2025-10-08"))
        cls.activity = cls._activity(start=cls._at(date(2025, 9, 20)))
        cls.confirmed = cls._confirmed(start=cls._at(date(2025, 9, 21)))
        cls.photo = cls.env["community.activity.photo"].create(
            {"activity_id": cls.activity.id, "image": PNG_BASE64}
        )
        cls.planned = cls._activity(start=cls._at(date(2025, 9, 22)))
        cls.env.flush_all()
        cls.period = cls._close(cls.activity)

    def _figures(self):
        self.env.flush_all()
        self.period.invalidate_recordset()
        return self.period.read()[0]

    def test_nothing_changes(self):
        """Neither a value, a state, a photo nor a correction, whoever asks; the figures stay."""
        before = self._figures()
        for user in (self.portal_1, self.officer_a1):
            activity, photo = self.activity.with_user(user), self.photo.with_user(user)
            attempts = (
                (activity.write, {"place": "别处"}),
                (activity.write, {"start": self._at(date(2025, 10, 3))}),
                (activity.write, {"photo_ids": [(0, 0, {"image": PNG_BASE64})]}),
                (activity.write, {"photo_ids": [(5,)]}),
                (activity.unlink,),
                (photo.write, {"sequence": 3}),
                (photo.unlink,),
                (photo.create, {"activity_id": activity.id, "image": PNG_BASE64}),
            )
            for call, *args in attempts:
                with self.subTest(user=user.login, call=call.__name__, args=str(args)[:60]):
                    self.assertRefused(UserError, call, *args)
        officer = self.activity.with_user(self.officer_a1)
        self.assertRefused(UserError, officer.action_confirm)
        self.assertRefused(UserError, officer._return, "改")
        confirmed = self.confirmed.with_user(self.officer_a1)
        self.assertRefused(UserError, confirmed._correct, {"place": "别处"}, "因")
        self.assertRefused(UserError, confirmed.action_open_correct)
        self.assertEqual(self._figures(), before)

    def test_late_entry_is_a_supplement(self):
        """It counts in the quarter of today, and the figures that were handed in stay."""
        before = self._figures()
        late = self._activity(start=self._at(date(2025, 9, 25)))
        self.assertTrue(late.is_supplement)
        self.assertEqual(late.sudo().return_id.quarter, 4)
        self.assertEqual(self._figures(), before)

    def test_supplement_when_the_running_quarter_is_closed_too(self):
        """It counts in the next quarter that is open, never in one that has been handed in."""
        self._close(self._activity())
        before = self._figures()
        late = self._activity(start=self._at(date(2025, 9, 25)))
        today = self._activity(start=self._at(-1))
        for activity in (late, today):
            self.assertTrue(activity.is_supplement)
            self.assertFalse(activity.is_closed)
            period = activity.sudo().return_id
            self.assertEqual((period.year, period.quarter), (2026, 1))
        self.assertEqual(self._figures(), before)

    def test_planned_before_and_reported_after(self):
        """Planned in a quarter that was handed in meanwhile: it is reported as a supplement, or called off."""
        with freeze_time("2025-09-18"):
            first, second = self._planned(2), self._planned(3)
        first.action_report()
        second.action_cancel()
        self.assertTrue(first.is_supplement)
        self.assertEqual(first.sudo().return_id.quarter, 4)
        self.assertEqual(self.period.activity_count, 3)

    def test_moved_into_another_quarter(self):
        """Another day counts the entry in its own quarter, or makes it a supplement where that is closed."""
        activity = self._activity(start=self._at(date(2025, 10, 2)))
        start = {"start": self._at(date(2025, 9, 30)), "stop": self._at(date(2025, 9, 30), 3)}
        activity.write(start)
        self.assertTrue(activity.is_supplement)
        self.assertEqual(activity.sudo().return_id.quarter, 4)
        activity.write(
            {"start": self._at(date(2025, 10, 1)), "stop": self._at(date(2025, 10, 1), 3)}
        )
        self.assertFalse(activity.is_supplement)

    def test_returned_by_the_street(self):
        """Once the street returns the quarter, its entries change again."""
        self._close(self.activity, "returned")
        self.activity.participant_count = 25
        self.assertEqual(self.activity.sudo().return_id.participant_count, 65)

    def test_photo_stays_with_its_activity(self):
        """Nor does a photo move out of a closed quarter, or into another's activity."""
        mine = self._activity()
        photo = mine.photo_ids.create({"activity_id": mine.id, "image": PNG_BASE64})
        self.assertRefused(UserError, photo.write, {"activity_id": self.activity.id})
        self.assertRefused(
            UserError, self.photo.with_user(self.portal_1).write, {"activity_id": mine.id}
        )
        self.assertRefused(AccessError, photo.write, {"thumbnail": PNG_BASE64})
        self.assertRefused(AccessError, photo.write, {"community_id": self.area_a2.id})
