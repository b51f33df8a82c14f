import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError

_logger = logging.getLogger(__name__)


class CommunityOrganizationInvite(models.Model):
    """Portal accounts for organisations that came without one: an import sends no mails, an office does, later."""

    _inherit = "community.organization"

    can_invite = fields.Boolean(compute="_compute_can_invite")
    invite_pending = fields.Boolean(readonly=True, copy=False, index="btree_not_null")

    @api.depends(
        "member_ids.email", "member_ids.partner_id", "member_ids.role", "member_ids.date_to"
    )
    def _compute_can_invite(self):
        for organization in self:
            waiting = organization._get_representatives().filtered(
                lambda member: not member.partner_id
            )
            organization.can_invite = organization.state != "cancelled" and bool(waiting)

    def action_invite(self):
        """Mail the representatives of these organisations their way into the portal, in the background.

        :raises AccessError: the user does not work in their offices
        """
        self.check_access("read")
        if not self.env.user._works_for("community", "street"):
            raise AccessError(
                self.env._("Only its community or street invites an organisation to the portal.")
            )
        invited = self.filtered("can_invite")
        # sudo: community.organization - a mark for the background work, not a filed fact
        invited.sudo().invite_pending = True
        # sudo: ir.cron - whoever may invite starts the background work
        self.env.ref("community_org.ir_cron_invite").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if invited else "warning",
                "message": self.env._(
                    "Invited: %(invited)s. Not invited, because there is no e-mail address or there is an"
                    " account already: %(others)s.",
                    invited=len(invited),
                    others=len(self - invited),
                ),
            },
        }

    @api.model
    def _cron_invite(self):
        pending = self.search([("invite_pending", "=", True)])
        progress = self.env["ir.cron"]
        progress._commit_progress(remaining=len(pending))
        for organization in pending:
            try:
                with self.env.cr.savepoint():
                    organization._grant_portal_access()
            except Exception:
                _logger.exception("representatives of %s cannot be invited", organization)
            organization.invite_pending = False
            if not progress._commit_progress(1):
                self.env.ref("community_org.ir_cron_invite")._trigger()
                break
