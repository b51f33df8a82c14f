from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CommunityCase

# 20:00 in Shanghai
TODAY = "2027-06-30 12:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestTarget(CommunityCase):
    """The targets are counted from the records, and stay as they were once a year is closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.targets = cls.env["community.target"]

    @classmethod
    def _bodies(cls, count, filed_on, area=None, **vals):
        """``count`` organisations on the books since ``filed_on``."""
        area = area or cls.area_a1
        partner = cls.env["res.partner"].create({"name": "会"})
        return cls.env["community.organization"].create(
            [
                {
                    "name": f"{area.name}{filed_on}第{number}会",
                    "area_id": area.id,
                    "category_id": cls.category_many.id,
                    "filed_on": filed_on,
                    "partner_id": partner.id,
                    **vals,
                }
                for number in range(count)
            ]
        )

    def _target(self, area=None, year=2027):
        self.targets._refresh_year(year)
        return self.targets.search(
            [("area_id", "=", (area or self.street_a).id), ("year", "=", year)]
        )

    def assertFigures(self, target, **expected):
        self.assertEqual({name: target[name] for name in expected}, expected)

    # ------------------------------------------------------------
    # GROWTH
    # ------------------------------------------------------------

    def test_growth_of_a_street_and_a_town(self):
        """«街道 ≥ 上年总数10%, 镇乡 ≥ 5%»: 100 ask a street for 10 and a town for 5."""
        self._bodies(100, "2026-03-01")
        self._bodies(100, "2026-03-01", self.area_v1)
        self._bodies(9, "2027-02-01")
        self._bodies(5, "2027-02-01", self.area_v1)
        self.assertFigures(
            self._target(),
            base_count=100,
            growth_needed=10,
            new_count=9,
            growth_missing=1,
            stock_count=109,
        )
        self.assertFigures(
            self._target(self.town_t),
            growth_needed=5,
            new_count=5,
            growth_missing=0,
            growth_state="reached",
        )
        # the district owes what they owe together
        self.assertFigures(
            self._target(self.district),
            base_count=200,
            growth_needed=15,
            new_count=14,
            growth_missing=1,
        )

    def test_nothing_to_grow_from(self):
        """A base of 0 asks for nothing: not applicable, not «reached»."""
        self._bodies(3, "2027-02-01", self.area_b1)
        self.assertFigures(
            self._target(self.street_b),
            base_count=0,
            growth_needed=0,
            growth_state="none",
            new_count=3,
        )

    def test_cancelled_and_filed_again_counts_once(self):
        """A body of last year that is cancelled and filed again in the year is no growth."""
        old = self._bodies(10, "2026-03-01")[0]
        old._cancel(date(2027, 2, 1), "停办")
        again = self._bodies(1, "2027-03-01", name=f" {old.name} ")
        self.assertFigures(self._target(), base_count=10, new_count=0, stock_count=10)
        # of a new one that was filed twice in the year, one is in force
        again.name = "别的会"
        again._cancel(date(2027, 4, 1), "停办")
        self._bodies(1, "2027-05-01", name="别的会")
        self.assertFigures(self._target(), new_count=1, stock_count=10)

    def test_year_in_shanghai(self):
        """«31 December, 23:50» counts for that year, though it is the 31st in UTC for eight hours more."""
        with freeze_time("2026-12-31 15:50:00"):
            self._organization()
        with freeze_time("2026-12-31 16:10:00"):
            self._organization(name="新年队", category_id=self.category_other.id)
        self.assertFigures(self._target(), base_count=1, new_count=1, stock_count=2)

    def test_as_of(self):
        """A body that ends on a day does not count from that day on."""
        self._bodies(1, "2026-03-01")._cancel(date(2026, 12, 31), "停办")
        self._bodies(1, "2026-03-01", name="甲会")._cancel(date(2027, 1, 1), "停办")
        self.assertFigures(self._target(), base_count=1, stock_count=0, as_of=date(2027, 6, 30))

    def test_forecast_and_state(self):
        """5 by mid-year of 10 needed are on the way, 4 are behind."""
        self._bodies(100, "2026-03-01")
        self._bodies(4, "2027-02-01")
        self.assertFigures(self._target(), forecast_new=8, growth_state="behind")
        self._bodies(2, "2027-03-01", name="甲会")
        self.assertFigures(self._target(), forecast_new=12, growth_state="ontrack")

    # ------------------------------------------------------------
    # DENSITY
    # ------------------------------------------------------------

    def test_density(self):
        """«每万人≥25个» by the residents of the year; the last figure counts until there is a newer one."""
        population = self.env["community.area.population"]
        population.create({"area_id": self.street_a.id, "year": 2026, "population": 4001})
        population.create({"area_id": self.street_a.id, "year": 2028, "population": 1})
        self._bodies(10, "2026-03-01")
        self.assertFigures(
            self._target(),
            population=4001,
            population_year=2026,
            density_needed=11,
            density_missing=1,
            per_10000=24.99,
        )

    def test_density_from_the_communities(self):
        """Without a figure of its own a street has those of its communities, if none is missing."""
        population = self.env["community.area.population"]
        population.create({"area_id": self.area_a1.id, "year": 2026, "population": 4000})
        self.assertFigures(self._target(), population=0, density_missing=0)
        population.create({"area_id": self.area_a2.id, "year": 2025, "population": 2000})
        self.assertFigures(self._target(), population=6000, population_year=2025, density_needed=15)

    # ------------------------------------------------------------
    # AREAS THAT CHANGE
    # ------------------------------------------------------------

    def test_moved_community_counts_where_it_was(self):
        """Bodies count in the old street before the day of the change, in the new one from it on."""
        self._bodies(10, "2026-03-01", self.area_a2)
        change = self.env["community.area.change"].create(
            {
                "area_id": self.district.id,
                "kind": "move",
                "document_number": "测字1号",
                "effective_on": "2027-06-30",
                "target_street_id": self.street_b.id,
                "line_ids": [(0, 0, {"area_id": self.area_a2.id, "new_code": "999901002009"})],
            }
        )
        change.action_confirm()
        self.env.flush_all()
        count = self.env["community.snapshot"]._count
        before = [row[1] for row in count(date(2027, 6, 29)).values()]
        after = [row[1] for row in count(date(2027, 6, 30)).values()]
        self.assertEqual((before.count(self.street_a.id), before.count(self.street_b.id)), (10, 0))
        self.assertEqual((after.count(self.street_a.id), after.count(self.street_b.id)), (0, 10))
        self.assertFigures(self._target(), base_count=10, stock_count=0)
        self.assertFigures(self._target(self.street_b), base_count=0, stock_count=10)

    # ------------------------------------------------------------
    # YEAR END
    # ------------------------------------------------------------

    def _close(self, year=2026, user=None):
        dialog = self.env["community.year.close"].with_user(user or self.officer_d)
        return dialog.create({"year": year, "area_id": self.district.id}).action_close()

    def test_closed_figures_stay(self):
        """What is entered later changes no closed figure: it becomes an adjustment, and settles."""
        self._bodies(100, "2026-03-01")
        self._close()
        closed = self._target(year=2026)
        self.assertFigures(closed, state="frozen", stock_count=100, new_count=100, base_count=0)
        late = self._bodies(1, "2026-12-01", name="补录会")
        self.targets._cron_refresh()
        self.assertFigures(closed, stock_count=100, new_count=100, adjusted_stock=1)
        lines = closed.adjustment_ids
        self.assertEqual(
            {(line.organization_id, line.figure, line.delta) for line in lines},
            {(late, "stock", 1), (late, "new", 1)},
        )
        # the base of the next year is the closed figure
        self.assertFigures(self._target(), base_count=100, base_is_frozen=True, stock_count=101)
        # found again: no second line; gone: settled, not deleted
        self.targets._cron_refresh()
        self.assertEqual(closed.adjustment_ids, lines)
        late._cancel(date(2026, 12, 30), "误录")
        self.targets._cron_refresh()
        self.assertTrue(all(lines.mapped("settled_on")))
        self.assertEqual(closed.adjusted_stock, 0)

    def test_a_closed_base_keeps_the_arithmetic(self):
        """«base 100 × 10 %» needs 10 although the records would give 101 today."""
        self._bodies(100, "2026-03-01")
        self._close()
        self._bodies(1, "2026-11-01", name="补录会")
        self.assertFigures(self._target(), growth_needed=10)

    def test_only_after_the_year(self):
        """A running year is not closed, nor a closed one again."""
        self._bodies(1, "2026-03-01")
        self.assertRefused(UserError, self._close, 2027)
        self._close()
        self.assertRefused(UserError, self._close)

    def test_who_closes(self):
        """The district closes its own year, nobody else; figures cannot be written by anybody."""
        for user in (self.officer_a, self.officer_a1, self.leader, self.admin):
            self.assertRefused(AccessError, self._close, 2026, user)
        target = self._target()
        for user in (self.officer_d, self.admin, self.officer_a):
            self.assertRefused(AccessError, target.with_user(user).write, {"new_count": 99})
        other = self._area("999903000000", "别区")
        dialog = self.env["community.year.close"].with_user(self.officer_d)
        self.assertRefused(
            AccessError, dialog.create({"year": 2026, "area_id": other.id}).action_close
        )

    def test_numbers_open_their_records(self):
        """What a number opens are as many records as it says, running and closed."""
        self._bodies(7, "2026-03-01")
        self._bodies(2, "2027-03-01")
        self._close()
        street = self.officer_a
        for target, stock, new in ((self._target(), 9, 2), (self._target(year=2026), 7, 7)):
            for action, expected in (("action_open_stock", stock), ("action_open_new", new)):
                opened = getattr(target.with_user(street), action)()
                found = self.env[opened["res_model"]].with_user(street).search(opened["domain"])
                self.assertEqual(len(found), expected, (target.year, action))

    # ------------------------------------------------------------
    # COST
    # ------------------------------------------------------------

    def test_cost_does_not_grow(self):
        """Counting costs as many queries for 200 organisations as for 20."""
        self._bodies(20, "2026-03-01")
        few = self._count_queries()
        self._bodies(180, "2026-04-01")
        self.assertEqual(self._count_queries(), few)

    def _count_queries(self):
        self._target()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.targets._refresh_year(2027)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_seats_follow(self):
        """Each change of seat begins on a day; two on one day leave the last."""
        body = self._bodies(1, "2026-03-01")
        body.area_id = self.area_b1
        body.area_id = self.area_a2
        seats = self.env["community.organization.seat"].search([("organization_id", "=", body.id)])
        self.assertEqual(
            [(seat.area_id, seat.date_from) for seat in seats],
            [(self.area_a2, date(2027, 6, 30)), (self.area_a1, date(2026, 3, 1))],
        )
