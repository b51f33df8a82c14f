from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from .community_activity_guard import COUNTED_STATES


class CommunityOrganizationLedger(models.Model):
    """What the ledger says about an organisation: how much it does, and what is missing in the quarter."""

    _inherit = "community.organization"

    # not «activity_ids»: that is what mail calls its to-dos
    ledger_ids = fields.One2many("community.activity", "organization_id", "Activity ledger")
    ledger_count = fields.Integer("Activities of the year", compute="_compute_ledger_count")
    last_activity_on = fields.Date("Last activity", compute="_compute_ledger_count")
    ledger_shortage = fields.Integer(
        "Activities missing in the quarter",
        compute="_compute_ledger_shortage",
        search="_search_ledger_shortage",
    )

    @api.model
    def _get_year_of_activities(self):
        """Domain of what was held in the twelve months up to today."""
        today = self.env["community.policy"]._today()
        return Domain("state", "in", COUNTED_STATES) & Domain(
            [("date", ">", today - relativedelta(years=1)), ("date", "<=", today)]
        )

    # of the year alone: a list of organisations must not add up ledgers of ten years
    @api.depends("ledger_ids.state")
    def _compute_ledger_count(self):
        rows = self.env["community.activity"]._read_group(
            Domain("organization_id", "in", self.ids) & self._get_year_of_activities(),
            ["organization_id"],
            ["__count", "date:max"],
        )
        found = {organization.id: values for organization, *values in rows}
        for organization in self:
            count, last = found.get(organization.id, (0, False))
            organization.ledger_count, organization.last_activity_on = count, last

    @api.depends("ledger_ids.state", "ledger_ids.date")
    def _compute_ledger_shortage(self):
        shortage = self._get_ledger_shortage()
        for organization in self:
            organization.ledger_shortage = shortage.get(organization._origin, 0)

    def _get_ledger_shortage(self, day=None):
        """``{organisation: number}`` of activities that each still has to hold in the quarter of ``day``.

        Default: today. The policy of the quarter's last day says how many there are to be
        (`quarterly_activities`); held counts, confirmed or not. 0 for those that have ended.
        """
        wanted, held = self._get_quarter_of_activities(day)
        rows = self.env["community.activity"]._read_group(
            held & Domain("organization_id", "in", self.ids), ["organization_id"], ["__count"]
        )
        counts = {organization.id: count for organization, count in rows}
        return {
            organization: 0
            if organization.state == "cancelled"
            else max(0, wanted - counts.get(organization.id, 0))
            for organization in self
        }

    @api.model
    def _get_quarter_of_activities(self, day=None):
        """``(number wanted, domain of what was held in the quarter of day)``."""
        policies = self.env["community.policy"]
        first, last = policies._get_quarter(day)
        return policies._get_policy(last).quarterly_activities, Domain(
            [("state", "in", COUNTED_STATES), ("date", ">=", first), ("date", "<=", last)]
        )

    def _search_ledger_shortage(self, operator, value):
        """«Something is missing» (``> 0``) and «nothing is» (``= 0``), in one query."""
        if (operator, value) not in ((">", 0), ("in", {0}), ("not in", {0}), ("<=", 0)):
            return NotImplemented
        wanted, held = self._get_quarter_of_activities()
        enough = self.env["community.activity"]._search(held)
        enough = SQL(
            "(SELECT organization_id FROM (%s) held GROUP BY organization_id HAVING count(*) >= %s)",
            enough.select(SQL.identifier("community_activity", "organization_id")),
            wanted,
        )
        met = Domain("state", "=", "cancelled") | Domain("id", "in", enough)
        if not wanted:
            met = Domain.TRUE
        return met if operator in ("in", "<=") else ~met

    def action_open_ledger(self):
        self.ensure_one()
        return {
            **self._open_related("community_org.community_activity_action"),
            "context": {"default_organization_id": self.id},
        }

    def _cancel(self, day, reason, **vals):
        """What it had planned does not take place; what was held stays with it, after a merger too."""
        result = super()._cancel(day, reason, **vals)
        planned = self.env["community.activity"].search(
            [("organization_id", "in", self.ids), ("state", "=", "planned")]
        )
        planned._move("cancel")
        return result

    def _get_register_sections(self):
        """How often and when last: nothing about people, places or times to come."""
        facts = []
        if self.ledger_count:
            count = self.env._("%(count)s times", count=self.ledger_count)
            facts.append((self.env._("Activities in the past year"), count))
            facts.append((self.env._("The last one"), format_date(self.env, self.last_activity_on)))
        title = self.env._("Activities of the organisation")
        return [
            *super()._get_register_sections(),
            *([{"title": title, "facts": facts}] if facts else []),
        ]
