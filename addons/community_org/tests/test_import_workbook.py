import base64
import io

import openpyxl
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..spreadsheet.reader import open_sheets
from ..spreadsheet.values import to_label
from .common import CommunityHttpCase, identity_number
from .common_import import HEAD, MEMBER_HEAD, ImportCase, make_xlsx


@tagged("post_install", "-at_install")
class TestImportWorkbook(ImportCase):
    """The template, and the rows with errors on their way down and up again."""

    def _template(self, user):
        batches = self.env["community.import"].with_user(user)
        return batches._make_template(batches._default_area_id())

    def test_template_is_understood(self):
        """Every title of it is recognised, filled in it is imported, and its drop-downs offer what is understood."""
        book = openpyxl.load_workbook(io.BytesIO(self._template(self.officer_a)))
        sheet = book.worksheets[0]
        titles = [cell.value for cell in sheet[1]]
        row = dict(
            zip(self.env["community.import.organization"]._targets, [None] * 99, strict=False)
        )
        row.update(
            name="甲一乐龄舞蹈队",
            area_id="甲一社区",
            category_id="测试文体",
            filed_on="2024-05-06",
            leader_name="赵测试",
        )
        for place, value in enumerate(row.values(), 1):
            sheet.cell(2, place, value)
        buffer = io.BytesIO()
        book.save(buffer)
        batch = self._upload(buffer.getvalue())
        columns = batch.column_ids.filtered(lambda column: column.sheet == sheet.title)
        self.assertEqual(columns.mapped("title"), titles)
        self.assertTrue(all(columns.mapped("target")))
        batch.action_read()
        self._work()
        self.assertEqual(self._rows(batch).state, "ready", self._rows(batch).problem)

    def test_choices(self):
        """A street is offered its own communities, a district all of them with their street."""

        def lists(user):
            book = openpyxl.load_workbook(io.BytesIO(self._template(user)))
            hidden = book["_"]
            self.assertEqual(hidden.sheet_state, "hidden")
            return {cell.value for column in hidden.columns for cell in column if cell.value}

        street = lists(self.officer_a)
        self.assertLessEqual({"甲一社区", "甲二社区", "测试文体"}, street)
        self.assertFalse({"乙一社区", "测试禁止类", "测试类"} & street)
        self.assertLessEqual({"甲街道甲一社区", "乙街道乙一社区"}, lists(self.officer_d))

    def _errors(self, batch):
        """The workbook of errors: {title: {title of a column: cell}} of its first sheet, by the name of the row."""
        return openpyxl.load_workbook(io.BytesIO(batch._make_errors()))

    def _save(self, book):
        buffer = io.BytesIO()
        book.save(buffer)
        return base64.b64encode(buffer.getvalue())

    def _place(self, sheet, title):
        return [to_label(cell.value) for cell in sheet[1]].index(to_label(title)) + 1

    def test_errors_down_and_up(self):
        """Only rows to correct are in it, cells say what is wrong; corrected cells come back, the others stay."""
        number = identity_number(serial=7)
        batch = self._read_rows(
            self._row(),
            self._row(名称="甲一合唱队", 备案日期="春", 负责人身份证号=number),
            self._row(名称="甲一棋社", 类别="没有这类", 负责人身份证号=None),
            成员=[MEMBER_HEAD, ["没有的队", "甲一社区", "钱测试"]],
        )
        book = self._errors(batch)
        sheet, members = book.worksheets[:2]
        self.assertEqual((sheet.max_row, members.max_row), (3, 2))
        day = self._place(sheet, "Filed on")
        self.assertEqual(sheet.cell(2, day).value, "春")
        self.assertIn("date", sheet.cell(2, day).comment.text)
        everything = str([[cell.value for cell in row] for row in sheet.rows])
        self.assertNotIn(number, everything)

        sheet.cell(2, day, "2024.1.5")
        sheet.cell(3, self._place(sheet, "Category"), "还是没有")
        members.cell(2, self._place(members, "Organisation name"), "甲一合唱队")
        batch.write({"upload": self._save(book), "upload_name": "改好.xlsx"})
        right, corrected, still = self._rows(batch)
        self.assertEqual((right.state, corrected.state), ("ready", "ready"), corrected.problem)
        self.assertTrue(
            self._as_root(corrected).leader_identity_id, "the mask, untouched, keeps the number"
        )
        self.assertRowError(still, "category_id")
        self.assertEqual(still.typed["category_id"]["typed"], "还是没有")
        self.assertEqual(self._rows(batch, "member").row_id, corrected)
        self.assertEqual(len(self._rows(batch)), 3, "no row is added")

    def test_retyped_identity_number(self):
        """A wrong number stands there as a mask; retyped it is taken, and still is in no row."""
        number = identity_number(serial=8)
        batch = self._read_rows(
            self._row(负责人身份证号=number[:-1] + ("1" if number[-1] != "1" else "2"))
        )
        book = self._errors(batch)
        sheet = book.worksheets[0]
        place = self._place(sheet, "Identity number of the leader")
        self.assertIn("*", sheet.cell(2, place).value)
        sheet.cell(2, place, number)
        batch.upload = self._save(book)
        row = self._rows(batch)
        self.assertEqual(row.state, "ready", row.problem)
        self.assertNotEqual(row.leader_identity_number, number)

    def test_workbook_of_another_import(self):
        """Rows of another import are not reached, nor is a file without our column taken for a correction."""
        one = self._read_rows(self._row(备案日期="春"))
        other = self._read_rows(self._row(社区="乙一社区", 备案日期="春"), user=self.officer_b)
        book = self._errors(one)
        sheet = book.worksheets[0]
        sheet.cell(2, self._place(sheet, "Filed on"), "2024-01-05")
        self.assertRefused(UserError, other.write, {"upload": self._save(book)})
        self.assertRowError(self._rows(one), "filed_on")
        plain = base64.b64encode(make_xlsx(表=[HEAD, self._row()]))
        self.assertRefused(UserError, one.write, {"upload": plain})

    def test_text_is_text(self):
        """What begins like a formula is written as text."""
        batch = self._read_rows(
            self._row(负责人='=HYPERLINK("x")1', 备案日期="春"),
            self._row(名称="=1+1", 备案日期="春"),
        )
        sheet = open_sheets(batch._make_errors())[0]
        formulas = openpyxl.load_workbook(io.BytesIO(batch._make_errors())).worksheets[0]
        self.assertTrue(list(sheet.rows()))
        self.assertFalse([cell for row in formulas.rows for cell in row if cell.data_type == "f"])


@tagged("post_install", "-at_install")
class TestImportFiles(CommunityHttpCase):
    """Who gets the workbooks by their addresses."""

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.http"))

    def _status(self, user, path):
        self.authenticate(user.login if user else None, user.login if user else None)
        return self.url_open(path, allow_redirects=False).status_code

    def test_template(self):
        for user, status in ((self.officer_a, 200), (self.officer_d, 200), (self.admin, 200)):
            self.assertEqual(self._status(user, "/community/import/template"), status)
        for user in (self.officer_a1, self.leader, self.portal_1):
            self.assertEqual(self._status(user, "/community/import/template"), 403)
        self.assertEqual(self._status(None, "/community/import/template"), 303)

    def test_errors(self):
        content = base64.b64encode(make_xlsx(表=[HEAD, ["甲队"]]))
        batch = self.env["community.import"].with_user(self.officer_a).create({"upload": content})
        path = f"/community/import/{batch.id}/errors"
        for user, status in (
            (self.officer_a, 200),
            (self.officer_d, 200),
            (self.officer_b, 403),
            (self.portal_1, 403),
        ):
            self.assertEqual(self._status(user, path), status, user.login)
