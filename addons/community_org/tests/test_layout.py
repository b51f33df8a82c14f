from odoo.tests import tagged

from .common import CommunityCase


@tagged("post_install", "-at_install")
class TestLayout(CommunityCase):
    """Where the kinds that the policy wants to grow are missing, and what is planned about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls._organization()

    def _row(self, area):
        return (
            self.env["community.layout.report"]
            .with_user(self.officer_d)
            .search([("community_id", "=", area.id), ("category_id", "=", self.category_root.id)])
        )

    def test_gaps_are_rows(self):
        """A community that has one of the kind is no gap; one that has none is a row that says so."""
        self.assertEqual(
            (self._row(self.area_a1).organization_count, self._row(self.area_a1).lacking_count),
            (1, 0),
        )
        self.assertEqual(
            (self._row(self.area_a2).organization_count, self._row(self.area_a2).lacking_count),
            (0, 1),
        )
        action = self._row(self.area_a1).action_open_organizations()
        found = self.env["community.organization"].search(action["domain"])
        self.assertEqual(found, self.organization)

    def test_cancelled_leave_a_gap(self):
        """What has been cancelled does not fill a gap."""
        self.organization._cancel(self._local_today(), "停办")
        self.assertEqual(self._row(self.area_a1).lacking_count, 1)

    def test_only_kinds_of_key_support(self):
        """Other kinds are no gap anywhere."""
        self.category_root.policy = "normal"
        self.assertFalse(self._row(self.area_a1))

    def test_plan_counts_what_came(self):
        """A plan of a street, of a community and of the main kind counts the new ones of the year."""
        year = self._local_today().year
        plans = self.env["community.cultivation.plan"].with_user(self.officer_a)
        for area, kind, expected in (
            (self.street_a, self.category, 1),
            (self.area_a1, self.category_root, 1),
            (self.area_a2, self.category, 0),
            (self.street_a, self.category_other, 0),
        ):
            plan = plans.create(
                {"area_id": area.id, "category_id": kind.id, "planned_count": 2, "year": year}
            )
            self.assertEqual(plan.achieved_count, expected, plan.display_name)
            self.assertEqual(plan.progress, expected * 50)
        last = plans.create(
            {"area_id": self.street_a.id, "category_id": self.category.id, "year": year - 1}
        )
        self.assertEqual(last.achieved_count, 0)
