"""A list of organisations as a district might keep it: real areas, made-up everything else, mistakes on purpose.

The same seed gives the same bytes. Identity numbers begin with 990000, which no region has;
their check digits are right where no mistake is meant.
"""

import csv
import random
import re
from collections import Counter
from datetime import date, timedelta
from xml.etree import ElementTree

from tools import paths
from tools.sample_words import (
    ACTIVITIES,
    FANCY,
    FINANCES,
    FORMS,
    FUNDS,
    GIVEN_FIRST,
    GIVEN_SECOND,
    KINDS,
    METHODS,
    PLACES,
    PURPOSES,
    SURNAMES,
)

SEED = 330212
# 25 for each 10,000 of about 1,588,400 residents
ORGANIZATIONS = 3971
MEMBERS_EACH = (7, 13)
FIRST_DAY, LAST_DAY = date(2021, 1, 4), date(2025, 12, 31)
PACK = paths.DATA / "district_330212"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def identity_number(rng, youngest=1990):
    """A fictitious number with a right check digit (GB 11643)."""
    born = date(rng.randint(1945, youngest), 1, 1) + timedelta(days=rng.randrange(365))
    body = f"990000{born:%Y%m%d}{rng.randrange(1000):03d}"
    return body + check_digit(body)


def check_digit(body):
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def read_areas():
    """``[(street, community)]`` of the data pack: names, without what was abolished."""
    with (PACK / "community.area.csv").open(encoding="utf-8", newline="") as file:
        areas = {row["id"]: row for row in csv.DictReader(file)}
    return [
        (areas[row["parent_id/id"]]["name"], row["name"])
        for row in areas.values()
        if row["tier"] == "community"
    ]


def read_categories():
    """``{code: name}``"""
    root = ElementTree.parse(PACK / "community_category.xml").getroot()  # noqa: S314 - our own file
    records = root.findall(".//record[@model='community.category']")
    return {
        record.find("field[@name='code']").text: record.find("field[@name='name']").text
        for record in records
    }


class Sample:
    """``organizations`` and ``members``: lists of dicts by field; ``mistakes``: {kind: number of rows}."""

    def __init__(self, count=ORGANIZATIONS, street=None):
        self.random = random.Random(SEED)  # noqa: S311 - a sample, not a secret
        self.areas = [area for area in read_areas() if street in (None, area[0])]
        self.categories = read_categories()
        self.serials = Counter()
        self.people = set()
        self.organizations = [
            self._organization(*area, *kind)
            for area, number in zip(self.areas, self._spread(count), strict=True)
            for kind in self._kinds(number)
        ]
        self.members = [
            line for organization in self.organizations for line in self._roster(organization)
        ]

    def _spread(self, count):
        """``count`` over the communities, more in some than in others."""
        weights = [self.random.uniform(0.5, 1.5) for _area in self.areas]
        shares = [count * weight / sum(weights) for weight in weights]
        numbers = [int(share) for share in shares]
        rest = sorted(range(len(shares)), key=lambda place: numbers[place] - shares[place])
        for place in rest[: count - sum(numbers)]:
            numbers[place] += 1
        return numbers

    def _kinds(self, number):
        """``(code, fancy name)``: in a community each kind and each name once."""
        codes = self.random.sample(sorted(KINDS), min(number, len(KINDS)))
        codes += self.random.choices(["5001"], k=number - len(codes))
        return list(zip(codes, self.random.sample(FANCY, number), strict=True))

    def _organization(self, street, area, code, fancy):
        pick = self.random.choice
        noun, endings = KINDS[code]
        ending = pick(endings)
        filed = FIRST_DAY + timedelta(days=self.random.randrange((LAST_DAY - FIRST_DAY).days))
        filed -= timedelta(days=max(0, filed.weekday() - 4))  # an office works Monday to Friday
        founded = filed - timedelta(days=self.random.randint(60, 3000))
        self.serials[street, filed.year] += 1
        leader = self._person()
        return {
            "former_number": f"{_short(street)}社备〔{filed.year}〕{self.serials[street, filed.year]:03d}号",
            "name": f"{area}{fancy}{noun}{ending}",
            "street": street,
            "area": area,
            "category": self.categories[code],
            "form": FORMS[ending],
            "filed_on": filed,
            "founded_on": founded,
            "address": f"{area}{pick(PLACES)}",
            "funds": self.random.randrange(5, 100) * 100,
            "funds_source": pick(FUNDS),
            "leader": leader,
            "email": "",
            "purpose": pick(PURPOSES),
            "activity_content": pick(ACTIVITIES),
            "leader_method": pick(METHODS),
            "finance_rules": pick(FINANCES),
        }

    def _person(self):
        pick = self.random.choice
        number = identity_number(self.random)
        while number in self.people:
            number = identity_number(self.random)
        self.people.add(number)
        return {
            "name": pick(SURNAMES)
            + pick(GIVEN_FIRST)
            + (pick(GIVEN_SECOND) if self.random.random() < 0.8 else ""),
            "phone": f"13{self.random.randrange(10)}0000{self.random.randrange(10_000):04d}",
            "identity": number,
            "party": self.random.random() < 0.3,
        }

    def _roster(self, organization):
        roles = ["负责人", "副职", "财务", "联络员"]
        for place in range(self.random.randint(*MEMBERS_EACH)):
            person = organization["leader"] if not place else self._person()
            role = roles[place] if place < len(roles) else "成员"
            yield {"organization": organization, "role": role, **person}


def _short(street):
    return re.sub("(街道|镇|乡)$", "", street)
