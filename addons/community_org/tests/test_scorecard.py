from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CommunityCase


@tagged("post_install", "-at_install")
class TestScorecard(CommunityCase):
    """«纳入绩效考核»: the sheet of a street is counted from its records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["community.scorecard.indicator"].search([]).active = False
        cls.organization = cls._organization()
        cls.year = cls._local_today().year
        cls.sheets = cls.env["community.scorecard"]

    def _indicator(self, method, **vals):
        vals = {"name": f"测试{method}", "method": method, "weight": 20, **vals}
        return self.env["community.scorecard.indicator"].create(vals)

    def _sheet(self, area=None):
        self.sheets._refresh_year(self.year)
        return self.sheets.search(
            [("area_id", "=", (area or self.street_a).id), ("year", "=", self.year)]
        )

    def _hold(self, confirmed=True, **vals):
        activity = self.env["community.activity"].create(
            self._activity_vals(self.organization, **vals)
        )
        if confirmed:
            activity._move("confirm")
        return activity

    def test_points_of_a_share(self):
        """Linear between the two percentages, in whole hundredths rounded down, never outside."""
        scale = self._indicator("manual", weight=10, zero_percent=70, full_percent=100)
        expected = {(70, 100): 0, (60, 100): 0, (85, 100): 500, (100, 100): 1000, (130, 100): 1000}
        expected |= {(0, 0): None, (2, 3): 0, (239, 300): 322}
        for share, points in expected.items():
            self.assertEqual(scale._get_score(*share), points, share)

    def test_counted_shares(self):
        """Each method counts what its name says, in the street and the year."""
        self._hold()
        self._hold(confirmed=False, name="二")
        self._hold(start=datetime(self.year - 1, 3, 1, 1))
        for method, share in {
            "confirmed": (1, 2),
            "timely": (2, 2),
            "active": (1, 1),
            "review": (3, 3),
            "growth": (1, 0),
        }.items():
            with self.subTest(method=method):
                counts = self._indicator(method)._count(self.street_a + self.street_b, self.year)
                if method == "growth":
                    self.env["community.target"]._refresh_year(self.year)
                    counts = self._indicator(method)._count(self.street_a, self.year)
                self.assertEqual(counts[self.street_a.id], share)
                self.assertFalse(counts.get(self.street_b.id, (0, 0))[0])

    def test_late_decisions_cost(self):
        """A step decided late is not in time, whoever of the street's area decided it."""
        filing = self._submit(name="迟办队", category_id=self.category_other.id)
        self._current_task(filing).deadline = self._local_today() - timedelta(days=10)
        self._decide(filing)
        counts = self._indicator("review")._count(self.street_a, self.year)
        self.assertEqual(counts[self.street_a.id], (3, 4))

    def test_score_and_rank(self):
        """The score is taken of the lines that apply; the best of the district stands first."""
        self._hold()
        self._indicator("confirmed", weight=30)
        self._indicator("density", weight=70)
        sheet = self._sheet()
        self.assertEqual(sheet.line_ids.mapped("applies"), [True, False])
        self.assertEqual((sheet.score, sheet.rank), (100, 1))
        self.assertEqual(self._sheet(self.street_b).score, 0)
        self.assertEqual(self._sheet(self.street_b).rank, 2)

    def test_by_hand(self):
        """The district enters with a reason what is not counted; nobody else, and nothing else."""
        self._indicator("manual", weight=10)
        counted = self._indicator("confirmed")
        line = self._sheet().line_ids.filtered(lambda line: line.method == "manual")
        dialog = self.env["community.scorecard.enter"]
        vals = {"line_id": line.id, "percent": 80, "note": "领导重视"}
        dialog.with_user(self.officer_d).create(vals).action_enter()
        self.assertEqual((line.points, line.percent, line.note), (8, 80, "领导重视"))
        # counting again keeps it
        self.assertEqual(self._sheet().score, 80)
        for user in (self.officer_a, self.leader, self.admin):
            self.assertRefused(AccessError, line.with_user(user)._enter, 100, "改")
        other = line.scorecard_id.line_ids.filtered(lambda line: line.indicator_id == counted)
        self.assertRefused(UserError, other.with_user(self.officer_d)._enter, 100, "改")

    def test_closed_sheet_stays(self):
        """A closed sheet changes neither by counting nor by hand."""
        self._indicator("manual", weight=10)
        sheet = self._sheet()
        self.sheets._close(self.year, self.district)
        self.assertEqual(sheet.state, "frozen")
        self.assertRefused(UserError, sheet.line_ids.with_user(self.officer_d)._enter, 100, "改")
        self._indicator("confirmed")
        self._hold()
        self.assertEqual(len(self._sheet().line_ids), 1)

    def test_cost_does_not_grow(self):
        """Counting costs as many queries for 40 activities as for 4."""
        for method in ("confirmed", "timely", "active", "review"):
            self._indicator(method)
        for number in range(4):
            self._hold(name=f"活动{number}")
        few = self._count_queries()
        for number in range(36):
            self._hold(name=f"活动再{number}")
        self.assertEqual(self._count_queries(), few)

    def _count_queries(self):
        self._sheet()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.sheets._refresh_year(self.year)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
