from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.orm.models import NO_ACCESS


class CommunityResidentReportContact(models.Model):
    """Who reported, if he said so: kept where nobody reads it, shown one by one, erased in time.

    Lists, exports, searches and messages know a mask only. The office that deals with the report
    sees name and phone by :meth:`action_show_contact`, which leaves a note of who looked.
    """

    _inherit = "community.resident.report"

    contact_name = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)
    contact_phone = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)
    has_contact = fields.Boolean("Left a contact", readonly=True, copy=False)
    contact_erased_on = fields.Date("Contact erased on", readonly=True, copy=False)
    contact_mask = fields.Char(
        "Resident's contact", compute="_compute_contact_mask", exportable=False
    )

    @api.depends("has_contact", "contact_erased_on")
    @api.depends_context("uid")
    def _compute_contact_mask(self):
        """For the office that deals with it: ``王** 138****5678``; for others whether there is one."""
        for report in self:
            if report.contact_erased_on:
                report.contact_mask = self.env._("Erased")
            elif not report.has_contact:
                report.contact_mask = self.env._("Anonymous")
            elif report.can_act:
                # sudo: community.resident.report - no more than the mask leaves this method
                secret = report.sudo()
                parts = (_mask(secret.contact_name, 1, 0), _mask(secret.contact_phone, 3, 4))
                report.contact_mask = " ".join(part for part in parts if part)
            else:
                report.contact_mask = self.env._("Left with the office in charge")

    def action_show_contact(self):
        """Show name and phone once to who deals with the report; the chatter says who looked.

        :raises AccessError: the user is not of the office in charge
        """
        self.ensure_one()
        self._check_may_act()
        if not self.has_contact or self.contact_erased_on:
            raise UserError(self.env._("There is no contact, or it has been erased."))
        self.message_post(body=self.env._("Looked at the resident's contact."))
        # sudo: community.resident.report - shown to who was checked above, after the look was noted
        secret = self.sudo()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.number,
                "message": " ".join(filter(None, (secret.contact_name, secret.contact_phone))),
                "sticky": True,
            },
        }

    # ------------------------------------------------------------
    # KEEPING NO MORE THAN NEEDED
    # ------------------------------------------------------------

    @api.model
    def _cron_erase(self):
        """Daily: erase contacts and hashes of networks whose time is over by the policy of today."""
        today = self.env["community.policy"]._today()
        policy = self.env["community.policy"]._get_policy()
        closed = Domain("state", "=", "closed") & Domain(
            "ended_on", "<", today - relativedelta(months=policy.report_erase_months)
        )
        invalid = Domain("state", "=", "refused") & Domain(
            "ended_on", "<", today - relativedelta(days=policy.report_spam_days)
        )
        contacts = Domain("has_contact", "=", True) & Domain("contact_erased_on", "=", False)
        self._erase(
            contacts & (closed | invalid),
            {"contact_name": False, "contact_phone": False, "contact_erased_on": today},
        )
        self._erase(
            Domain("network_digest", "!=", False)
            & Domain("received_on", "<", today - relativedelta(days=policy.report_network_days)),
            {"network_digest": False, "text_digest": False},
        )

    @api.model
    def _erase(self, domain, vals):
        cron = self.env["ir.cron"]
        # sudo: community.resident.report - the job erases what nobody may write
        cron._commit_progress(remaining=self.sudo().search_count(domain))
        # sudo: community.resident.report - columns that nobody may read are emptied
        while reports := self.sudo().search(domain, limit=500):
            reports._engine_write(vals)
            if not cron._commit_progress(len(reports)):
                break


def _mask(text, head, tail):
    """``text`` with its first ``head`` and last ``tail`` characters at most, never the whole of it."""
    text = text or ""
    if len(text) <= head + tail:
        return "*" * len(text)
    return f"{text[:head]}{'*' * (len(text) - head - tail)}{text[len(text) - tail :]}"
