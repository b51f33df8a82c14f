"""When a body is put on a list, when it leaves it, when it falls onto the worse one.

After 民政部令60: what can be mended keeps a body on the irregular list (异常名录) until some working
days after its mending was confirmed; what cannot be mended, for some months; a repeat begins the
clock anew; a body that stays on it for years is put on the blacklist (严重失信名单). All numbers come
from the policy (`Terms`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

IRREGULAR, BLACKLIST = "irregular", "blacklist"
# of what falls on one day, a mending comes after the event that it may mend
ORDER = {"listed": 0, "mended": 1}


class Event(NamedTuple):
    """What counts from ``day``: an entry that leads to a list, or a mending of it that was confirmed."""

    day: date
    kind: str  # a key of ORDER
    list: str
    mendable: bool = True
    months: int = 0  # how long it lasts where nothing can be mended
    key: int = 0  # of the entry: which one it was


class Terms(NamedTuple):
    leave_days: int  # working days from a mending to the leaving
    escalation_years: int  # 0: never
    add_working_days: Callable[[date, int], date]


@dataclass
class Listing:
    """One stay on a list; ``until`` is the first day on which it is over (None: not over yet)."""

    list: str
    since: date
    key: int
    unmended: bool = False
    served_on: date | None = None  # when the months are over
    mended_on: date | None = None  # when the working days after the mending are over
    until: date | None = None
    reason: str = ""  # served, mended or escalated

    @property
    def due(self):
        """The day on which it ends by itself; None while something is to be mended."""
        if self.unmended:
            return None
        return max(day for day in (self.served_on, self.mended_on) if day)

    def take(self, event, terms):
        if event.kind == "mended":
            if self.unmended:
                self.unmended = False
                self.mended_on = terms.add_working_days(event.day, terms.leave_days)
        elif event.mendable:
            self.unmended, self.mended_on = True, None
        else:
            end = event.day + relativedelta(months=event.months)
            self.served_on = max(end, self.served_on or end)


def replay(events, today, terms):
    """The listings that ``events`` (in any order) led to by ``today``, oldest first: [Listing].

    What ends by itself on a day ends before what happens on it.
    """
    listings, running = [], {}
    pending = sorted(events, key=_get_place)
    while True:
        ends = [end for listing in running.values() if (end := _get_end(listing, terms))]
        day, reason, name = min(ends, default=(date.max, "", ""))
        following = pending[0].day if pending else date.max
        if min(day, following) > today:
            return listings
        if day <= following:
            over = running.pop(name)
            over.until, over.reason = day, reason
            if reason == "escalated":
                pending.insert(0, Event(day, "listed", BLACKLIST, key=over.key))
            continue
        event = pending.pop(0)
        if event.kind == "listed" and event.list not in running:
            running[event.list] = Listing(event.list, event.day, event.key)
            listings.append(running[event.list])
        if event.list in running:
            running[event.list].take(event, terms)


def _get_place(event):
    """Where ``event`` stands among the others: of what falls on one day, always in the same order."""
    return event.day, ORDER[event.kind], event.key, event.list, event.mendable, event.months


def _get_end(listing, terms):
    """``(day, reason, list)`` of how ``listing`` ends if nothing more happens; None: not by itself."""
    due = listing.due
    if listing.list == IRREGULAR and terms.escalation_years:
        falls = listing.since + relativedelta(years=terms.escalation_years)
        if due is None or falls < due:
            return falls, "escalated", listing.list
    if due is None:
        return None
    return due, "mended" if due == listing.mended_on else "served", listing.list
