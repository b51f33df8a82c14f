from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class CommunityVenueCheck(models.Model):
    """What stands in the way of a booking, as sentences that say what to do instead."""

    _inherit = "community.venue"

    def _get_obstacles(self, organization, start, stop, by_office=False):
        """Of an organisation that wants any room here from ``start`` to ``stop`` (naive UTC).

        An office may book somebody in at the counter at the last minute, and books for itself
        (no organisation) for any length, any time ahead, when the venue is open.
        """
        self.ensure_one()
        obstacles = self._get_time_obstacles(start, stop)
        if organization:
            obstacles += self._get_organization_obstacles(organization, start, stop, by_office)
        return obstacles

    def _get_time_obstacles(self, start, stop):
        local = self.env["community.policy"]._local
        if stop <= start:
            return [self.env._("It ends before it begins: choose the end again.")]
        if start < fields.Datetime.now() - timedelta(minutes=30):
            return [self.env._("These hours are over: choose others.")]
        if self.agreement_to and local(stop).date() > self.agreement_to:
            return [
                self.env._(
                    "«%(venue)s» is provided until %(day)s only.",
                    venue=self.name,
                    day=self.agreement_to,
                )
            ]
        if not self._is_open(start, stop):
            return [
                self.env._(
                    "«%(venue)s» is not open all that time: %(hours)s.",
                    venue=self.name,
                    hours=self._describe_hours(local(start).date()),
                )
            ]
        return []

    def _describe_hours(self, day):
        """The opening hours of a day, as text."""
        policies = self.env["community.policy"]
        midnight = policies._midnight(day)
        opened = self._get_open_intervals(midnight, midnight + timedelta(days=1))
        if not opened:
            return self.env._("closed on this day")
        return "、".join(
            f"{policies._local(begin):%H:%M}—{policies._local(end):%H:%M}" for begin, end in opened
        )

    def _get_organization_obstacles(self, organization, start, stop, by_office):
        now = fields.Datetime.now()
        obstacles = []
        if not self._admits(organization):
            obstacles.append(
                self.env._(
                    "«%(venue)s» is for others: %(audience)s.",
                    venue=self.name,
                    audience=dict(self._fields["audience"]._description_selection(self.env))[
                        self.audience
                    ],
                )
            )
        if not by_office and start < now + timedelta(hours=self.lead_hours):
            obstacles.append(
                self.env._("Book at least %(hours)s hours before.", hours=self.lead_hours)
            )
        if start > now + timedelta(days=self.horizon_days):
            obstacles.append(
                self.env._("Book at most %(days)s days ahead.", days=self.horizon_days)
            )
        if stop - start > timedelta(hours=self.longest_hours):
            obstacles.append(
                self.env._("Book at most %(hours)s hours.", hours=f"{self.longest_hours:g}")
            )
        return obstacles


class CommunityBookingCheck(models.Model):
    _inherit = "community.booking"

    def _check_rules(self):
        """:raises UserError: names everything that stands in the way but other bookings"""
        for booking in self:
            # sudo: community.booking - the rules are the same whoever asks
            known, user = booking.sudo(), self.env.user
            by_office = not user.share and not self.env.su
            obstacles = known.venue_id._get_obstacles(
                known.organization_id, known.start, known.stop, by_office
            )
            if not known.room_id.active or not known.venue_id.active:
                obstacles.append(self.env._("This room is not booked any more."))
            if known.people > known.room_id.capacity:
                obstacles.append(
                    self.env._(
                        "«%(room)s» has seats for %(capacity)s people.",
                        room=known.room_id.name,
                        capacity=known.room_id.capacity,
                    )
                )
            strange = known.equipment_line_ids.equipment_id.venue_id - known.venue_id
            if strange:
                obstacles.append(self.env._("The equipment belongs to another venue."))
            if obstacles:
                raise UserError("\n".join(obstacles))
            if known.organization_id:
                known.organization_id._check_eligible("book")

    def _check_may_change(self):
        """:raises UserError: an organisation changes or cancels until some hours before; an office always"""
        for booking in self.sudo():  # sudo: community.venue - until when is no secret
            limit = booking.start - timedelta(hours=booking.venue_id.cancel_hours)
            late = booking.state == "confirmed" and fields.Datetime.now() > limit
            if late and self.env.user.share:
                raise UserError(
                    self.env._(
                        "This can be changed until %(hours)s hours before; please call the venue: %(phone)s",
                        hours=booking.venue_id.cancel_hours,
                        phone=booking.venue_id.phone or "",
                    )
                )
