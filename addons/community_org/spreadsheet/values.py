"""What people type into a cell, as values: dates in ten spellings, full-width digits, 1万元."""

import re
import unicodedata
from datetime import date, datetime, timedelta

from .reader import LARGE_NUMBER, CellError

# Days are counted from here by spreadsheet programs (1900 counts as a leap year there).
SERIAL_START = date(1899, 12, 30)
SERIALS = range(20_000, 80_000)  # 1954 to 2119: other numbers are no dates
DATE = re.compile(
    r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?(\s*T?\d{1,2}:.*)?"
)
MONTH = re.compile(r"(\d{4})\s*[年./\-]\s*(\d{1,2})\s*月?")
AMOUNT = re.compile(r"[¥$]?\s*(-?[\d,]*\.?\d+)\s*(万)?\s*元?")
YES = {"是", "有", "√", "✓", "✔", "1", "y", "yes", "true", "对"}
NO = {"否", "无", "没有", "×", "x", "0", "n", "no", "false", "-", "/"}
INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f]")
# full-width letters and digits; Chinese punctuation stays as it is
NARROW = {code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B)]}
NARROW |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}


def to_text(value) -> str:
    """A cell as text, on one line: without blanks around it, full-width digits made plain."""
    return " ".join(to_lines(value).split())


def to_lines(value) -> str:
    """Like :func:`to_text`, with its line breaks."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGE_NUMBER:
        value = int(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    text = INVISIBLE.sub("", text).replace("\xa0", " ").replace("\u3000", " ").translate(NARROW)
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def to_plain(value) -> str:
    """For what consists of digits: every sign in its plain form, no blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", to_text(value)))


def to_label(value) -> str:
    """A title or a word as it is compared: «组织 名称（必填）*» is 组织名称."""
    plain = to_plain(value).lower()
    return re.sub(r"\(.*?\)|\[.*?\]|[*:：、,，。.·\"“”《》_]", "", plain)


def parse_date(value, month=False) -> date:
    """``value`` of a cell as a date; with ``month``, «2019年5月» is its first day.

    :raises ValueError: it is none, or could be several
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = to_plain(value) if not isinstance(value, CellError) else ""
    if text.isdecimal():
        return _parse_digits(text)
    if found := DATE.fullmatch(unicodedata.normalize("NFKC", to_text(value))):
        return date(*map(int, found.groups()[:3]))
    if month and (found := MONTH.fullmatch(text)):
        return date(*map(int, found.groups()), 1)
    raise ValueError(value)


def _parse_digits(text):
    if len(text) == 8:
        return datetime.strptime(text, "%Y%m%d").date()
    if int(text) in SERIALS:
        return SERIAL_START + timedelta(days=int(text))
    raise ValueError(text)


def parse_amount(value) -> float:
    """Money in yuan: 1,000 · ￥1000 · 1000元 · 0.5万元.

    :raises ValueError: it is no amount
    """
    found = AMOUNT.fullmatch(unicodedata.normalize("NFKC", to_text(value)))
    if not found or isinstance(value, (bool, CellError)):
        raise ValueError(value)
    return float(found[1].replace(",", "")) * (10_000 if found[2] else 1)


def parse_bool(value) -> bool:
    """:raises ValueError: neither yes nor no"""
    word = to_plain(value).lower()
    if isinstance(value, bool) or word in YES | NO:
        return value if isinstance(value, bool) else word in YES
    raise ValueError(value)


def parse_phone(value) -> str:
    """Digits, with the «-» of a landline; what is no phone number is left for the check to refuse."""
    plain = re.sub(r"^(\+?86-?)(?=1\d{10}$)", "", re.sub(r"[‐－—–]", "-", to_plain(value)))
    joined = plain.replace("-", "")
    return joined if re.fullmatch(r"1\d{10}", joined) else plain


def lost_digits(value) -> bool:
    """Whether a spreadsheet kept a long number as a number: of 18 digits the last ones are gone."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= LARGE_NUMBER
