"""Which row of a sheet holds the titles. Streets put a caption above it and group columns over two rows."""

from itertools import islice
from typing import NamedTuple

from .values import to_label, to_text

DEPTH = 30  # rows that are looked at
EXAMPLES = 5


class Header(NamedTuple):
    row: int  # the last row that belongs to it
    titles: list[str]  # by column; "" where there is none
    examples: list[list]  # the first rows below it, as they are
    score: int  # how many titles were recognised


def find_header(sheet, recognise) -> Header | None:
    """The row of ``sheet`` with the most titles that ``recognise`` knows; None for an empty sheet.

    ``recognise(label)`` says whether a title, as :func:`to_label` gives it, is known.
    """
    rows = list(islice(sheet.rows(), DEPTH + EXAMPLES))
    candidates = [
        _make(rows, place, titles, recognise)
        for place in range(min(len(rows), DEPTH))
        for titles in _titles(rows, place, sheet.spans)
    ]
    return max(candidates, key=lambda found: (found.score, _width(found)), default=None)


def _width(header):
    # two equally unknown rows: the one with more titles; max() takes the upper one of equals
    return sum(bool(title) for title in header.titles)


def _make(rows, place, found, recognise):
    last, titles = found
    known = {to_label(title) for title in titles if title and recognise(to_label(title))}
    below = [values for number, values in rows if number > last]
    return Header(last, titles, below[:EXAMPLES], len(known))


def _titles(rows, place, spans):
    """``(last row, titles)``: of one row, and of this row as groups over the next."""
    number, values = rows[place]
    own = [to_text(value) for value in values]
    yield number, own
    groups = [
        span for span in spans if span.top == span.bottom == number and span.right > span.left
    ]
    if groups and place + 1 < len(rows) and rows[place + 1][0] == number + 1:
        yield number + 1, _join(own, [to_text(value) for value in rows[place + 1][1]], groups)


def _join(upper, lower, groups):
    """负责人 over 姓名 and 电话: 负责人姓名, 负责人电话."""
    width = max(len(upper), len(lower))
    upper, lower = (line + [""] * (width - len(line)) for line in (upper, lower))
    for span in groups:
        for column in range(span.left, min(span.right + 1, width)):
            upper[column] = upper[span.left]
    return [
        below if not above or above == below else above + below
        for above, below in zip(upper, lower, strict=True)
    ]
