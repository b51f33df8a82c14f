from odoo import api, fields, models


class CommunityBooking(models.Model):
    """A booking knows what takes place in the room, and that knows its bookings."""

    _inherit = "community.booking"

    event_id = fields.Many2one(
        "event.event", "Session", index="btree_not_null", ondelete="restrict", copy=False
    )
    major_activity_id = fields.Many2one(
        "community.major.activity", index="btree_not_null", ondelete="restrict", copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A session without a place is held in the room that was booked for it."""
        bookings = super().create(vals_list)
        for booking in bookings:
            session = booking.event_id
            if session and not session.place and session.has_access("write"):
                session.place = booking.room_id.display_name
        return bookings

    @api.model
    def _open_form_for(self, subject, people, start, stop, **defaults):
        """The dialog of a new booking, filled in: only the room is still to be chosen."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Book a room"),
            "res_model": "community.booking",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_subject": subject,
                "default_people": people or 1,
                "default_start": start,
                "default_stop": stop,
                **{f"default_{name}": value for name, value in defaults.items()},
            },
        }

    def _get_coming(self):
        """Those that are not over and hold, or wait for, a room."""
        return self.filtered(
            lambda booking: (
                booking.state in ("waiting", "offered", "requested", "confirmed")
                and booking.stop > fields.Datetime.now()
            )
        )

    def _move_coming(self, start, stop):
        """What they are for takes place at another time.

        :raises UserError: a room is not to be had then
        """
        self._get_coming().write({"start": start, "stop": stop})

    def _cancel_coming(self, reason):
        """What they were for does not take place: the rooms are given back."""
        # sudo: community.booking - they end with it, whoever ended that
        self.sudo()._get_coming()._end("cancel", reason=reason)


class EventEvent(models.Model):
    _inherit = "event.event"

    booking_ids = fields.One2many("community.booking", "event_id", "Rooms booked", copy=False)

    def action_book_room(self):
        self.ensure_one()
        return self.env["community.booking"]._open_form_for(
            self.name, self.seats_max, self.date_begin, self.date_end, event_id=self.id
        )

    def write(self, vals):
        """Other hours: the rooms that were booked move along, or nothing changes where they are taken."""
        result = super().write(vals)
        if vals.keys() & {"date_begin", "date_end"} and not self._is_engine():
            for session in self:
                session.booking_ids._move_coming(session.date_begin, session.date_end)
        return result

    def _call_off(self, reason):
        result = super()._call_off(reason)
        self.booking_ids._cancel_coming(reason)
        return result


class CommunityMajorActivity(models.Model):
    _inherit = "community.major.activity"

    booking_ids = fields.One2many(
        "community.booking", "major_activity_id", "Rooms booked", copy=False
    )

    def action_book_room(self):
        self.ensure_one()
        return self.env["community.booking"]._open_form_for(
            self.name,
            self.participant_count,
            self.start,
            self.stop,
            organization_id=self.organization_id.id,
            major_activity_id=self.id,
        )

    def _on_rejected(self):
        super()._on_rejected()
        self.booking_ids._cancel_coming(self.last_opinion)

    def _on_withdrawn(self):
        super()._on_withdrawn()
        self.booking_ids._cancel_coming(False)
