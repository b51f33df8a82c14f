from datetime import timedelta

from odoo import api, fields, models

# Monday..Friday; a day of the notice (community.holiday) overrides it
OFFICE_WEEKDAYS = {0, 1, 2, 3, 4}


class CommunityHoliday(models.Model):
    """A day on which the State Council's yearly notice overrides the weekday: off, or a 调休 working day.

    Why not ``resource.calendar``: the clock counts whole days, and a working
    Saturday has no place there (docs/decisions/0003).
    """

    _name = "community.holiday"
    _description = "Holiday or working weekend"
    _order = "date desc"

    name = fields.Char(required=True)
    date = fields.Date(required=True)
    kind = fields.Selection(
        [("off", "Day off"), ("work", "Working day")], default="off", required=True
    )

    _date_uniq = models.Constraint("UNIQUE (date)", "This day is already entered.")

    @api.model
    def _add_working_days(self, day, count):
        """The ``count``-th working day after ``day`` (a date); ``day`` itself does not count."""
        # two weeks of slack cover the longest holiday; the loop asks again beyond it
        horizon = day
        while count > 0:
            start, horizon = horizon + timedelta(days=1), horizon + timedelta(days=2 * count + 14)
            for working_day in self._working_days(start, horizon):
                count -= 1
                if not count:
                    return working_day
        return day

    @api.model
    def _count_working_days(self, start, stop):
        """Number of working days after ``start`` up to and including ``stop``; 0 when stop <= start."""
        return len(self._working_days(start + timedelta(days=1), stop))

    @api.model
    def _working_days(self, start, stop):
        """Working days from ``start`` to ``stop``, both included, in order."""
        # sudo: community.holiday - public dates, needed by whoever submits a document
        notice = {
            holiday.date: holiday.kind
            for holiday in self.sudo().search([("date", ">=", start), ("date", "<=", stop)])
        }
        days = (start + timedelta(days=n) for n in range((stop - start).days + 1))
        return [
            day
            for day in days
            if notice.get(day, "work" if day.weekday() in OFFICE_WEEKDAYS else "off") == "work"
        ]
