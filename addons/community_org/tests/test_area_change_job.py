from datetime import date

from freezegun import freeze_time
from odoo.tests import tagged

from .common_area_change import NEW_CODE, AreaChangeCase


@tagged("post_install", "-at_install")
class TestAreaChangeJob(AreaChangeCase):
    """On its day, and what is told."""

    def _run(self):
        self.env["community.area.change"]._cron_apply()
        self.env.invalidate_all()

    def test_on_the_day(self):
        """The job applies a change on its day in Shanghai, not before, and once."""
        with freeze_time("2026-06-03 02:00:00"):
            change = self._merge(self.area_a1, self.area_a2, effective_on="2026-07-01")
            change.action_confirm()
            self.assertEqual(change.state, "planned")
        with freeze_time("2026-06-30 15:59:59"):
            self._run()
            self.assertEqual(change.state, "planned")
            self.assertFalse(self.area_a1.valid_to)
        with freeze_time("2026-06-30 16:05:00"):
            self._run()
            self.assertEqual(change.state, "done")
            self.assertEqual(self.area_a1.valid_to, date(2026, 7, 1))
            self._run()
            self.assertEqual(self.area_a1.valid_to, date(2026, 7, 1))

    def test_in_the_order_of_their_days(self):
        """Of several that are due the earlier comes first, so that a chain holds."""
        with freeze_time("2026-06-03 02:00:00"):
            later = self._merge(self.area_a2, self.area_b1, effective_on="2026-07-02")
            sooner = self._merge(self.area_a1, self.area_a2, effective_on="2026-07-01")
            (later + sooner).action_confirm()
        with freeze_time("2026-07-05 02:00:00"):
            self._run()
        self.assertEqual((later + sooner).mapped("state"), ["done", "done"])
        self.assertEqual(self.area_a1.community_id, self.area_b1)

    def test_one_that_fails_does_not_hold_up_others(self):
        """When the target is gone by the day, who planned it is told, and the others are applied."""
        with freeze_time("2026-06-03 02:00:00"):
            broken = self._move(self.area_a1, self.street_b, NEW_CODE, effective_on="2026-07-01")
            sound = self._merge(self.area_v1, self.area_b1, effective_on="2026-07-02")
            (broken + sound).action_confirm()
            self._area(NEW_CODE, "占号社区", self.street_b)
        with freeze_time("2026-07-02 02:00:00"):
            self._run()
        self.assertEqual((broken + sound).mapped("state"), ["planned", "done"])
        self.assertFalse(self.area_a1.valid_to)
        told = self._as_root(broken).message_ids[0]
        self.assertIn("is taken by", told.body)
        self.assertEqual(told.partner_ids, self.officer_d.partner_id)

    def test_staff_concerned_are_told(self):
        """Officers of the communities and of both streets get one notice; others none."""
        notices = self.env["mail.message"].search([], order="id desc", limit=1)
        self._applied(self._move(self.area_a1, self.street_b, NEW_CODE))
        told = self.env["mail.message"].search(
            [("id", ">", notices.id), ("message_type", "=", "user_notification")]
        )
        self.assertEqual(len(told), 1)
        officers = self.officer_a1 + self.officer_a + self.officer_a_too + self.officer_b
        self.assertEqual(told.partner_ids, officers.partner_id)
        self.assertIn(self.area_a1.name, told.subject)

    def test_outcome_is_kept(self):
        """The change says what it moved; its button leads there."""
        organization = self._organization()
        self._submit(name="甲一新队")
        change = self._merge(self.area_a1, self.area_a2)
        counts = (
            change.organization_count,
            change.staff_count,
            change.filing_count,
            change.task_count,
        )
        self.assertEqual(counts, (1, 1, 1, 3))
        change = self._applied(change)
        self.assertIn("Organisations 1", change.message_ids[0].body)
        self.assertEqual(change.organization_ids, organization)
        found = self.env["community.organization"].search(
            change.action_open_organizations()["domain"]
        )
        self.assertEqual(found, organization)

    def test_letters_to_representatives(self):
        """Each organisation that moved gets one letter; the job sends it apart from the change."""
        organization = self._filed(self.area_a1, "甲一会", number="T1")
        self.env["community.member"].create(
            {
                "organization_id": organization.id,
                "area_id": self.area_a1.id,
                "name": "赵测试一",
                "role": "leader",
                "email": self.portal_1.email,
                "partner_id": self.portal_1.partner_id.id,
                "date_from": "2026-01-05",
            }
        )
        cancelled = self._filed(self.area_a1, "甲一旧会", number="T2", state="cancelled")
        self._applied(self._merge(self.area_a1, self.area_a2))
        jobs = self.env["community.organization"]
        jobs._cron_tell_area_change()
        letter = organization.message_ids.filtered("subject")
        self.assertEqual(letter.partner_ids, self.portal_1.partner_id)
        self.assertIn(self.area_a2.name, letter.subject)
        self.assertIn("鄞民〔2026〕1号", letter.body)
        jobs._cron_tell_area_change()
        self.assertEqual(organization.message_ids.filtered("subject"), letter)
        self.assertEqual(cancelled.area_id, self.area_a2)
        self.assertFalse(cancelled.message_ids.filtered("subject"))

    def test_sweep(self):
        """What another transaction wrote into the old community meanwhile follows the next night."""
        self._applied(self._merge(self.area_a1, self.area_a2))
        held = self._filed(self.area_a2, "甲二助老会", self.category, filed_on="2025-01-01")
        late = self._filed(self.area_a1, "甲一迟到会", self.category, holds_category=False)
        self.officer_a1.area_id = self.area_a1
        # as a transaction leaves it that did not know of the change yet
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE community_organization SET community_id = %s, holds_category = TRUE WHERE id = %s",
            [self.area_a1.id, late.id],
        )
        self.env.invalidate_all()
        self._run()
        self.assertEqual((late.area_id, late.community_id), (self.area_a2, self.area_a2))
        self.assertEqual(self.officer_a1.area_id, self.area_a2)
        self.assertEqual((late.awaits_merger, held.holds_category), (True, True))
