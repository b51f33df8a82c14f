import io
import zipfile
from datetime import date, datetime

import openpyxl
import xlwt
from odoo.tests import BaseCase, tagged

from ..spreadsheet.header import find_header
from ..spreadsheet.reader import CellError, Unreadable, open_sheets
from ..spreadsheet.values import (
    lost_digits,
    parse_amount,
    parse_bool,
    parse_date,
    parse_phone,
    to_label,
    to_text,
)
from .common_import import make_xlsx

KNOWN = {"名称", "社区", "负责人姓名", "负责人电话"}.__contains__


def rows_of(content, sheet=0):
    return list(open_sheets(content)[sheet].rows())


def save(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestReader(BaseCase):
    """Files as people make them, and files that are none."""

    def assertUnreadable(self, reason, content):
        with self.assertRaises(Unreadable) as caught:
            for sheet in open_sheets(content):
                list(sheet.rows())
        self.assertEqual(caught.exception.reason, reason)

    def test_xlsx_values(self):
        """Dates, numbers and texts come as what they are; numbers of rows are those on the screen."""
        content = make_xlsx(表=[["名称", "日期"], [None], ["甲队", date(2023, 5, 1), 7, "7"]])
        self.assertEqual(rows_of(content)[1], (3, ["甲队", datetime(2023, 5, 1), 7, "7"]))

    def test_xls(self):
        book = xlwt.Workbook()
        sheet = book.add_sheet("表")
        sheet.write_merge(0, 0, 0, 2, "名单")
        sheet.write_merge(1, 2, 0, 0, "甲街道")
        sheet.write(1, 1, 13800000000)
        style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
        sheet.write(1, 2, datetime(2023, 5, 1), style)
        sheet.write(2, 1, "第二行")
        rows = rows_of(save(book))
        # the caption over the whole width is no row
        self.assertEqual([number for number, _values in rows], [2, 3])
        self.assertEqual(to_text(rows[0][1][1]), "13800000000")
        self.assertEqual(parse_date(rows[0][1][2]), date(2023, 5, 1))
        self.assertEqual(rows[1][1][0], "甲街道")

    def test_csv_encodings_and_separators(self):
        text = "名称,社区\n甲队,甲一社区\n"
        for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"):
            for separator in (",", ";", "\t"):
                with self.subTest(encoding=encoding, separator=separator):
                    content = text.replace(",", separator).encode(encoding)
                    self.assertEqual(rows_of(content)[1], (2, ["甲队", "甲一社区"]))

    def test_merged_downwards(self):
        """A merged cell stands in every row it covers, but makes no row of a blank one."""
        book = openpyxl.Workbook()
        sheet = book.active
        for row in (
            ["街道", "名称"],
            ["甲街道", "甲队"],
            [None, "乙队"],
            [None, None],
            [None, "丙队"],
        ):
            sheet.append(row)
        sheet.merge_cells("A2:A60000")
        rows = rows_of(save(book))
        self.assertEqual(
            [values for _number, values in rows[1:]],
            [["甲街道", name] for name in ("甲队", "乙队", "丙队")],
        )

    def test_blank_rows(self):
        """60,000 rows that hold nothing but a border or a blank are none."""
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("表")
        sheet.append(["名称"])
        for _number in range(60_000):
            sheet.append([None, " ", "\u3000"])
        sheet.append(["甲队"])
        rows = rows_of(save(book))
        self.assertEqual(rows, [(1, ["名称"]), (60_002, ["甲队"])])

    def test_formulas(self):
        """A formula is its result; one without a result, and an error, are told apart from blanks."""
        book = openpyxl.Workbook()
        book.active.append(["甲队", "=1+1", "=NA()"])
        content = save(book)  # openpyxl writes no results, as a program does
        self.assertEqual(rows_of(content)[0][1][1], CellError("=1+1"))
        with_results = make_xlsx(表=[["甲队", "=1+1"]])  # xlsxwriter writes a result
        self.assertEqual(rows_of(with_results)[0][1][1], 0)

    def test_hidden_sheets(self):
        """Lists for drop-downs are no tables."""
        book = openpyxl.Workbook()
        book.active.append(["名称"])
        book.create_sheet("隐藏").sheet_state = "hidden"
        self.assertEqual(len(open_sheets(save(book))), 1)

    def test_no_spreadsheets(self):
        zipped = io.BytesIO()
        with zipfile.ZipFile(zipped, "w") as archive:
            archive.writestr("a.txt", "文字")
        workbook = make_xlsx(表=[["名称"]])
        for reason, content in {
            "empty": b" \n",
            "type": zipped.getvalue(),
            "broken": workbook[:400],
            "html": "<html><table><tr><td>名称".encode(),
            "password": b"\xd0\xcf\x11\xe0" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"),
            "encoding": b"\xff\xff\xff\x81",
        }.items():
            with self.subTest(reason):
                self.assertUnreadable(reason, content)
        self.assertUnreadable("type", b"%PDF-1.4 ...")
        self.assertUnreadable("type", b"MZ\0\0" * 100)
        self.assertUnreadable("broken", b"\xd0\xcf\x11\xe0" + b"x" * 600)

    def test_bomb(self):
        """A small file that unpacks to more than the memory is refused before it is unpacked."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
            with archive.open("xl/sharedStrings.xml", "w") as strings:
                for _block in range(90):
                    strings.write(b"\0" * 2**20)
        self.assertLess(len(buffer.getvalue()), 2**20)
        self.assertUnreadable("size", buffer.getvalue())


@tagged("post_install", "-at_install")
class TestValues(BaseCase):
    def test_dates(self):
        """A day in every spelling that lists have."""
        for text in (
            "2023-05-01", "2023.5.1", "2023/5/1", "2023年5月1日", "2023 年 5 月 1 日", "20230501", "45047",
            "２０２３．５．１", " 2023-5-1\u3000", "2023-05-01 00:00:00", "2023年5月1号", 45047, 45047.0, 20230501,
            date(2023, 5, 1), datetime(2023, 5, 1, 8),
        ):  # fmt: skip
            with self.subTest(text):
                self.assertEqual(parse_date(text), date(2023, 5, 1))

    def test_no_dates(self):
        """What could be several days, or none, is not guessed."""
        for text in (
            "2023年13月1日", "2024-02-30", "23.5.1", "5/1/2023", "2023年5月", "春", "2023", "2023-05-01至2026-04-30",
            7, 12.5, True, CellError("#N/A"), "202305011",
        ):  # fmt: skip
            with self.subTest(text), self.assertRaises(ValueError):
                parse_date(text)

    def test_month(self):
        self.assertEqual(parse_date("2019年5月", month=True), date(2019, 5, 1))
        self.assertEqual(parse_date("2019.5", month=True), date(2019, 5, 1))

    def test_amounts(self):
        for text, amount in {
            "1,000": 1000, "￥1000": 1000, "1000元": 1000, "0.5万元": 5000, "２万": 20000, 300: 300, 12.5: 12.5,
        }.items():  # fmt: skip
            with self.subTest(text):
                self.assertEqual(parse_amount(text), amount)
        for text in ("若干", "1000左右", "1千", True, CellError("#REF!")):
            with self.subTest(text), self.assertRaises(ValueError):
                parse_amount(text)

    def test_yes_and_no(self):
        for text, value in {
            "是": True,
            "√": True,
            "1": True,
            True: True,
            "否": False,
            "×": False,
            "无": False,
        }.items():
            self.assertIs(parse_bool(text), value)
        with self.assertRaises(ValueError):
            parse_bool("也许")

    def test_phones(self):
        """Blanks, hyphens, full-width digits and the country's code do not matter."""
        for text in (
            "13800001111",
            "138 0000 1111",
            "138-0000-1111",
            "+86 13800001111",
            "１３８００００１１１１",
            13800001111.0,
        ):
            with self.subTest(text):
                self.assertEqual(parse_phone(text), "13800001111")
        self.assertEqual(parse_phone("0574－87654321"), "0574-87654321")

    def test_texts(self):
        """Blanks around and within, invisible signs and full-width digits go; Chinese marks stay."""
        self.assertEqual(to_text(" 甲\u200b一\xa0 社区（８０后）\n"), "甲一 社区（80后）")
        self.assertEqual(to_text(7.0), "7")
        self.assertEqual(to_text(datetime(2023, 5, 1)), "2023-05-01")
        self.assertEqual(to_label(" 组织 名称（必填）* "), "组织名称")

    def test_numbers_that_lost_their_end(self):
        self.assertTrue(lost_digits(3.30212199001011e17))
        self.assertFalse(lost_digits("330212199001011234"))
        self.assertFalse(lost_digits(13800001111))


@tagged("post_install", "-at_install")
class TestHeader(BaseCase):
    def _find(self, book):
        return find_header(open_sheets(save(book))[0], KNOWN)

    def test_below_a_caption(self):
        book = openpyxl.Workbook()
        for row in (
            ["甲街道名单"],
            ["填表日期：", "2026-01-05"],
            ["序号", "名称", "社区"],
            [1, "甲队", "甲一社区"],
        ):
            book.active.append(row)
        header = self._find(book)
        self.assertEqual(
            (header.row, header.titles, header.score), (3, ["序号", "名称", "社区"], 2)
        )

    def test_over_two_rows(self):
        """负责人 over 姓名 and 电话 are 负责人姓名 and 负责人电话; what is merged over both rows is one title."""
        book = openpyxl.Workbook()
        sheet = book.active
        for row in (
            ["名称", "社区", "负责人", None],
            [None, None, "姓名", "电话"],
            ["甲队", "甲一社区", "王芳", "1"],
        ):
            sheet.append(row)
        for span in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(span)
        header = self._find(book)
        self.assertEqual(header.titles, ["名称", "社区", "负责人姓名", "负责人电话"])
        self.assertEqual(header.row, 2)

    def test_unknown_titles(self):
        """Of a sheet whose titles nobody knows the first full row is the header."""
        book = openpyxl.Workbook()
        for row in (["甲", "乙", "丙"], ["1", "2", "3"]):
            book.active.append(row)
        self.assertEqual(self._find(book).row, 1)

    def test_empty(self):
        self.assertIsNone(self._find(openpyxl.Workbook()))
