from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

LEDGER_ACTIVITY = "community_org.mail_activity_type_ledger"


class CommunityActivityReminder(models.Model):
    """Who is reminded of the ledger: an organisation of what it planned and did not report, once each;
    the officers of its community of what has waited too long for the confirmation.
    """

    _inherit = "community.activity"

    reminded_on = fields.Date(readonly=True, copy=False)

    @api.model
    def _cron_remind(self):
        """Daily. Each organisation is a step of its own with its markers, so that a run that breaks off
        goes on where it stood and nobody is told twice."""
        unreported = self._get_unreported().grouped("organization_id")
        waiting = self._get_waiting_organizations()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(unreported) + len(waiting))
        steps = [
            *((body._remind_unreported, activities) for body, activities in unreported.items()),
            *((body._remind_confirmation,) for body in waiting),
        ]
        for step, *args in steps:
            step(*args)
            if not cron._commit_progress(1):
                break

    @api.model
    def _get_unreported(self):
        """Planned, over for as long as the policy says, and their organisation was not reminded yet."""
        days = self.env["community.policy"]._get_policy().ledger_remind_days
        return self.search(
            [
                ("state", "=", "planned"),
                ("reminded_on", "=", False),
                ("stop", "<", fields.Datetime.now() - timedelta(days=days)),
            ],
            order="organization_id, start",
        )

    @api.model
    def _get_waiting_organizations(self):
        """Organisations with entries that wait too long and of which no officer has a to-do yet."""
        rows = self._read_group(Domain("waits_long", "=", True), ["organization_id"])
        organizations = self.env["community.organization"].union(*(row[0] for row in rows))
        # sudo: mail.activity - to-dos of other people
        todos = self.env["mail.activity"].sudo()
        told = todos.search(
            [
                ("res_model", "=", organizations._name),
                ("res_id", "in", organizations.ids),
                ("activity_type_id", "=", self.env.ref(LEDGER_ACTIVITY).id),
            ]
        )
        return organizations.browse(set(organizations.ids) - set(told.mapped("res_id")))

    def _move(self, verb, **vals):
        result = super()._move(verb, **vals)
        if verb in ("confirm", "return"):
            self.organization_id._end_confirmation_todo()
        return result
