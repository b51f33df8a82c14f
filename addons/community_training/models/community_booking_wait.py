from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityBookingWait(models.Model):
    """The waiting list: a room that becomes free is offered to who waits longest, for some hours."""

    _inherit = "community.booking"

    @api.model
    def _offer_next(self, room, start, stop):
        """Offer hours that became free; every one of those who wait that still finds room in them."""
        # sudo: community.booking - the list is moved up by whoever gave the room back
        waiting = self.sudo().search(
            [
                ("room_id", "=", room.id),
                ("state", "=", "waiting"),
                ("block_start", "<", stop),
                ("block_stop", ">", start),
                ("start", ">", fields.Datetime.now()),
            ],
            order="waits_since, id",
        )
        for booking in waiting:
            booking._offer()

    def _offer(self):
        try:
            self._claim("offer")
        except UserError:  # hours of it are taken, or its week is used up: it goes on waiting
            return
        until = fields.Datetime.now() + timedelta(hours=self.venue_id.offer_hours)
        self._engine_write({"offer_until": min(until, self.start)})
        self._tell("community_training.mail_template_booking_offered")

    def action_accept(self):
        """The organisation takes what is offered."""
        self._check_mine()
        # sudo: community.organization - obstacles are found whatever the asking user may read
        self.sudo().organization_id._check_eligible("book")
        for booking in self:
            if booking.state == "offered" and booking.offer_until < fields.Datetime.now():
                raise UserError(self.env._("The time to accept is over."))
            booking._move("confirm")
        return True

    @api.model
    def _cron_lapse(self):
        """Offers that nobody took go to the next; who waited for hours that have begun waited in vain."""
        now = fields.Datetime.now()
        over = self.search([("state", "=", "offered"), ("offer_until", "<=", now)])
        over |= self.search([("state", "=", "waiting"), ("start", "<=", now)])
        for booking in over:
            booking._end("lapse")
            self.env["ir.cron"]._commit_progress(1)
