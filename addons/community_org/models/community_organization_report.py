from odoo import fields, models


class CommunityOrganizationReport(models.Model):
    """Residents' reports about an organisation: for staff alone, the organisation never sees them."""

    _inherit = "community.organization"

    resident_report_count = fields.Integer(
        "Residents' reports",
        compute="_compute_resident_report_count",
        groups="community_org.group_staff",
    )

    def _compute_resident_report_count(self):
        counts = dict(
            self.env["community.resident.report"]._read_group(
                [("organization_id", "in", self.ids)], ["organization_id"], ["__count"]
            )
        )
        for organization in self:
            organization.resident_report_count = counts.get(organization._origin, 0)

    def action_open_resident_reports(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_org.community_resident_report_action"
        )
        return {**action, "domain": [("organization_id", "=", self.id)], "context": {}}
