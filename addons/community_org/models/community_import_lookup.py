import re

from odoo.fields import Domain

from ..spreadsheet.values import to_label, to_plain
from .community_import_mapping import KINDS

COMMITTEE = re.compile(r"(?:居民|村民)?委员会$|[居村]民?委会?$")
STREET_ENDING = re.compile(r"(?:街道|镇|乡)$")
COMMUNITY_ENDING = re.compile(r"(?:社区|村)$")
CODE = re.compile(r"\d{9}(\d{3})?")


class Lookup:
    """Areas, categories and words as spreadsheets call them, read once for thousands of rows.

    A name that several areas share leads to all of them; a name in which only the
    committee is added or the ending is missing leads to the area too, nothing vaguer.
    """

    def __init__(self, batch):
        self.env = batch.env
        self.area = batch.area_id
        self.today = self.env["community.policy"]._today()
        self.policy = self.env["community.policy"]._get_policy()
        self.titles, self.words = self.env["community.import.mapping"]._get_words(batch.area_id)
        self._load_areas(batch)
        self._load_categories()

    # ------------------------------------------------------------
    # AREAS
    # ------------------------------------------------------------

    def _load_areas(self, batch):
        district = batch.district_id
        below = (
            self.env["community.area"]
            .with_context(active_test=False)
            .search(Domain("district_id", "=", district.id) & Domain("tier", "!=", "district"))
        )
        self.streets, self.communities = {}, {}
        for area in below.filtered(lambda area: area.tier == "street"):
            for word in self._street_words(area):
                self._add(self.streets, word, area)
        for area in below.filtered(lambda area: area.tier == "community"):
            for word in self._community_words(area, district):
                self._add(self.communities, word, area)

    def _add(self, index, word, area):
        # a name without its ending gives way to a name that is exactly so
        index.setdefault(word, area.browse())
        index[word] |= area

    def _street_words(self, area):
        return {
            area.code,
            area.code[:9],
            to_label(area.name),
            STREET_ENDING.sub("", to_label(area.name)),
        }

    def _community_words(self, area, district):
        name = to_label(area.name)
        names = {name, COMMUNITY_ENDING.sub("", name)}
        above = to_label(area.street_id.name)
        outer = to_label(district.name)
        return {area.code, *names} | {
            f"{prefix}{word}" for prefix in (above, outer + above) for word in names
        }

    def find_streets(self, text):
        """The streets that ``text`` may mean."""
        return self._find(self.streets, text, "street_id")

    def find_communities(self, text, street):
        """The communities that ``text`` may mean, those in ``street`` (may be empty) if there are any."""
        found = self._find(self.communities, text, "area_id")
        near = street or self.area.filtered(lambda area: area.tier == "street")
        return found.filtered(lambda area: area.street_id == near) or found

    def _find(self, index, text, name):
        label = to_label(text)
        for kind in KINDS:
            label = self.words.get(f"{kind}/{name}", {}).get(label, label)
        exact = index.get(label) or index.get(COMMITTEE.sub("", label))
        same = exact and exact.filtered(lambda area: to_label(area.name) == label)
        return same or exact or self.area.browse()

    # ------------------------------------------------------------
    # CATEGORIES
    # ------------------------------------------------------------

    def _load_categories(self):
        categories = self.env["community.category"].search([])
        self.categories = {}
        for line in categories.crosswalk_ids:
            self.categories[to_label(line.label)] = line.category_id
        for category in categories:
            self.categories[to_label(category.name)] = category
            self.categories[to_label(category.code)] = category
        self.headings = set(categories.parent_id.ids)
        self.prohibited = [
            (pattern, category)
            for category in categories
            if category.policy == "prohibited"
            for pattern in category._get_patterns()
        ]

    def find_category(self, text):
        label = to_label(text)
        label = to_label(self.words.get("organization/category_id", {}).get(label, label))
        return self.categories.get(label) or self.env["community.category"]

    def find_prohibited(self, name):
        """The prohibited category that the words of ``name`` belong to, and the word."""
        plain = re.sub(r"[\W_]", "", name or "")
        return next(((word, found) for word, found in self.prohibited if word in plain), None)

    # ------------------------------------------------------------
    # WORDS
    # ------------------------------------------------------------

    def find_selection(self, target, field, text):
        """The value of a selection that ``text`` means, by its label or a word of the spreadsheets."""
        options = {
            to_label(label): value for value, label in field._description_selection(self.env)
        }
        label = to_label(text)
        return options.get(label) or self.words.get(target, {}).get(label)

    def find_word(self, target, text):
        return self.words.get(target, {}).get(to_plain(text).lower())
