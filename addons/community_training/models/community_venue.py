from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.addons.community_org.models.community_policy import SHANGHAI
from odoo.exceptions import UserError
from odoo.tools.intervals import Intervals


class CommunityVenue(models.Model):
    """A place with rooms to be booked (服务中心、文化宫、图书室、活动中心、孵化中心、企事业单位闲置资源).

    It says who may book its rooms, when and how often; every rule is a field here, none is code.
    """

    _name = "community.venue"
    _description = "Venue"
    _inherit = ["community.area.mixin"]
    _order = "sequence, name, id"

    name = fields.Char("Venue", required=True, index="trigram")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    area_id = fields.Many2one(default=lambda self: self.env.user.area_id)
    kind = fields.Selection(
        [
            ("incubation", "Incubation centre"),
            ("service", "Community service centre"),
            ("palace", "Cultural palace"),
            ("library", "Reading room"),
            ("activity", "Activity centre"),
            ("enterprise", "Spare rooms of an enterprise or institution"),
        ],
        required=True,
        default="activity",
    )
    supporter_id = fields.Many2one(
        "community.supporter", "Provided by", index="btree_not_null", ondelete="restrict"
    )
    agreement_to = fields.Date("Agreement until", help="No booking reaches beyond this day.")
    address = fields.Char()
    phone = fields.Char()
    description = fields.Text("About the venue")
    is_accessible = fields.Boolean("Barrier-free")
    calendar_id = fields.Many2one(
        "resource.calendar", required=True, readonly=True, copy=False, ondelete="restrict"
    )
    attendance_ids = fields.One2many(
        related="calendar_id.attendance_ids", readonly=False, string="Opening hours"
    )
    leave_ids = fields.One2many(related="calendar_id.leave_ids", readonly=False, string="Closed on")
    room_ids = fields.One2many("community.room", "venue_id")
    room_count = fields.Integer("Number of rooms", compute="_compute_room_count")
    equipment_ids = fields.One2many("community.equipment", "venue_id")

    place_ids = fields.One2many("community.incubation.place", "venue_id", "Places")
    place_count = fields.Integer("Number of places", compute="_compute_places")
    taken_count = fields.Integer("Places taken", compute="_compute_places")
    applied_count = fields.Integer("Bodies that wait", compute="_compute_places")
    admission_mode = fields.Selection(
        [
            ("rolling", "At any time"),
            ("call", "In a call"),
            ("closed", "Not at present"),
        ],
        "Admission to incubation",
        default="rolling",
        required=True,
    )
    call_from = fields.Date("Call from")
    call_to = fields.Date("Call until")
    open_since = fields.Date(
        default=lambda self: self.env["community.policy"]._today(),
        help="From this day its hours count as open.",
    )

    # who, when, how often
    audience = fields.Selection(
        [
            ("district", "Organisations of the district"),
            ("street", "Organisations of the street or town"),
            ("community", "Organisations of the community"),
            ("tenant", "Bodies admitted to this incubation centre"),
        ],
        "May book",
        required=True,
        default="street",
    )
    approval = fields.Boolean("The office agrees to each booking")
    lead_hours = fields.Integer("Book at least (hours before)", default=2)
    horizon_days = fields.Integer("Book at most (days ahead)", default=30)
    longest_hours = fields.Float("Longest booking (hours)", default=4)
    cancel_hours = fields.Integer("Change or cancel until (hours before)", default=12)
    weekly_limit = fields.Integer(
        "Bookings of an organisation a week", help="0: as many as wanted."
    )
    offer_hours = fields.Integer("A freed room is offered for (hours)", default=12)
    no_show_minutes = fields.Integer("Given away after (minutes late)", default=30)
    preparation_minutes = fields.Integer("To prepare (minutes)", default=0)
    cleaning_minutes = fields.Integer("To clean (minutes)", default=15)

    _call_dates = models.Constraint(
        "CHECK (admission_mode != 'call' OR call_to >= call_from)",
        "A call has a first and a last day.",
    )
    _numbers = models.Constraint(
        "CHECK (lead_hours >= 0 AND horizon_days > 0 AND longest_hours > 0 AND cancel_hours >= 0"
        " AND weekly_limit >= 0 AND offer_hours > 0 AND no_show_minutes > 0"
        " AND preparation_minutes BETWEEN 0 AND 240 AND cleaning_minutes BETWEEN 0 AND 240)",
        "Hours, days and minutes are not negative, and a booking has a longest duration.",
    )

    @api.depends("room_ids")
    def _compute_room_count(self):
        counts = dict(
            self.env["community.room"]._read_group(
                [("venue_id", "in", self.ids)], ["venue_id"], ["__count"]
            )
        )
        for venue in self:
            venue.room_count = counts.get(venue, 0)

    @api.depends("place_ids.state")
    def _compute_places(self):
        places = self.env["community.incubation.place"]._read_group(
            [("venue_id", "in", self.ids)], ["venue_id", "state"], ["__count"]
        )
        counts = {(venue, state): count for venue, state, count in places}
        waiting = dict(
            self.env["community.incubation.admission"]._read_group(
                [
                    ("venue_id", "in", self.ids),
                    ("state", "in", ("review", "returned", "approved")),
                ],
                ["venue_id"],
                ["__count"],
            )
        )
        for venue in self:
            venue.taken_count = counts.get((venue, "taken"), 0)
            venue.place_count = venue.taken_count + counts.get((venue, "free"), 0)
            venue.applied_count = waiting.get(venue, 0)

    @api.model_create_multi
    def create(self, vals_list):
        """Each venue has opening hours of its own: every day from 8:30 to 20:30 until somebody says otherwise."""
        # in new dictionaries: Odoo calls again with the same ones when transactions collide
        vals_list = [dict(vals) for vals in vals_list]
        hours = [vals.pop("attendance_ids", None) for vals in vals_list]
        closures = [vals.pop("leave_ids", None) for vals in vals_list]
        # sudo: resource.calendar - made for the venue, whoever may make a venue
        calendars = self.env["resource.calendar"].sudo()
        for vals, given in zip(vals_list, hours, strict=True):
            vals["calendar_id"] = calendars.create(
                {
                    "name": vals.get("name"),
                    "tz": SHANGHAI.zone,
                    "attendance_ids": [] if given else self._prepare_daily_hours(),
                }
            ).id
        venues = super().create(vals_list)
        for venue, given, closed in zip(venues, hours, closures, strict=True):
            venue.write({"attendance_ids": given or [], "leave_ids": closed or []})
        return venues

    @api.model
    def _prepare_daily_hours(self):
        days = dict(
            self.env["resource.calendar.attendance"]
            ._fields["dayofweek"]
            ._description_selection(self.env)
        )
        return [
            Command.create(
                {
                    "name": days[str(day)],
                    "dayofweek": str(day),
                    "hour_from": 8.5,
                    "hour_to": 20.5,
                    "day_period": "morning",
                }
            )
            for day in range(7)
        ]

    def _get_open_intervals(self, start, stop):
        """``[(start, stop)]`` in which the venue is open between two moments (naive UTC, like the result).

        Odoo's own method asks the database for each calendar; this reads what is prefetched, so that
        many venues take as many queries as one.
        """
        self.ensure_one()
        # sudo: resource.calendar - opening hours are no secret
        calendar = self.sudo().calendar_id
        policies = self.env["community.policy"]
        day, last = policies._local(start).date(), policies._local(stop).date()
        opened = []
        while day <= last:
            midnight = policies._midnight(day)
            opened += [
                (
                    midnight + timedelta(hours=row.hour_from),
                    midnight + timedelta(hours=row.hour_to),
                    row,
                )
                for row in calendar.attendance_ids
                if int(row.dayofweek) == day.weekday()
            ]
            day += timedelta(days=1)
        closed = [
            (leave.date_from, leave.date_to, leave)
            for leave in calendar.leave_ids
            if not leave.resource_id
        ]
        wanted = Intervals([(start, stop, calendar)])
        return [
            (begin, end) for begin, end, _rows in (Intervals(opened) - Intervals(closed)) & wanted
        ]

    def _is_open(self, start, stop):
        """Whether it is open all the time between two moments, also across midnight."""
        opened = (end - begin for begin, end in self._get_open_intervals(start, stop))
        return sum(opened, timedelta()) >= stop - start

    def _admits(self, organization):
        """Whether this organisation may book here, by where it lies or as a tenant."""
        self.ensure_one()
        if self.audience == "tenant":
            return organization._is_tenant(self)
        return self[f"{self.audience}_id"] == organization[f"{self.audience}_id"]

    def _check_admission_open(self):
        """:raises UserError: no applications for incubation are taken today"""
        today = self.env["community.policy"]._today()
        for venue in self:
            if venue.admission_mode == "closed":
                raise UserError(
                    self.env._("«%(venue)s» takes no applications at present.", venue=venue.name)
                )
            if venue.admission_mode == "call" and not venue.call_from <= today <= venue.call_to:
                raise UserError(
                    self.env._(
                        "«%(venue)s» takes applications from %(first)s to %(last)s.",
                        venue=venue.name,
                        first=venue.call_from,
                        last=venue.call_to,
                    )
                )

    def action_open_rooms(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_training.community_room_action"
            ),
            "domain": [("venue_id", "=", self.id)],
            "context": {"default_venue_id": self.id},
        }
