import io

from odoo.tests import tagged
from openpyxl import load_workbook

from .common import CommunityHttpCase


@tagged("post_install", "-at_install")
class TestStatistics(CommunityHttpCase):
    """The yearly workbook: figures of the records, formulas that go on calculating, laid out for print."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls._organization()
        cls.year = cls._local_today().year
        cls.env["community.target"]._refresh_year(cls.year)

    def _download(self, user):
        self.authenticate(user.login, user.login)
        return self.url_open(f"/community/statistics/{self.year}.xlsx")

    def _open(self, user, **options):
        response = self._download(user)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(int(response.headers["Content-Length"]), len(response.content))
        return load_workbook(io.BytesIO(response.content), **options)

    def _rows(self, sheet):
        return {row[0]: row for row in sheet.iter_rows(min_row=3, values_only=True)}

    def test_figures(self):
        """The street has the new one, its members, its category; the total is a sum."""
        cover, areas, categories, crosswalk, bodies = self._open(self.officer_d).worksheets
        self.assertIn("测试区", cover["A7"].value)
        rows = self._rows(areas)
        self.assertEqual(set(rows) - {"Total"}, {"甲街道", "乙街道", "丙镇"})
        self.assertEqual(rows["甲街道"][1:4], (0, 0, 1))
        self.assertEqual(rows["甲街道"][10:], (3, 0, 0))
        self.assertEqual(rows["Total"][3], "=SUM(D3:D5)")
        self.assertEqual(rows["甲街道"][4], "=MAX(0,C3-D3)")
        column = [cell.value for cell in categories[2]].index("测试类")
        self.assertEqual(self._rows(categories)["甲街道"][column], 1)
        self.assertEqual(self._rows(crosswalk)["测试助老"][1], 1)
        self.assertEqual(self._rows(bodies)[self.organization.number][1], self.organization.name)

    def test_values_are_stored(self):
        """A reader that does not calculate sees the value of a row's formula."""
        areas = self._open(self.officer_d, data_only=True).worksheets[1]
        self.assertEqual(self._rows(areas)["甲街道"][4], 0)

    def test_sums_are_stored(self):
        """The sums of every sheet are there before anybody calculates, and they are right."""
        for sheet in self._open(self.officer_d, data_only=True).worksheets[1:4]:
            rows = self._rows(sheet)
            total = rows.pop("Total")
            for column, value in enumerate(total):
                if isinstance(value, int):
                    self.assertEqual(value, sum(row[column] for row in rows.values()), sheet.title)
            self.assertTrue(any(total[1:]), sheet.title)

    def test_print(self):
        """A4, one page wide, titles on every page and in view, numbered."""
        for sheet in self._open(self.officer_d).worksheets[1:]:
            with self.subTest(sheet=sheet.title):
                self.assertEqual(sheet.page_setup.paperSize, 9)
                self.assertEqual(sheet.page_setup.orientation, "landscape")
                self.assertEqual(sheet.page_setup.fitToHeight, 0)
                self.assertEqual(sheet.freeze_panes, "B3")
                self.assertEqual(sheet.print_title_rows, "$1:$2")
                self.assertTrue(sheet.print_area)
                self.assertIn("&P", sheet.oddFooter.center.text)

    def test_own_area(self):
        """A street's workbook holds the street; others than staff get none."""
        rows = self._rows(self._open(self.officer_b).worksheets[1])
        self.assertEqual(set(rows) - {"Total"}, {"乙街道"})
        self.assertNotIn(
            self.organization.number, self._rows(self._open(self.officer_b).worksheets[4])
        )
        for user in (self.portal_1, self.internal):
            self.assertEqual(self._download(user).status_code, 404)

    def test_nothing_is_a_formula_by_itself(self):
        """A name that begins like a formula stays text."""
        self.organization._write({"name": "=1+1"})
        self.organization.invalidate_recordset()
        cell = self._open(self.officer_d).worksheets[4]["B3"]
        names = {
            row[1]
            for row in self._open(self.officer_d)
            .worksheets[4]
            .iter_rows(min_row=3, values_only=True)
        }
        self.assertIn("=1+1", names)
        self.assertNotEqual(cell.data_type, "f")
