import secrets

from odoo import fields, models


class CommunityOrganizationBooking(models.Model):
    """The rooms that an organisation has booked, and its calendar for a phone."""

    _inherit = "community.organization"

    booking_ids = fields.One2many("community.booking", "organization_id", "Bookings")
    feed_token = fields.Char(readonly=True, copy=False, groups="base.group_system")

    _feed_uniq = models.UniqueIndex(
        "(feed_token) WHERE feed_token IS NOT NULL", "This address is taken."
    )

    def action_open_bookings(self):
        return self._open_related("community_training.community_booking_action")

    def _get_feed_url(self):
        """The address of its calendar, which its representatives may give to a phone; empty: none yet."""
        # sudo: community.organization - the address is told to who may read the organisation
        token = self.sudo().feed_token
        return token and f"{self.get_base_url()}/community/calendar/organization/{token}.ics"

    def _renew_feed(self, ends=False):
        """A new address, the old one ends; ``ends``: none at all from now on."""
        self.check_access("read")
        # sudo: community.organization - the token is nobody's to read or choose
        self.sudo().feed_token = not ends and secrets.token_urlsafe(16)

    def _cancel(self, day, reason, **vals):
        """Its future bookings end with it, and who waits gets the rooms."""
        self._release_bookings()
        return super()._cancel(day, reason, **vals)

    def _release_bookings(self, venue=None):
        """Give back what is to come, everywhere or in one ``venue``."""
        # sudo: community.booking - they end with the organisation, whoever ended that
        coming = self.sudo().booking_ids._get_coming()
        coming.filtered(lambda booking: venue in (None, booking.venue_id))._end("cancel")
