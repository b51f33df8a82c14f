from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class CommunityActivityAction(models.Model):
    """What people do with a ledger entry: the organisation or its community reports it as held or calls
    it off; the community alone confirms it or returns it for correction.
    """

    _inherit = "community.activity"

    def action_report(self):
        """What was planned has been held, or what was returned is corrected."""
        self.check_access("write")
        self.organization_id._check_eligible("ledger")
        now = fields.Datetime.now()
        if any(activity.start > now for activity in self):
            raise UserError(self.env._("An activity that has not begun yet has not been held."))
        planned = self.filtered(lambda activity: activity.state == "planned")
        (self - planned)._move("report")
        for vals, activities in planned._group_by_return():
            activities._move("report", entered_on=now, **vals)
        return True

    def action_cancel(self):
        """What was planned does not take place."""
        self.check_access("write")
        self._move("cancel")
        return True

    def action_confirm(self):
        self._check_confirmer()
        self._move("confirm", confirmed_on=fields.Datetime.now(), confirmed_by_id=self.env.uid)
        return True

    def action_confirm_selected(self):
        """Confirm those of a selection that wait for it, and say how many those were."""
        waiting = self.filtered(lambda activity: activity.state == "held")
        waiting.action_confirm()
        left = len(self - waiting)
        message = self.env._("%(count)s activities confirmed.", count=len(waiting))
        if left:
            message += self.env._(
                " %(count)s did not wait for it and stay as they are.", count=left
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if waiting else "warning",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _return(self, remark):
        """Send entries back to who reported them; ``remark`` says what to correct."""
        self._check_confirmer()
        if not (remark or "").strip():
            raise UserError(self.env._("Please say what is to be corrected."))
        self._move("return", remark=remark.strip())

    def _check_confirmer(self):
        """:raises AccessError: the user is no officer of the community, or represents the organisation"""
        self.check_access("write")
        if self.env.su:  # a data pack
            return
        if not self.env.user._works_for("community"):
            raise AccessError(self.env._("Activities are confirmed by the community."))
        # sudo: community.member - an account and a member are the same person
        own = self.sudo().organization_id.filtered(
            lambda body: self.env.user.partner_id in body._get_representatives().partner_id
        )
        if own:
            raise AccessError(
                self.env._(
                    "You represent «%(name)s»: a colleague confirms its activities.",
                    name=own[0].name,
                )
            )

    def action_open_return(self):
        """The dialog for the remark."""
        return self._open_dialog("community_org.community_activity_return_action")

    def action_open_correct(self):
        """The dialog for a correction after the confirmation."""
        self.ensure_one()
        self._check_correctable()
        return self._open_dialog("community_org.community_activity_correct_action")

    def _open_dialog(self, action_xmlid):
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(action_xmlid),
            "context": {"default_activity_ids": self.ids, "default_activity_id": self[:1].id},
        }
