from odoo.fields import Domain
from odoo.tests import tagged

from .common_document import DocumentCase
from .test_query_counts import RELATIONAL


@tagged("post_install", "-at_install")
class TestDocumentLists(DocumentCase):
    """What organisations have and lack, and what a list of it costs."""

    def assertLacks(self, organization, *types):
        """By the field, and by each way of searching."""
        organization.invalidate_recordset()
        lacking = self.env["community.document.type"].union(*types)
        self.assertEqual(organization.missing_type_ids, lacking)
        organizations = self.env["community.organization"].with_user(self.officer_a1)
        own = Domain("id", "=", organization.id)
        for document_type in self.charter_type + self.rules_type + self.other_type:
            for condition in (
                Domain("missing_type_ids", "in", document_type.ids),
                Domain("missing_type_ids", "=", document_type.id),
                Domain("missing_type_ids", "ilike", document_type.name),
                Domain("missing_type_ids.name", "=", document_type.name),
                ~Domain("missing_type_ids", "not in", document_type.ids),
            ):
                with self.subTest(condition=condition):
                    found = bool(organizations.search_count(own & condition))
                    self.assertEqual(found, document_type in lacking)
        lacks = organizations.search_count(own & Domain("missing_type_ids", "!=", False))
        self.assertEqual(bool(lacks), bool(lacking))
        complete = organizations.search_count(own & Domain("missing_type_ids", "=", False))
        self.assertEqual(bool(complete), not lacking)

    def test_what_an_organisation_lacks(self):
        """A required kind without a version in force; a draft does not count."""
        self.assertLacks(self.organization, self.rules_type)
        draft = self._draft_rules()
        self.assertLacks(self.organization, self.rules_type)
        draft.action_adopt()
        self.assertLacks(self.organization)
        self.other_type.required = True
        self.assertLacks(self.organization, self.other_type)
        self.other_type.active = False
        self.assertLacks(self.organization)

    def test_without_a_charter(self):
        """An organisation of which no charter is known lacks it."""
        organization = self.organization.copy(
            {"category_id": self.category_many.id, "partner_id": self.organization.partner_id.id}
        )
        self.assertLacks(organization, self.charter_type, self.rules_type)

    def test_cancelled_lacks_nothing(self):
        """Nobody is chased for an organisation that has ended."""
        self.organization.state = "cancelled"
        self.assertLacks(self.organization)

    def test_office_enters_what_is_lacking(self):
        """The button on the organisation opens a draft of the first kind that is lacking."""
        action = self.organization.with_user(self.officer_a1).action_enter_rules()
        self.assertEqual(action["context"]["default_type_id"], self.rules_type.id)

    # ------------------------------------------------------------
    # COST
    # ------------------------------------------------------------

    def _many(self):
        """51 organisations with a charter and rules in two versions each."""
        organizations = self.env["community.organization"].create(
            [
                {
                    "name": f"甲一第{number}会",
                    "purpose": "服务居民。",
                    "area_id": self.area_a1.id,
                    "category_id": self.category_many.id,
                    "filed_on": "2026-01-05",
                    "partner_id": self.organization.partner_id.id,
                }
                for number in range(51)
            ]
        )
        organizations._adopt_charter()
        for text in ("第一条 旧。", "第一条 新。"):
            for organization in organizations:
                self._adopted_rules(self.officer_a1, text, organization)
        return organizations

    def _cost(self, records, names, rows):
        specification = {
            name: {"fields": {"display_name": {}}}
            if records._fields[name].type in RELATIONAL
            else {}
            for name in names
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        found = records.web_search_read([], specification, limit=rows)["records"]
        self.assertEqual(len(found), rows)
        return self.env.cr.sql_log_count - before

    def test_cost_of_lists(self):
        """50 rows cost as many queries as 5: the versions, and what organisations lack."""
        self._many()
        for model, names in (
            ("community.document", ("organization_id", "type_id", "version", "community_id")),
            ("community.organization", ("name", "missing_type_ids", "document_count")),
        ):
            records = self.env[model].with_user(self.officer_a1)
            costs = [self._cost(records, names, rows) for rows in (5, 5, 50)]
            self.assertLessEqual(costs[2], costs[1], model)

    def test_cost_of_charters_in_bulk(self):
        """Charters of an import are written in bulk, without a message or follower each."""
        organizations = self._many()
        costs = []
        for count in (5, 50):
            changed = organizations[:count]
            changed.write({"purpose": f"第{count}次修改。"})
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            made = changed._adopt_charter()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(made), count)
            self.assertFalse(made.message_ids or made.message_follower_ids)
        self.assertLessEqual(costs[1], costs[0] + 3)
