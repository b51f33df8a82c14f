import io
from datetime import datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from openpyxl import load_workbook

from .common import CommunityHttpCase


@tagged("post_install", "-at_install")
@freeze_time("2026-07-05 02:00:00")
class TestQuarterlyReturn(CommunityHttpCase):
    """季报: counted, handed in from community to street to district, returned with a reason, never typed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-02-10 02:00:00"):
            cls.organization = cls._organization()
            cls.silent = cls._organization(name="静默队", category_id=cls.category_other.id)
        cls.returns = cls.env["community.quarterly.return"]
        cls.returns._open_quarter(datetime(2026, 5, 1).date())
        cls.first = cls._hold(datetime(2026, 5, 6, 1))
        cls.second = cls._hold(datetime(2026, 6, 30, 15), participant_count=5)

    @classmethod
    def _hold(cls, start, confirmed=True, **vals):
        vals = cls._activity_vals(cls.organization, start=start, **vals)
        activity = cls.env["community.activity"].create(vals)
        if confirmed:
            activity._move("confirm")
        return activity

    def _return(self, area, user=None, quarter=2):
        found = self.returns.search(
            [("area_id", "=", area.id), ("year", "=", 2026), ("quarter", "=", quarter)]
        )
        return found.with_user(user) if user else found

    def _accept_all(self, street=None):
        """Every community of the street, handed in and accepted."""
        for area in (street or self.street_a).child_ids:
            record = self._return(area)
            record.action_submit()
            record.action_accept()

    # ------------------------------------------------------------
    # FIGURES
    # ------------------------------------------------------------

    def test_counted_from_the_records(self):
        """The figures are those of a hand-written query; 23:00 on 30 June counts in June."""
        record = self._return(self.area_a1, self.officer_a1)
        record.action_extract()
        self.env.cr.execute(
            "SELECT count(*), sum(participant_count) FROM community_activity"
            " WHERE area_id = %s AND date BETWEEN '2026-04-01' AND '2026-06-30' AND state = 'confirmed'",
            [self.area_a1.id],
        )
        self.assertEqual((record.activity_count, record.participant_count), self.env.cr.fetchone())
        self.assertEqual((record.activity_count, record.participant_count), (2, 25))
        self.assertEqual((record.organization_count, record.new_count), (2, 0))
        self.assertEqual((record.member_count, record.silent_count), (6, 1))
        self.assertEqual(record.line_ids.mapped("activity_count"), [2])

    def test_midnight(self):
        """00:30 in Shanghai on 1 July counts in the third quarter."""
        self._hold(datetime(2026, 6, 30, 16, 30))
        self.assertEqual(self._return(self.area_a1).activity_count, 2)
        self.assertEqual(self._return(self.area_a1, quarter=3).activity_count, 1)

    def test_roll_up_is_the_sum(self):
        """A street adds up what it accepted, the district what it accepted."""
        self._accept_all()
        street = self._return(self.street_a)
        self.assertEqual((street.activity_count, street.organization_count), (2, 2))
        self.assertEqual(street.line_ids.mapped("participant_count"), [25])
        street.action_submit()
        district = self._return(self.district)
        district.action_extract()
        self.assertEqual(district.activity_count, 0)
        street.action_accept()
        self.assertEqual((district.activity_count, district.member_count), (2, 6))

    def test_comparison(self):
        """Each figure stands beside that of the quarter before."""
        with freeze_time("2026-03-20 02:00:00"):
            self._hold(datetime(2026, 3, 10, 1))
        rows = {row["name"]: row for row in self._return(self.area_a1)._get_comparison()}
        held = rows["Activities held"]
        self.assertEqual(
            (held["value"], held["previous"], held["difference"], held["last_year"]),
            ("2", "1", "+1 (+100 %)", "—"),
        )

    # ------------------------------------------------------------
    # WAY UP
    # ------------------------------------------------------------

    def test_whole_way(self):
        """Community hands in, street accepts and hands in, district accepts; the ledger is closed."""
        record = self._return(self.area_a1, self.officer_a1)
        record.action_submit()
        self.assertRefused(UserError, self.first.write, {"participant_count": 99})
        self.assertRefused(AccessError, record.action_accept)
        record.with_user(self.officer_a).action_accept()
        other = self._return(self.area_a2)
        street = self._return(self.street_a, self.officer_a)
        self.assertIn("甲二社区", self.assertRefused(UserError, street.action_submit))
        other.with_user(self.officer_a2).action_submit()
        other.with_user(self.officer_a).action_accept()
        street.action_submit()
        street.with_user(self.officer_d).action_accept()
        self.assertEqual(street.state, "accepted")

    def test_not_before_the_end(self):
        """A quarter that goes on is not handed in."""
        with freeze_time("2026-06-30 15:59:00"):
            record = self._return(self.area_a1, self.officer_a1)
            self.assertRefused(UserError, record.action_submit)

    def test_unconfirmed_is_explained(self):
        """Unconfirmed entries keep it from being handed in, unless the reason is stated."""
        self._hold(datetime(2026, 6, 1, 1), confirmed=False)
        record = self._return(self.area_a1, self.officer_a1)
        self.assertRefused(UserError, record.action_submit)
        record.exception_reason = "负责人住院，下季度补核"
        record.action_submit()
        self.assertEqual(record.state, "submitted")

    def test_returned_with_a_reason(self):
        """Returned, the ledger opens again; not while the street's own is handed in."""
        self._accept_all()
        record = self._return(self.area_a1, self.officer_a)
        street = self._return(self.street_a)
        street.action_submit()
        self.assertRefused(UserError, record._return, "人数不对")
        street.with_user(self.officer_d)._return("请核实人数")
        self.assertRefused(UserError, record._return, "  ")
        record._return("人数不对")
        self.assertEqual((record.state, record.return_reason), ("returned", "人数不对"))
        self.assertEqual(street.activity_count, 0)
        # raises nothing any more
        self.first._check_open()

    def test_late(self):
        """Due by the day of the policy; the days late stay with it."""
        record = self._return(self.area_a1, self.officer_a1)
        self.assertEqual(str(record.due_on), "2026-07-10")
        with freeze_time("2026-07-13 02:00:00"):
            self.assertIn(record, self.returns.search([("is_late", "=", True)]))
            self.returns._count_late(self._local_today())
            self.assertEqual(record.days_late, 3)
        with freeze_time("2026-07-14 02:00:00"):
            record.action_submit()
        self.assertEqual(record.days_late, 4)

    def test_chased_once_a_day(self):
        """The street reminds who has not handed in, once a day, and nobody else may."""
        street = self._return(self.street_a, self.officer_a)
        self.assertRefused(AccessError, street.with_user(self.officer_b).action_chase)
        before = self.env["mail.message"].search_count([])
        street.action_chase()
        street.action_chase()
        self.assertEqual(self.env["mail.message"].search_count([]) - before, 2)

    def test_silent_bodies(self):
        """Accepted, a body without any activity gets its entry, once; a new one does not."""
        rule = self.env["community.credit.rule"].search([("code", "=", "ledger_missing")])
        rule = rule or self.env["community.credit.rule"].create(
            {"name": "季度无活动", "code": "ledger_missing", "points": -5}
        )
        record = self._return(self.area_a1)
        record.action_submit()
        record.action_accept()
        entries = self.env["community.credit.entry"].search([("rule_id", "=", rule.id)])
        mine = entries.filtered(lambda e: e.organization_id in self.silent + self.organization)
        self.assertEqual(mine.organization_id, self.silent)
        record._return("再核")
        record.action_submit()
        record.action_accept()
        self.assertEqual(self.silent.credit_entry_count, 1)

    # ------------------------------------------------------------
    # ATTACKS
    # ------------------------------------------------------------

    def test_figures_are_nobodys(self):
        """Neither figures nor state are written by hand, whoever asks and whatever the context."""
        record = self._return(self.area_a1)
        for user in (self.officer_a1, self.officer_a, self.officer_d):
            for vals in ({"activity_count": 9}, {"state": "accepted"}, {"due_on": "2030-01-01"}):
                mine = record.with_user(user).with_context(community_return_engine=True)
                self.assertRefused(AccessError, mine.write, vals)
        self.assertRefused(AccessError, record.with_user(self.officer_a).write, {"note": "代写"})
        record.with_user(self.officer_a1).write({"note": "本季以健身活动为主"})
        record.action_submit()
        self.assertRefused(AccessError, record.with_user(self.officer_a1).write, {"note": "改"})

    def test_other_offices(self):
        """Nobody hands in, accepts or returns what is not for his office."""
        record = self._return(self.area_a1)
        for user in (self.officer_a2, self.officer_b, self.officer_a, self.officer_d, self.leader):
            self.assertRefused(AccessError, record.with_user(user).action_submit)
        record.action_submit()
        for user in (self.officer_a1, self.officer_b, self.officer_d, self.leader, self.admin):
            self.assertRefused(AccessError, record.with_user(user).action_accept)
            self.assertRefused(AccessError, record.with_user(user)._return, "因")

    # ------------------------------------------------------------
    # PAPER
    # ------------------------------------------------------------

    def test_workbook(self):
        """A row for each community, sums as formulas, A4 landscape; not for other streets."""
        self._accept_all()
        street = self._return(self.street_a)
        self.authenticate(self.officer_a.login, self.officer_a.login)
        response = self.url_open(f"/community/returns/{street.id}.xlsx")
        sheet = load_workbook(io.BytesIO(response.content)).active
        self.assertEqual(
            [sheet.cell(row, 1).value for row in (4, 5, 6)], ["甲一社区", "甲二社区", "Total"]
        )
        self.assertEqual(sheet.cell(6, 2).value, "=SUM(B4:B5)")
        self.assertEqual((sheet.page_setup.orientation, sheet.freeze_panes), ("landscape", "B4"))
        self.authenticate(self.officer_b.login, self.officer_b.login)
        self.assertEqual(self.url_open(f"/community/returns/{street.id}.xlsx").status_code, 404)

    def test_cost_does_not_grow(self):
        """Extraction costs as many queries for 60 activities as for 2."""
        self._return(self.area_a1)._extract()
        costs = []
        for count in (0, 58):
            for number in range(count):
                self._hold(datetime(2026, 5, 7, 1), name=f"活动{number}")
            record = self._return(self.area_a1)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            record._extract()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*costs)
