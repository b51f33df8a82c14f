from odoo.tests import tagged

from .common_inspection import InspectionCase
from .test_query_counts import TestQueryCounts


@tagged("post_install", "-at_install")
class TestInspectionQueryCounts(InspectionCase):
    """Lists of inspections and orders cost as many queries for 50 rows as for 5."""

    _specification = TestQueryCounts._specification
    _count_queries = TestQueryCounts._count_queries
    assertCostIsFlat = TestQueryCounts.assertCostIsFlat

    def test_inspections(self):
        for _number in range(50):
            self._visit()
        self.assertCostIsFlat("community.inspection")

    def test_orders(self):
        for _number in range(50):
            self._draft_order()
        self.assertCostIsFlat("community.order", more=("is_overdue", "can_settle"))

    def test_due(self):
        """The organisations to be visited, of the same cost whatever their number."""
        organizations = self.env["community.organization"]
        for number in range(50):
            self.organization.copy(
                {
                    "name": f"甲一第{number}队",
                    "category_id": self.category_many.id,
                    "holds_category": False,
                    "number": f"T{number}",
                    "partner_id": self.organization.partner_id.id,
                }
            )
        self.env.flush_all()
        costs = []
        for rows in (5, 5, 50):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = organizations.search([], limit=rows)
            found.mapped("inspection_due")
            found.mapped("open_order_count")
            found.mapped("inspection_count")
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[2], costs[1])
