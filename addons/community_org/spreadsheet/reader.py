"""Workbooks and text tables as plain rows, whatever wrote them: xlsx, xls, csv."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

import openpyxl
import xlrd
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

# about styles and extensions that nobody reads here
warnings.filterwarnings("ignore", module="openpyxl")

MAX_COLUMNS = 100
MAX_ROWS = 200_000
# a small archive may unpack to anything; what is kept in memory is limited more
MAX_UNPACKED = 400 * 2**20
MAX_STRINGS = 80 * 2**20
MERGE = re.compile(rb'mergeCell [^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
LARGE_NUMBER = 10**15


class Unreadable(Exception):
    """``reason``: type, html, password, broken, encoding, size or empty."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class CellError(str):
    """What stands in a cell that has no value: #N/A and the like, or a formula without its result."""


class Span(NamedTuple):
    """Merged cells: rows from 1 as the program shows them, columns from 0, both ends included."""

    top: int
    bottom: int
    left: int
    right: int


class Sheet(NamedTuple):
    name: str
    spans: list[Span]
    read: object  # a function that begins again: an iterator of (row number, values)

    def rows(self) -> Iterator[tuple[int, list]]:
        """``(row number, values)`` of the rows that hold something.

        Values are None, str, int, float, bool, date, datetime or CellError. What was merged
        downwards stands in every row it covers; a row that holds nothing else is blank.
        """
        tall = _by_top(self.spans)
        wide = {(span.top, span.left) for span in self.spans if span.right > span.left}
        active = []
        for count, (number, values) in enumerate(self.read()):
            if count >= MAX_ROWS:
                raise Unreadable("size")
            active = [entry for entry in active if entry[0].bottom >= number]
            filled = [column for column, value in enumerate(values) if not _is_blank(value)]
            for top in [top for top in tall if top <= number]:
                active += [(span, _at(values, span.left)) for span in tall.pop(top)]
            if not filled or _is_caption(number, filled, wide):
                continue
            for span, value in active:
                if number > span.top and _is_blank(_at(values, span.left)):
                    values += [None] * (span.left + 1 - len(values))
                    values[span.left] = value
            yield number, values


def _by_top(spans):
    found = {}
    for span in spans:
        if span.bottom > span.top:
            found.setdefault(span.top, []).append(span)
    return found


def _is_caption(number, filled, wide):
    """A line across the sheet (填表人……) is no row of a table."""
    return len(filled) == 1 and (number, filled[0]) in wide


def _at(values, column):
    return values[column] if column < len(values) else None


def _is_blank(value):
    return value is None or (isinstance(value, str) and not value.strip("\u3000\u200b \t\r\n\xa0"))


def open_sheets(content: bytes) -> list[Sheet]:
    """The visible sheets of a file; a csv is one sheet without a name. The name of the file is not asked.

    :raises Unreadable:
    """
    if not content.strip():
        raise Unreadable("empty")
    if content[:4] == b"PK\x03\x04":
        return _open_xlsx(content)
    if content[:4] == b"\xd0\xcf\x11\xe0":
        return _open_xls(content)
    return [_open_csv(content)]


# ------------------------------------------------------------
# XLSX
# ------------------------------------------------------------


def _open_xlsx(content):
    _check_archive(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [
            Sheet(sheet.title, _xlsx_spans(sheet), _xlsx_reader(sheet))
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    except Exception as error:  # whatever a damaged file makes the library raise
        raise Unreadable("broken") from error


def _check_archive(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = {info.filename: info.file_size for info in archive.infolist()}
    except zipfile.BadZipFile as error:
        raise Unreadable("broken") from error
    if "xl/workbook.xml" not in sizes:
        raise Unreadable("type")
    if sum(sizes.values()) > MAX_UNPACKED or sizes.get("xl/sharedStrings.xml", 0) > MAX_STRINGS:
        raise Unreadable("size")


class _Parser(WorkSheetParser):
    """Tells a formula without a result, which a program wrote and nobody opened, from a blank cell."""

    def parse_cell(self, element):
        cell = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell["value"] = CellError("=" + (element.find(FORMULA_TAG).text or ""))
        elif cell["data_type"] == "e":
            cell["value"] = CellError(cell["value"])
        return cell


def _xlsx_reader(sheet):
    def read():
        book = sheet.parent
        try:
            with sheet._get_source() as source:
                parser = _Parser(
                    source,
                    sheet._shared_strings,
                    data_only=True,
                    epoch=book.epoch,
                    date_formats=book._date_formats,
                    timedelta_formats=book._timedelta_formats,
                )
                for number, cells in parser.parse():
                    yield number, _place(cells)
        except (ValueError, KeyError, IndexError, TypeError, SyntaxError, OSError) as error:
            raise Unreadable("broken") from error

    return read


def _place(cells):
    values = []
    for cell in cells:
        column = cell["column"] - 1
        if cell["value"] is not None and column < MAX_COLUMNS:
            values += [None] * (column + 1 - len(values))
            values[column] = cell["value"]
    return values


def _xlsx_spans(sheet):
    """Merged cells stand behind the rows, where a reader of rows does not look: searched for as text."""
    spans, tail = [], b""
    with sheet._get_source() as source:
        while block := source.read(2**20):
            text = tail + block
            found = list(MERGE.finditer(text))
            spans += [_span(*match.groups()) for match in found]
            tail = text[max(found[-1].end() if found else 0, len(text) - 200) :]
    return spans


def _span(left, top, right, bottom):
    columns = [column_index_from_string(name.decode()) - 1 for name in (left, right)]
    return Span(int(top), int(bottom), *columns)


# ------------------------------------------------------------
# XLS
# ------------------------------------------------------------


def _open_xls(content):
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable("password")
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, logfile=io.StringIO()
        )
        return [
            Sheet(sheet.name, _xls_spans(sheet), _xls_reader(book, sheet))
            for sheet in book.sheets()
            if sheet.visibility == 0
        ]
    except Exception as error:  # whatever a damaged file makes the library raise
        reason = "password" if "encrypted" in str(error) else "broken"
        raise Unreadable(reason) from error


def _xls_spans(sheet):
    return [
        Span(top + 1, bottom, left, right - 1) for top, bottom, left, right in sheet.merged_cells
    ]


def _xls_reader(book, sheet):
    def read():
        for number in range(sheet.nrows):
            cells = sheet.row(number)[:MAX_COLUMNS]
            yield number + 1, [_xls_value(book, cell) for cell in cells]

    return read


def _xls_value(book, cell):
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            return CellError("#VALUE!")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return CellError(xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return cell.value


# ------------------------------------------------------------
# CSV
# ------------------------------------------------------------


def _open_csv(content):
    text = _decode(content)
    if re.search(r"<(html|table|!doctype)", text[:2000], re.IGNORECASE):
        raise Unreadable("html")
    head = text[:5000]
    delimiter = max(",\t;", key=head.count)

    def read():
        try:
            for number, values in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
                yield number, values[:MAX_COLUMNS]
        except csv.Error as error:
            raise Unreadable("broken") from error

    return Sheet("", [], read)


def _decode(content):
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _decode_as(content, (encoding,))
    if b"\0" in content or content.startswith(b"%PDF"):
        raise Unreadable("type")
    # GB 18030 holds GBK and GB 2312, what Chinese Excel writes as csv
    return _decode_as(content, ("utf-8", "gb18030"))


def _decode_as(content, encodings):
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")
