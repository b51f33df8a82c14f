from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, RestrictViolation, UniqueViolation

from .common import CommunityCase
from .common_review import ReviewCase


@tagged("post_install", "-at_install")
class TestArea(CommunityCase):
    def test_kind_from_code(self):
        """The statistical code says the tier and the kind of an area."""
        for code, tier, kind in (
            ("330212000000", "district", "district"),
            ("330212001000", "street", "street"),
            ("330212099000", "street", "street"),
            ("330212100000", "street", "town"),
            ("330212200000", "street", "township"),
            ("330212001001", "community", "residents"),
            ("330212001199", "community", "residents"),
            ("330212100200", "community", "villagers"),
            ("330212100399", "community", "villagers"),
            ("330212400498", "community", "residents"),
        ):
            with self.subTest(code=code):
                self.assertEqual(self.env["community.area"]._classify(code), (tier, kind))

    def test_where_it_stands(self):
        """Every area knows its district, street and community."""
        self.assertEqual(self.area_v1.district_id, self.district)
        self.assertEqual(self.area_v1.street_id, self.town_t)
        self.assertEqual(self.area_v1.community_id, self.area_v1)
        self.assertEqual(self.street_a.street_id, self.street_a)
        self.assertFalse(self.street_a.community_id)
        self.assertEqual(self.area_v1.complete_name, "测试区 / 丙镇 / 丙一村")

    def test_code_is_twelve_digits_and_unique(self):
        """The database refuses another format and a code that is taken."""
        for code, error in (
            ("9999010010", CheckViolation),
            ("99990100100A", CheckViolation),
            ("999901001001", UniqueViolation),
        ):
            with (
                self.subTest(code=code),
                mute_logger("odoo.sql_db"),
                self.assertRaises(error),
            ):
                self._area(code, "x", self.street_a)

    def test_parent_is_the_tier_above(self):
        """A community lies in a street, a street in a district, a district in nothing."""
        for code, parent in (
            ("999901003001", self.district),
            ("999901003001", self.area_a1),
            ("999901003001", None),
            ("999901003000", self.street_a),
            ("999905000000", self.district),
        ):
            with self.subTest(code=code, parent=parent and parent.name):
                self.assertRefused(ValidationError, self._area, code, "x", parent)

    def test_no_circle(self):
        """An area does not lie within itself."""
        self.assertRefused(UserError, self.street_a.write, {"parent_id": self.area_a1.id})

    def test_area_in_use_stays(self):
        """An area to which facts point cannot be deleted, only abolished."""
        area = self._area("999901001009", "甲九社区", self.street_a)
        self._complete_filing(area_id=area.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(RestrictViolation):
            area.unlink()

    def test_in_force(self):
        """An area exists from its first day until the day before it was abolished."""
        self.area_a1.write({"valid_from": "2020-01-01", "valid_to": "2026-07-01"})
        for day, exists in (
            (date(2019, 12, 31), False),
            (date(2020, 1, 1), True),
            (date(2026, 6, 30), True),
            (date(2026, 7, 1), False),
        ):
            with self.subTest(day=day):
                found = self.area_a1.filtered_domain(self.env["community.area"]._in_force(day))
                self.assertEqual(bool(found), exists)

    def test_dates_in_order(self):
        """It is not abolished before it exists, nor is its authority."""
        for first, last in (("valid_from", "valid_to"), ("mandate_from", "mandate_to")):
            with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
                self.area_a1.write({first: "2026-02-01", last: "2026-01-01"})


@tagged("post_install", "-at_install")
class TestAreaMixin(ReviewCase):
    def _event(self, organization):
        return self.env["community.fake.event"].create({"organization_id": organization.id})

    def test_responsible_follows_where_it_happened_stays(self):
        """When an organisation moves, its past stays where it was and its office is the new one."""
        organization = self._organization()
        event = self._event(organization)
        organization.area_id = self.area_b1
        self.env.flush_all()
        event.invalidate_recordset()
        self.assertEqual(event.area_id, self.area_a1)
        self.assertEqual(event.community_id, self.area_b1)
        self.assertEqual(event.street_id, self.street_b)
        self.assertEqual(organization.certificate_id.street_id, self.street_b)
        self.assertEqual(organization.certificate_id.area_id, self.area_a1)
        self.assertEqual(organization.member_ids.street_id, self.street_b)

    def test_area_is_fixed(self):
        """Where something happened is never rewritten, by nobody."""
        event = self._event(self._organization())
        self.assertRefused(UserError, event.write, {"area_id": self.area_b1.id})
        event.write({"area_id": self.area_a1.id})

    def test_submitted_document_keeps_its_area(self):
        """A draft may be addressed anew; once it was submitted, not even a correction may."""
        filing = self._complete_filing()
        filing.area_id = self.area_a2
        filing.area_id = self.area_a1
        filing.action_submit()
        self._decide(filing, "return")
        self.assertRefused(UserError, filing.write, {"area_id": self.area_a2.id})

    def test_street_moves_to_another_district(self):
        """What lies in a street follows it, and the rules with it."""
        other = self._area("999902000000", "外区")
        document = self._submit()
        self.assertSees(self.officer_d, document, document)
        self.street_a.parent_id = other
        self.env.flush_all()
        self.assertEqual(document.district_id, other)
        self.assertEqual(self._current_task(document).district_id, other)
        self.assertSees(self.officer_d, document, document.browse())
