"""What people do to a list: every mistake that an import must tell them about, in a known number of rows."""

from datetime import date

SERIAL_START = date(1899, 12, 30)


def _wrong_check_digit(row, rng):
    number = row["leader"]["identity"]
    row["leader_identity"] = number[:-1] + ("1" if number[-1] != "1" else "2")


def _lost_digits(row, rng):
    row["leader_identity"] = float(row["leader"]["identity"][:15] + "000")


def _short_number(row, rng):
    row["leader_identity"] = row["leader"]["identity"][:15]


def _misspelt_area(row, rng):
    row["area_text"] = row["area"][:1] + "木" + row["area"][1:]


def _unknown_category(row, rng):
    row["category_text"] = rng.choice(["广场舞类", "文娱", "志愿者"])


def _heading_category(row, rng):
    row["category_text"] = rng.choice(["文体活动类", "公益志愿类"])


def _impossible_date(row, rng):
    row["filed_text"] = rng.choice(["2023年13月1日", "2024-02-30", "2023年春", "23.5.1"])


def _future_date(row, rng):
    row["filed_text"] = "2099-01-04"


def _no_date(row, rng):
    row["filed_text"] = ""


def _no_leader(row, rng):
    row["leader_name"] = ""
    row["roster_roles"] = False


def _ten_digits(row, rng):
    row["leader_phone"] = row["leader"]["phone"][:10]


def _two_phones(row, rng):
    row["leader_phone"] = f"{row['leader']['phone']}/0574-88000000"


def _prohibited(row, rng):
    row["name_text"] = f"{row['area']}{rng.choice(['宗亲联络会', '战友之家', '养生气功队'])}"


def _formula(row, rng):
    row["former_text"] = ("formula", '="社备"&ROW()')


# kind: (rows, what it is and what the import says, function)
ERRORS = {
    "check_digit": (12, "负责人身份证号校验位错", _wrong_check_digit),
    "lost_digits": (5, "身份证号被存成数字，末三位成了 000", _lost_digits),
    "short_number": (4, "身份证号只有 15 位", _short_number),
    "area": (10, "社区名写错，找不到", _misspelt_area),
    "category": (12, "类别写成本区没有的名称", _unknown_category),
    "heading": (6, "类别写成大类", _heading_category),
    "date": (8, "日期不存在或看不懂", _impossible_date),
    "future": (3, "备案日期在将来", _future_date),
    "no_date": (4, "没有备案日期", _no_date),
    "no_leader": (6, "没有负责人", _no_leader),
    "ten_digits": (8, "电话少一位", _ten_digits),
    "two_phones": (5, "一格里写了两个电话", _two_phones),
    "prohibited": (4, "名称属于不予备案的类别", _prohibited),
    "formula": (3, "公式没有结果", _formula),
}
# not errors: understood, or for the officer to decide
REPEATED = 10
SIMILAR = 12
SECOND = 40
SAME_IDENTITY = 6
SPELLINGS = {"serial": 250, "dots": 300, "chinese": 300, "slashes": 200, "eight": 100}
UNTIDY = 200


def make(sample, each=None):
    """Put the mistakes into ``sample``; returns ``{kind: rows}`` of every kind.

    ``each``: at most so many rows of a kind, for a short list.
    """

    def limit(count):
        return count if each is None else min(count, each)

    rng = sample.random
    rows = list(sample.organizations)
    rng.shuffle(rows)
    counts = {}
    for kind, (count, _text, change) in ERRORS.items():
        counts[kind] = limit(count)
        for _time in range(counts[kind]):
            change(rows.pop(), rng)
    counts["same_identity"] = _share_identities(rows, limit(SAME_IDENTITY // 2))
    counts["repeated"] = _repeat(rows, limit(REPEATED))
    counts["similar"] = _resemble(rows, limit(SIMILAR))
    counts["second"] = _double_categories(rows, limit(SECOND))
    _spell_dates(rows, rng, {kind: limit(count) for kind, count in SPELLINGS.items()})
    _untidy(rows, rng, limit(UNTIDY))
    return counts


def _share_identities(rows, pairs):
    """The same number for two leaders of different names: both rows are wrong."""
    for _pair in range(pairs):
        one, other = rows.pop(), rows.pop()
        other["leader_identity"] = one["leader"]["identity"]
        if one["leader"]["name"] == other["leader"]["name"]:
            other["leader"]["name"] += "一"
    return 2 * pairs


def _repeat(rows, count):
    """A row that stands there twice: the second takes the place of another body of the community."""
    pairs = _neighbours(rows, count, lambda first, other: True)
    for first, other in pairs:
        other["same_as"] = first
    return len(pairs)


def _resemble(rows, count):
    """A second body of nearly the same name in the same community."""
    pairs = _neighbours(rows, count, lambda near, other: near["name"].endswith("队"))
    for near, other in pairs:
        other["name_text"] = near["name"][:-1] + "团"
    return len(pairs)


def _double_categories(rows, count):
    """A second body of a category in a community: imported, and listed for a merger."""
    pairs = _neighbours(
        rows, count, lambda first, other: "其他" not in (first["category"], other["category"])
    )
    for first, other in pairs:
        other["category_text"] = first["category"]
    return len(pairs)


def _neighbours(rows, count, fits):
    """``count`` pairs of the same community that fit, taken out of ``rows``; no community twice."""
    by_area = {}
    for row in rows:
        by_area.setdefault((row["street"], row["area"]), []).append(row)
    pairs = []
    for group in by_area.values():
        pair = next(
            ((one, two) for one in group for two in group if one is not two and fits(one, two)),
            None,
        )
        if pair and len(pairs) < count:
            pairs.append(pair)
    used = {id(row) for pair in pairs for row in pair}
    rows[:] = [row for row in rows if id(row) not in used]
    return pairs


def _spell_dates(rows, rng, counts):
    """Right, in other spellings."""
    spell = {
        "serial": lambda day: (day - SERIAL_START).days,
        "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
        "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
        "slashes": lambda day: f"{day.year}/{day.month:02d}/{day.day:02d}",
        "eight": lambda day: f"{day:%Y%m%d}",
    }
    left = rng.sample(rows, sum(counts.values()))
    for kind, count in counts.items():
        for _time in range(count):
            row = left.pop()
            row["filed_text"] = spell[kind](row["filed_on"])


def _untidy(rows, rng, count):
    """Right, with blanks around and full-width digits."""
    wide = {ord("0") + n: ord("０") + n for n in range(10)}
    for row in rng.sample(rows, count):
        row["name_text"] = f" {row['name']}　"
        row["leader_phone"] = row["leader"]["phone"].translate(wide)
        row["area_text"] = rng.choice(
            [f"{row['street']}{row['area']}", f"{row['area']}居委会", f"{row['area']} "]
        )
