import base64
import io
from datetime import date, datetime

import xlsxwriter
from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from openpyxl import load_workbook

from ..wizard.holiday_sheet import Unreadable, read_days, read_kind, read_rows, write_template
from .common import CommunityCase

TITLES = ("日期", "名称", "类型")
NOTICE = [
    TITLES,
    ("2026-09-20", "国庆节调休上班", "班"),
    ("2026-10-01 至 2026-10-07", "国庆节", "休"),
    ("2026-10-10", "国庆节调休上班", "班"),
]


def as_csv(rows, encoding="utf-8", delimiter=","):
    return "\n".join(delimiter.join(row) for row in rows).encode(encoding)


def as_xlsx(rows):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


@tagged("post_install", "-at_install")
class TestHolidaySheet(CommunityCase):
    """Reading by itself."""

    def test_days(self):
        """A day and a range as notices and offices write them."""
        first, seventh = date(2026, 10, 1), date(2026, 10, 7)
        for text, expected in (
            ("2026-10-01", (first, first)),
            ("2026/10/1", (first, first)),
            ("2026.10.1", (first, first)),
            ("20261001", (first, first)),
            ("2026年10月1日", (first, first)),
            ("2026年10月1日(周四)", (first, first)),
            ("2026-10-01 至 2026-10-07", (first, seventh)),
            ("2026-10-01至10-07", (first, seventh)),
            ("2026年10月1日至7日", (first, seventh)),
            ("2026年10月1日—10月7日", (first, seventh)),
            ("2026-10-01 - 2026-10-07", (first, seventh)),
            ("2026-10-01~2026-10-07", (first, seventh)),
            (first, (first, first)),
            ("2026-12-31至2027-01-02", (date(2026, 12, 31), date(2027, 1, 2))),
        ):
            with self.subTest(text=text):
                self.assertEqual(read_days(text), expected)

    def test_no_days(self):
        """What is no date is none, also when it looks like one."""
        for text in (
            "10月1日",
            "2026-13-01",
            "2026-02-30",
            "国庆",
            "2026-10-01 至",
            "1e9",
            "2026-10-01-07",
        ):
            with self.subTest(text=text):
                self.assertIsNone(read_days(text))

    def test_kinds(self):
        """休 and 班 in the words that sheets use."""
        self.assertEqual([read_kind(text) for text in ("休", "放假", "OFF")], ["off"] * 3)
        self.assertEqual([read_kind(text) for text in ("班", "补班", "调休上班")], ["work"] * 3)
        self.assertEqual([read_kind(text) for text in ("", "是", date(2026, 1, 1))], [None] * 3)

    def test_same_rows_from_every_file(self):
        """xlsx and csv, in UTF-8 with and without mark and in GBK, with commas and tabs, are the same."""
        expected = [
            (n, dict(zip(("date", "name", "kind"), row, strict=True)))
            for n, row in enumerate(NOTICE[1:], 2)
        ]
        for content, name in (
            (as_xlsx(NOTICE), "a.xlsx"),
            (as_csv(NOTICE), "a.csv"),
            (as_csv(NOTICE, "utf-8-sig"), "A.CSV"),
            (as_csv(NOTICE, "gbk"), "a.csv"),
            (as_csv(NOTICE, delimiter="\t"), "a.csv"),
        ):
            with self.subTest(name=name, start=content[:4]):
                self.assertEqual(read_rows(content, name), expected)

    def test_titles_in_any_order_under_a_heading(self):
        """The columns are found by their titles; blank rows and real dates do not matter."""
        rows = [
            ("2026 年节假日",),
            (),
            ("序号", "类型", "日 期", "名称"),
            (1, "休", datetime(2026, 10, 1), "国庆节"),
            (),
        ]
        self.assertEqual(
            read_rows(as_xlsx(rows), "a.xlsx"),
            [(4, {"date": date(2026, 10, 1), "name": "国庆节", "kind": "休"})],
        )

    def test_unreadable(self):
        """A file that is no such sheet is refused with the reason, never with a crash."""
        for content, name, reason in (
            (b"%PDF-1.4", "a.pdf", Unreadable.FORMAT),
            (b"not a zip", "a.xlsx", Unreadable.FORMAT),
            (as_xlsx(NOTICE)[:200], "a.xlsx", Unreadable.FORMAT),
            (as_csv([("a", "b")]), "a.csv", Unreadable.HEADER),
            (as_xlsx([]), "a.xlsx", Unreadable.HEADER),
            (b"\xff\xfe\x00\x81", "a.csv", Unreadable.HEADER),
            (b"x" * 1024 * 1025, "a.csv", Unreadable.SIZE),
            (as_csv([TITLES, *[("2026-10-01", "x", "休")] * 1001]), "a.csv", Unreadable.SIZE),
        ):
            with self.subTest(name=name, content=content[:20]):
                with self.assertRaises(Unreadable) as caught:
                    read_rows(content, name)
                self.assertEqual(caught.exception.args[0], reason)

    def test_many_blank_rows(self):
        """60,000 blank rows that Excel left behind are no rows."""
        rows = as_csv([*NOTICE, *[("", "", "")] * 60000])
        self.assertEqual(len(read_rows(rows, "a.csv")), 3)

    def test_template(self):
        """The template can be read back, and Excel opens it."""
        content = write_template(2027)
        self.assertEqual(len(read_rows(content, "t.xlsx")), 2)
        self.assertEqual(load_workbook(io.BytesIO(content)).sheetnames, ["节假日"])


@tagged("post_install", "-at_install")
@freeze_time("2026-06-03 02:00:00")
class TestHolidayImport(CommunityCase):
    def _wizard(self, rows, user=None, content=None, name="notice.csv"):
        wizards = self.env["community.holiday.import"].with_user(user or self.officer_d)
        content = as_csv(rows) if content is None else content
        return wizards.create({"file": base64.b64encode(content), "file_name": name})

    def _entered(self):
        holidays = self.env["community.holiday"].search([], order="date")
        return [(str(day.date)[5:], day.name, day.kind) for day in holidays]

    def test_import(self):
        """Each line is entered, a range day by day."""
        wizard = self._wizard(NOTICE)
        self.assertTrue(wizard.is_ready)
        self.assertIn("9 days will be entered", wizard.summary)
        self.assertFalse(self._entered())
        wizard.action_import()
        national = [(f"10-0{day}", "国庆节", "off") for day in range(1, 8)]
        work = [(day, "国庆节调休上班", "work") for day in ("09-20", "10-10")]
        self.assertEqual(self._entered(), [work[0], *national, work[1]])

    def test_second_time_changes_nothing(self):
        """The same file again is no error and changes nothing."""
        self._wizard(NOTICE).action_import()
        before = self.env["community.holiday"].search([]).mapped("write_date")
        wizard = self._wizard(NOTICE)
        self.assertIn("0 days will be entered, 0 changed, 9 are there already", wizard.summary)
        wizard.action_import()
        after = self.env["community.holiday"].search([])
        self.assertEqual(after.mapped("write_date"), before)
        self.assertEqual(len(after), 9)

    def test_corrected_notice(self):
        """A corrected sheet brings the days in line."""
        self._wizard(NOTICE).action_import()
        corrected = [TITLES, ("2026-10-10", "国庆节", "休"), ("2026-10-11", "补班", "班")]
        wizard = self._wizard(corrected)
        self.assertIn("1 days will be entered, 1 changed", wizard.summary)
        wizard.action_import()
        self.assertIn(("10-10", "国庆节", "off"), self._entered())
        self.assertEqual(len(self._entered()), 10)

    def test_refused_as_a_whole(self):
        """One wrong line and nothing is entered; each is told what is wrong with it."""
        for line, said in (
            (("2026-13-01", "x", "休"), "is not a date"),
            (("", "x", "休"), "date is missing"),
            (("2026-10-08", "", "休"), "name is missing"),
            (("2026-10-08", "x", "也许"), "kind is"),
            (("2026-10-08", "x", "班"), "is no weekend"),
            (("2026-10-07 至 2026-10-01", "x", "休"), "ends before it begins"),
            (("2026-10-01 至 2027-10-07", "x", "休"), "at most 31"),
            (("2062-10-01", "x", "休"), "The year"),
            (("1999-10-01", "x", "休"), "The year"),
            (("2026-10-03", "中秋节", "休"), "stands in row 3 already"),
            (("2026-10-03", "国庆节", "班"), "row 3"),
        ):
            with self.subTest(line=line):
                wizard = self._wizard([*NOTICE, line])
                self.assertFalse(wizard.is_ready)
                self.assertIn(said, wizard.preview)
                self.assertIn("1 lines cannot be entered", wizard.summary)
                self.assertRefused(UserError, wizard.action_import)
                self.assertFalse(self._entered())

    def test_same_line_twice(self):
        """A line that stands there twice with the same words is no error."""
        wizard = self._wizard([*NOTICE, ("2026-10-03", "国庆节", "休")])
        wizard.action_import()
        self.assertEqual(len(self._entered()), 9)

    def test_nothing_to_read(self):
        """Without a file, without lines, with a file of another kind: one sentence says so."""
        for content, name, said in (
            (b"", "", "Choose a file"),
            (as_csv([TITLES]), "a.csv", "no line"),
            (b"%PDF", "a.pdf", "xlsx or csv"),
        ):
            wizard = self._wizard([], content=content, name=name)
            self.assertFalse(wizard.is_ready)
            self.assertIn(said, self.assertRefused(UserError, wizard.action_import))

    def test_words_of_the_sheet_are_text(self):
        """Markup in a cell is shown, not run."""
        wizard = self._wizard([TITLES, ("2026-10-01", "<script>x</script>", "休")])
        self.assertIn("&lt;script&gt;", wizard.preview)

    def test_who_imports(self):
        """District officers and administrators; nobody else keeps the calendar."""
        self._wizard(NOTICE, self.admin).action_import()
        for user in (self.officer_a1, self.officer_a, self.leader, self.portal_1):
            self.assertRefused(AccessError, self._wizard, NOTICE, user)

    def test_missing_year(self):
        """This year's notice is missed at once, next year's from November on."""
        holidays = self.env["community.holiday"].with_user(self.officer_d)
        self.assertEqual(holidays._get_missing_year(), 2026)
        self.assertEqual(self.policy.missing_holiday_year, 2026)
        holidays.create({"name": "元旦", "date": "2026-01-01"})
        for day, year in (("2026-10-31 15:59:59", False), ("2026-10-31 16:00:00", 2027)):
            with freeze_time(day):
                self.assertEqual(holidays._get_missing_year(), year)
                opened = holidays.action_open()
                self.assertEqual(opened["type"] == "ir.actions.client", bool(year))
        holidays.create({"name": "元旦", "date": "2027-01-01"})
        with freeze_time("2026-12-01"):
            self.assertFalse(holidays._get_missing_year())


@tagged("post_install", "-at_install")
class TestHolidayDeadline(CommunityCase):
    """Deadlines of work under way move with the calendar, to a later day only."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time("2026-06-01 02:00:00"))  # a Monday
        self.filing = self._submit()
        self.task = self._current_task(self.filing)
        self.assertEqual(self.task.deadline, date(2026, 6, 8))

    def _holiday(self, day, kind="off"):
        return (
            self.env["community.holiday"]
            .with_user(self.officer_d)
            .create({"name": "x", "date": day, "kind": kind})
        )

    def _activity_days(self):
        return set(self.filing.with_env(self.env).activity_ids.mapped("date_deadline"))

    def test_later(self):
        """A day off before the deadline moves it, and the officers' activity with it."""
        self._holiday("2026-06-03")
        self.assertEqual(self.task.deadline, date(2026, 6, 9))
        self.assertEqual(self._activity_days(), {date(2026, 6, 9)})

    def test_never_earlier(self):
        """A working Saturday does not shorten a time that was given, nor does a day off that falls away."""
        self._holiday("2026-06-06", "work")
        self.assertEqual(self.task.deadline, date(2026, 6, 8))
        day = self._holiday("2026-06-03")
        self.task.deadline = date(2026, 6, 20)
        day.unlink()
        self.assertEqual(self.task.deadline, date(2026, 6, 20))

    def test_changed_kind(self):
        """A day whose kind or date is corrected counts as well."""
        day = self._holiday("2026-06-03", "work")
        day.kind = "off"
        self.assertEqual(self.task.deadline, date(2026, 6, 9))
        self._holiday("2026-07-03").date = "2026-06-04"
        self.assertEqual(self.task.deadline, date(2026, 6, 10))

    def test_other_tasks_stay(self):
        """Days after the deadline, closed and waiting tasks are not concerned."""
        self._holiday("2026-06-09")
        self.assertEqual(self.task.deadline, date(2026, 6, 8))
        self._decide(self.filing)
        self._holiday("2026-06-03")
        self.assertEqual(self.task.deadline, date(2026, 6, 8))

    def test_overdue_no_more(self):
        """A task that was late only because the notice was missing is not late any more."""
        with freeze_time("2026-06-09 02:00:00"):
            self.env.cr.precommit.clear()
            self.task.write({"days_late": 1, "reminded_on": "2026-06-09"})
            self.assertTrue(self.task.is_overdue)
            self._holiday("2026-06-03")
            self.env.invalidate_all()
            self.assertFalse(self.task.is_overdue)
            self.assertEqual((self.task.days_late, self.task.reminded_on), (0, False))

    def test_cost_does_not_grow(self):
        """Twenty tasks of one day cost as many queries as two."""
        costs = []
        for number, count in enumerate((1, 20)):
            for one in range(count):
                self._submit(name=f"甲一第{number}{one}队", category_id=self.category_many.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._holiday(date(2026, 6, 2 + number))
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 5)
