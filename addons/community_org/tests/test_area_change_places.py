from odoo.tests import tagged

from .common import credit_code
from .common_area_change import AreaChangeCase


@tagged("post_install", "-at_install")
class TestPlaces(AreaChangeCase):
    """«同一类一个社区一个» when two of a category meet by an area change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.earlier = cls._filed(cls.area_a1, "甲一助老会", cls.category, "2025-01-05")
        cls.later = cls._filed(cls.area_a2, "甲二助老会", cls.category, "2025-06-05")
        cls.other = cls._filed(cls.area_a2, "甲二助残会", cls.category_other, "2025-06-05")

    def _awaiting(self):
        every = self.earlier + self.later + self.other
        return self.env["community.organization"].search(
            [("awaits_merger", "=", True), ("id", "in", every.ids)]
        )

    def _met(self):
        return self._applied(self._merge(self.area_a1, self.area_a2))

    def test_preview(self):
        """Before it is confirmed the form lists who will await a merger; nothing has changed yet."""
        change = self._merge(self.area_a1, self.area_a2)
        self.assertEqual(change.clash_organization_ids.ids, self.later.ids)
        self.assertFalse(self._awaiting())
        new = self._change(
            kind="merge",
            lines=[{"area_id": area.id} for area in self.area_a1 + self.area_a2],
            is_new_target=True,
        )
        self.assertEqual(new.clash_organization_ids.ids, self.later.ids)

    def test_later_filed_awaits(self):
        """The earlier filed keeps the place although its community is the one that is gone."""
        change = self._met()
        self.assertEqual(self._awaiting(), self.later)
        self.assertTrue(self.earlier.holds_category)
        self.assertFalse(self.later.holds_category)
        self.assertEqual(self.later.place_holder_id, self.earlier)
        self.assertFalse(self.earlier.place_holder_id)
        self.assertIn(self.later.name, change.message_ids[0].body)
        found = self.env["community.organization"].search(change.action_open_awaiting()["domain"])
        self.assertEqual(found, self.later)

    def test_excepted_and_many_do_not_clash(self):
        """A body with an exception holds no place, a category without limit has none."""
        self.later.write({"holds_category": False, "override_reason": "因"})
        self._filed(self.area_a1, "甲一文体会", self.category_many)
        self._filed(self.area_a2, "甲二文体会", self.category_many)
        self._met()
        self.assertFalse(
            self.env["community.organization"].search([("awaits_merger", "=", True)])
            & (self.later + self.earlier)
        )

    def test_move_clashes_with_nobody(self):
        """A community that moves stays by itself."""
        change = self._move(self.area_a1, self.street_b, "999901002005")
        self.assertFalse(change.clash_organization_ids)
        self._applied(change)
        self.assertFalse(self._awaiting())
        self.assertTrue(self.earlier.holds_category)

    def test_registered_bodies_do_not_wait(self):
        """A body that was registered meanwhile is none of the filed: it takes no place that becomes free."""
        self._met()
        facts = {"registration_type": "service", "uscc": credit_code("52")}
        self.later.write({**facts, "registered_on": "2026-05-06", "state": "registered"})
        self.assertFalse(self._awaiting())
        self.earlier.state = "cancelled"
        self.assertFalse(self.later.holds_category)

    def test_ends_when_the_holder_is_cancelled(self):
        """The one that waits takes the place that became free."""
        self._met()
        self.earlier.state = "cancelled"
        self.assertFalse(self._awaiting())
        self.assertTrue(self.later.holds_category)

    def test_ends_when_it_is_cancelled_itself(self):
        """A body that is cancelled, or merged, waits for nothing."""
        self._met()
        self.later.state = "cancelled"
        self.assertFalse(self._awaiting())
        self.assertFalse(self.later.holds_category)

    def test_ends_with_another_category(self):
        """When either becomes of another kind, the clash is over."""
        self._met()
        with self._undone():
            self.earlier.category_id = self.category_many
            self.assertFalse(self._awaiting())
            self.assertTrue(self.later.holds_category)
        self.later.write({"category_id": self.category_restricted.id, "holds_category": True})
        self.assertFalse(self._awaiting())

    def test_ends_with_a_reasoned_exception(self):
        """When the street states why both are needed, nobody waits."""
        self._met()
        self.later.override_reason = "两处场地相距较远"
        self.assertFalse(self._awaiting())
        self.assertFalse(self.later.holds_category)

    def test_ends_when_the_category_has_no_limit_any_more(self):
        """When the district allows several, the nightly job ends the wait."""
        self._met()
        self.category.one_per_community = False
        self.env["community.area.change"]._cron_apply()
        self.assertFalse(self._awaiting())

    def test_three_meet(self):
        """Of three the earliest holds, two wait; when it goes, the next by date takes over."""
        third = self._filed(self.area_b1, "乙一助老会", self.category, "2025-03-05")
        areas = self.area_a1 + self.area_b1
        self._applied(self._merge(areas, self.area_a2))
        self.assertEqual((self.later + third).mapped("awaits_merger"), [True, True])
        self.earlier.state = "cancelled"
        self.assertTrue(third.holds_category)
        self.assertEqual(self._awaiting(), self.later)
        self.assertEqual(self.later.place_holder_id, third)

    def test_waiting_body_is_not_blocked(self):
        """It renews and changes as before; only a newcomer to the category is refused."""
        waiting = self._organization(area_id=self.area_b1.id)
        self._applied(self._merge(self.area_b1, self.area_a2))
        self.assertTrue(waiting.awaits_merger)
        for kind, vals in (("renewal", {}), ("change", {"address": "甲二路 9 号"})):
            request = waiting.with_user(self.officer_a2)._start_request(kind)
            request.write(vals)
            self._add_material(request)
            request.action_submit()
            self.assertFalse(request.clash_organization_ids)
            self.assertEqual(self._approve_all(request).state, "approved")
        self.assertEqual(waiting.address, "甲二路 9 号")
        self.assertTrue(waiting.awaits_merger)
        newcomer = self._submit(area_id=self.area_a2.id)
        self.assertEqual(newcomer.clash_organization_ids.ids, self.later.ids)


@tagged("post_install", "-at_install")
class TestAreaChangeCost(AreaChangeCase):
    def _fill(self, area, count):
        for number in range(count):
            self._filed(area, f"{area.name}第{number}会")
            self._submit(
                name=f"{area.name}第{number}队", area_id=area.id, category_id=self.category_many.id
            )

    def _cost(self, change):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        change.action_confirm()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_cost_does_not_grow(self):
        """Twenty organisations with as many applications and steps move by as many queries as two."""
        self._fill(self.area_a1, 2)
        self._fill(self.area_a2, 20)
        few = self._cost(self._move(self.area_a1, self.street_b, "999901002005"))
        many = self._cost(self._move(self.area_a2, self.street_b, "999901002006"))
        self.assertLess(many, few + 20)
