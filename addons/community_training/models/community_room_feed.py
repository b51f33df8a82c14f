from datetime import timedelta

import pytz
import vobject
from odoo import fields, models

KEPT = timedelta(days=60)


class CommunityBookingFeed(models.Model):
    """Bookings as a calendar that a phone subscribes to (iCalendar)."""

    _inherit = "community.booking"

    def _get_feed(self):
        """The iCalendar text of these bookings; whoever has the address may read it."""
        calendar = vobject.iCalendar()
        for booking in self:
            event = calendar.add("vevent")
            event.add("uid").value = f"booking-{booking.id}@{booking.env.cr.dbname}"
            event.add("dtstamp").value = pytz.utc.localize(booking.write_date)
            event.add("dtstart").value = pytz.utc.localize(booking.start)
            event.add("dtend").value = pytz.utc.localize(booking.stop)
            event.add("summary").value = f"{booking.room_id.name} · {booking.subject}"
            event.add("location").value = booking.room_id.display_name
            event.add("status").value = (
                "CONFIRMED" if booking.state in ("confirmed", "attended") else "TENTATIVE"
            )
        return calendar.serialize()

    def _find_of_feed(self, name, token):
        """Bookings of the room or organisation (``name``: its field here) whose feed has this token; None: none has."""
        # sudo: community.booking - the unguessable address is the permission
        model = self.env[self._fields[name].comodel_name].sudo()
        owner = token and model.search([("feed_token", "=", token)], limit=1)
        if not owner:
            return None
        # sudo: community.booking - as above
        return self.sudo().search(
            [
                (name, "=", owner.id),
                ("state", "in", ("offered", "requested", "confirmed", "attended")),
                ("stop", ">", fields.Datetime.now() - KEPT),
            ],
            order="start",
        )
