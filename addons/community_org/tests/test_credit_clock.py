from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.community_org.credit.clock import Event, Terms, replay
from odoo.tests import BaseCase, tagged

FIRST = date(2024, 1, 1)
# a long holiday, and weekends; a working Sunday
HOLIDAYS = {date(2024, 2, 9) + timedelta(days=number) for number in range(9)}
WORKING = {date(2024, 2, 4)}


def is_working(day):
    return day in WORKING or (day.weekday() < 5 and day not in HOLIDAYS)


def add_working_days(day, count):
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


class Clerk:
    """The same, one day after the other: what a clerk with a calendar would do."""

    def __init__(self, leave_days, years, add_working_days=add_working_days):
        self.leave_days, self.years, self.add_working_days = leave_days, years, add_working_days
        self.stays, self.running = [], {}

    def work(self, events, today):
        """``[(list, since, left)]``."""
        day = min((event.day for event in events), default=today)
        while day <= today:
            fallen = self.close(day)
            arrivals = [*fallen, *(event for event in events if event.day == day)]
            for event in sorted(arrivals, key=lambda event: event.kind == "mended"):
                (self.mend if event.kind == "mended" else self.put)(event)
            self.close(day)
            day += timedelta(days=1)
        return [(stay["list"], stay["since"], stay["left"]) for stay in self.stays]

    def close(self, day):
        """Take off who is over; what fell onto the blacklist."""
        fallen = []
        for name, stay in list(self.running.items()):
            over = not stay["to_mend"] and stay["until"] <= day
            falls = (
                name == "irregular"
                and self.years
                and stay["since"] + relativedelta(years=self.years) <= day
            )
            if over or falls:
                stay["left"] = day
                del self.running[name]
            if falls and not over:
                fallen.append(Event(day, "listed", "blacklist", key=stay["key"]))
        return fallen

    def put(self, event):
        stay = self.running.get(event.list)
        if not stay:
            stay = {"list": event.list, "since": event.day, "key": event.key, "left": None}
            stay |= {"to_mend": False, "until": date.min, "served": date.min}
            self.running[event.list] = stay
            self.stays.append(stay)
        if event.mendable:
            # an earlier mending is undone by the repeat, the time to serve is not
            stay["to_mend"], stay["until"] = True, stay["served"]
        else:
            end = event.day + relativedelta(months=event.months)
            stay["served"] = max(stay["served"], end)
            stay["until"] = max(stay["until"], stay["served"])

    def mend(self, event):
        stay = self.running.get(event.list)
        if stay and stay["to_mend"]:
            left = self.add_working_days(event.day, self.leave_days)
            stay["to_mend"], stay["until"] = False, max(stay["until"], left)


def events():
    return st.lists(
        st.builds(
            Event,
            day=st.integers(0, 900).map(lambda number: FIRST + timedelta(days=number)),
            kind=st.sampled_from(["listed", "listed", "mended"]),
            list=st.sampled_from(["irregular", "blacklist"]),
            mendable=st.booleans(),
            months=st.integers(1, 12),
            key=st.integers(1, 99),
        ),
        max_size=8,
    )


@tagged("post_install", "-at_install")
class TestCreditClock(BaseCase):
    """民政部令60: 5 working days in and out, 6 months, a repeat restarts, 2 years escalate."""

    terms = Terms(5, 2, add_working_days)

    def _replay(self, *events, today=date(2030, 1, 1), terms=None):
        return [
            (stay.list, stay.since, stay.until, stay.reason)
            for stay in replay(events, today, terms or self.terms)
        ]

    def _listed(self, day, name="irregular", **vals):
        return Event(day, "listed", name, **vals)

    @settings(max_examples=400, deadline=None)
    @given(
        history=events(),
        horizon=st.integers(0, 1200),
        leave=st.integers(0, 6),
        years=st.integers(0, 2),
    )
    def test_like_a_clerk(self, history, horizon, leave, years):
        """Any history gives what a day-by-day clerk gets."""
        today = FIRST + timedelta(days=horizon)
        found = [
            (stay.list, stay.since, stay.until)
            for stay in replay(history, today, Terms(leave, years, add_working_days))
        ]
        known = [event for event in history if event.day <= today]
        self.assertEqual(
            sorted(found, key=str), sorted(Clerk(leave, years).work(known, today), key=str)
        )

    @given(history=events(), seed=st.randoms())
    def test_order_does_not_matter(self, history, seed):
        """Entries come in any order: the record is the same."""
        shuffled = list(history)
        seed.shuffle(shuffled)
        terms, today = self.terms, date(2027, 1, 1)
        self.assertEqual(
            [(s.list, s.since, s.until) for s in replay(history, today, terms)],
            [(s.list, s.since, s.until) for s in replay(shuffled, today, terms)],
        )

    @given(history=events(), first=st.integers(0, 900), later=st.integers(0, 900))
    def test_past_stays(self, history, first, later):
        """What had ended by a day is the same when one looks later."""
        first, later = sorted((first, later))
        ended = {
            (s.list, s.since, s.until)
            for s in replay(history, FIRST + timedelta(days=first), self.terms)
            if s.until
        }
        after = {
            (s.list, s.since, s.until)
            for s in replay(history, FIRST + timedelta(days=later), self.terms)
        }
        self.assertLessEqual(ended, after)

    def test_mending(self):
        """Out 5 working days after the mending: over the Spring Festival that takes from the 7th to the 22nd."""
        start = date(2024, 1, 10)
        self.assertEqual(
            self._replay(self._listed(start), Event(date(2024, 2, 7), "mended", "irregular")),
            [("irregular", start, date(2024, 2, 22), "mended")],
        )

    def test_nothing_to_mend(self):
        """Where nothing can be mended: 6 months, and a mending changes nothing."""
        start = date(2024, 1, 10)
        event = self._listed(start, mendable=False, months=6)
        expected = [("irregular", start, date(2024, 7, 10), "served")]
        self.assertEqual(self._replay(event), expected)
        self.assertEqual(
            self._replay(event, Event(date(2024, 2, 7), "mended", "irregular")), expected
        )

    def test_repeat_restarts(self):
        """A repeat begins the months anew, and undoes a mending."""
        first, again = date(2024, 1, 10), date(2024, 3, 10)
        months = {"mendable": False, "months": 6}
        self.assertEqual(
            self._replay(self._listed(first, **months), self._listed(again, **months)),
            [("irregular", first, date(2024, 9, 10), "served")],
        )
        mending = Event(date(2024, 3, 8), "mended", "irregular")
        self.assertEqual(
            self._replay(
                self._listed(first), mending, self._listed(again), today=date(2024, 12, 1)
            ),
            [("irregular", first, None, "")],
        )

    def test_escalation(self):
        """Two years on the irregular list lead to the blacklist; mended on the day before, they do not."""
        start = date(2024, 1, 10)
        self.assertEqual(
            self._replay(self._listed(start), today=date(2026, 1, 10)),
            [
                ("irregular", start, date(2026, 1, 10), "escalated"),
                ("blacklist", date(2026, 1, 10), None, ""),
            ],
        )
        self.assertEqual(
            self._replay(self._listed(start), today=date(2026, 1, 9)),
            [("irregular", start, None, "")],
        )
        in_time = Event(date(2025, 12, 31), "mended", "irregular")
        self.assertEqual([row[3] for row in self._replay(self._listed(start), in_time)], ["mended"])
