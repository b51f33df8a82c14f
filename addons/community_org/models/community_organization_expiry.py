from datetime import timedelta

from markupsafe import Markup
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from .community_filing_request import UNDER_REVIEW

ACTIVITY = "community_org.mail_activity_type_renewal"


class CommunityOrganizationExpiry(models.Model):
    """The end of a filing's validity: who is told, once before and once after, and what clears it.

    The policy says how many days before (``renewal_notice_days``). The markers hold the validity
    that was announced, not a mere «yes»: a new certificate with another validity arms them again,
    one that keeps it (after a change) does not.
    """

    _inherit = "community.organization"

    is_expiring = fields.Boolean(
        "Expires soon", compute="_compute_is_expiring", search="_search_is_expiring"
    )
    renewal_reminded_for = fields.Date("Reminded of the expiry on", readonly=True, copy=False)
    expiry_reminded_for = fields.Date("Told that it expired on", readonly=True, copy=False)
    renewal_request_id = fields.Many2one(
        "community.filing",
        "Renewal under review",
        compute="_compute_renewal_request_id",
        compute_sudo=True,
    )

    @api.depends("valid_to", "state")
    def _compute_is_expiring(self):
        today, horizon = self._get_notice_days()
        for organization in self:
            organization.is_expiring = bool(
                organization.state == "filed"
                and organization.valid_to
                and today <= organization.valid_to <= horizon
            )

    def _search_is_expiring(self, operator, value):
        if operator != "in":
            return NotImplemented
        today, horizon = self._get_notice_days()
        expiring = Domain("state", "=", "filed") & Domain(
            [("valid_to", ">=", today), ("valid_to", "<=", horizon)]
        )
        return expiring if True in value else ~expiring

    @api.depends("filing_ids.state")
    def _compute_renewal_request_id(self):
        for organization in self:
            organization.renewal_request_id = organization.filing_ids.filtered(
                lambda filing: filing.kind == "renewal" and filing.state in UNDER_REVIEW
            )[:1]

    @api.model
    def _get_notice_days(self):
        """``(today, last day of validity that is announced today)``."""
        policy = self.env["community.policy"]
        today = policy._today()
        return today, today + timedelta(days=policy._get_policy().renewal_notice_days)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "cancelled":
            self._end_renewal_reminder()
        return result

    def _issue_certificate(self, day, valid_to=None):
        certificates = super()._issue_certificate(day, valid_to=valid_to)
        renewed = self.filtered(lambda body: not (body.is_expiring or body.is_expired))
        renewed._end_renewal_reminder()
        return certificates

    def _end_renewal_reminder(self):
        # sudo: mail.activity - the officers' reminder ends, whoever decided
        self.sudo().activity_unlink([ACTIVITY])

    # ------------------------------------------------------------
    # REMINDERS
    # ------------------------------------------------------------

    @api.model
    def _cron_remind_renewal(self):
        """Daily: tell representatives and community officers who expires soon, and who has expired.

        Each organisation is a step of its own with its marker, so a run that breaks off goes on
        where it stood and nobody is told twice.
        """
        due = self._get_due_reminders()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for organization in due:
            organization._remind_renewal()
            if not cron._commit_progress(1):
                break

    @api.model
    def _get_due_reminders(self):
        """Organisations to be told today; not those whose renewal is under review already."""
        _today, horizon = self._get_notice_days()
        candidates = self.search(
            [
                ("state", "=", "filed"),
                ("valid_to", "<=", horizon),
                (
                    "filing_ids",
                    "not any",
                    [("kind", "=", "renewal"), ("state", "in", UNDER_REVIEW)],
                ),
            ],
            order="valid_to, id",
        )
        return candidates.filtered(
            lambda body: (
                (body.expiry_reminded_for if body.is_expired else body.renewal_reminded_for)
                != body.valid_to
            )
        )

    def _remind_renewal(self):
        self.ensure_one()
        marker = "expiry_reminded_for" if self.is_expired else "renewal_reminded_for"
        self.write({marker: self.valid_to})
        self._mail_representatives(
            "community_org.mail_template_organization_expired"
            if self.is_expired
            else "community_org.mail_template_organization_expiring"
        )
        self._end_renewal_reminder()
        quiet = self.with_context(mail_activity_quick_update=True)
        for officer in self._get_community_officers():
            quiet.activity_schedule(ACTIVITY, user_id=officer.id, date_deadline=self.valid_to)

    def _get_community_officers(self):
        """Officers of the organisation's community."""
        group = self.env.ref("community_org.group_community_officer")
        return self.env["res.users"].search(
            [("area_id", "=", self.community_id.id), ("all_group_ids", "in", group.ids)]
        )

    def _mail_representatives(self, template_xmlid, about=None, attachments=()):
        """Message today's leader and liaisons by a template: in the portal, and by mail.

        The template is that of the organisation or of the document ``about`` (one record), where the
        message then stays, also when there is nobody to send it to. ``attachments``: ``[(name, bytes)]``.
        Who has no portal account gets the mail alone.
        """
        # sudo: mail.template and the message - a job or an office sends it, which need not write here
        organization = self.sudo()
        record = organization if about is None else about.sudo()
        record.ensure_one()
        template = organization.env.ref(template_xmlid)
        content = template._generate_template(record.ids, ["subject", "body_html"])[record.id]
        members = organization._get_representatives()
        addresses = {email_normalize(m.email) for m in members if not m.partner_id}
        # a row of the ledger has no thread: what is written about it stays with the organisation
        thread = record if hasattr(record, "message_post") else organization
        thread.message_post(
            subject=content["subject"],
            attachments=list(attachments),
            body=Markup(content["body_html"]),  # noqa: S704 - rendered by the template
            # the office writes, to these people alone
            author_id=self.env.company.partner_id.id,
            partner_ids=members.partner_id.ids,
            outgoing_email_to=", ".join(sorted(addresses - {False})),
            notify_author_mention=True,
            notify_skip_followers=True,
            message_type="auto_comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals=msg_vals
        )
        for _name, _condition, options in groups:
            options.setdefault("button_access", {})["title"] = self.env._("Open the organisation")
        return groups
