from odoo import models


class EventEventSeat(models.Model):
    """The waiting list of a session moves up when a seat is given up or added."""

    _inherit = "event.event"

    def write(self, vals):
        """More seats: the waiting list moves up."""
        result = super().write(vals)
        if "seats_max" in vals:
            for session in self.filtered(
                lambda session: session.course_id and session.state == "open"
            ):
                session._move_up()
        return result

    def _move_up(self):
        """Give free seats to those who wait longest, and tell them."""
        # sudo: event.registration - nobody's to write; whoever freed the seat
        waiting = self.sudo().registration_ids.filtered(lambda row: row.state == "draft")
        for row in waiting.sorted(lambda row: (row.waits_since or row.create_date, row.id)):
            if not row._claim_seat():
                break
            row._tell("community_training.mail_template_session_moved_up")
