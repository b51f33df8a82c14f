from lxml import etree
from odoo.fields import Domain
from odoo.tests import tagged

from .common import CommunityCase

RELATIONAL = ("many2one", "one2many", "many2many")


@tagged("post_install", "-at_install")
class TestQueryCounts(CommunityCase):
    """Lists and cards cost as many queries for 50 rows as for 5."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in range(51):
            cls._submit(name=f"甲一第{number}队", category_id=cls.category_many.id)
        partner = cls.env["res.partner"].create({"name": "伙伴"})
        organizations = cls.env["community.organization"].create(
            [
                {
                    "name": f"甲一第{number}会",
                    "area_id": cls.area_a1.id,
                    "category_id": cls.category_many.id,
                    "number": f"T{number}",
                    "filed_on": "2026-01-05",
                    "partner_id": partner.id,
                    "member_ids": [
                        (0, 0, {**line[2], "date_from": "2026-01-05", "area_id": cls.area_a1.id})
                        for line in cls._prepare_member_vals(2)
                    ],
                }
                for number in range(51)
            ]
        )
        organizations._issue_certificate(organizations[0].filed_on)

    def _specification(self, model, view_type):
        """What the web client asks for to show this view."""
        arch = etree.fromstring(model.get_view(view_type=view_type)["arch"])
        names = {node.get("name") for node in arch.iter("field")} & model._fields.keys()
        return {
            name: {"fields": {"display_name": {}}} if model._fields[name].type in RELATIONAL else {}
            for name in names
        }

    def _count_queries(self, model, domain, specification, rows):
        """Queries that the first ``rows`` rows of ``domain`` cost."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        found = model.web_search_read(domain, specification, limit=rows)["records"]
        self.assertEqual(len(found), rows)
        return self.env.cr.sql_log_count - before

    def assertCostIsFlat(self, model_name, *, domain=Domain.TRUE, more=()):
        model = self.env[model_name].with_user(self.officer_a1)
        for kind in ("list", "kanban"):
            with self.subTest(kind=kind):
                specification = self._specification(model, kind) | {name: {} for name in more}
                # the first time fills the caches of the registry
                costs = [
                    self._count_queries(model, domain, specification, rows) for rows in (5, 5, 50)
                ]
                self.assertLessEqual(costs[2], costs[1])

    def test_filings(self):
        """The list of filings."""
        self.assertCostIsFlat("community.filing")

    def test_inbox(self):
        """«我的待办», with the fields that say what waits for whom."""
        mine = Domain("is_mine", "=", True)
        self.assertCostIsFlat("community.review.task", domain=mine, more=("is_overdue",))

    def test_organizations(self):
        """The list of organisations."""
        self.assertCostIsFlat("community.organization", more=("is_expired",))
