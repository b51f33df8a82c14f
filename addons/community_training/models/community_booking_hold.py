from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from psycopg2.errors import ExclusionViolation, UniqueViolation


class CommunityBookingHold(models.Model):
    """How a booking gets its room, the number of its week and its equipment, and gives them back."""

    _inherit = "community.booking"

    # ------------------------------------------------------------
    # WHAT PEOPLE DO
    # ------------------------------------------------------------

    @api.model
    def _book(self, vals, wait=False):
        """A booking of an organisation whose representative asks in the portal.

        ``wait``: on the waiting list, for hours that are taken.

        :raises UserError: says what stands in the way; nothing is booked then
        """
        organization = self.env["community.organization"].browse(vals.get("organization_id"))
        organization.check_access("read")
        if not self.env.user.share or not organization:
            raise AccessError(self.env._("Organisations book in the portal."))
        # sudo: community.booking - nobody's to write in the portal; it has been checked who asks
        booking = self._as_engine().create(vals).with_env(self.sudo().env)
        if wait:
            booking._check_rules()
            booking._move("wait", waits_since=fields.Datetime.now())
        else:
            booking._take()
        return booking.with_env(self.env)

    def _change(self, vals):
        """Other hours or another room, by the organisation.

        :raises UserError: says what stands in the way; the old hours stay then
        """
        self._check_mine()
        self._check_may_change()
        # sudo: community.booking - nobody's to write in the portal; it has been checked who asks
        self.sudo().write(vals)

    def action_cancel(self):
        """Give the room back; who waits for it is offered it."""
        self._check_mine()
        self._check_may_change()
        self._end("cancel")
        return True

    def action_confirm(self):
        """The office agrees."""
        self._check_office()
        self._move("confirm")
        self._tell("community_training.mail_template_booking_confirmed")
        return True

    def action_open_refuse(self):
        """The dialog for the reason."""
        return self.env["community.reason"]._open(self, "_refuse", self.env._("Refuse"))

    def _refuse(self, reason):
        self._check_office()
        self._end("refuse", reason=reason)
        self._tell("community_training.mail_template_booking_refused")

    def action_open_call_off(self):
        """The office needs the room itself, or it is closed: with a reason that is told."""
        return self.env["community.reason"]._open(self, "_call_off", self.env._("Call it off"))

    def _call_off(self, reason):
        self._check_office()
        self._end("cancel", reason=reason)
        self._tell("community_training.mail_template_booking_called_off")

    def _check_mine(self):
        """:raises AccessError: neither an office of the venue nor a representative of the organisation"""
        for booking in self:
            booking.check_access("read")
            if not self.env.user.share and not self.env.su:
                booking._check_office()

    # ------------------------------------------------------------
    # WHAT HOLDS THE ROOM
    # ------------------------------------------------------------

    def _take(self):
        """Book it: at once, or as a request where the office agrees to each.

        :raises UserError: a rule is against it, or somebody was faster
        """
        self.ensure_one()
        self._check_rules()
        # sudo: community.venue - whether the office agrees to each is no secret
        asks = self.env.user.share and self.sudo().venue_id.approval
        self._claim("request" if asks else "confirm")

    def _claim(self, verb):
        """Take room, number of the week and equipment, or nothing of it.

        :raises UserError: says what is not to be had
        """
        state = self._check_move(verb)
        with self.env.cr.savepoint():
            if not self._claim_room(state):
                raise UserError(
                    self.env._(
                        "«%(room)s» has just been taken in these hours: choose others, or go on the waiting list.",
                        room=self.room_id.name,
                    )
                )
            self._claim_week()
            self._claim_equipment()

    def _claim_room(self, state):
        """Whether the room could be had. The database decides; the lock only makes competitors queue."""
        self.flush_recordset()
        room = SQL("SELECT 1 FROM community_room WHERE id = %s FOR NO KEY UPDATE", self.room_id.id)
        self.env.cr.execute(room)
        query = SQL("UPDATE community_booking SET state = %s WHERE id = %s", state, self.id)
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query, log_exceptions=False)
        except ExclusionViolation:
            return False
        self.invalidate_recordset(["state"])
        return True

    def _claim_week(self):
        # sudo: community.venue - how many a week is no secret
        limit = self.sudo().venue_id.weekly_limit
        if not limit or not self.organization_id or self.week_slot:
            return
        self.flush_recordset()
        if not any(self._claim_week_slot(number) for number in range(1, limit + 1)):
            raise UserError(
                self.env._(
                    "The %(limit)s bookings of this week are used up: choose another week.",
                    limit=limit,
                )
            )

    def _claim_week_slot(self, number):
        query = SQL("UPDATE community_booking SET week_slot = %s WHERE id = %s", number, self.id)
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query, log_exceptions=False)
        except UniqueViolation:
            return False
        self.invalidate_recordset(["week_slot"])
        return True

    def _claim_equipment(self):
        # sudo: community.booking.unit - nobody's to write
        units = self.env["community.booking.unit"].sudo()
        for line in self.sudo().equipment_line_ids.sorted("equipment_id"):
            line.flush_recordset()
            if not units._claim(line):
                raise UserError(
                    self.env._(
                        "Of «%(equipment)s» there are not enough in these hours.",
                        equipment=line.equipment_id.name,
                    )
                )

    def _release(self):
        """Give back what it holds."""
        # sudo: community.booking.unit - nobody's to write
        units = self.env["community.booking.unit"].sudo()
        units.search([("booking_id", "in", self.ids)]).unlink()
        self._engine_write({"week_slot": 0})

    @contextmanager
    def _rebooking(self):
        """What is written within is taken as a new booking would be; or else all stays as it was."""
        if self.state == "waiting":
            yield
            return
        freed = (self.room_id, self.block_start, self.block_stop)
        with self.env.cr.savepoint():
            self._check_content_editable()
            self._release()
            self._engine_write({"state": "draft"})
            yield
            self._take()
        self._offer_next(*freed)
        if not self.env.user.share:
            self._tell("community_training.mail_template_booking_moved")

    def _end(self, verb, **vals):
        """End them; what they held is offered to those who wait."""
        for booking in self:
            freed = (booking.room_id, booking.block_start, booking.block_stop)
            booking._move(verb, **vals)
            booking._release()
            booking._offer_next(*freed)
