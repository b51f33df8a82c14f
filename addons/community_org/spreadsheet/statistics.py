"""The yearly statistics as a workbook: laid out for print, sums and shares as live formulas.

It knows no model: what it writes are the plain values of `community.statistics`. Rows are written
one after the other and not kept (`constant_memory`), so that a city's list costs no memory.
"""

from collections import Counter

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

A4 = 9
CHART_ROWS = 20  # that the chart below a table takes
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}


class StatisticsBook:
    """``StatisticsBook(file, words)``, the sheets in the order wanted, then ``close``.

    ``words``: what stands on the sheets, in the language of the reader (`community.statistics`).
    """

    def __init__(self, file, words):
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(file, options)
        self._words = words
        cell = {**FONT, "border": 1}
        self._formats = {
            "title": self._book.add_format(
                {**FONT, "font_size": 18, "bold": True, "align": "center"}
            ),
            "cover": self._book.add_format(
                {**FONT, "font_size": 26, "bold": True, "align": "center"}
            ),
            "line": self._book.add_format({**FONT, "font_size": 14}),
            "note": self._book.add_format({**FONT, "font_size": 10}),
            "head": self._book.add_format(
                {**cell, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DDEBF7"}
            ),
            "text": self._book.add_format({**cell, "num_format": "@"}),
            "number": self._book.add_format({**cell, "num_format": "#,##0"}),
            "share": self._book.add_format({**cell, "num_format": "0.00"}),
            "date": self._book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
            "sum": self._book.add_format({**cell, "bold": True, "num_format": "#,##0"}),
        }

    def close(self):
        self._book.close()

    def add_cover(self, title, lines):
        """A page with the title, and a line each for who fills it in and answers for it."""
        sheet = self._book.add_worksheet(self._words["cover"])
        self._prepare_page(sheet, landscape=False)
        sheet.set_column(0, 0, 88)
        sheet.set_row(6, 60)
        sheet.write_string(6, 0, title, self._formats["cover"])
        for number, line in enumerate(lines):
            sheet.set_row(16 + number, 30)
            sheet.write_string(16 + number, 0, line, self._formats["line"])
        sheet.print_area(0, 0, 30, 0)

    def add_areas(self, rows):
        """A row for each area: ``(name, base, needed, new, existing, residents, needed for them, members,
        party members, ended)``; missing numbers and shares are formulas."""
        titles = self._words["area_titles"]
        sheet = self._start_table(self._words["areas"], titles, first_width=16)
        sums = Counter()
        for number, (name, base, needed, new, existing, residents, density, *rest) in enumerate(
            rows, 2
        ):
            sheet.write_string(number, 0, name, self._formats["text"])
            self._write_numbers(sheet, number, 1, (base, needed, new))
            cells = {column: xl_rowcol_to_cell(number, column) for column in range(len(titles))}
            self._write_formula(
                sheet, number, 4, f"=MAX(0,{cells[2]}-{cells[3]})", max(0, needed - new)
            )
            self._write_numbers(sheet, number, 5, (existing, residents))
            share = existing * 1_000_000 // residents / 100 if residents else 0
            formula = f"=IF({cells[6]}=0,0,ROUNDDOWN({cells[5]}/{cells[6]}*10000,2))"
            self._write_formula(sheet, number, 7, formula, share, "share")
            self._write_numbers(sheet, number, 8, (density,))
            missing = max(0, density - existing)
            self._write_formula(sheet, number, 9, f"=MAX(0,{cells[8]}-{cells[5]})", missing)
            self._write_numbers(sheet, number, 10, rest)
            values = (base, needed, new, max(0, needed - new), existing, residents)
            sums.update(dict(enumerate(values, 1)))
            sums.update(dict(enumerate((density, missing, *rest), 8)))
        last = 1 + len(rows)
        self._write_sums(sheet, last + 1, sums, rows=(2, last))
        self._finish_table(sheet, last + 1 + CHART_ROWS, len(titles))
        if rows:
            self._add_chart(sheet, last)

    def _add_chart(self, sheet, last):
        """New ones beside what is needed, under the table."""
        chart = self._book.add_chart({"type": "column"})
        name = self._words["areas"]
        for column in (2, 3):
            chart.add_series(
                {
                    "name": [name, 1, column],
                    "categories": [name, 2, 0, last, 0],
                    "values": [name, 2, column, last, column],
                }
            )
        chart.set_size({"width": 1000, "height": 320})
        sheet.insert_chart(last + 3, 0, chart)

    def add_categories(self, categories, rows):
        """``categories``: names of the columns; ``rows``: ``(name, [number of each])``."""
        titles = [self._words["area"], *categories, self._words["total"]]
        sheet = self._start_table(self._words["categories"], titles, first_width=16)
        width = len(categories)
        for number, (name, counts) in enumerate(rows, 2):
            sheet.write_string(number, 0, name, self._formats["text"])
            self._write_numbers(sheet, number, 1, counts)
            span = f"{xl_rowcol_to_cell(number, 1)}:{xl_rowcol_to_cell(number, width)}"
            self._write_formula(sheet, number, width + 1, f"=SUM({span})", sum(counts))
        last = 1 + len(rows)
        sums = [sum(column) for column in zip(*(counts for _name, counts in rows), strict=True)]
        sums = dict(enumerate([*sums, sum(sums)], 1))
        self._write_sums(sheet, last + 1, sums, rows=(2, last))
        self._finish_table(sheet, last + 1, len(titles))

    def add_crosswalk(self, schemes, rows):
        """``schemes``: names of other classifications; ``rows``: ``(category, number, [name in each])``."""
        titles = [self._words["category"], self._words["organizations"], *schemes]
        sheet = self._start_table(self._words["crosswalk"], titles, first_width=26)
        for number, (name, count, labels) in enumerate(rows, 2):
            sheet.write_string(number, 0, name, self._formats["text"])
            self._write_numbers(sheet, number, 1, (count,))
            for column, label in enumerate(labels, 2):
                sheet.write_string(number, column, label, self._formats["text"])
        last = 1 + len(rows)
        total = sum(count for _category, count, _labels in rows)
        self._write_sums(sheet, last + 1, {1: total}, rows=(2, last))
        self._finish_table(sheet, last + 1, len(titles))

    def add_list(self, rows):
        """The organisations: ``(number, name, category, street, community, day, members, party members)``."""
        sheet = self._start_table(self._words["list"], self._words["list_titles"], first_width=22)
        sheet.set_column(1, 1, 30)
        last = 1
        for last, (*texts, day, members, party) in enumerate(rows, 2):
            for column, text in enumerate(texts):
                sheet.write_string(last, column, text or "", self._formats["text"])
            if day:
                sheet.write_datetime(last, 5, day, self._formats["date"])
            self._write_numbers(sheet, last, 6, (members, party))
        sheet.autofilter(1, 0, last, len(self._words["list_titles"]) - 1)
        self._finish_table(sheet, last, len(self._words["list_titles"]))

    # ------------------------------------------------------------

    def _start_table(self, name, titles, first_width):
        """A sheet with its title, and the titles of its columns, which stay in view and on every page."""
        sheet = self._book.add_worksheet(name)
        self._prepare_page(sheet)
        sheet.set_column(0, 0, first_width)
        sheet.set_column(1, len(titles) - 1, 13)
        sheet.set_row(0, 34)
        sheet.merge_range(0, 0, 0, len(titles) - 1, name, self._formats["title"])
        sheet.set_row(1, 36)
        for column, title in enumerate(titles):
            sheet.write_string(1, column, title, self._formats["head"])
        sheet.freeze_panes(2, 1)
        sheet.repeat_rows(0, 1)
        return sheet

    def _prepare_page(self, sheet, landscape=True):
        sheet.set_paper(A4)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer(f"&C{self._words['page']}")

    def _finish_table(self, sheet, last, width):
        sheet.print_area(0, 0, last, width - 1)

    def _write_numbers(self, sheet, row, column, numbers):
        for place, number in enumerate(numbers, column):
            sheet.write_number(row, place, number, self._formats["number"])

    def _write_formula(self, sheet, row, column, formula, value, style="number"):
        """With the value that it has now, for readers that do not calculate (LibreOffice when it opens)."""
        sheet.write_formula(row, column, formula, self._formats[style], value)

    def _write_sums(self, sheet, row, sums, rows):
        """``sums``: ``{column: value}`` of the ``rows`` (first, last) above."""
        sheet.write_string(row, 0, self._words["total"], self._formats["head"])
        first, last = rows
        for column, value in sums.items() if last >= first else ():
            letter = xl_col_to_name(column)
            formula = f"=SUM({letter}{first + 1}:{letter}{last + 1})"
            self._write_formula(sheet, row, column, formula, value, "sum")
