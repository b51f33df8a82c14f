from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class CommunityMajorActivityReport(models.Model):
    """The report (总结) after an approved activity: the ledger entry completed, within the policy's days.

    Reminded of once before the day and once after it; a report that is missing then is entered in
    the credit record, once (申报后未按时报送活动情况).
    """

    _inherit = "community.major.activity"

    report_deadline = fields.Date("Report due", readonly=True, copy=False, index=True)
    reported_on = fields.Datetime("Reported on", readonly=True, copy=False)
    report_reminded_on = fields.Date("Reminded of the report", readonly=True, copy=False)
    report_missed_on = fields.Date("Report missing since", readonly=True, copy=False)
    awaits_report = fields.Boolean(
        "Report to come",
        compute="_compute_awaits_report",
        search="_search_awaits_report",
        help="Approved and over, and not reported yet.",
    )
    is_report_overdue = fields.Boolean(
        "Report overdue", compute="_compute_awaits_report", search="_search_is_report_overdue"
    )

    can_report = fields.Boolean(
        compute="_compute_can_report", help="It has begun, and its entry is open for the report."
    )

    @api.model
    def _get_engine_defaults(self):
        return {
            **super()._get_engine_defaults(),
            "report_deadline": False,
            "reported_on": False,
            "report_reminded_on": False,
            "report_missed_on": False,
        }

    @api.depends("state", "stop", "reported_on", "report_deadline")
    def _compute_awaits_report(self):
        now, today = fields.Datetime.now(), self.env["community.policy"]._today()
        for declaration in self:
            open_report = declaration.state == "approved" and not declaration.reported_on
            declaration.awaits_report = bool(open_report and declaration.stop < now)
            declaration.is_report_overdue = bool(
                open_report and declaration.report_deadline and declaration.report_deadline < today
            )

    @api.depends("state", "start", "entry_ids.state")
    def _compute_can_report(self):
        now = fields.Datetime.now()
        for declaration in self:
            declaration.can_report = bool(
                declaration.state == "approved"
                and declaration.start <= now
                and declaration.entry_id.state in ("planned", "returned")
            )

    @api.model
    def _search_awaits_report(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self._get_open_reports() & Domain("stop", "<", fields.Datetime.now())
        return found if True in value else ~found

    @api.model
    def _search_is_report_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["community.policy"]._today()
        found = self._get_open_reports() & Domain("report_deadline", "<", today)
        return found if True in value else ~found

    @api.model
    def _get_open_reports(self):
        return Domain([("state", "=", "approved"), ("reported_on", "=", False)])

    def _start_report(self):
        """Set the day on which the report is due, by the policy of the last day of the activity."""
        policies = self.env["community.policy"]
        last = policies._local(self.stop).date()
        days = policies._get_policy(last).major_report_days
        self._engine_write({"report_deadline": last + timedelta(days=days)})

    def _mark_reported(self):
        """The ledger entry was reported as held; a correction later does not count as another report."""
        unreported = self.filtered(lambda declaration: not declaration.reported_on)
        unreported._engine_write({"reported_on": fields.Datetime.now()})

    # ------------------------------------------------------------
    # REMINDERS
    # ------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """Daily. Each declaration is a step of its own with its marker, so that a run that breaks off goes
        on where it stood, and nobody is told or charged twice."""
        soon, missed = self._get_reports_due(), self._get_reports_missed()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(soon) + len(missed))
        steps = [
            *(declaration._remind_report for declaration in soon),
            *(declaration._miss_report for declaration in missed),
        ]
        for step in steps:
            step()
            if not cron._commit_progress(1):
                break

    @api.model
    def _get_reports_due(self):
        """Over, due within the days of the policy, and not reminded of yet."""
        policies = self.env["community.policy"]
        today = policies._today()
        horizon = today + timedelta(days=policies._get_policy().major_remind_days)
        return self.search(
            Domain("awaits_report", "=", True)
            & Domain("report_reminded_on", "=", False)
            & Domain([("report_deadline", ">=", today), ("report_deadline", "<=", horizon)]),
            order="report_deadline, id",
        )

    @api.model
    def _get_reports_missed(self):
        return self.search(
            Domain("is_report_overdue", "=", True) & Domain("report_missed_on", "=", False),
            order="report_deadline, id",
        )

    def _remind_report(self):
        self._engine_write({"report_reminded_on": self.env["community.policy"]._today()})
        self._write_to_organization("community_org.mail_template_major_report_due")

    def _miss_report(self):
        today = self.env["community.policy"]._today()
        self._engine_write({"report_missed_on": today})
        self.organization_id._record_credit(
            "major_report_missing",
            day=today,
            note=self.env._(
                "No report on «%(title)s», due on %(day)s.",
                title=self.name,
                day=self.report_deadline,
            ),
            source=self,
        )
        self._write_to_organization("community_org.mail_template_major_report_missed")
