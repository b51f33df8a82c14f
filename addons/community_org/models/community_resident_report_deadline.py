from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .community_resident_report import OPEN_STATES

ACTIVITY = "community_org.mail_activity_type_resident_report"


class CommunityResidentReportDeadline(models.Model):
    """Who is told of a report and when: its office at once, the street when the office is late."""

    _inherit = "community.resident.report"

    escalated_on = fields.Date("Brought before the street on", readonly=True, copy=False)

    @api.model
    def _get_officers(self, office):
        """Active officers of ``office``, as sudo records: who may deal with a report there."""
        groups = [
            self.env.ref(f"community_org.group_{tier}_officer").id
            for tier in ("community", "street")
        ]
        # sudo: res.users - a visitor, or a colleague of another office, hands over
        return (
            self.env["res.users"]
            .sudo()
            .search([("area_id", "=", office.id), ("all_group_ids", "in", groups)])
        )

    def _hand_to_office(self):
        self._schedule(self._get_office(), lambda report: report._get_state_label())

    def _schedule(self, office, summarize):
        """A to-do for each officer of ``office``, with ``summarize(report)`` in the officer's language.

        It names the report, never what or who is in it.
        """
        for user in self._get_officers(office):
            # sudo: mail.activity - planned for an office by whoever moved the report, a visitor too
            report = self.sudo().with_context(lang=user.lang)
            report.activity_schedule(
                ACTIVITY,
                user_id=user.id,
                date_deadline=self.deadline,
                summary=summarize(report),
            )

    def _done_activities(self):
        # sudo: mail.activity - of colleagues too: one of them has done it
        self.sudo().activity_unlink([ACTIVITY])

    # ------------------------------------------------------------
    # DAILY
    # ------------------------------------------------------------

    @api.model
    def _cron_escalate(self):
        """Daily: bring what is late before the street, by a to-do and a mail; close what was answered long ago."""
        today = self.env["community.policy"]._today()
        late = self.search(
            Domain("state", "in", list(OPEN_STATES))
            & Domain("deadline", "<", today)
            & Domain("escalated_on", "=", False)
        )
        days = self.env["community.policy"]._get_policy().report_close_days
        settled = self.search(
            Domain("state", "=", "answered")
            & Domain("answered_on", "<", today - timedelta(days=days))
            & Domain("rating", "=", False)
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(late) + len(settled))
        for report in late:
            report._escalate(today)
            if not cron._commit_progress(1):
                return
        for report in settled:
            report._move("close", ended_on=today)
            report._done_activities()
            if not cron._commit_progress(1):
                return

    def _escalate(self, today):
        self.ensure_one()
        self._engine_write({"escalated_on": today})
        officers = self._get_officers(self.street_id)
        if self.street_id != self._get_office():
            self._schedule(self.street_id, lambda report: report.env._("Late with the community"))
        if officers:
            self.message_notify(
                partner_ids=officers.partner_id.ids,
                subject=self.env._("Report %(number)s is late", number=self.number),
                body=self.env._(
                    "%(office)s should have dealt with it by %(day)s.",
                    office=self._get_office().name,
                    day=self._format_deadline(),
                ),
            )
