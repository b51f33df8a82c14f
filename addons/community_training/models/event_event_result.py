from odoo import api, models
from odoo.tools import SQL


class EventEventResult(models.Model):
    """What a session came to: hours of all people, cost of an hour, the letters about the test."""

    _inherit = "event.event"

    @api.depends("cost", "person_hours")
    def _compute_cost_per_hour(self):
        for session in self:
            hours = session.person_hours
            session.cost_per_hour = session.cost / hours if hours else 0

    def _read_group_select(self, aggregate_spec, query):
        """The average of averages would be wrong: each session stands for another number of hours."""
        if aggregate_spec != "cost_per_hour:avg":
            return super()._read_group_select(aggregate_spec, query)
        hours = self._field_to_sql(self._table, "person_hours", query)
        return SQL(
            "SUM(%s) FILTER (WHERE %s > 0) / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "cost", query),
            hours,
            hours,
        )

    def _count_person_hours(self):
        """Once the session was held; before, people who check in at once would wait for each other."""
        for session in self.filtered(lambda session: session.state == "done"):
            # sudo: event.event - a figure, not a decision
            session.sudo()._engine_write(
                {"person_hours": session.came_count * session.training_hours}
            )

    def _tell_of_exam(self):
        """A letter to each organisation with the address of the test of each of its people."""
        # sudo: event.registration - letters go out whoever closed the session
        for session in self.sudo().filtered("course_id.exam_id"):
            rows = session.registration_ids.filtered(lambda row: row.exam_result == "open")
            rows._tell("community_training.mail_template_exam")
