from odoo import api, models
from odoo.exceptions import UserError

REPORT = "community_org.community_order_report"
ACTIVITY = "community_org.mail_activity_type_order"


class CommunityOrderIssue(models.Model):
    """The letter: checked, numbered, sent to the representatives, and what happens when its day passes."""

    _inherit = "community.order"

    # ------------------------------------------------------------
    # ISSUE
    # ------------------------------------------------------------

    def action_issue(self):
        """Number and send it; from now on its text is frozen."""
        for order in self:
            order.check_access("write")
            order._check_may_issue()
            order._check_target()
            order._issue()

    def _issue(self):
        """Issue one order in the name of the current user.

        :raises UserError: lists what is missing
        """
        self.ensure_one()
        missing = self._get_missing()
        if missing:
            raise UserError("\n".join([self.env._("The order is not complete yet:"), *missing]))
        today, office = self.env["community.policy"]._today(), self.env.user.area_id
        # sudo: community.number - claimed by the issue of an order only
        number = (
            self.env["community.number"]
            .sudo()
            ._claim(office.street_id or office, today.year, "order", self._get_number_pattern())
        )
        self._move(
            "issue",
            number=number,
            issuer_id=office.id,
            issued_on=today,
            issued_by_id=self.env.uid,
        )
        # a competing issue shows before anything is sent
        self.env.flush_all()
        self._send_letter()

    def _get_number_pattern(self):
        return self.env["community.policy"]._get_policy().order_number_format

    def _get_missing(self):
        """Sentences that say what the order lacks."""
        self.ensure_one()
        missing = []
        if not (self.facts or "").strip():
            missing.append(self.env._("What was found."))
        if not (self.clause or "").strip():
            missing.append(self.env._("The legal or policy basis."))
        if not (self.rights or "").strip():
            missing.append(self.env._("The rights of the addressee."))
        if self.kind == "rectification" and not self.demand_ids:
            missing.append(self.env._("At least one demand."))
        if self.kind != "dissolution" and not (
            self.deadline and self.deadline > self.env["community.policy"]._today()
        ):
            missing.append(self.env._("A deadline after today."))
        return missing

    # ------------------------------------------------------------
    # LETTER
    # ------------------------------------------------------------

    def _render_letter(self):
        """The letter as a PDF (bytes)."""
        # sudo: ir.actions.report - the letter is the same whoever issues it
        reports = self.env["ir.actions.report"].sudo()
        return reports._render_qweb_pdf(REPORT, self.ids)[0]

    def _send_letter(self):
        """Send the letter to today's representatives; it stays with the order when there is nobody."""
        self._mail_addressee(
            "community_org.mail_template_order_issued",
            attachments=[(f"{self.number}.pdf", self._render_letter())],
        )

    def _mail_addressee(self, template_xmlid, attachments=()):
        """Message the organisation's representatives about this order, in the portal and by mail."""
        self.ensure_one()
        # sudo: the message - an office sends it, which need not write the order in this state
        order = self.sudo()
        order.organization_id._mail_representatives(
            template_xmlid, about=order, attachments=attachments
        )

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        for _name, _condition, options in groups:
            options.setdefault("button_access", {})["title"] = self.env._("Open the order")
        return groups

    # ------------------------------------------------------------
    # THE OFFICE'S TO-DO
    # ------------------------------------------------------------

    def _plan_activity(self, summary, day):
        """A to-do for every officer of the issuing office, in place of the last one."""
        self._clear_activities()
        # sudo: res.users, mail.activity - planned for the office by whoever answers, or by a job
        order = self.sudo().with_context(mail_activity_quick_update=True)
        officers = order.env["res.users"].search(
            [("area_id", "=", order.issuer_id.id), ("share", "=", False)]
        )
        for officer in officers.filtered(lambda user: user._works_for(order.issuer_id.tier)):
            order.activity_schedule(
                ACTIVITY, user_id=officer.id, date_deadline=day, summary=summary
            )

    def _clear_activities(self):
        # sudo: mail.activity - the colleagues' to-dos of this step end with it
        self.sudo().activity_unlink([ACTIVITY])

    @api.model
    def _cron_overdue(self):
        """Nightly: report each order whose day has passed without an answer, once for each deadline."""
        today = self.env["community.policy"]._today()
        orders = self.search(
            [("state", "=", "issued"), ("deadline", "<", today), ("overdue_on", "=", False)]
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(orders))
        for order in orders:
            order._report_overdue(today)
            if not cron._commit_progress(1):
                break

    def _report_overdue(self, today):
        self._engine_write({"overdue_on": today})
        if self.organization_id:
            self.organization_id._record_credit(
                "order_overdue", day=today, note=self.display_name, source=self
            )
            self._mail_addressee("community_org.mail_template_order_overdue")
        self._plan_activity(self.env._("Overdue: no answer by %(day)s", day=self.deadline), today)

    # ------------------------------------------------------------

    def _end(self, reason):
        """The addressee ended before these were settled."""
        # sudo: community.order - ended by the decision that ended the organisation
        for order in self.sudo():
            order._move("end", closed_on=self.env["community.policy"]._today())
            order._clear_activities()
            order.message_post(body=reason)
