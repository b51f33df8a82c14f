from datetime import timedelta

from odoo import api, fields, models

REMIND_BEFORE = timedelta(days=2)


class EventEventReminder(models.Model):
    """Two days before a session everybody who is enrolled is reminded, once."""

    _inherit = "event.event"

    reminded_on = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _get_engine_defaults(self):
        return {**super()._get_engine_defaults(), "reminded_on": False}

    @api.model
    def _cron_remind(self):
        now = fields.Datetime.now()
        coming = self.search(
            [
                ("state", "=", "open"),
                ("course_id", "!=", False),
                ("reminded_on", "=", False),
                ("date_begin", ">", now),
                ("date_begin", "<=", now + REMIND_BEFORE),
            ]
        )
        for session in coming:
            enrolled = session.registration_ids.filtered(lambda row: row.state == "open")
            enrolled._tell("community_training.mail_template_session_reminder")
            session._engine_write({"reminded_on": now})
