from datetime import date

from odoo.tests import freeze_time, tagged

from .common_ledger import LedgerCase


@tagged("post_install", "-at_install")
class TestActivityReport(LedgerCase):
    """The ledger added up for leaders says what the ledger says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2025-08-20"))
        cls.report = cls.env["community.activity.report"]
        for day, people in ((3, 10), (5, 20), (19, 40)):
            cls._activity(start=cls._at(date(2025, 8, day)), participant_count=people)
        cls._planned(4)
        other = cls._organization(name="甲二队", area_id=cls.area_a2.id)
        cls._activity(cls.officer_a2, other, start=cls._at(date(2025, 7, 20)))
        cls.report._cron_refresh()

    def _sum(self, user, *aggregates, groupby=(), domain=()):
        mine = [("area_id", "in", self.communities.ids), *domain]
        return self.report.with_user(user)._read_group(mine, groupby, aggregates)

    def test_figures(self):
        """Counts and sums of a month, state and community."""
        rows = self._sum(
            self.officer_a,
            "activity_count:sum",
            "participant_count:sum",
            "hours:sum",
            groupby=["community_id", "month:month", "state"],
        )
        self.assertEqual(
            {(row[0], row[1], row[2]): row[3:] for row in rows},
            {
                (self.area_a1, date(2025, 8, 1), "held"): (3, 70, 6),
                (self.area_a1, date(2025, 8, 1), "planned"): (1, 20, 2),
                (self.area_a2, date(2025, 7, 1), "held"): (1, 20, 2),
            },
        )

    def test_average_of_the_days(self):
        """Weighted by entries: planned ones have none, and rows stand for several."""
        days = [17, 15, 1, 31]
        ((average, late),) = self._sum(self.officer_a, "days_to_entry:avg", "late_count:sum")
        self.assertEqual(average, sum(days) / 4)
        self.assertEqual(late, 3)

    def test_own_area_alone(self):
        """By the tier columns: a community sees its own, a leader of the district all."""
        for user, count in (
            (self.officer_a1, 4),
            (self.officer_a2, 1),
            (self.officer_a, 5),
            (self.officer_b, False),
            (self.leader, 5),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._sum(user, "activity_count:sum")[0][0], count)

    def test_as_of(self):
        """The page says when its figures were added up; later entries are not in them."""
        self._activity()
        self.assertEqual(self._sum(self.officer_a1, "activity_count:sum")[0][0], 4)
        action = self.report.with_user(self.officer_a1).action_open()
        self.assertIn("8:00", action["name"])
        self.report._cron_refresh()
        self.assertEqual(self._sum(self.officer_a1, "activity_count:sum")[0][0], 5)

    def test_what_a_row_adds_up(self):
        """From a row to its entries."""
        row = self.report.search([("community_id", "=", self.area_a1.id), ("state", "=", "held")])
        action = row.with_user(self.officer_a1).action_open_activities()
        found = self.env["community.activity"].search(action["domain"])
        self.assertEqual(len(found), row.activity_count)

    def test_default_pivot_is_small(self):
        """Less than 1,500 cells for the district: streets by types, one measure."""
        streets = self.env["community.area"].search_count([("tier", "=", "street")])
        types = self.env["community.activity.type"].search_count([])
        self.assertLess((streets + 1) * (types + 1), 1500)
