from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common import CommunityCase


@tagged("post_install", "-at_install")
class TestNumber(CommunityCase):
    """`{9-digit street code}-{year}-{4 digits}`, per street and year, never twice."""

    def _file(self, **vals):
        vals = {"category_id": self.category_many.id, **vals}
        return self._organization(**vals)

    def test_format_and_order(self):
        """Numbers of a street count up without gaps, also over several communities."""
        with freeze_time("2026-06-01 04:00:00"):
            numbers = [
                self._file(area_id=area.id).number
                for area in (self.area_a1, self.area_a2, self.area_a1)
            ]
        self.assertEqual(numbers, [f"999901001-2026-000{n}" for n in (1, 2, 3)])

    def test_each_street_counts(self):
        """Another street begins with its own 0001."""
        with freeze_time("2026-06-01 04:00:00"):
            numbers = [
                self._file(area_id=area.id).number
                for area in (self.area_a1, self.area_b1, self.area_v1)
            ]
        self.assertEqual(
            numbers, ["999901001-2026-0001", "999901002-2026-0001", "999901100-2026-0001"]
        )

    def test_each_year_counts(self):
        """A new year in Shanghai begins with 0001."""
        with freeze_time("2026-12-31 15:59:00"):
            self.assertEqual(self._file().number, "999901001-2026-0001")
            self.assertEqual(self._file().number, "999901001-2026-0002")
        with freeze_time("2026-12-31 16:01:00"):
            self.assertEqual(self._file().number, "999901001-2027-0001")

    def test_never_reused(self):
        """A number stays given out when its organisation is cancelled or even deleted."""
        with freeze_time("2026-06-01 04:00:00"):
            first, second = self._file(), self._file()
            first.state = "cancelled"
            self.env.flush_all()
            self.env.cr.execute("UPDATE community_filing SET organization_id = NULL")
            for table in ("community_document", "community_certificate", "community_member"):
                self.env.cr.execute(
                    f"DELETE FROM {table} WHERE organization_id = %s",  # noqa: S608
                    [second.id],
                )
            self.env.cr.execute("DELETE FROM community_organization WHERE id = %s", [second.id])
            self.env.invalidate_all()
            self.assertEqual(self._file().number, "999901001-2026-0003")

    def test_failed_approval_leaves_no_gap(self):
        """A number claimed by an approval that failed is free again."""
        with freeze_time("2026-06-01 04:00:00"):
            filing = self._submit(category_id=self.category_many.id)
            self._decide(filing)
            self._decide(filing)
            with self._undone():
                self._decide(filing)
            self.assertEqual(self._file().number, "999901001-2026-0001")

    def test_competitor_takes_the_next(self):
        """A number that another transaction has just taken is skipped, not raised about."""
        numbers = self.env["community.number"]
        numbers._insert_all([("filing", "999901001", 2026, 1, "999901001-2026-0001")])
        self.assertFalse(
            numbers._insert_all([("filing", "999901001", 2026, 1, "999901001-2026-0001")])
        )
        self.assertEqual(numbers._claim(self.street_a, 2026), "999901001-2026-0002")

    def test_more_than_four_digits(self):
        """The ten-thousandth number is longer, not wrong."""
        numbers = self.env["community.number"]
        numbers._insert_all([("filing", "999901001", 2026, 9999, "x")])
        self.assertEqual(numbers._claim(self.street_a, 2026), "999901001-2026-10000")

    def test_unique_in_the_database(self):
        """Two organisations never have one number."""
        first, second = self._file(), self._file()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            second.number = first.number
            second.flush_recordset()

    def test_register_is_nobodys(self):
        """Nobody claims, changes or frees a number by hand."""
        self._file()
        record = self.env["community.number"].search([("street_code", "=", "999901001")], limit=1)
        for user in (self.officer_a, self.officer_d, self.admin, self.portal_1):
            number = record.with_user(user)
            self.assertRefused(AccessError, number.unlink)
            self.assertRefused(AccessError, number.write, {"serial": 99})
            self.assertRefused(AccessError, number.create, {"serial": 99})
