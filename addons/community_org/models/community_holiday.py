from datetime import timedelta

from odoo import api, fields, models

# Monday..Friday; a day of the notice (community.holiday) overrides it
OFFICE_WEEKDAYS = {0, 1, 2, 3, 4}
# The State Council publishes the notice of the following year in October or November
NOTICE_MONTH = 11


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

    @api.model_create_multi
    def create(self, vals_list):
        holidays = super().create(vals_list)
        holidays._after_change(holidays.mapped("date"))
        return holidays

    def write(self, vals):
        before = self.mapped("date")
        result = super().write(vals)
        if vals.keys() & {"date", "kind"}:
            self._after_change([*before, *self.mapped("date")])
        return result

    def unlink(self):
        days = self.mapped("date")
        result = super().unlink()
        self._after_change(days)
        return result

    def _after_change(self, days):
        if days:
            self.env["community.review.task"]._postpone_deadlines(min(days))

    @api.model
    def _get_missing_year(self):
        """The year whose notice has not been entered although it should be; False when nothing is missing.

        This year's always, next year's from November on.
        """
        today = self.env["community.policy"]._today()
        years = [today.year, *([today.year + 1] if today.month >= NOTICE_MONTH else [])]
        for year in years:
            span = [("date", ">=", f"{year}-01-01"), ("date", "<=", f"{year}-12-31")]
            if not self.search_count(span, limit=1):
                return year
        return False

    @api.model
    def action_open(self):
        """The list of holidays; before it a warning when a year's notice is missing."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_org.community_holiday_action"
        )
        year = self._get_missing_year()
        if not year:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "The holidays of %(year)s are missing. Until the notice is entered, deadlines in that"
                    " year are counted by weekdays alone. Choose «Import the notice».",
                    year=year,
                ),
                "next": action,
            },
        }

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
