from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from .common import CommunityCase


@tagged("post_install", "-at_install")
class TestPolicy(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policies = cls.env["community.policy"]
        cls.today = cls.policies._today()
        cls.tomorrow = cls.today + timedelta(days=1)

    def _future(self, **vals):
        return self.policies.create({"name": "明年政策", "valid_from": self.tomorrow, **vals})

    def test_shanghai_midnight(self):
        """The day changes at midnight in Shanghai, which is 16:00 in UTC."""
        with freeze_time("2026-12-31 15:59:59"):
            self.assertEqual(self.policies._today(), date(2026, 12, 31))
        with freeze_time("2026-12-31 16:00:01"):
            self.assertEqual(self.policies._today(), date(2027, 1, 1))

    def test_policy_of_a_day(self):
        """The policy in force is the latest that has begun on that day."""
        past, future = self._past(), self._future(min_members=99)
        self.assertEqual(self.policies._get_policy(), self.policy)
        self.assertEqual(self.policies._get_policy(self.policy.valid_from), self.policy)
        self.assertEqual(self.policies._get_policy(self.tomorrow), future)
        self.assertEqual(self.policies._get_policy(self.tomorrow + timedelta(days=999)), future)
        before = self.policy.valid_from - timedelta(days=1)
        self.assertEqual(self.policies._get_policy(before), past)

    def _past(self):
        """The policy before ours: of a data pack, or one made here."""
        before = self.policies.search([("valid_from", "<", self.policy.valid_from)], limit=1)
        return before or self.policies.create(
            {"name": "旧政策", "valid_from": self.policy.valid_from - timedelta(days=1)}
        )

    def test_none_in_force(self):
        """Before the first policy there is none, and the message says who enters one."""
        message = self.assertRefused(UserError, self.policies._get_policy, date(1949, 10, 1))
        self.assertIn("policy", message.lower())

    def test_new_figure_counts_from_its_day(self):
        """A filing is checked by the figures of the day on which it is submitted."""
        filing = self._complete_filing()
        self._future(min_members=99)
        self.assertFalse(filing.missing)
        with freeze_time(f"{self.tomorrow} 04:00:00"):
            filing.invalidate_recordset()
            self.assertIn("99", filing.missing)

    def test_past_is_frozen(self):
        """The figures of a policy in force cannot be changed or deleted, by nobody."""
        for user in self.officer_d + self.admin + self.env.user:
            policy = self.policy.with_user(user)
            with self.subTest(user=user.login):
                self.assertRefused(UserError, policy.write, {"min_members": 1})
                self.assertRefused(UserError, policy.write, {"valid_from": self.tomorrow})
                self.assertRefused(UserError, policy.unlink)

    def test_past_is_frozen_for_every_context(self):
        """No flag that a client sends unlocks it."""
        for flag in ("install_mode", "import_file", "module", "update_policy"):
            policy = self.policy.with_user(self.officer_d).with_context(**{flag: True})
            with self.subTest(flag=flag):
                self.assertRefused(UserError, policy.write, {"min_members": 1})

    def test_today_counts_as_past(self):
        """A policy that began today has taken effect."""
        policy = self.policies.search([("valid_from", "=", self.today)]) or self.policies.create(
            {"name": "今日政策", "valid_from": self.today}
        )
        self.assertRefused(UserError, policy.write, {"min_members": 1})

    def test_future_is_open(self):
        """What has not begun may be edited and deleted; its remarks always."""
        future = self._future().with_user(self.officer_d)
        future.write({"min_members": 20, "valid_from": self.tomorrow + timedelta(days=1)})
        self.assertEqual(future.min_members, 20)
        future.unlink()
        self.policy.with_user(self.officer_d).write({"note": "<p>备注</p>"})

    def test_future_cannot_be_moved_into_the_past(self):
        """Past decisions do not change because a draft policy is dated back."""
        future = self._future(min_members=99)
        self.assertRefused(UserError, future.write, {"valid_from": self.today})
        self.assertRefused(UserError, future.write, {"valid_from": "2020-06-01"})

    def test_street_cannot_edit(self):
        """Policy is the district's; streets and communities read it."""
        future = self._future()
        for user in self.officer_a + self.officer_a1 + self.leader:
            self.assertRefused(AccessError, future.with_user(user).write, {"min_members": 1})
            self.assertEqual(future.with_user(user).min_members, 10)

    def test_figures_make_sense(self):
        """The database refuses figures that no policy has, and two policies of one day."""
        for vals in (
            {"min_members": 0},
            {"certificate_years": 0},
            {"upload_max_mb": 101},
            {"name_max_length": 3},
            {"remind_working_days": -1},
            {"similar_name_percent": 0},
        ):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
            ):
                self._future(**vals)
        self._future()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._future()

    def test_changes_are_tracked(self):
        """Who changed which figure stands in the history of the policy."""
        future = self._future(min_members=10)
        self.cr.precommit.run()
        future.with_user(self.officer_d).write({"min_members": 12})
        self.cr.precommit.run()
        values = future.message_ids.tracking_value_ids
        self.assertEqual(values.mapped("new_value_integer"), [12])
