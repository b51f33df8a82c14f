from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

CHECK_IN_EARLY = timedelta(minutes=30)


class CommunityBookingVisit(models.Model):
    """At the door: who came checks in, and who did not is noted (爽约)."""

    _inherit = "community.booking"

    def action_check_in(self):
        """They are there. By the organisation from half an hour before until the end, by an office later too."""
        self._check_mine()
        now = fields.Datetime.now()
        for booking in self:
            if now < booking.start - CHECK_IN_EARLY:
                raise UserError(self.env._("Too early: check in from half an hour before."))
            if self.env.user.share and now > booking.stop:
                raise UserError(self.env._("These hours are over."))
            if booking.state == "attended":
                continue
            if booking.state == "missed":
                booking._claim("attend")
            else:
                booking._move("attend")
            booking._engine_write({"checked_in_on": now})
        return True

    @api.model
    def _cron_miss(self):
        """Some minutes after the begin a room that nobody uses is given away, and the credit record says so."""
        now = fields.Datetime.now()
        late = self.search([("state", "=", "confirmed"), ("start", "<=", now)])
        for booking in late:
            if now < booking.start + timedelta(minutes=booking.venue_id.no_show_minutes):
                continue
            if booking.organization_id:
                booking._miss()
            elif now >= booking.stop:
                # the office's own: nobody is asked to check in
                booking._move("attend")
            self.env["ir.cron"]._commit_progress(1)

    def _miss(self):
        self._move("miss")
        self._release()
        note = self.env._(
            "%(room)s was booked for %(time)s and nobody came.",
            room=self.room_id.display_name,
            time=f"{self.env['community.policy']._local(self.start):%Y-%m-%d %H:%M}",
        )
        self.organization_id._record_credit("booking_missed", day=self.day, note=note, source=self)
        self._offer_next(self.room_id, self.block_start, self.block_stop)

    @api.model
    def _find_at_door(self, room):
        """Bookings of the organisations represented here that may check in at ``room`` now."""
        now = fields.Datetime.now()
        return self.search(
            [
                ("room_id", "=", room.id),
                ("state", "in", ("confirmed", "missed", "attended")),
                ("start", "<=", now + CHECK_IN_EARLY),
                ("stop", ">", now),
            ],
            order="start",
        )
