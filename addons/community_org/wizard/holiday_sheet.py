"""The holiday notice as a sheet (xlsx or csv) with three columns: 日期, 名称, 类型.

Reading knows nothing of the database: :func:`read_rows` gives cells, :func:`read_days` and
:func:`read_kind` what they mean, :func:`write_template` an empty sheet with an example.
"""

import csv
import io
import re
import unicodedata
import zipfile
from datetime import date, datetime, timedelta

import xlsxwriter
from openpyxl import load_workbook

MAX_BYTES = 1024 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_ROWS = 1000
# no holiday is longer: a range beyond it has a typing error in one of its ends
MAX_DAYS = 31
HEADER_WITHIN = 10
COLUMNS = {
    "date": {"日期", "放假日期", "时间", "date"},
    "name": {"名称", "节日", "节日名称", "name"},
    "kind": {"类型", "休/班", "放假/上班", "kind", "type"},
}
KINDS = {
    "off": {"休", "放假", "休息", "off"},
    "work": {"班", "上班", "补班", "调休上班", "work"},
}
DAY = r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?"
# the second end may leave out what it shares with the first: 2026-10-01 至 10-07, 2026年10月1日至7日
RANGE = re.compile(rf"{DAY}(?:(?:至|到|~|—+|–|--)(?:{DAY}|(?:(\d{{1,2}})[-/.月])?(\d{{1,2}})日?))?")


class Unreadable(Exception):
    """The file is not a sheet that this can read; ``args[0]`` is one of the reasons below."""

    FORMAT = "format"  # neither xlsx nor csv, or broken
    SIZE = "size"  # too many bytes or rows
    HEADER = "header"  # the three titles are not there


def read_rows(content: bytes, file_name: str):
    """``[(row number, {"date": cell, "name": cell, "kind": cell})]`` of the rows with anything in them.

    A cell is a ``date`` or a text without blanks at its ends.

    :raises Unreadable: with the reason
    """
    if len(content) > MAX_BYTES:
        raise Unreadable(Unreadable.SIZE)
    ending = file_name.lower().rpartition(".")[2]
    reader = {"xlsx": _read_xlsx, "csv": _read_csv}.get(ending)
    if not reader:
        raise Unreadable(Unreadable.FORMAT)
    rows = [(number, [_clean(cell) for cell in row]) for number, row in reader(content)]
    rows = [(number, row) for number, row in rows if any(row)]
    if len(rows) > MAX_ROWS:
        raise Unreadable(Unreadable.SIZE)
    for index, (_number, row) in enumerate(rows[:HEADER_WITHIN]):
        places = _find_columns(row)
        if places:
            return [(number, _pick(row, places)) for number, row in rows[index + 1 :]]
    raise Unreadable(Unreadable.HEADER)


def _read_xlsx(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            raise Unreadable(Unreadable.SIZE)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_col=20, values_only=True)
        return list(enumerate(rows, 1))
    except Unreadable:
        raise
    # whatever a broken or hostile file does to the reader, the answer is the same
    except Exception as error:
        raise Unreadable(Unreadable.FORMAT) from error


def _read_csv(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1))
    except csv.Error as error:
        raise Unreadable(Unreadable.FORMAT) from error


def _clean(cell):
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return unicodedata.normalize("NFKC", str(cell)).strip() if cell is not None else ""


def _find_columns(row):
    """``{column: place in the row}`` when ``row`` has all three titles."""
    titles = [str(cell).lower().replace(" ", "") for cell in row]
    places = {
        column: next((place for place, title in enumerate(titles) if title in names), None)
        for column, names in COLUMNS.items()
    }
    return None if None in places.values() else places


def _pick(row, places):
    return {column: row[place] if place < len(row) else "" for column, place in places.items()}


def read_days(cell):
    """``(first, last)`` of a cell, which holds one day or a range; None when it cannot be read."""
    if isinstance(cell, date):
        return cell, cell
    text = re.sub(r"\([^)]*\)", "", cell)  # the weekday in brackets
    text = re.sub(r"\s+-\s+", "至", text)
    found = RANGE.fullmatch(re.sub(r"\s", "", text))
    if not found:
        return None
    parts = [int(part) if part else None for part in found.groups()]
    year, month, day, *whole, last_month, last_day = parts
    try:
        first = date(year, month, day)
        if whole[0]:
            return first, date(*whole)
        if last_day:
            return first, date(year, last_month or month, last_day)
    except ValueError:
        return None
    return first, first


def read_kind(cell):
    """``"off"``, ``"work"`` or None."""
    text = str(cell).lower()
    return next((kind for kind, names in KINDS.items() if text in names), None)


def span(first, last):
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def write_template(year):
    """An xlsx with the titles, a choice of 休 and 班, and the lines of a made-up notice of ``year``."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("节假日")
    title = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    for column, (text, width) in enumerate([("日期", 28), ("名称", 20), ("类型", 10)]):
        sheet.write(0, column, text, title)
        sheet.set_column(column, column, width)
    lines = [
        (f"{year}-01-01 至 {year}-01-03", "元旦", "休"),
        (f"{year}-10-01 至 {year}-10-07", "国庆节", "休"),
    ]
    for row, line in enumerate(lines, 1):
        sheet.write_row(row, 0, line)
    sheet.data_validation(
        1, 2, MAX_ROWS, 2, {"validate": "list", "source": ["休", "班"], "ignore_blank": True}
    )
    sheet.write_column(
        0,
        4,
        [
            "一行写一天，或写一段，如 2026-10-01 至 2026-10-07。",
            "类型：休（放假）、班（周末补班）。",
            "示例行请改成通知里的日期。",
        ],
    )
    sheet.freeze_panes(1, 0)
    book.close()
    return target.getvalue()
