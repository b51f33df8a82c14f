from odoo import api, fields, models
from odoo.fields import Domain

from .community_activity_reminder import LEDGER_ACTIVITY


class CommunityOrganizationReminder(models.Model):
    """Reminders of the ledger as an organisation and the officers of its community get them."""

    _inherit = "community.organization"

    unreported_ids = fields.One2many(
        "community.activity", compute="_compute_unreported_ids", string="Declared and not reported"
    )

    @api.depends("ledger_ids.state", "ledger_ids.stop")
    def _compute_unreported_ids(self):
        found = self.env["community.activity"].search(
            [("organization_id", "in", self.ids), ("is_unreported", "=", True)], order="start"
        )
        by_organization = found.grouped("organization_id")
        for organization in self:
            organization.unreported_ids = by_organization.get(organization, found.browse())

    def _remind_unreported(self, activities):
        activities._engine_write({"reminded_on": self.env["community.policy"]._today()})
        self._mail_representatives("community_org.mail_template_activity_unreported")

    def _remind_confirmation(self):
        quiet = self.with_context(mail_activity_quick_update=True)
        for officer in self._get_community_officers():
            quiet.activity_schedule(LEDGER_ACTIVITY, user_id=officer.id)

    def _end_confirmation_todo(self):
        """The to-do ends when nothing waits too long any more."""
        rows = self.env["community.activity"]._read_group(
            Domain("organization_id", "in", self.ids) & Domain("waits_long", "=", True),
            ["organization_id"],
        )
        settled = self - self.browse().union(*(row[0] for row in rows))
        # sudo: mail.activity - a to-do of whichever officer
        settled.sudo().activity_unlink([LEDGER_ACTIVITY])
