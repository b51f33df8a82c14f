from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common import credit_code
from .common_request import RequestCase

FACTS = {
    "registration_type": "association",
    "uscc": credit_code(),
    "registration_authority": "测试区民政局",
    "registered_on": "2026-05-06",
}


@tagged("post_install", "-at_install")
class TestRequestConversion(RequestCase):
    """备案转登记: the organisation stays one and counts once."""

    def _conversion(self, **vals):
        request = self.organization.with_user(self.officer_d)._start_request("conversion")
        request.write({**FACTS, **vals})
        self._add_material(request)
        return request

    def test_converted(self):
        number, year = self.organization.number, self.organization.filed_year
        request = self._conversion()
        request.action_submit()
        self._approve_all(request)
        self.env.invalidate_all()
        organization = self.organization
        self.assertEqual((organization.state, organization.uscc), ("registered", FACTS["uscc"]))
        self.assertEqual((organization.number, organization.filed_year), (number, year))
        self.assertEqual(organization.certificate_ids.state, "replaced")
        self.assertFalse(organization.valid_to, "the certificate of filing is void")
        self.assertFalse(organization.holds_category, "its place among the filed is free")

    def test_decided_by_the_district(self):
        """The district decides registration, the street does not."""
        request = self._conversion()
        request.action_submit()
        self.assertEqual(self._current_task(request).acting_area_id, self.district)
        self.assertRefused(AccessError, self._decide, request, user=self.officer_a)

    def test_begun_by_the_district(self):
        for user in (self.officer_a, self.officer_a1, self.portal_1, self.leader, self.admin):
            with self.subTest(user=user.login):
                organization = self.organization.with_user(user)
                self.assertRefused(AccessError, organization._start_request, "conversion")

    def test_needs_everything(self):
        for name in FACTS:
            with self.subTest(name=name), self._undone():
                request = self._conversion(**{name: False})
                self.assertIn("Registration:", self.assertRefused(UserError, request.action_submit))

    def test_wrong_code(self):
        """Check digit, length, kind of body; the special case of a sum that is 0 is right."""
        good = FACTS["uscc"]
        for code in (good[:-1] + "?", good[:-1], good + "1", "1", credit_code("52")):
            with self.subTest(code=code), self._undone():
                self.assertRefused(ValidationError, self._conversion, uscc=code)
        zero = next(code for n in range(200) if (code := credit_code(serial=n)).endswith("0"))
        self.assertEqual(self._conversion(uscc=zero).uscc, zero)

    def test_wrong_day(self):
        for day in ("1888-01-01", "2999-01-01"):
            with self.subTest(day=day), self._undone():
                self.assertRefused(ValidationError, self._conversion, registered_on=day)

    def test_registered_bodies_change_at_the_district(self):
        """After the registration neither the street nor the portal applies; the district does."""
        request = self._conversion()
        request.action_submit()
        self._approve_all(request)
        for user in (self.officer_a, self.officer_a1, self.portal_1):
            organization = self.organization.with_user(user)
            self.assertRefused(AccessError, organization._start_request, "change")
        change = self._request("change", user=self.officer_d, address="新址")
        change.action_submit()
        self._approve_all(change)
        self.assertEqual(self._as_root(self.organization).address, "新址")

    def test_nobody_else_enters_it(self):
        """No filing or change of a street, a community or an applicant makes a body look registered."""
        for user in (self.officer_a, self.officer_a1, self.portal_1):
            with self.subTest(user=user.login):
                for name, value in FACTS.items():
                    request = self._request("change", user=user)
                    with self._undone():
                        self.assertRefused(AccessError, request.write, {name: value})
                filings = self.env["community.filing"].with_user(user)
                vals = self._prepare_filing_vals(name="甲一冒牌队")
                with self._undone():
                    self.assertRefused(AccessError, filings.create, {**vals, **FACTS})
                with self._undone():
                    filings = filings.with_context(default_uscc=FACTS["uscc"])
                    self.assertRefused(AccessError, filings.create, vals)


@tagged("post_install", "-at_install")
class TestRegistration(RequestCase):
    """Direct registration entry by the district: it counts, once, without a filing number."""

    def _registration(self, user=None, area=None, **vals):
        user = user or self.officer_d
        start = self.env["community.registration.start"].with_user(user)
        dialog = start.create({"name": "甲一助老服务中心", "area_id": (area or self.area_a1).id})
        filing = (
            self.env["community.filing"].with_user(user).browse(dialog.action_start()["res_id"])
        )
        filing.write(
            {
                "category_id": self.category.id,
                "address": "甲一路 2 号",
                "member_ids": self._prepare_member_vals(1),
                **FACTS,
                **vals,
            }
        )
        self._add_material(filing)
        return filing

    def test_entered(self):
        """In the books since its registration, registered, without number and certificate of a filing."""
        filing = self._registration()
        filing.action_submit()
        organization = self._approve_all(filing).organization_id
        self.assertEqual((organization.state, organization.number), ("registered", False))
        self.assertEqual(str(organization.entered_on), FACTS["registered_on"])
        self.assertEqual(organization.filed_year, 2026)
        self.assertFalse(organization.certificate_ids)
        self.assertFalse(organization.holds_category)
        self.assertEqual(organization.leader_id.name, filing.member_ids.name)

    def test_code_given_out(self):
        """One code, one organisation: told when submitting, held by the database."""
        first = self._registration()
        first.action_submit()
        organization = self._approve_all(first).organization_id
        second = self._registration(name="甲一另一中心")
        self.assertIn("has this unified", self.assertRefused(UserError, second.action_submit))
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            organization.copy({"number": False, "partner_id": organization.partner_id.id})
            self.env.flush_all()

    def test_by_the_district_only(self):
        """A street or community officer does not begin one, and does not touch the district's draft."""
        for user in (self.officer_a, self.officer_a1, self.portal_1, self.admin):
            with self.subTest(user=user.login):
                self.assertRefused(AccessError, self._registration, user)
        draft = self._registration()
        for user in (self.officer_a, self.officer_a1):
            for method, args in (
                ("write", [{"name": "改"}]),
                ("action_submit", []),
                ("unlink", []),
            ):
                with self.subTest(user=user.login, method=method), self._undone():
                    call = getattr(draft.with_user(user), method)
                    self.assertRefused(AccessError, call, *args)

    def test_own_district(self):
        far = self._area("999902000000", "外区")
        street = self._area("999902001000", "外街道", far)
        community = self._area("999902001001", "外一社区", street)
        self.assertRefused(AccessError, self._registration, area=community)

    def test_filings_stay_out_of_reach(self):
        """The district neither writes nor submits a filing of a street, nor creates one."""
        filings = self.env["community.filing"].with_user(self.officer_d)
        self.assertRefused(AccessError, filings.create, self._prepare_filing_vals())
        paper = self._complete_filing(self.officer_a1, name="甲一纸面队").with_user(self.officer_d)
        for method, args in (("write", [{"name": "改"}]), ("action_submit", []), ("unlink", [])):
            with self.subTest(method=method), self._undone():
                self.assertRefused(AccessError, getattr(paper, method), *args)
