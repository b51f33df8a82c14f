"""A quarterly return as offices print it. Knows no model: it writes the plain values it is given."""

import io

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

A4 = 9


def write_return(title, above, titles, rows, below, total):
    """Bytes of a workbook: ``title``; ``above``: line over the table; ``rows``: ``[(area, [numbers])]``
    under ``titles``; the last row adds them up by formulas; ``below``: line for the signatures."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    font = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    cell = {**font, "border": 1}
    plain, text = book.add_format(font), book.add_format({**cell, "num_format": "@"})
    number = book.add_format({**cell, "num_format": "#,##0.##"})
    head = book.add_format({**cell, "bold": True, "align": "center", "text_wrap": True})
    big = book.add_format({**font, "font_size": 18, "bold": True, "align": "center"})
    sheet = book.add_worksheet()
    width = len(titles)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, width - 1, 11)
    sheet.set_row(0, 36)
    sheet.merge_range(0, 0, 0, width - 1, title, big)
    sheet.write_string(1, 0, above, plain)
    sheet.set_row(2, 34)
    for column, name in enumerate(titles):
        sheet.write_string(2, column, name, head)
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(0, 2)
    for line, (area, numbers) in enumerate(rows, 3):
        sheet.write_string(line, 0, area, text)
        for column, value in enumerate(numbers, 1):
            sheet.write_number(line, column, value, number)
    last = 3 + len(rows)
    sheet.write_string(last, 0, total, head)
    for column in range(1, width):
        letter = xl_col_to_name(column)
        value = sum(numbers[column - 1] for _area, numbers in rows)
        sheet.write_formula(last, column, f"=SUM({letter}4:{letter}{last})", number, value)
    sheet.write_string(last + 2, 0, below, plain)
    sheet.print_area(0, 0, last + 2, width - 1)
    book.close()
    return buffer.getvalue()
