from datetime import date

from odoo import api, models
from odoo.fields import Domain
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
        return {
            "cover": self.env._("Title page"),
            "areas": self.env._("By street and town"),
            "categories": self.env._("By main category"),
            "crosswalk": self.env._("In other classifications"),
            "list": self.env._("List of organisations"),
            "area": self.env._("Street or town"),
            "category": self.env._("Category"),
            "organizations": self.env._("Organisations"),
            "total": self.env._("Total"),
            "page": self.env._("Page %(page)s of %(pages)s", page="&P", pages="&N"),
            "area_titles": [
                self.env._("Street or town"),
                self.env._("At the end of last year"),
                self.env._("New ones needed"),
                self.env._("New ones"),
                self.env._("New ones missing"),
                self.env._("Organisations in all"),
                self.env._("Residents"),
                self.env._("In 10,000 residents"),
                self.env._("Organisations needed"),
                self.env._("Organisations missing"),
                self.env._("Members"),
                self.env._("Party members"),
                self.env._("Cancelled in the year"),
            ],
            "list_titles": [
                self.env._("Filing number"),
                self.env._("Organisation name"),
                self.env._("Category"),
                self.env._("Street or town"),
                self.env._("Community"),
                self.env._("On the books since"),
                self.env._("Members"),
                self.env._("Party members"),
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
        lines = self.env["community.category.crosswalk"].search(Domain.TRUE)
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
