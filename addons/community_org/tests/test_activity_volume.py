import logging
from datetime import date

from lxml import etree
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .common_ledger import LedgerCase

_logger = logging.getLogger(__name__)

ROWS = 100_000
RELATIONAL = ("many2one", "one2many", "many2many")
# two years of entries, spread over the organisations and their quarterly returns
INSERT = """
    INSERT INTO community_activity
           (name, organization_id, area_id, district_id, street_id, community_id, category_id,
            type_id, start, stop, date, hours, state, channel, entered_on, days_to_entry, is_late,
            is_supplement, return_id, participant_count, volunteer_count, volunteer_hours,
            beneficiary_count, cost)
    SELECT '活动' || n, body.id, body.area_id, body.district_id, body.street_id, body.community_id,
           body.main_category_id, (%(types)s)[1 + n %% %(type_count)s], day + interval '1 hour',
           day + interval '3 hours', day, 2, CASE n %% 5 WHEN 0 THEN 'held' ELSE 'confirmed' END,
           'portal', day + interval '1 day', 1, false, false, period.id, n %% 50, n %% 5, n %% 9,
           n %% 30, n %% 100
      FROM generate_series(1, %(rows)s) AS n
      JOIN community_organization body ON body.id = (%(bodies)s)[1 + n %% %(body_count)s]
CROSS JOIN LATERAL (SELECT date '2025-12-30' - n %% 728) AS days(day)
      JOIN community_quarterly_return period
        ON period.area_id = body.area_id AND day BETWEEN period.date_from AND period.date_to
"""


@tagged("post_install", "-at_install")
class TestActivityVolume(LedgerCase):
    """With 100,000 entries every page costs as many queries as with a thousand, and uses its index."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2025-12-31"))
        cls.bodies = cls.organization
        for area in cls.communities - cls.area_a1:
            cls.bodies += cls._organization(name=f"{area.name}队", area_id=area.id)
        months = [date(year, month, 1) for year in (2024, 2025) for month in (1, 4, 7, 10)]
        cls.env["community.quarterly.return"]._get_for(
            {(area, day) for area in cls.communities for day in months}
        )
        kinds = [{"name": f"类型{n}", "code": f"V{n}"} for n in range(10)]
        cls.types = cls.env["community.activity.type"].create(kinds)
        cls._fill(1000)
        cls.few = cls._measure_all()
        cls._fill(ROWS)
        cls.env.cr.execute("ANALYZE community_activity")
        cls.many = cls._measure_all()

    @classmethod
    def _fill(cls, rows):
        cls.env.flush_all()
        cls.env.cr.execute(
            INSERT,
            {
                "rows": rows,
                "types": cls.types.ids,
                "type_count": len(cls.types),
                "bodies": cls.bodies.ids,
                "body_count": len(cls.bodies),
            },
        )
        cls.env.invalidate_all()

    @classmethod
    def _measure_all(cls):
        """``{page: (queries, seconds)}``, each twice: the first time fills the caches."""
        cls.env["community.activity.report"]._cron_refresh()
        ledger = cls.env["community.activity"]
        report = cls.env["community.activity.report"]
        in_year = [("date", ">=", "2025-01-01"), ("date", "<=", "2025-12-31")]
        pages = {
            f"list of {user.login}": lambda user=user: cls._list(ledger.with_user(user))
            for user in (cls.officer_a1, cls.officer_a, cls.officer_d)
        }
        pages["pivot"] = lambda: ledger.with_user(cls.officer_a).formatted_read_group(
            in_year, ["organization_id", "date:quarter"], ["__count", "participant_count:sum"]
        )
        pages["pivot of leaders"] = lambda: report.with_user(cls.leader).formatted_read_group(
            [], ["street_id", "type_id"], ["activity_count:sum"]
        )
        pages["organisations"] = lambda: cls._read(
            cls.bodies.with_user(cls.officer_d),
            ["ledger_count", "last_activity_on", "ledger_shortage"],
        )
        pages["extraction of a quarter"] = cls._extract
        pages["shortage"] = lambda: cls.bodies.search_count([("ledger_shortage", ">", 0)])
        return {name: cls._measure(call) for name, call in pages.items()}

    @classmethod
    def _list(cls, ledger, kind="list", limit=80):
        """What the web client asks for to show the list, with its capped count."""
        arch = etree.fromstring(ledger.get_view(view_type=kind)["arch"])
        names = {node.get("name") for node in arch.iter("field")}
        specification = {
            name: {"fields": {"display_name": {}}}
            if ledger._fields[name].type in RELATIONAL
            else {}
            for name in names
        }
        return ledger.web_search_read([], specification, limit=limit, count_limit=10001)

    @classmethod
    def _extract(cls):
        """The figures of every community for a quarter, taken from its ledger."""
        returns = cls._as_root(cls.env["community.quarterly.return"]).search(
            [("area_id", "in", cls.communities.ids), ("year", "=", 2025), ("quarter", "=", 3)]
        )
        # the entries were written past the ORM: what an entry adds up is asked for by hand
        cls.env.add_to_compute(returns._fields["activity_count"], returns)
        returns._extract()
        returns.flush_recordset()
        return sum(returns.mapped("activity_count"))

    @classmethod
    def _read(cls, records, names):
        return records.read(names)

    @classmethod
    def _measure(cls, call):
        call()
        cls.env.invalidate_all()
        start, before = cls._clock(), cls.env.cr.sql_log_count
        call()
        return cls.env.cr.sql_log_count - before, cls._clock() - start

    @classmethod
    def _clock(cls):
        """Seconds, by the database: here time stands still."""
        cls.env.cr.execute("SELECT extract(epoch FROM clock_timestamp())::float")
        return cls.env.cr.fetchone()[0]

    def test_queries_do_not_grow(self):
        """List, capped count, pivots, organisations, quarterly extraction: as many queries as with a thousand."""
        for page, (queries, _seconds) in self.many.items():
            with self.subTest(page=page):
                self.assertLessEqual(queries, self.few[page][0])

    def test_rows_cost_no_queries(self):
        """A page of 80 entries costs as many queries as one of five."""
        ledger = self.env["community.activity"].with_user(self.officer_a1)
        for kind in ("list", "kanban"):
            with self.subTest(kind):
                few, many = (
                    self._measure(lambda kind=kind, limit=limit: self._list(ledger, kind, limit))
                    for limit in (5, 80)
                )
                self.assertLessEqual(many[0], few[0])

    def test_extraction_counts_all(self):
        """The quarter's figures hold every entry of it: of two years in eight quarters, one."""
        self.assertAlmostEqual(self._extract() / ROWS, 92 / 728, places=2)

    def test_nothing_is_slow(self):
        """A page is there in a moment; generous, for the machine of a test."""
        for page, (queries, seconds) in self.many.items():
            _logger.info("%s: %s queries, %.0f ms", page, queries, 1000 * seconds)
            with self.subTest(page=page):
                self.assertLess(seconds, 2)

    def test_list_uses_its_index(self):
        """Each tier reads its list from its composite index, already in order."""
        for user, index in (
            (self.officer_a1, "community_activity_community_idx"),
            (self.officer_a, "community_activity_street_idx"),
            (self.officer_d, "community_activity_district_idx"),
        ):
            with self.subTest(index):
                ledger = self.env["community.activity"].with_user(user)
                query = ledger._search([], limit=80, order=ledger._order)
                plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
                text = "\n".join(line for (line,) in plan)
                self.assertIn(index, text)
                self.assertNotIn("Sort", text)

    def test_sums_of_the_returns(self):
        """What a return adds up for one quarter is found by its index."""
        period = self.env["community.quarterly.return"].search(
            [("area_id", "=", self.area_a1.id), ("year", "=", 2025), ("quarter", "=", 2)]
        )
        query = self.env["community.activity"]._search(
            [("return_id", "=", period.id), ("state", "=", "confirmed")]
        )
        plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        self.assertIn("return_id_index", "\n".join(line for (line,) in plan))
