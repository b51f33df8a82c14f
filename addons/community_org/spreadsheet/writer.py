"""Workbooks for people: titles that stay in view, drop-downs, cells that are wrong in red."""

import io
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

LIST_SHEET = "_"
LAST_ROW = 5000  # drop-downs reach so far


class Column(NamedTuple):
    title: str
    width: int = 14
    needed: bool = False
    help: str = ""
    choices: tuple = ()


class Cell(NamedTuple):
    text: str
    error: str = ""


class Workbook:
    """``add_sheet`` as often as needed, then ``get_bytes``. All cells are text: nothing is a formula."""

    def __init__(self):
        self._buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._buffer, options)
        base = {"font_name": "宋体", "font_size": 11, "valign": "top", "border": 1}
        head = {**base, "bold": True, "text_wrap": True, "valign": "vcenter", "align": "center"}
        self._text = self._book.add_format({**base, "num_format": "@"})
        self._head = self._book.add_format({**head, "bg_color": "#DDEBF7"})
        self._needed = self._book.add_format({**head, "bg_color": "#FCE4D6"})
        self._wrong = self._book.add_format({**base, "num_format": "@", "bg_color": "#FFC7CE"})
        self._note = self._book.add_format(
            {"font_name": "宋体", "text_wrap": True, "valign": "top"}
        )
        self._plain = self._book.add_format({"num_format": "@"})
        self._lists = []  # choices of the hidden sheet, by column

    def add_sheet(self, name, columns, rows=()):
        """``columns``: [Column]; ``rows``: lists of Cell, text or None, in the order of the columns."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 2)
        sheet.set_row(0, 32)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, self._plain)
            sheet.write_string(
                0, place, column.title, self._needed if column.needed else self._head
            )
            if column.help:
                sheet.write_comment(0, place, column.help, {"x_scale": 2})
            if column.choices:
                self._add_choices(sheet, place, column)
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                self._write_cell(sheet, number, place, cell)
        return sheet

    def _write_cell(self, sheet, number, place, cell):
        cell = cell if isinstance(cell, Cell) else Cell(cell or "")
        sheet.write_string(number, place, cell.text, self._wrong if cell.error else self._text)
        if cell.error:
            sheet.write_comment(number, place, cell.error, {"x_scale": 2})

    def _add_choices(self, sheet, place, column):
        """A drop-down. What is not in it is let through: the import says what is wrong with it."""
        if column.choices not in self._lists:
            self._lists.append(column.choices)
        letter = xl_col_to_name(self._lists.index(column.choices))
        source = f"='{LIST_SHEET}'!${letter}$1:${letter}${len(column.choices)}"
        rule = {"validate": "list", "source": source, "error_type": "warning"}
        sheet.data_validation(1, place, LAST_ROW, place, rule)

    def add_notes(self, name, lines):
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, 0, 90)
        for number, line in enumerate(lines):
            sheet.write_string(number, 0, line, self._note)

    def get_bytes(self):
        if self._lists:
            sheet = self._book.add_worksheet(LIST_SHEET)
            for place, choices in enumerate(self._lists):
                sheet.write_column(0, place, choices)
            sheet.hide()
        self._book.close()
        return self._buffer.getvalue()
