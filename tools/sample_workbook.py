"""The sample as a workbook: a caption, titles over two rows, merged cells, as such lists have them."""

from datetime import datetime

import xlsxwriter

CREATED = datetime(2026, 1, 5)  # fixed, so that the bytes are
CAPTION = "鄞州区社区社会组织备案名单（截至2025年12月31日）"
FOOTER = "填表人：                审核人：                填表日期：2026年1月5日"
LEADER = ("姓名", "联系电话", "身份证号", "政治面貌")
BEFORE = (
    "序号",
    "备案号",
    "街道（镇乡）",
    "社区（村）",
    "组织名称",
    "类别",
    "组织形式",
    "备案日期",
    "成立时间",
    "活动场所",
)
AFTER = ("活动资金（元）", "资金来源", "宗旨", "活动内容", "负责人产生办法", "资金管理")
ROSTER = (
    "组织名称",
    "街道（镇乡）",
    "社区（村）",
    "姓名",
    "职务",
    "联系电话",
    "身份证号",
    "政治面貌",
)
FIRST_ROW = 3  # below the caption and two rows of titles


def write(sample, path, members=True):
    """Write the workbook; ``members``: True for all, or the names of the streets whose members it lists."""
    book = xlsxwriter.Workbook(path, {"constant_memory": False})
    book.set_properties({"title": CAPTION, "created": CREATED})
    head = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    _write_organizations(book.add_worksheet("组织名单"), sample, head, day)
    lines = [
        line
        for line in sample.members
        if "same_as" not in line["organization"]
        and (members is True or line["organization"]["street"] in members)
    ]
    if lines:
        _write_members(book.add_worksheet("花名册"), lines, head)
    book.close()


def _write_organizations(sheet, sample, head, day):
    width = len(BEFORE) + len(LEADER) + len(AFTER)
    sheet.merge_range(0, 0, 0, width - 1, CAPTION, head)
    for place, title in enumerate(BEFORE):
        sheet.merge_range(1, place, 2, place, title, head)
    sheet.merge_range(1, len(BEFORE), 1, len(BEFORE) + len(LEADER) - 1, "负责人", head)
    for place, title in enumerate(LEADER, len(BEFORE)):
        sheet.write_string(2, place, title, head)
    for place, title in enumerate(AFTER, len(BEFORE) + len(LEADER)):
        sheet.merge_range(1, place, 2, place, title, head)
    for number, row in enumerate(sample.organizations, FIRST_ROW):
        for place, value in enumerate(_cells(row, number)):
            _write(sheet, number, place, value, day)
    _merge_streets(sheet, sample.organizations, head)
    last = FIRST_ROW + len(sample.organizations)
    sheet.merge_range(last, 0, last, width - 1, FOOTER)


def _cells(row, number):
    """The cells of one row, mistakes and other spellings before what is right."""
    row = row.get("same_as", row)
    leader = row["leader"]
    yield number - FIRST_ROW + 1
    yield row.get("former_text", row["former_number"])
    yield None  # merged: the street
    yield row.get("area_text", row["area"])
    yield row.get("name_text", row["name"])
    yield row.get("category_text", row["category"])
    yield row["form"]
    yield row.get("filed_text", row["filed_on"])
    yield row["founded_on"]
    yield row["address"]
    yield row.get("leader_name", leader["name"])
    yield row.get("leader_phone", leader["phone"])
    yield row.get("leader_identity", leader["identity"])
    yield "中共党员" if leader["party"] else "群众"
    for name in (
        "funds",
        "funds_source",
        "purpose",
        "activity_content",
        "leader_method",
        "finance_rules",
    ):
        yield row[name]


def _write(sheet, number, place, value, day):
    if isinstance(value, str):
        sheet.write_string(number, place, value)
    elif isinstance(value, tuple):
        sheet.write_formula(number, place, value[1], None, "")  # as a program leaves it: no result
    elif hasattr(value, "year"):
        sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), day)
    elif value is not None:
        sheet.write_number(number, place, value)


def _merge_streets(sheet, organizations, style):
    """One cell for all rows of a street."""
    start = 0
    for number in range(1, len(organizations) + 1):
        street = organizations[start]["street"]
        if number == len(organizations) or organizations[number]["street"] != street:
            top, bottom = FIRST_ROW + start, FIRST_ROW + number - 1
            if bottom > top:
                sheet.merge_range(top, 2, bottom, 2, street, style)
            else:
                sheet.write_string(top, 2, street)
            start = number


def _write_members(sheet, lines, head):
    for place, title in enumerate(ROSTER):
        sheet.write_string(0, place, title, head)
    for number, line in enumerate(lines, 1):
        row = line["organization"]
        cells = (
            row.get("name_text", row["name"]),
            row["street"],
            row.get("area_text", row["area"]),
            line["name"],
            line["role"] if row.get("roster_roles", True) else "成员",
            line["phone"],
            line["identity"],
            "中共党员" if line["party"] else "群众",
        )
        for place, value in enumerate(cells):
            sheet.write_string(number, place, value)
