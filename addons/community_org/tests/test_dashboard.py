import json
import re

from odoo.tests import tagged

from .common import CommunityCase

LINK = re.compile(r"odoo://ir_menu_xml_id/([\w.]+)")


@tagged("post_install", "-at_install")
class TestDashboard(CommunityCase):
    """The dashboard of leaders asks for fields that exist, leads to menus that exist, and is for leaders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref("community_org.spreadsheet_dashboard_community")
        cls.sheet = json.loads(cls.dashboard.spreadsheet_data)

    def _sources(self):
        """``(model, fields, domain)`` of every pivot and chart."""
        for pivot in self.sheet["pivots"].values():
            names = [part["fieldName"] for part in pivot["measures"] + pivot["rows"]]
            chains = [match["chain"] for match in pivot["fieldMatching"].values()]
            yield pivot["model"], names + chains, pivot["domain"]
        for figure in self.sheet["sheets"][0]["figures"]:
            data = figure["data"]
            if "metaData" in data:
                meta = data["metaData"]
                names = [name.partition(":")[0] for name in meta["groupBy"]]
                chains = [match["chain"] for match in data["fieldMatching"].values()]
                yield (
                    meta["resModel"],
                    [*names, meta["measure"], *chains],
                    data["searchParams"]["domain"],
                )

    def test_fields_and_domains(self):
        """Everything it shows can be read by a leader, filtered as it asks."""
        sources = list(self._sources())
        self.assertGreaterEqual(len(sources), 7)
        for model, names, domain in sources:
            with self.subTest(model):
                records = self.env[model].with_user(self.leader)
                for name in set(names) - {"__count"}:
                    self.assertIn(name, records._fields)
                records.search(domain, limit=1)

    def test_links(self):
        """Every link and every figure leads to a menu."""
        links = LINK.findall(json.dumps(self.sheet["sheets"]))
        links += self.sheet["chartOdooMenusReferences"].values()
        self.assertGreaterEqual(len(links), 10)
        for xmlid in links:
            self.assertEqual(self.env.ref(xmlid)._name, "ir.ui.menu")

    def test_who_sees_it(self):
        """Leaders and officers of street and district; a community has its ledger."""
        for user, sees in ((self.leader, True), (self.officer_a, True), (self.officer_a1, False)):
            found = self.env["spreadsheet.dashboard"].with_user(user).search([])
            self.assertEqual(self.dashboard in found, sees, user.login)
