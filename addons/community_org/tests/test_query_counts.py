from lxml import etree
from odoo.fields import Domain
from odoo.tests import tagged

from .common import CommunityCase

RELATIONAL = ("many2one", "one2many", "many2many")


@tagged("post_install", "-at_install")
class TestQueryCounts(CommunityCase):
    """Lists and cards cost as many queries for 50 rows as for 5."""

    def _file(self, first, last):
        """Filings under review, and organisations, numbered from ``first`` to ``last``."""
        numbers = range(first, last + 1)
        filings = [
            self._submit(
                name=f"甲一第{number}队",
                category_id=self.category_many.id,
                area_id=(self.area_a1, self.area_a2)[number % 2].id,
            )
            for number in numbers
        ]
        for filing in filings:
            self._decide(filing)
        partner = self.env["res.partner"].create({"name": "伙伴"})
        organizations = self.env["community.organization"].create(
            [
                {
                    "name": f"甲一第{number}会",
                    "area_id": self.area_a1.id,
                    "category_id": self.category_many.id,
                    "number": f"T{number}",
                    "filed_on": "2026-01-05",
                    "partner_id": partner.id,
                    "member_ids": [
                        (0, 0, {**line[2], "date_from": "2026-01-05", "area_id": self.area_a1.id})
                        for line in self._prepare_member_vals(2)
                    ],
                }
                for number in numbers
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

    def _measure(self, model, domain, specification):
        """``(rows, queries)`` of showing everything in ``domain``."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        rows = model.web_search_read(domain, specification, limit=80)["records"]
        return len(rows), self.env.cr.sql_log_count - before

    def assertCostIsFlat(self, model_name, *, domain=Domain.TRUE, more=()):
        model = self.env[model_name].with_user(self.officer_a)
        specifications = {kind: self._specification(model, kind) for kind in ("list", "kanban")}
        for specification in specifications.values():
            specification.update({name: {} for name in more})
        few = self._costs(model, domain, specifications)
        self._file(6, 50)
        many = self._costs(model, domain, specifications)
        for kind in specifications:
            with self.subTest(kind=kind):
                self.assertEqual(few[kind][0], 5)
                self.assertEqual(many[kind][0], 50)
                self.assertLessEqual(many[kind][1], few[kind][1])

    def _costs(self, model, domain, specifications):
        for specification in specifications.values():
            self._measure(model, domain, specification)  # fill the caches of the registry
        return {
            kind: self._measure(model, domain, specification)
            for kind, specification in specifications.items()
        }

    def setUp(self):
        super().setUp()
        self._file(1, 5)

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
