from datetime import date, timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common import CommunityCase

# 国庆、中秋 2026 and its 调休 working weekend, as the notice gives them
OFF = [date(2026, 9, 25), *(date(2026, 10, day) for day in range(1, 8))]
WORK = [date(2026, 9, 20), date(2026, 10, 10)]


def is_working_day(day):
    """The rule in one line, to compare with."""
    return day in WORK or (day.weekday() < 5 and day not in OFF)


@tagged("post_install", "-at_install")
class TestHoliday(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.holidays = cls.env["community.holiday"]
        cls.holidays.create(
            [{"name": "放假", "date": day, "kind": "off"} for day in OFF]
            + [{"name": "调休上班", "date": day, "kind": "work"} for day in WORK]
        )

    def test_over_the_national_day(self):
        """From 30 September the next working day is 8 October, and Saturday the 10th is one too."""
        start = date(2026, 9, 30)
        days = [self.holidays._add_working_days(start, count) for count in (1, 2, 3, 4)]
        self.assertEqual(
            [day.isoformat()[5:] for day in days], ["10-08", "10-09", "10-10", "10-12"]
        )

    def test_first_day_does_not_count(self):
        """A clock that starts today counts from tomorrow; zero days are today, even a Sunday."""
        self.assertEqual(self.holidays._add_working_days(date(2026, 6, 1), 1), date(2026, 6, 2))
        self.assertEqual(self.holidays._add_working_days(date(2026, 6, 7), 0), date(2026, 6, 7))
        self.assertEqual(self.holidays._add_working_days(date(2026, 6, 5), 1), date(2026, 6, 8))

    def test_every_start_of_a_year(self):
        """Deadlines from every day of a year agree with counting day by day."""
        for offset in range(366):
            start = date(2026, 1, 1) + timedelta(days=offset)
            for count in (1, 2, 5, 7, 30):
                day, left = start, count
                while left:
                    day += timedelta(days=1)
                    left -= is_working_day(day)
                self.assertEqual(self.holidays._add_working_days(start, count), day, (start, count))

    def test_count_of_every_span(self):
        """So does the number of working days between two days."""
        first = date(2026, 9, 1)
        for begin in range(0, 60, 3):
            for length in range(60):
                start = first + timedelta(days=begin)
                stop = start + timedelta(days=length)
                expected = sum(
                    is_working_day(start + timedelta(days=n)) for n in range(1, length + 1)
                )
                self.assertEqual(self.holidays._count_working_days(start, stop), expected)

    def test_count_is_the_inverse_of_add(self):
        """Adding n working days and counting them back gives n."""
        for offset in range(0, 366, 5):
            start = date(2026, 1, 1) + timedelta(days=offset)
            for count in (1, 6, 20):
                stop = self.holidays._add_working_days(start, count)
                self.assertEqual(self.holidays._count_working_days(start, stop), count)

    def test_count_backwards_is_zero(self):
        """Before the start there is nothing to count."""
        self.assertEqual(self.holidays._count_working_days(date(2026, 6, 5), date(2026, 6, 5)), 0)
        self.assertEqual(self.holidays._count_working_days(date(2026, 6, 5), date(2026, 6, 1)), 0)

    def test_longer_than_the_slack(self):
        """A month without a single working day does not stop the clock."""
        start = date(2027, 3, 1)
        days = [start + timedelta(days=n) for n in range(60)]
        self.holidays.create([{"name": "x", "date": day, "kind": "off"} for day in days])
        self.assertEqual(
            self.holidays._add_working_days(start, 1),
            self._next_weekday(start + timedelta(days=60)),
        )

    def _next_weekday(self, day):
        return day if day.weekday() < 5 else self._next_weekday(day + timedelta(days=1))

    def test_a_day_once(self):
        """A day has one entry."""
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.holidays.create({"name": "again", "date": OFF[0]})

    def test_applicants_clock(self):
        """A resident who submits needs no access to the calendar."""
        holidays = self.holidays.with_user(self.portal_1)
        self.assertEqual(holidays._add_working_days(date(2026, 9, 30), 1), date(2026, 10, 8))
