from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from psycopg2.errors import UniqueViolation


class EventRegistrationSeat(models.Model):
    """Seats: each is a number, and the database gives a number to one person.

    To claim a seat a row takes its number. A competitor for the same number waits for the first one
    and then tries the next; when the numbers are used up he is on the waiting list. So nobody is
    turned away by a collision, and there is never one seat too many (compare `community.number`).
    """

    _inherit = "event.registration"

    seat = fields.Integer(readonly=True, copy=False, aggregator=None)
    waits_since = fields.Datetime("Waits since", readonly=True, copy=False)

    _seat_uniq = models.UniqueIndex("(event_id, seat) WHERE seat > 0", "This seat is taken.")

    @api.model
    def _enrol(self, session, members):
        """Enrol ``members`` of organisations, or put them on the waiting list; their rows.

        :raises UserError: names what stands in the way of any of them; then nobody is enrolled
        """
        session._check_takes(members)
        talents = self.env["community.talent"]._get_of_members(members)
        # sudo: event.registration - nobody's to write; the caller has checked who enrols
        rows = self.sudo().with_context(tracking_disable=True)
        made = rows.browse()
        for member in members:
            made |= rows._enrol_one(session, member, talents[member.sudo()])
        made._link_missed()
        return made

    def _enrol_one(self, session, member, talent):
        known = [("event_id", "=", session.id), ("talent_id", "=", talent.id)]
        if self.search_count([*known, ("state", "!=", "cancel")], limit=1):
            raise UserError(self.env._("%(name)s is enrolled already.", name=member.name))
        try:
            with self.env.cr.savepoint():
                row = self.create(
                    {
                        "event_id": session.id,
                        "organization_id": member.organization_id.id,
                        "area_id": member.area_id.id,
                        "member_id": member.id,
                        "talent_id": talent.id,
                        "name": member.name,
                        "phone": member.phone,
                        "email": member.email,
                        "partner_id": member.partner_id.id,
                        "state": "draft",
                        "waits_since": fields.Datetime.now(),
                    }
                )
                self.env.flush_all()
        except UniqueViolation as error:  # by somebody else at the same moment
            raise UserError(
                self.env._("%(name)s is enrolled already.", name=member.name)
            ) from error
        row._claim_seat()
        return row

    def _claim_seat(self):
        """Take the first free number; whether there was one."""
        self.ensure_one()
        session = self.event_id
        taken = set(self.search([("event_id", "=", session.id), ("seat", ">", 0)]).mapped("seat"))
        return any(
            number not in taken and self._take_seat(number)
            for number in range(1, session.seats_max + 1)
        )

    def _take_seat(self, number):
        self.flush_recordset()
        query = SQL("UPDATE event_registration SET seat = %s WHERE id = %s", number, self.id)
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query, log_exceptions=False)
        except UniqueViolation:  # somebody else has just taken it
            return False
        self.invalidate_recordset(["seat"])
        self.write({"state": "open", "waits_since": False})
        return True

    # ------------------------------------------------------------
    # GIVING A SEAT UP
    # ------------------------------------------------------------

    def action_cancel(self):
        """End the enrolment; who waits longest gets the seat and is told."""
        self._check_may_cancel()
        self._cancel_enrolment()
        return True

    def _cancel_enrolment(self):
        policy = self.env["community.policy"]._get_policy()
        # sudo: event.registration - nobody's to write; the caller has checked who asks
        for row in self.sudo():
            session = row.event_id
            if row.state not in ("draft", "open") or session.state != "open":
                raise UserError(
                    self.env._(
                        "The enrolment of «%(name)s» cannot be cancelled any more.", name=row.name
                    )
                )
            limit = session.date_begin - timedelta(hours=policy.training_cancel_hours)
            is_late = row.state == "open" and fields.Datetime.now() > limit
            row.write({"state": "cancel", "seat": 0, "is_late_cancel": is_late})
            session._move_up()
