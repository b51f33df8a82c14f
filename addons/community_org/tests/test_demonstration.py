from dateutil.relativedelta import relativedelta
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common_ledger import LedgerCase


@tagged("post_install", "-at_install")
class TestDemonstration(LedgerCase):
    """示范点、示范社区: nomination → review → plaque → visits → withdrawal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["community.review.route"].create(
            {
                "name": "测试示范",
                "sequence": -1000,
                "res_model": "community.demonstration",
                "step_ids": [
                    (0, 0, {"sequence": 10, "name": "审核", "tier": "street", "days": 3}),
                    (0, 0, {"sequence": 20, "name": "评定", "tier": "district", "days": 3}),
                ],
            }
        )

    def _nominate(self, user=None, **vals):
        nominations = self.env["community.demonstration"].with_user(user or self.officer_a1)
        return nominations.create(
            {
                "kind": "site",
                "organization_id": self.organization.id,
                "statement": "坚持三年",
                **vals,
            }
        )

    def _award(self, **vals):
        nomination = self._nominate(**vals)
        nomination.action_submit()
        return self._approve_all(nomination)

    def test_award(self):
        """The district's decision gives the plaque a number and the day; both kinds are numbered apart."""
        site = self._award()
        self.assertEqual((site.state, site.awarded_on), ("approved", self._local_today()))
        year = self._local_today().year
        code = self.street_a.code[:9]
        self.assertEqual(site.plaque_number, f"SD{code}-{year}-0001")
        whole = self._award(kind="community", organization_id=False, area_id=self.area_a1.id)
        self.assertEqual(whole.plaque_number, f"SQ{code}-{year}-0001")

    def test_one_title_at_a_time(self):
        self._award()
        with mute_logger("odoo.sql_db"):
            self.assertRefused(UniqueViolation, self._nominate)

    def test_its_own_place_alone(self):
        """An office nominates in its own area, and an organisation where it is."""
        self.assertRefused(AccessError, self._nominate, self.officer_b1)
        self.assertRefused(ValidationError, self._nominate, self.officer_a, area_id=self.area_a2.id)

    def test_a_listed_body_is_no_example(self):
        """Neither submitted nor awarded while the organisation is on a list."""
        self.env["community.credit.block"].search([]).unlink()
        self.env["community.credit.block"].create({"list": "irregular", "purpose": "assess"})
        nomination = self._nominate()
        nomination.action_submit()
        self._decide(nomination)
        rule = self.env["community.credit.rule"].create(
            {"name": "测试失联", "code": "T_LOST", "list": "irregular", "record_days": 0}
        )
        entry = self.env["community.credit.entry"].create(
            {"organization_id": self.organization.id, "rule_id": rule.id, "note": "失联"}
        )
        entry.action_confirm()
        self.assertIn("测试失联", self.assertRefused(UserError, self._decide, nomination))

    def test_visits_stay(self):
        """A visit is added by street or district to who holds the title, and never rewritten."""
        site = self._award()
        with Form(site.with_user(self.officer_a)) as form, form.visit_ids.new() as line:
            line.finding = "照常"
        self.assertEqual(site.last_result, "keeps")
        visits = self.env["community.demonstration.visit"]
        vals = {"demonstration_id": site.id, "finding": "照常", "result": "improve"}
        visit = visits.with_user(self.officer_a).create({**vals, "visitor_id": self.officer_b.id})
        self.assertEqual(visit.visitor_id, self.officer_a)
        self.assertEqual(site.last_result, "improve")
        self.assertRefused(AccessError, visit.write, {"finding": "改"})
        self.assertRefused(AccessError, visit.unlink)
        self.assertRefused(AccessError, visits.with_user(self.officer_a1).create, vals)
        draft = self._nominate(kind="community", organization_id=False, area_id=self.area_a1.id)
        self.assertRefused(UserError, visits.create, {**vals, "demonstration_id": draft.id})

    def test_visit_due(self):
        """A year after the award or the last visit the next one is due; the search says the same."""
        site = self._award()
        sites = self.env["community.demonstration"].search([("id", "=", site.id)])
        self.assertFalse(site.visit_due)
        months = self.env["community.policy"]._get_policy().demonstration_visit_months
        site._engine_write(
            {"awarded_on": self._local_today() - relativedelta(months=months, days=1)}
        )
        self.assertTrue(site.visit_due)
        domain = [("id", "=", site.id), ("visit_due", "=", True)]
        self.assertEqual(sites.search(domain), site)
        self.env["community.demonstration.visit"].create(
            {"demonstration_id": site.id, "finding": "照常"}
        )
        self.assertFalse(site.visit_due)
        self.assertFalse(sites.search(domain))

    def test_the_district_withdraws_a_title(self):
        site = self._award()
        self.assertRefused(AccessError, site.with_user(self.officer_a)._revoke, "停止活动")
        site.with_user(self.officer_d)._revoke("停止活动")
        self.assertEqual((site.state, site.revoke_reason), ("revoked", "停止活动"))
        self.assertTrue(site.plaque_number, "the number stays known and is not given out again")
        self._award()

    def test_the_title_ends_with_the_organisation(self):
        site = self._award()
        self.organization._cancel(self._local_today(), "解散")
        self.assertEqual(site.state, "revoked")

    def test_public(self):
        """Only titles that are held are shown, with no more than name, place, number and day."""
        register = self.env["community.register"].with_user(self.public)
        nomination = self._nominate()
        self.assertNotIn(self.organization.name, str(register._get_demonstrations()))
        nomination.action_submit()
        self._approve_all(nomination)
        rows = register._get_demonstrations()["sites"]
        row = next(row for row in rows if row["name"] == self.organization.name)
        self.assertEqual(set(row), {"name", "path", "street", "community", "number", "awarded_on"})
