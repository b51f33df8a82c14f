from odoo import api, fields, models
from odoo.exceptions import AccessError


class CommunityMember(models.Model):
    """Which person of the talent pool somebody on a roster is."""

    _inherit = "community.member"

    talent_id = fields.Many2one(
        "community.talent", readonly=True, copy=False, index=True, ondelete="set null"
    )

    def action_add_to_pool(self):
        """Take these people into the talent pool; who is in it already is found."""
        self.check_access("read")
        if not self.env.user._works_for("community", "street", "district"):
            raise AccessError(self.env._("An office takes people into the talent pool."))
        talents = self.env["community.talent"]._get_of_members(self)
        found = self.env["community.talent"].union(*talents.values())
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_training.community_talent_action"
            ),
            "domain": [("id", "in", found.ids)],
            "context": {},
        }

    @api.model
    def _cron_fill_pool(self):
        """Nightly: leaders, liaisons and key members are in the pool without anybody's doing."""
        roles = ("leader", "deputy", "finance", "liaison", "key")
        missing = self.search(
            [("talent_id", "=", False), ("role", "in", roles), ("date_to", "=", False)], limit=1000
        )
        self.env["community.talent"]._get_of_members(missing)
