from odoo.fields import Domain
from odoo.tests import tagged

from .common_major import MODEL, MajorData
from .test_query_counts import TestQueryCounts as QueryCounts


@tagged("post_install", "-at_install")
class TestMajorLists(MajorData, QueryCounts):
    """The list of major activities, and the ledger with its flag, cost the same for 50 rows as for 5."""

    test_filings = test_inbox = test_organizations = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        organizations = cls.env["community.organization"].search([("name", "=like", "甲一第%会")])
        cls.env[MODEL].create([cls._major_vals(body) for body in organizations])
        ledger = cls.env["community.activity"]
        cls.activities = ledger.create(
            [cls._activity_vals(body, participant_count=60) for body in organizations]
        )

    def assertListIsFlat(self, model_name, domain, more):
        model = self.env[model_name].with_user(self.officer_a1)
        specification = self._specification(model, "list") | {name: {} for name in more}
        costs = [self._count_queries(model, domain, specification, rows) for rows in (5, 5, 50)]
        self.assertLessEqual(costs[2], costs[1])

    def test_declarations(self):
        """The list opens with what awaits its report."""
        mine = Domain("area_id", "=", self.area_a1.id)
        self.assertListIsFlat(MODEL, mine, ("is_report_overdue", "awaits_report", "reasons"))

    def test_ledger(self):
        """The ledger with the flag of what was not declared."""
        flagged = Domain("is_undeclared", "=", True) & Domain("id", "in", self.activities.ids)
        self.assertListIsFlat("community.activity", flagged, ("major_activity_id",))

    def test_measuring(self):
        """A new policy measures 50 planned activities in as many queries as 5."""
        costs = []
        for count in (5, 5, 50):
            activities = self.activities[:count]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env.add_to_compute(activities._fields["is_undeclared"], activities)
            activities.flush_recordset()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[2], costs[1])
