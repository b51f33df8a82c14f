from odoo import fields, models
from odoo.tools import SQL


class CommunityVenueUsage(models.Model):
    """Hours used of the hours open, by room and day of the last year (场地利用率); and what was saved."""

    _name = "community.venue.usage"
    _description = "Use of venues"
    _auto = False
    _order = "day desc, room_id"
    _rec_name = "room_id"
    _depends = {
        "community.booking": ["day", "hours", "people", "room_id", "state", "organization_id"],
        "community.room": ["active", "market_price", "price", "venue_id"],
        "community.venue": [
            "open_since",
            "calendar_id",
            "district_id",
            "street_id",
            "community_id",
            "kind",
        ],
        "resource.calendar.attendance": ["calendar_id", "dayofweek", "hour_from", "hour_to"],
        "resource.calendar.leaves": ["calendar_id", "date_from", "date_to", "resource_id"],
    }

    room_id = fields.Many2one("community.room", readonly=True)
    venue_id = fields.Many2one("community.venue", readonly=True)
    district_id = fields.Many2one("community.area", readonly=True)
    street_id = fields.Many2one("community.area", "Street or town", readonly=True)
    community_id = fields.Many2one("community.area", readonly=True)
    kind = fields.Selection(
        selection=lambda self: self.env["community.venue"]._fields["kind"].selection,
        string="Kind of venue",
        readonly=True,
    )
    day = fields.Date(readonly=True)
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        readonly=True,
    )
    open_hours = fields.Float("Hours open", readonly=True)
    used_hours = fields.Float("Hours used", readonly=True)
    booking_count = fields.Integer("Bookings", readonly=True)
    missed_count = fields.Integer("Nobody came", readonly=True)
    people = fields.Integer(readonly=True)
    saved = fields.Float("Saved by organisations", readonly=True)
    usage = fields.Float("Used (%)", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        # hours of closing are taken off the day as a whole: they may fall outside the opening hours,
        # so a day never has less than nothing
        return SQL(
            """
            SELECT room.id * 100000 + (opened.day - DATE '2000-01-01') AS id,
                   room.id AS room_id, venue.id AS venue_id, venue.kind,
                   venue.district_id, venue.street_id, venue.community_id,
                   opened.day, (extract(isodow FROM opened.day)::int - 1)::text AS weekday,
                   opened.hours AS open_hours,
                   coalesce(used.hours, 0) AS used_hours,
                   coalesce(used.bookings, 0) AS booking_count,
                   coalesce(used.missed, 0) AS missed_count,
                   coalesce(used.people, 0) AS people,
                   coalesce(used.outside, 0) * greatest(0, coalesce(room.market_price, 0) - coalesce(room.price, 0))
                       AS saved,
                   CASE WHEN opened.hours > 0
                        THEN 100.0 * coalesce(used.hours, 0) / opened.hours END AS usage
              FROM community_room room
              JOIN community_venue venue ON venue.id = room.venue_id
              JOIN LATERAL (
                    SELECT days.day::date AS day,
                           greatest(0, sum(attendance.hour_to - attendance.hour_from) - max(closed.hours))
                               AS hours
                      FROM generate_series(%(first)s::date, %(last)s::date, '1 day') AS days(day)
                      JOIN resource_calendar_attendance attendance
                           ON attendance.calendar_id = venue.calendar_id
                           AND attendance.dayofweek = (extract(isodow FROM days.day)::int - 1)::text
                CROSS JOIN LATERAL (
                        SELECT coalesce(sum(extract(epoch FROM
                                   least(leave.date_to, days.day + interval '16 hours')
                                   - greatest(leave.date_from, days.day - interval '8 hours')
                               ) / 3600), 0) AS hours
                          FROM resource_calendar_leaves leave
                         WHERE leave.calendar_id = venue.calendar_id AND leave.resource_id IS NULL
                               AND leave.date_from < days.day + interval '16 hours'
                               AND leave.date_to > days.day - interval '8 hours'
                           ) closed
                  GROUP BY days.day
                   ) opened ON true
         LEFT JOIN (
                    SELECT room_id, day,
                           sum(hours) FILTER (WHERE state = 'attended') AS hours,
                           sum(hours) FILTER (WHERE state = 'attended' AND organization_id IS NOT NULL)
                               AS outside,
                           sum(people) FILTER (WHERE state = 'attended') AS people,
                           count(*) FILTER (WHERE state IN ('attended', 'missed')) AS bookings,
                           count(*) FILTER (WHERE state = 'missed') AS missed
                      FROM community_booking
                     WHERE day BETWEEN %(first)s AND %(last)s
                  GROUP BY room_id, day
                   ) used ON used.room_id = room.id AND used.day = opened.day
             WHERE room.active AND opened.day >= coalesce(venue.open_since, opened.day)
            """,
            first=fields.Date.subtract(self._get_last_day(), months=12),
            last=self._get_last_day(),
        )

    def _get_last_day(self):
        return self.env["community.policy"]._today()

    def _read_group_select(self, aggregate_spec, query):
        """The average of averages would be wrong: days are open for other hours."""
        if aggregate_spec != "usage:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "100.0 * SUM(%s) / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "used_hours", query),
            self._field_to_sql(self._table, "open_hours", query),
        )
