from odoo import api, fields, models


class CommunityRegister(models.AbstractModel):
    """Open sessions, for everybody: plain values, nothing of who is enrolled."""

    _inherit = "community.register"

    @api.model
    def _get_sessions(self):
        """``[{name, topic, office, begin, end, place, seats, free, audience}]``, times of Shanghai."""
        # sudo: event.event - what is announced is public
        sessions = self.env["event.event"].sudo()
        found = sessions.search(
            [
                ("course_id", "!=", False),
                ("state", "=", "open"),
                ("date_end", ">", fields.Datetime.now()),
            ],
            order="date_begin",
            limit=100,
        )
        local = self.env["community.policy"]._local
        audiences = dict(
            self.env["community.course"]._fields["audience"]._description_selection(self.env)
        )
        return [
            {
                "name": session.name,
                "topic": session.topic_id.name,
                "office": session.area_id.name,
                "begin": local(session.date_begin),
                "end": local(session.date_end),
                "place": session.place or "",
                "seats": session.seats_max,
                "free": max(0, session.seats_max - session.enrolled_count),
                "audience": audiences[session.audience],
            }
            for session in found
        ]
