from datetime import date

from odoo import api, models
from odoo.tools import format_date

from ..spreadsheet.statistics import StatisticsBook

BATCH = 1000


class CommunityStatistics(models.AbstractModel):
    """The yearly statistics workbook (年度统计), from what its reader may read."""

    _name = "community.statistics"
    _description = "Yearly statistics"

    @api.model
    def _write_book(self, file, year):
        """Write the workbook of ``year`` to ``file`` (opened for writing bytes)."""
        self.env["community.target"].check_access("read")
        targets = self.env["community.target"].search([("year", "=", year)])
        book = StatisticsBook(file, self._get_words())
        book.add_cover(self._get_title(year), self._get_cover_lines(targets))
        streets = targets.filtered(lambda row: row.tier == "street").sorted("area_id")
        book.add_areas(self._get_area_rows(streets, year))
        categories, rows = self._get_category_rows(streets.area_id)
        book.add_categories(categories.mapped("name"), rows)
        book.add_crosswalk(*self._get_crosswalk())
        book.add_list(self._get_list())
        book.close()

    @api.model
    def _get_title(self, year):
        area = self.env.user.area_id
        return self.env._(
            "Community organisations of %(area)s, statistics of %(year)s",
            area=area.name or "",
            year=year,
        )

    @api.model
    def _get_cover_lines(self, targets):
        today = self.env["community.policy"]._today()
        as_of = max((row.as_of for row in targets if row.as_of), default=today)
        blank = "＿" * 14
        return [
            self.env._(
                "Filled in by: %(office)s", office=self.env.user.area_id.authority_name or blank
            ),
            self.env._("Figures as of: %(day)s", day=format_date(self.env, as_of)),
            self.env._("Responsible: %(blank)s", blank=blank),
            self.env._("Prepared by: %(blank)s", blank=blank),
            self.env._("Date: %(blank)s", blank=blank),
        ]

    @api.model
    def _get_words(self):
        _ = self.env._
        return {
            "cover": _("Cover"),
            "areas": _("By street and town"),
            "categories": _("By main category"),
            "crosswalk": _("In other classifications"),
            "list": _("List of organisations"),
            "area": _("Street or town"),
            "category": _("Category"),
            "organizations": _("Organisations"),
            "total": _("Total"),
            "page": _("Page %(page)s of %(pages)s", page="&P", pages="&N"),
            "area_titles": [
                _("Street or town"),
                _("At the end of last year"),
                _("New ones needed"),
                _("New ones"),
                _("New ones missing"),
                _("Organisations in all"),
                _("Residents"),
                _("In 10,000 residents"),
                _("Organisations needed"),
                _("Organisations missing"),
                _("Members"),
                _("Party members"),
                _("Cancelled in the year"),
            ],
            "list_titles": [
                _("Filing number"),
                _("Organisation name"),
                _("Category"),
                _("Street or town"),
                _("Community"),
                _("On the books since"),
                _("Members"),
                _("Party members"),
            ],
        }

    @api.model
    def _get_area_rows(self, targets, year):
        """See `StatisticsBook.add_areas`."""
        bodies = self.env["community.organization"]
        people = {
            street: counts
            for street, *counts in bodies._read_group(
                [("state", "!=", "cancelled")],
                ["street_id"],
                ["member_count:sum", "party_member_count:sum"],
            )
        }
        ended = dict(
            bodies._read_group(
                [
                    ("cancelled_on", ">=", date(year, 1, 1)),
                    ("cancelled_on", "<=", date(year, 12, 31)),
                ],
                ["street_id"],
                ["__count"],
            )
        )
        return [
            (
                row.area_id.name,
                row.base_count,
                row.growth_needed,
                row.new_count,
                row.stock_count,
                row.population,
                row.density_needed,
                *people.get(row.area_id, (0, 0)),
                ended.get(row.area_id, 0),
            )
            for row in targets
        ]

    @api.model
    def _get_category_rows(self, areas):
        """``(main categories, [(name of the area, [number of each])])`` of what is in force."""
        counts = {
            (street, category): count
            for street, category, count in self.env["community.organization"]._read_group(
                [("state", "!=", "cancelled")], ["street_id", "main_category_id"], ["__count"]
            )
        }
        categories = self.env["community.category"].search(
            [("parent_id", "=", False), ("policy", "!=", "prohibited")]
        )
        return categories, [
            (area.name, [counts.get((area, category), 0) for category in categories])
            for area in areas
        ]

    @api.model
    def _get_crosswalk(self):
        """``(schemes, [(category, number, [name in each scheme])])`` of the categories that are in use."""
        counts = self.env["community.organization"]._read_group(
            [("state", "!=", "cancelled"), ("category_id", "!=", False)],
            ["category_id"],
            ["__count"],
        )
        lines = self.env["community.category.crosswalk"].search([])
        schemes = sorted(set(lines.mapped("scheme")))
        labels = {(line.category_id, line.scheme): line.label for line in lines}
        return schemes, [
            (
                category.name,
                count,
                [
                    labels.get((category, scheme)) or labels.get((category.root_id, scheme), "")
                    for scheme in schemes
                ],
            )
            for category, count in counts
        ]

    @api.model
    def _get_list(self):
        """See `StatisticsBook.add_list`; read in batches, of which one is in memory at a time."""
        bodies = self.env["community.organization"]
        ids = bodies.search([("state", "!=", "cancelled")], order="street_id, community_id, id").ids
        for start in range(0, len(ids), BATCH):
            for body in bodies.browse(ids[start : start + BATCH]):
                yield (
                    body.number,
                    body.name,
                    body.category_id.name,
                    body.street_id.name,
                    body.community_id.name,
                    body.entered_on,
                    body.member_count,
                    body.party_member_count,
                )
            bodies.invalidate_model()
