from collections import Counter
from datetime import datetime, timezone

from odoo import api, models

from .register_cache import TimedCache

KEPT = TimedCache()
# System parameters `community_org.register_…` and what counts when one is missing or no number.
SETTINGS = {
    "cache_minutes": 10,
    "pages_per_minute": 120,
    # a page of cases shows a dozen
    "photos_per_minute": 600,
    "downloads_per_hour": 60,
    "reports_per_hour": 30,
    "report_seconds": 4,
    "ratings_per_hour": 60,
}
STATES = ("filed", "registered", "cancelled")


class CommunityRegisterOverview(models.AbstractModel):
    """How many organisations there are, by area, main category and status."""

    _inherit = "community.register"

    @api.model
    def _get_setting(self, name):
        """A system parameter of the register: a whole number, 0 for «off»."""
        # sudo: ir.config_parameter - how long and how often is no secret
        text = self.env["ir.config_parameter"].sudo().get_param(f"community_org.register_{name}")
        return int(text) if text and text.isdecimal() else SETTINGS[name]

    @api.model
    def _get_kept(self, name, build):
        """``(build(), as of)``, computed at most every `cache_minutes`; the day and time in Shanghai."""
        seconds = 60 * self._get_setting("cache_minutes")
        kept = KEPT.get((self.env.cr.dbname, name), seconds, build)
        since = datetime.fromtimestamp(kept.since, timezone.utc).replace(tzinfo=None)
        return kept.value, self.env["community.policy"]._local(since)

    @api.model
    def _count(self):
        """``{(street id, community id, main category id, state): number of organisations}``."""
        groups = self._get_organizations()._read_group(
            self._get_public_domain(),
            ["street_id", "community_id", "main_category_id", "state"],
            ["__count"],
        )
        return {
            (street.id, community.id, category.id, state): count
            for street, community, category, state, count in groups
        }

    @api.model
    def _get_overview(self, street):
        """Counts of the district by street, or of ``street`` (an area) by community.

        ``categories``: ``[(code, name)]``, the columns; ``rows``: ``{name, filters, existing,
        categories: [int], filed, registered, cancelled, percent}`` of each area; ``total``: the same of
        all; ``as_of``: time in Shanghai. Every count but the cancelled leaves these out.
        """
        counts, as_of = self._get_kept("counts", self._count)
        if street:
            counts = {key: count for key, count in counts.items() if key[0] == street.id}
        categories = self._get_categories()
        areas = self._get_areas("community", street) if street else self._get_areas("street")
        by_area = _group(counts, position=1 if street else 0)
        # an abolished area stays as long as organisations are counted there
        missing = [area_id for area_id in by_area if area_id and area_id not in areas._ids]
        rows = [
            self._prepare_counts(by_area.get(area.id, {}), categories, area)
            for area in areas | areas.browse(missing).exists()
        ]
        if by_area.get(False):  # at the tier above: registered by the district
            rows.append(self._prepare_counts(by_area[False], categories, areas.browse()))
        most = max((row["existing"] for row in rows), default=0)
        for row in rows:
            row["percent"] = row["existing"] * 100 // most if most else 0
        return {
            "categories": [(category.code, category.name) for category in categories],
            "rows": rows,
            "total": self._prepare_counts(counts, categories, street),
            "as_of": as_of,
        }

    @api.model
    def _prepare_counts(self, counts, categories, area):
        """One row: ``counts`` is the part of :meth:`_count` that belongs to ``area``."""
        by_category, by_state = Counter(), Counter()
        for (_street, _community, category, state), count in counts.items():
            by_state[state] += count
            if state != "cancelled":
                by_category[category] += count
        return {
            "name": area.name or "",
            "filters": {area.tier: area.code} if area else {},
            "existing": by_category.total(),
            "categories": [by_category[category.id] for category in categories],
            **{state: by_state[state] for state in STATES},
        }


def _group(counts, position):
    """The counts by the part of their key at ``position``."""
    groups = {}
    for key, count in counts.items():
        groups.setdefault(key[position], {})[key] = count
    return groups
