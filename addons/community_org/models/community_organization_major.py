from odoo import api, fields, models

from .community_review_guard import UNDER_REVIEW


class CommunityOrganizationMajor(models.Model):
    """The major activities of an organisation; what is open keeps it from being cancelled."""

    _inherit = "community.organization"

    major_activity_ids = fields.One2many(
        "community.major.activity", "organization_id", "Major activities"
    )
    major_activity_count = fields.Integer(
        "Number of major activities", compute="_compute_major_activity_count"
    )

    @api.depends("major_activity_ids.state")
    def _compute_major_activity_count(self):
        rows = self.env["community.major.activity"]._read_group(
            [("organization_id", "in", self.ids)], ["organization_id"], ["__count"]
        )
        counts = {organization.id: count for organization, count in rows}
        for organization in self:
            organization.major_activity_count = counts.get(organization.id, 0)

    def action_open_major_activities(self):
        return {
            **self._open_related("community_org.community_major_activity_action"),
            "context": {"default_organization_id": self.id},
        }

    def _get_open_duties(self):
        duties = super()._get_open_duties()
        for declaration in self.major_activity_ids:
            if declaration.state in UNDER_REVIEW:
                duties.append(
                    self.env._("«%(title)s» is under review: withdraw it.", title=declaration.name)
                )
            elif declaration.awaits_report:
                duties.append(
                    self.env._("The report on «%(title)s» is missing.", title=declaration.name)
                )
        return duties

    def _release(self, day):
        """Nobody decides on its declarations any more; what was approved is called off with its entry."""
        under_way = ("draft", *UNDER_REVIEW)
        self.major_activity_ids.filtered(lambda row: row.state in under_way)._withdraw()
        return super()._release(day)
