from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# the board shows at least these hours of a day, and more when a venue is open longer
FIRST_HOUR, LAST_HOUR = 8, 21


class CommunityRoomBoard(models.AbstractModel):
    """The board of rooms: rooms down, hours or days across; rooms without bookings are there too."""

    _name = "community.room.board"
    _description = "Room board"

    @api.model
    def get_board(self, day=None, span="day", venue_id=None):
        """``{day, days, first_hour, last_hour, venues, rooms: [{id, name, capacity, blocks}]}``.

        ``day``: ISO date, default today; ``span``: day or week. A block has ``id, day, from, to``
        (hours of the local day, 0–24), ``state, label, title``. Of rooms of the offices above it says
        only when they are taken (``id`` False).
        """
        policies = self.env["community.policy"]
        first = fields.Date.to_date(day) or policies._today()
        if span == "week":
            first -= timedelta(days=first.weekday())
        days = [first + timedelta(days=number) for number in range(7 if span == "week" else 1)]
        domain = Domain("venue_id", "=", venue_id) if venue_id else Domain.TRUE
        rooms = self.env["community.room"].search(domain)
        blocks = self._get_blocks(rooms, days)
        own = set(rooms._filtered_access("write").ids)
        hours = [
            hour
            for room in blocks.values()
            for block in room
            for hour in (block["from"], block["to"])
        ]
        return {
            "day": str(first),
            "days": [self._describe_day(day) for day in days],
            "first_hour": int(min([FIRST_HOUR, *hours])),
            "last_hour": int(-(-max([LAST_HOUR, *hours]) // 1)),
            "venues": [
                {"id": venue.id, "name": venue.name}
                for venue in self.env["community.venue"].search([("room_ids", "!=", False)])
            ],
            "rooms": [
                {
                    "id": room.id,
                    "name": room.name,
                    "venue": room.venue_id.name,
                    "capacity": room.capacity,
                    "can_book": room.id in own,
                    "blocks": blocks[room.id],
                }
                for room in rooms
            ],
        }

    def _describe_day(self, day):
        weekdays = dict(
            self.env["community.venue.usage"]._fields["weekday"]._description_selection(self.env)
        )
        return {"date": str(day), "name": f"{day:%m-%d} {weekdays[str(day.weekday())]}"}

    def _get_blocks(self, rooms, days):
        """``{room id: [block]}``; a booking across midnight is a block on each of its days."""
        policies = self.env["community.policy"]
        begin, end = policies._midnight(days[0]), policies._midnight(days[-1] + timedelta(days=1))
        # sudo: community.booking - when a room is taken is no secret; by whom, for who may read it
        bookings = (
            self.env["community.booking"]
            .sudo()
            .search(
                [
                    ("room_id", "in", rooms.ids),
                    ("state", "in", ("offered", "requested", "confirmed", "attended", "missed")),
                    ("start", "<", end),
                    ("stop", ">", begin),
                ],
                order="start",
            )
        )
        readable = set(bookings.with_user(self.env.user)._filtered_access("read").ids)
        states = dict(bookings._fields["state"]._description_selection(self.env))
        blocks = {room.id: [] for room in rooms}
        for booking in bookings:
            described = (
                self._describe(booking, states)
                if booking.id in readable
                else {
                    "id": False,
                    "state": "taken",
                    "label": self.env._("Taken"),
                    "hours": self._get_hours(booking),
                    "title": self.env._("Taken"),
                }
            )
            for day in days:
                midnight = policies._midnight(day)
                start = max(booking.start, midnight)
                stop = min(booking.stop, midnight + timedelta(days=1))
                if start < stop:
                    blocks[booking.room_id.id].append(
                        {
                            **described,
                            "key": booking.id,
                            "day": str(day),
                            "from": (start - midnight).total_seconds() / 3600,
                            "to": (stop - midnight).total_seconds() / 3600,
                        }
                    )
        return blocks

    def _get_hours(self, booking):
        local = self.env["community.policy"]._local
        return f"{local(booking.start):%H:%M}—{local(booking.stop):%H:%M}"

    def _describe(self, booking, states):
        who = booking.organization_id.name or booking.subject
        hours = self._get_hours(booking)
        return {
            "id": booking.id,
            "state": booking.state,
            "label": who,
            "hours": hours,
            "title": f"{hours} {who} · {booking.subject} · {states[booking.state]}",
        }

    @api.model
    def get_defaults(self, room_id, day, hour):
        """The context of the form for a gap that was clicked: one hour from there, as UTC."""
        start = self.env["community.policy"]._midnight(fields.Date.to_date(day)) + timedelta(
            hours=hour
        )
        return {
            "default_room_id": room_id,
            "default_start": fields.Datetime.to_string(start),
            "default_stop": fields.Datetime.to_string(start + timedelta(hours=1)),
        }
