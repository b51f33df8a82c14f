from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common_area_change import NEW_CODE, AreaChangeCase


@tagged("post_install", "-at_install")
class TestAreaChangeRules(AreaChangeCase):
    """What may be planned, and who may."""

    def test_bad_targets(self):
        """Into itself, into a street, into another district, into an abolished one, into nothing."""
        far = self._area("999902000000", "外区")
        far_street = self._area("999902001000", "外街道", far)
        far_community = self._area("999902001001", "外一社区", far_street)
        gone = self._area("999901001008", "甲八社区", self.street_a)
        gone.valid_to = "2020-01-01"
        young = self._area("999901001007", "甲七社区", self.street_a)
        young.valid_from = self._today() + timedelta(days=1)
        for target, word in (
            (self.area_a1, "into itself"),
            (self.street_a, "is not a community"),
            (far_community, "another district"),
            (gone, "was abolished"),
            (young, "exists from"),
            (self.env["community.area"], "Choose the community"),
        ):
            with self.subTest(target=target.name):
                self.assertNotReady(self._merge(self.area_a1, target), word)

    def test_bad_areas(self):
        """A street, one of another district, an abolished one cannot be merged; nor nothing."""
        far = self._area("999902000000", "外区")
        far_street = self._area("999902001000", "外街道", far)
        gone = self._area("999901001008", "甲八社区", self.street_a)
        gone.valid_to = "2020-01-01"
        for area, word in (
            (self.street_b, "is not a community"),
            (self._area("999902001001", "外一社区", far_street), "another district"),
            (gone, "was abolished"),
        ):
            with self.subTest(area=area.name):
                self.assertNotReady(self._merge(area, self.area_a2), word)
        self.assertNotReady(self._merge([], self.area_a2), "Enter the communities")

    def test_bad_codes(self):
        """A code has 12 digits, lies in the new street, and is given out once."""
        for code, word in (
            (False, "12 digits"),
            ("99990100200", "12 digits"),
            ("9999010020AB", "12 digits"),
            ("999901001077", "begins with 999901002"),
            ("999901002000", "begins with 999901002"),
            (self.area_b1.code, "is taken by"),
        ):
            with self.subTest(code=code):
                self.assertNotReady(self._move(self.area_a1, self.street_b, code), word)

    def test_bad_moves(self):
        """To where it lies already, to a community, to no street, two with one code."""
        self.assertNotReady(self._move(self.area_a1, self.street_a, "999901001077"), "already")
        self.assertNotReady(self._move(self.area_a1, self.area_b1, NEW_CODE), "not a street")
        nowhere = self._move(self.area_a1, self.street_a.browse(), NEW_CODE)
        self.assertNotReady(nowhere, "Choose the street")
        twice = [{"area_id": area.id, "new_code": NEW_CODE} for area in self.area_a1 + self.area_a2]
        change = self._change(kind="move", lines=twice, target_street_id=self.street_b.id)
        self.assertNotReady(change, "given twice")

    def test_all_is_told_at_once(self):
        """Everything that is wrong is said in one go."""
        lines = [{"area_id": self.street_b.id, "new_code": "1"}]
        change = self._change(kind="move", lines=lines)
        self.assertNotReady(change, "is not a community", "Choose the street", "12 digits")

    def test_same_area_in_two_planned_changes(self):
        """A community has one planned change; as drafts both may stand."""
        tomorrow = self._today() + timedelta(days=1)
        first = self._merge(self.area_a1, self.area_a2, effective_on=tomorrow)
        second = self._merge(self.area_a1, self.area_b1, effective_on=tomorrow)
        first.action_confirm()
        self.assertNotReady(second, "another change is planned")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._as_root(second).state = "planned"  # the database says it too

    def test_planned_target_must_live_on(self):
        """Nobody joins a community that is gone by then, in whatever order the two are planned."""
        soon, later = (self._today() + timedelta(days=days) for days in (1, 9))
        self._merge(self.area_a2, self.area_b1, effective_on=soon).action_confirm()
        into_gone = self._merge(self.area_a1, self.area_a2, effective_on=later)
        self.assertNotReady(into_gone, "choose what continues it")
        self._merge(self.area_v1, self.area_b1, effective_on=later).action_confirm()
        leaves = self._merge(self.area_b1, self.area_a1, effective_on=soon)
        self.assertNotReady(leaves, "would be gone by then")

    def test_not_before_facts(self):
        """A day that has passed is possible only when nothing happened there since."""
        self._organization()
        yesterday = self._today() - timedelta(days=1)
        change = self._merge(self.area_a1, self.area_b1, effective_on=yesterday)
        message = self.assertRefused(UserError, change.action_confirm)
        self.assertIn(str(self._today() + timedelta(days=1)), message)
        self.assertEqual(self.area_a1.valid_to, False)
        quiet = self._merge(self.area_a2, self.area_b1, effective_on=yesterday)
        self._applied(quiet)
        self.assertEqual(self.area_a2.valid_to, yesterday)

    def test_facts_before_the_day_do_not_matter(self):
        """What was filed earlier does not forbid a day in the past."""
        self._filed(self.area_a1, "甲一会", filed_on="2026-01-05")
        change = self._merge(self.area_a1, self.area_a2, effective_on="2026-01-05")
        self.assertIn("2026-01-06", self.assertRefused(UserError, change.action_confirm))
        self._applied(self._merge(self.area_a1, self.area_a2, effective_on="2026-01-06"))

    def test_state_is_not_written(self):
        """No client moves the state, creates a decided change, or rewrites one."""
        change = self._merge(self.area_a1, self.area_a2)
        for user in (self.officer_d, self.admin):
            mine = change.with_user(user)
            self.assertRefused(AccessError, mine.write, {"state": "done"})
            vals = {"document_number": "x", "area_id": self.district.id, "state": "planned"}
            self.assertRefused(AccessError, mine.create, vals)
        change.effective_on = self._today() + timedelta(days=3)
        change.action_confirm()
        for vals in (
            {"target_id": self.area_b1.id},
            {"effective_on": "2020-01-01"},
            {"line_ids": [(5,)]},
        ):
            self.assertRefused(UserError, change.write, vals)
        self.assertRefused(UserError, change.line_ids.write, {"area_id": self.area_b1.id})
        self.assertRefused(UserError, change.line_ids.unlink)
        self.assertRefused(UserError, change.line_ids.copy, {"area_id": self.area_b1.id})
        self.assertRefused(UserError, change.unlink)
        change.note = "remarks are free"
        change.action_draft()
        change.write({"target_id": self.area_b1.id})
        change.unlink()

    def test_default_state_of_a_client(self):
        """Nor does a default in the context."""
        changes = self.env["community.area.change"].with_user(self.officer_d)
        change = changes.with_context(default_state="done").create({"document_number": "x"})
        self.assertEqual(change.state, "draft")
        self.assertEqual(change.area_id, self.district)

    def test_buttons_in_their_order(self):
        """What is in effect is not undone, what was called off not applied; a later day is waited for."""
        change = self._merge(
            self.area_a1, self.area_a2, effective_on=self._today() + timedelta(days=1)
        )
        self.assertRefused(UserError, change.action_apply)
        change.action_confirm()
        self.assertRefused(UserError, change.action_apply)
        self.assertRefused(UserError, change.action_confirm)
        change.action_cancel()
        self.assertRefused(UserError, change.action_confirm)
        done = self._merge(self.area_a1, self.area_a2)
        self._applied(done)
        for action in (
            done.action_confirm,
            done.action_cancel,
            done.action_draft,
            done.action_apply,
        ):
            self.assertRefused(UserError, action)

    def test_communities_are_not_moved_by_hand(self):
        """On the form of an area nobody abolishes or moves a community: its records would not follow."""
        for user in (self.officer_d, self.admin):
            area = self.area_a1.with_user(user)
            for vals in (
                {"parent_id": self.street_b.id},
                {"valid_to": "2026-01-01"},
                {"successor_id": self.area_a2.id, "valid_to": "2026-01-01"},
            ):
                self.assertRefused(AccessError, area.write, vals)
            area.centre_phone = "057400000001"

    def test_successor_makes_sense(self):
        """An area is continued by one of its tier, not by itself, and only once it is abolished."""
        self.assertRefused(
            ValidationError,
            self.area_a1.write,
            {"valid_to": "2026-01-01", "successor_id": self.street_b.id},
        )
        self.area_a1.write({"valid_to": "2026-01-01", "successor_id": self.area_a2.id})
        self.assertRefused(
            UserError,
            self.area_a2.write,
            {"valid_to": "2026-01-01", "successor_id": self.area_a1.id},
        )

    def test_own_district_only(self):
        """A district's officer neither sees nor plans for another district."""
        far = self._area("999902000000", "外区")
        other = self._user("test_officer_far", "外区干部", "district_officer", far)
        change = self._merge(self.area_a1, self.area_a2)
        self.assertSees(other, change, change.browse())
        self.assertRefused(AccessError, self._merge, self.area_a1, self.area_a2, user=other)
        self.assertRefused(AccessError, change.with_user(other).action_confirm)
        for user in (self.officer_a, self.officer_a1):
            self.assertRefused(AccessError, change.with_user(user).action_confirm)
