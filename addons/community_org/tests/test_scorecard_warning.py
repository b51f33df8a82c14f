from datetime import date

from odoo.tests import HttpCase, tagged

from .common import CommunityCase, CommunityData
from .test_satisfaction import SatisfactionData


@tagged("post_install", "-at_install")
class TestScorecardWarning(SatisfactionData, CommunityCase):
    """A street is told in time what is low; satisfaction stands beside the other targets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["community.scorecard.indicator"].search([]).active = False
        cls.year = cls._local_today().year
        cls.sheets = cls.env["community.scorecard"]
        cls.indicator = cls.env["community.scorecard.indicator"].create(
            {"name": "测试保障", "method": "manual", "weight": 10, "warning_percent": 60}
        )

    def _enter(self, percent):
        """The district enters ``percent`` for 甲街道, and the night passes."""
        self.sheets._refresh_year(self.year)
        sheet = self.sheets.search([("area_id", "=", self.street_a.id), ("year", "=", self.year)])
        sheet.line_ids.with_user(self.officer_d)._enter(percent, "评定")
        self.sheets._warn_year(self.year)
        return sheet

    def _count_todos(self, sheet):
        return len(sheet.activity_ids.filtered(lambda todo: todo.user_id == self.officer_a))

    def test_warned_once_until_it_recovers(self):
        """Below the limit the officers of the street get a to-do and a mail; not again each night."""
        sheet = self._enter(59)
        self.assertEqual((self._count_todos(sheet), sheet.warned_ids), (1, self.indicator))
        mails = self.env["mail.message"].search_count(
            [("model", "=", sheet._name), ("res_id", "=", sheet.id), ("subject", "!=", False)]
        )
        self.assertTrue(mails)
        self.sheets._warn_year(self.year)
        self.assertEqual(self._count_todos(sheet), 1)
        self._enter(60)
        self.assertEqual((self._count_todos(sheet), sheet.warned_ids), (0, self.indicator.browse()))
        self._enter(10)
        self.assertEqual(self._count_todos(sheet), 1)

    def test_other_streets_hear_nothing(self):
        self._enter(10)
        todos = self.env["mail.activity"].search([("res_model", "=", "community.scorecard")])
        self.assertFalse(todos.user_id & self.officer_b)

    def test_what_grows_is_compared_with_the_days_gone(self):
        """On 1 July about half of the limit is asked for; what does not grow owes all of it."""
        low = self.indicator._is_low
        self.assertTrue(low(40, 100, date(2026, 7, 1)))
        self.indicator.accumulates = True
        self.assertFalse(low(40, 100, date(2026, 7, 1)))
        self.assertTrue(low(20, 100, date(2026, 7, 1)))
        self.assertTrue(low(59, 100, date(2026, 12, 31)))
        self.assertFalse(low(60, 100, date(2026, 12, 31)))
        self.assertFalse(low(0, 0, date(2026, 12, 31)), "nothing to judge")

    def test_satisfaction_is_a_target(self):
        """4 of 5 are 80 %; what is asked of one organisation does not count for the street."""
        self.indicator.method = "satisfaction"
        campaign = self._opened()
        self._answer(campaign.line_ids[0], "5", "4", "4", "5", "1")
        own = self._opened(organization_id=self._organization().id)
        self._answer(own.line_ids[0], "1", "1")
        self.env["community.target"]._refresh_year(self.year)
        rows = self.env["community.target"].search(
            [("year", "=", self.year), ("area_id", "in", (self.street_a + self.district).ids)]
        )
        for row in rows:
            self.assertEqual(
                (row.satisfied_count, row.valid_count, row.satisfaction, row.satisfaction_state),
                (4, 5, 80.0, "reached"),
            )
        counts = self.indicator._count(self.street_a, self.year)
        self.assertEqual(counts[self.street_a.id], (4, 5))
        self._answer(campaign.line_ids[0], "3")
        self.env["community.target"]._refresh_year(self.year)
        self.assertEqual(set(rows.mapped("satisfaction_state")), {"behind"})

    def test_satisfaction_is_frozen_with_the_year(self):
        """An answer that comes after the close does not change the row."""
        campaign = self._opened()
        self._answer(campaign.line_ids[0], "5")
        targets = self.env["community.target"]
        targets._refresh_year(self.year)
        row = targets.search([("year", "=", self.year), ("area_id", "=", self.street_a.id)])
        row.state = "frozen"
        self._answer(campaign.line_ids[0], "1")
        targets._refresh_year(self.year)
        self.assertEqual((row.satisfied_count, row.valid_count), (1, 1))

    def test_book_of_the_year(self):
        """Printed from any sheet, with the ranking and every sheet that the user may see."""
        sheet = self._enter(70)
        for user, names in ((self.officer_d, ("甲街道", "乙街道")), (self.officer_a, ("甲街道",))):
            html = str(
                self.env["ir.qweb"]
                .with_user(user)
                ._render("community_org.report_scorecard_year", {"docs": sheet.with_user(user)})
            )
            for street in ("甲街道", "乙街道"):
                self.assertEqual(street in html, street in names, (user.login, street))


@tagged("post_install", "-at_install")
class TestOverviewPdf(CommunityData, HttpCase):
    """The leader's page comes as a PDF of the server, for staff alone."""

    def test_pdf(self):
        self.env["community.scorecard"]._refresh_year(self._local_today().year)
        self.env.flush_all()
        anonymous = self.url_open("/community/overview.pdf", allow_redirects=False)
        self.assertEqual(anonymous.status_code, 303)
        self.authenticate(self.leader.login, self.leader.login)
        page = self.url_open("/community/overview.pdf")
        self.assertEqual(page.headers["Content-Type"], "application/pdf")
        self.assertTrue(page.content.startswith(b"%PDF"))
        self.authenticate(self.portal_1.login, self.portal_1.login)
        self.assertEqual(self.url_open("/community/overview.pdf").status_code, 404)
