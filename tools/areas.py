"""Administrative areas: what a code of the national statistics says, and readable names."""

import re

# Ranges of the three digits of a street-level part, by the national coding rules.
STREET_KINDS = ((1, 99, "street"), (100, 199, "town"), (200, 399, "township"))
# 400 and up are management zones and the like, which work as streets do.
OTHER_STREET_KIND = "street"
# The same for a community-level part; 400-499 are like residents' committees, 500 and up like
# villagers'.
COMMUNITY_KINDS = ((1, 199, "residents"), (200, 399, "villagers"), (400, 499, "residents"))
OTHER_COMMUNITY_KIND = "villagers"

COMMITTEE = re.compile(r"(?:居民|村民)?委员会$|[居村]民?委会$")
ENDING = {"residents": "社区", "villagers": "村"}


def full_code(code):
    """Return the 12-digit code of a district (6 digits), street (9) or community (12)."""
    return code.ljust(12, "0")


def tier(code):
    """Return district, street or community for a 12-digit code."""
    if code.endswith("000000"):
        return "district"
    return "street" if code.endswith("000") else "community"


def kind(code):
    """Return district; street, town or township; residents or villagers, from a 12-digit code."""
    level = tier(code)
    if level == "district":
        return "district"
    if level == "street":
        return _lookup(STREET_KINDS, int(code[6:9]), OTHER_STREET_KIND)
    return _lookup(COMMUNITY_KINDS, int(code[9:12]), OTHER_COMMUNITY_KIND)


def _lookup(ranges, number, otherwise):
    return next((name for low, high, name in ranges if low <= number <= high), otherwise)


def display_name(name, area_kind):
    """Return the name people use, without the committee.

    东柳社区居委会 → 东柳社区, 莫枝居委会 → 莫枝社区, 甲村村村委会 → 甲村村
    """
    ending = ENDING.get(area_kind)
    if not ending:
        return name
    short = COMMITTEE.sub("", name)
    return short if short.endswith(("社区", "村")) else short + ending


def rows(district, streets, communities):
    """Return the rows of an Odoo import file for one district.

    `district` is a dict with code (6 digits) and name; `streets` and `communities` are lists of
    such dicts with codes of 9 and 12 digits. A parent's code is the beginning of its child's.
    """
    listed = [district, *sorted(streets, key=_code), *sorted(communities, key=_code)]
    return [_row(full_code(area["code"]), area["name"]) for area in listed]


def _code(area):
    return area["code"]


def _row(code, name):
    area_kind = kind(code)
    return {
        "id": f"area_{code}",
        "code": code,
        "name": display_name(name, area_kind),
        "parent_id/id": parent(code),
        "tier": tier(code),
        "kind": area_kind,
    }


def parent(code):
    """Return the external id of the area above; empty for a district, which is the top here."""
    length = {"district": 0, "street": 6, "community": 9}[tier(code)]
    return f"area_{full_code(code[:length])}" if length else ""
