import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.community_org.models.qr_code import get_qr_image
from odoo.fields import Domain

# states of a booking in which its room is taken
HOLDING = ("offered", "requested", "confirmed", "attended")


class CommunityRoom(models.Model):
    """A room of a venue. Its row is what competing bookings wait on; the database decides who gets it."""

    _name = "community.room"
    _description = "Room"
    _inherit = ["community.area.mixin"]
    _order = "venue_id, sequence, name, id"
    _area_follows = "venue_id"

    name = fields.Char("Room", required=True)
    venue_id = fields.Many2one("community.venue", required=True, index=True, ondelete="restrict")
    area_id = fields.Many2one(related="venue_id.area_id", store=True, precompute=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    capacity = fields.Integer("Seats for people", required=True, default=20, aggregator="sum")
    floor = fields.Char()
    has = fields.Char("Equipped with", help="What always stands in it: mirrors, piano, projector.")
    is_accessible = fields.Boolean("Barrier-free")
    image = fields.Image("Picture", max_width=1600, max_height=1200)
    thumbnail = fields.Image(
        "Small picture", related="image", max_width=512, max_height=384, store=True
    )
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id, required=True
    )
    price = fields.Monetary("Price of an hour", aggregator=None, help="Usually 0.")
    deposit = fields.Monetary(aggregator=None)
    market_price = fields.Monetary(
        "What an hour would cost elsewhere",
        aggregator=None,
        help="For what the organisations save.",
    )
    booking_ids = fields.One2many("community.booking", "room_id", "Bookings")
    door_token = fields.Char(
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_urlsafe(9),
        groups="base.group_system",
    )
    feed_token = fields.Char(readonly=True, copy=False, groups="base.group_system")
    feed_url = fields.Char(
        "Address of the calendar",
        compute="_compute_feed_url",
        compute_sudo=True,
        groups="community_org.group_staff",
    )

    _capacity_positive = models.Constraint(
        "CHECK (capacity > 0 AND price >= 0 AND deposit >= 0 AND market_price >= 0)",
        "A room has seats, and prices are not negative.",
    )
    _door_uniq = models.Constraint("UNIQUE (door_token)", "This address is taken.")
    _feed_uniq = models.UniqueIndex(
        "(feed_token) WHERE feed_token IS NOT NULL", "This address is taken."
    )
    _name_uniq = models.Constraint(
        "UNIQUE (venue_id, name)", "The venue has a room of this name already."
    )

    @api.depends("name", "venue_id.name")
    def _compute_display_name(self):
        for room in self:
            room.display_name = f"{room.venue_id.name or ''} {room.name or ''}".strip()

    @api.depends("feed_token")
    def _compute_feed_url(self):
        for room in self:
            room.feed_url = room.feed_token and (
                f"{room.get_base_url()}/community/calendar/room/{room.feed_token}.ics"
            )

    def action_renew_feed(self):
        """A new address for the calendar; the old one ends."""
        self.check_access("write")
        for room in self.sudo():  # sudo: community.room - the token is nobody's to read or choose
            room.feed_token = secrets.token_urlsafe(16)
        return True

    def action_end_feed(self):
        self.check_access("write")
        # sudo: community.room - as above
        self.sudo().feed_token = False
        return True

    def action_open_bookings(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_training.community_booking_action"
            ),
            "domain": [("room_id", "=", self.id)],
            "context": {"default_room_id": self.id},
        }

    def _get_door_image(self):
        self.ensure_one()
        # sudo: community.room - the poster shows the address, whoever may print it
        token = self.sudo().door_token
        return get_qr_image(f"{self.get_base_url()}/my/rooms/door/{token}")

    def _get_coming_bookings(self):
        """What the sheet at the door shows: the week from today."""
        policies = self.env["community.policy"]
        begin = policies._midnight(policies._today())
        return self.env["community.booking"].search(
            [
                ("room_id", "=", self.id),
                ("state", "in", ("confirmed", "attended")),
                ("start", ">=", begin),
                ("start", "<", begin + timedelta(days=7)),
            ],
            order="start",
        )

    # ------------------------------------------------------------
    # FREE OR BUSY
    # ------------------------------------------------------------

    def _get_busy(self, start, stop):
        """``{room id: [(start, stop, booking id)]}`` with buffers; whose it is, is not told."""
        # sudo: community.booking - when a room is taken is no secret, by whom is
        rows = (
            self.env["community.booking"]
            .sudo()
            .search_fetch(
                Domain("room_id", "in", self.ids)
                & Domain("state", "in", HOLDING)
                & Domain("block_start", "<", stop)
                & Domain("block_stop", ">", start),
                ["room_id", "block_start", "block_stop"],
                order="block_start",
            )
        )
        busy = {room.id: [] for room in self}
        for row in rows:
            busy[row.room_id.id].append((row.block_start, row.block_stop, row.id))
        return busy

    @api.model
    def _find_bookable(self, bodies):
        """Rooms that one of ``bodies`` (organisations) may book at all."""
        rooms = self.search([("capacity", ">", 0)])
        # sudo: community.venue - who may book where is decided for the organisations that ask
        venues = rooms.venue_id.sudo().filtered(
            lambda venue: any(venue._admits(body) for body in bodies)
        )
        return rooms.filtered(lambda room: room.venue_id.id in venues.ids)

    @api.model
    def _find_free(self, organization, start, stop, people=1, equipment=None):
        """Rooms that ``organization`` could book now for these hours; a fixed number of queries for all of them.

        ``equipment``: `community.equipment` names that the venue must have.
        """
        rooms = self.search([("capacity", ">=", people)])
        # sudo: community.venue - who may book where is decided for the organisation that asks
        venues = rooms.venue_id.sudo().filtered(
            lambda venue: not venue._get_obstacles(organization, start, stop)
        )
        if equipment:
            venues = venues.filtered(
                lambda venue: set(equipment) <= set(venue.equipment_ids.mapped("name"))
            )
        rooms = rooms.filtered(lambda room: room.venue_id.id in venues.ids)
        busy = rooms._get_busy(start, stop)
        return rooms.filtered(lambda room: room._fits(busy[room.id], start, stop))

    def _fits(self, busy, start, stop):
        """Whether the hours with their buffers meet none of ``busy``."""
        block_start, block_stop = self.env["community.booking"]._get_block(self, start, stop)
        return not any(begin < block_stop and end > block_start for begin, end, _booking in busy)
