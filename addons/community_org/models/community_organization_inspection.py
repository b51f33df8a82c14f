from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain


class CommunityOrganizationInspection(models.Model):
    """When an organisation was visited last, and whether a visit is due (``inspection_months`` of the policy)."""

    _inherit = "community.organization"

    inspection_ids = fields.One2many("community.inspection", "organization_id", "Inspections")
    inspection_count = fields.Integer(compute="_compute_inspection_count")
    last_inspected_on = fields.Date(
        "Last inspected on", compute="_compute_last_inspected_on", store=True
    )
    inspection_due = fields.Boolean(
        "Inspection due", compute="_compute_inspection_due", search="_search_inspection_due"
    )

    @api.depends("inspection_ids.state", "inspection_ids.day")
    def _compute_last_inspected_on(self):
        days = dict(
            self.env["community.inspection"]._read_group(
                [("organization_id", "in", self.ids), ("state", "=", "done")],
                ["organization_id"],
                ["day:max"],
            )
        )
        for organization in self:
            organization.last_inspected_on = days.get(organization._origin, False)

    @api.depends("inspection_ids")
    def _compute_inspection_count(self):
        counts = dict(
            self.env["community.inspection"]._read_group(
                [("organization_id", "in", self.ids)], ["organization_id"], ["__count"]
            )
        )
        for organization in self:
            organization.inspection_count = counts.get(organization._origin, 0)

    @api.depends("last_inspected_on", "entered_on", "state")
    def _compute_inspection_due(self):
        limit = self._get_inspection_limit()
        for organization in self:
            since = organization.last_inspected_on or organization.entered_on
            organization.inspection_due = bool(
                organization.state != "cancelled" and since and since < limit
            )

    def _search_inspection_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        limit = self._get_inspection_limit()
        never = Domain("last_inspected_on", "=", False) & Domain("entered_on", "<", limit)
        due = Domain("state", "!=", "cancelled") & (Domain("last_inspected_on", "<", limit) | never)
        return due if True in value else ~due

    @api.model
    def _get_inspection_limit(self):
        """Whoever was visited last before this day is due."""
        policies = self.env["community.policy"]
        return policies._today() - relativedelta(months=policies._get_policy().inspection_months)

    def action_inspect(self):
        """Begin a visit, or go on with the planned one."""
        self.ensure_one()
        inspections = self.env["community.inspection"]
        planned = inspections.search(
            [("organization_id", "=", self.id), ("state", "=", "draft")], order="day", limit=1
        )
        return (planned or inspections.create({"organization_id": self.id}))._open_form()

    def action_open_inspections(self):
        return self._open_related("community_org.community_inspection_action")
