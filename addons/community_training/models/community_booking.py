import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

WHAT_IS_HELD = {"room_id", "start", "stop", "people", "equipment_line_ids"}


class CommunityBooking(models.Model):
    """A room for some hours, for an organisation or the office itself (场地预约).

    That no room is ever promised twice is the database's to hold: hours with their buffers exclude
    each other (`_no_overlap`). How a booking gets its room stands in `community_booking_hold.py`,
    what it has to keep to in `community_booking_check.py`.
    """

    _name = "community.booking"
    _description = "Booking"
    _inherit = ["community.area.mixin", "community.state.mixin"]
    _order = "start desc, id desc"
    _area_follows = "room_id"
    _area_dated_by = "start"
    _transitions = {
        "request": ({"draft"}, "requested"),
        "confirm": ({"draft", "requested", "offered"}, "confirmed"),
        "refuse": ({"requested"}, "refused"),
        "wait": ({"draft"}, "waiting"),
        "offer": ({"waiting"}, "offered"),
        "lapse": ({"waiting", "offered"}, "lapsed"),
        "cancel": ({"waiting", "offered", "requested", "confirmed"}, "cancelled"),
        "attend": ({"confirmed", "missed"}, "attended"),
        "miss": ({"confirmed"}, "missed"),
    }
    _editable_states = frozenset({"draft", "waiting", "offered", "requested", "confirmed"})

    room_id = fields.Many2one("community.room", required=True, index=True, ondelete="restrict")
    area_id = fields.Many2one(related="room_id.area_id", store=True, precompute=True)
    venue_id = fields.Many2one(
        related="room_id.venue_id", store=True, precompute=True, index=True, string="Venue"
    )
    organization_id = fields.Many2one(
        "community.organization",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: for the office itself.",
    )
    subject = fields.Char("What for", required=True)
    people = fields.Integer(required=True, default=10, aggregator="sum")
    start = fields.Datetime(required=True)
    stop = fields.Datetime("End", required=True)
    # with the time to prepare and to clean, as it was when the room was taken
    block_start = fields.Datetime(compute="_compute_block", store=True, precompute=True)
    block_stop = fields.Datetime(compute="_compute_block", store=True, precompute=True)
    day = fields.Date(compute="_compute_block", store=True, precompute=True)
    week = fields.Date("Week of", compute="_compute_block", store=True, precompute=True)
    hours = fields.Float(
        "Length (hours)", compute="_compute_block", store=True, precompute=True, aggregator="sum"
    )
    equipment_line_ids = fields.One2many(
        "community.booking.equipment", "booking_id", "Equipment wanted", copy=True
    )
    series_id = fields.Many2one(
        "community.booking.series", index="btree_not_null", ondelete="set null", readonly=True
    )
    state = fields.Selection(
        [
            ("draft", "Being entered"),
            ("waiting", "On the waiting list"),
            ("offered", "Room offered"),
            ("requested", "Waits for the office"),
            ("confirmed", "Booked"),
            ("attended", "Used"),
            ("missed", "Did not come"),
            ("cancelled", "Cancelled"),
            ("refused", "Refused"),
            ("lapsed", "Waited in vain"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    # the number among the bookings of this organisation in this venue and week
    week_slot = fields.Integer(readonly=True, copy=False, aggregator=None)
    waits_since = fields.Datetime("Waits since", readonly=True, copy=False)
    offer_until = fields.Datetime("To be accepted until", readonly=True, copy=False)
    checked_in_on = fields.Datetime("Came at", readonly=True, copy=False)
    reason = fields.Text("Reason of the office", readonly=True, copy=False)
    code = fields.Char(
        "Code at the door",
        readonly=True,
        copy=False,
        default=lambda self: f"{secrets.randbelow(10_000):04d}",
    )

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(room_id, room_id, '[]') WITH &&,"
        " tsrange(block_start, block_stop) WITH &&)"
        " WHERE (state IN ('offered', 'requested', 'confirmed', 'attended'))",
        "The room is taken in these hours: choose others.",
    )
    _week_slot_uniq = models.UniqueIndex(
        "(organization_id, venue_id, week, week_slot) WHERE week_slot > 0",
        "The bookings of this week are used up.",
    )
    _hours_in_order = models.Constraint(
        "CHECK (stop > start AND people > 0)", "It ends after it begins, and somebody comes."
    )
    _street_idx = models.Index("(street_id, start DESC, id DESC)")
    _community_idx = models.Index("(community_id, start DESC, id DESC)")
    _district_idx = models.Index("(district_id, start DESC, id DESC)")
    _room_idx = models.Index("(room_id, start)")
    _organization_idx = models.Index("(organization_id, start DESC)")

    @api.depends("room_id", "start", "stop")
    def _compute_block(self):
        local = self.env["community.policy"]._local
        for booking in self:
            if not booking.start or not booking.stop:
                booking.block_start = booking.block_stop = booking.day = booking.week = False
                booking.hours = 0
                continue
            booking.block_start, booking.block_stop = self._get_block(
                booking.room_id, booking.start, booking.stop
            )
            booking.day = local(booking.start).date()
            booking.week = booking.day - timedelta(days=booking.day.weekday())
            booking.hours = (booking.stop - booking.start).total_seconds() / 3600

    @api.model
    def _get_block(self, room, start, stop):
        """The hours with the buffers of the room's venue."""
        # sudo: community.venue - the buffers are no secret
        venue = room.sudo().venue_id
        return (
            start - timedelta(minutes=venue.preparation_minutes),
            stop + timedelta(minutes=venue.cleaning_minutes),
        )

    @api.depends("room_id", "organization_id", "subject")
    def _compute_display_name(self):
        for booking in self:
            who = booking.organization_id.name or booking.subject or ""
            booking.display_name = f"{booking.room_id.name or ''} · {who}"

    @api.model
    def _get_engine_defaults(self):
        return {
            **super()._get_engine_defaults(),
            "week_slot": 0,
            "waits_since": False,
            "offer_until": False,
            "checked_in_on": False,
            "reason": False,
            "series_id": False,
        }

    @api.model_create_multi
    def create(self, vals_list):
        """An office books at once: nobody keeps a booking that has no room."""
        bookings = super().create(vals_list)
        if not self._is_engine():
            for booking in bookings:
                booking._take()
        return bookings

    def write(self, vals):
        """Other hours or another room: all rules again, and the old room stays until the new one is certain."""
        if self._is_engine():
            return super().write(vals)
        if "organization_id" in vals:
            raise UserError(self.env._("A booking stays with its organisation: cancel it instead."))
        if not vals.keys() & WHAT_IS_HELD:
            return super().write(vals)
        for booking in self:
            with booking._rebooking():
                super(CommunityBooking, booking).write(vals)
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if any(booking.state != "draft" for booking in self):
            raise UserError(self.env._("A booking is cancelled, not deleted."))

    # ------------------------------------------------------------
    # WHO MAY ACT
    # ------------------------------------------------------------

    def _check_office(self):
        """:raises AccessError: the user is no officer of the venue's own office"""
        self.room_id.check_access("write")

    def _tell(self, template_xmlid):
        """A letter to the representatives of the organisation."""
        # sudo: community.booking - letters go out whoever caused them
        for booking in self.sudo():
            if booking.organization_id:
                booking.organization_id._mail_representatives(template_xmlid, about=booking)
