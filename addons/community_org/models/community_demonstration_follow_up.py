from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain

from .community_demonstration_visit import RESULTS


class CommunityDemonstrationFollowUp(models.Model):
    """When a demonstration site was visited last, and whether a visit is due."""

    _inherit = "community.demonstration"

    visit_ids = fields.One2many("community.demonstration.visit", "demonstration_id", "Visits")
    last_visit_on = fields.Date("Last visit", compute="_compute_last_visit_on", store=True)
    last_result = fields.Selection(
        RESULTS, "Last result", compute="_compute_last_visit_on", store=True
    )
    visit_due = fields.Boolean(
        compute="_compute_visit_due", search="_search_visit_due", string="Visit due"
    )

    @api.model
    def _get_free_fields(self):
        # a visit comes after the decision, and says itself who may add it
        return super()._get_free_fields() | {"visit_ids"}

    @api.depends("visit_ids.day", "visit_ids.result")
    def _compute_last_visit_on(self):
        for site in self:
            last = site.visit_ids.sorted(lambda visit: (visit.day, visit.id))[-1:]
            site.last_visit_on = last.day
            site.last_result = last.result

    @api.depends("last_visit_on", "awarded_on", "state")
    def _compute_visit_due(self):
        limit = self._get_visit_limit()
        for site in self:
            since = site.last_visit_on or site.awarded_on
            site.visit_due = bool(site.state == "approved" and since and since < limit)

    def _search_visit_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        limit = self._get_visit_limit()
        never = Domain("last_visit_on", "=", False) & Domain("awarded_on", "<", limit)
        due = self._get_held() & (Domain("last_visit_on", "<", limit) | never)
        return due if True in value else ~due

    @api.model
    def _get_visit_limit(self):
        """Whoever was visited last before this day is due."""
        policies = self.env["community.policy"]
        return policies._today() - relativedelta(
            months=policies._get_policy().demonstration_visit_months
        )
