from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL
from psycopg2.errors import UniqueViolation

# of an activity and of a return: figures that are added up
SUMS = (
    "participant_count",
    "volunteer_count",
    "volunteer_hours",
    "beneficiary_count",
    "cost",
)


class CommunityQuarterlyReturn(models.Model):
    """The figures of an area for a quarter (季报): of a community taken from its ledger, of a street and
    the district from the returns below.

    The figures of a community are stored sums over its ledger. They change the row with every entry,
    which is what an entry and a closing at the same moment meet on.
    """

    _name = "community.quarterly.return"
    _description = "Quarterly return"
    _inherit = ["community.area.mixin"]
    # streets and the district before their communities
    _order = "year desc, quarter desc, tier desc, area_id"

    year = fields.Integer(required=True, aggregator=None)
    quarter = fields.Integer(required=True, aggregator=None)
    tier = fields.Selection(related="area_id.tier", store=True)
    date_from = fields.Date(compute="_compute_dates", store=True, precompute=True)
    date_to = fields.Date(compute="_compute_dates", store=True, precompute=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("submitted", "Submitted"),
            ("returned", "To correct"),
            ("accepted", "Received"),
        ],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    is_closed = fields.Boolean("Handed in", compute="_compute_is_closed")
    activity_ids = fields.One2many("community.activity", "return_id", "Activities")

    # figures
    activity_count = fields.Integer("Activities held", compute="_compute_figures", store=True)
    confirmed_count = fields.Integer("Confirmed", compute="_compute_figures", store=True)
    participant_count = fields.Integer("Participants", compute="_compute_figures", store=True)
    volunteer_count = fields.Integer("Volunteers", compute="_compute_figures", store=True)
    volunteer_hours = fields.Float(compute="_compute_figures", store=True)
    beneficiary_count = fields.Integer("Beneficiaries", compute="_compute_figures", store=True)
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id, required=True
    )
    cost = fields.Monetary(compute="_compute_figures", store=True)

    _area_quarter_uniq = models.Constraint(
        "UNIQUE (area_id, year, quarter)", "There is a return of this area and quarter already."
    )
    _quarter_range = models.Constraint(
        "CHECK (quarter BETWEEN 1 AND 4 AND year BETWEEN 1949 AND 2200)",
        "A year has four quarters.",
    )

    @api.depends("year", "quarter")
    def _compute_dates(self):
        for record in self:
            first = date(record.year or 1949, 3 * (record.quarter or 1) - 2, 1)
            record.date_from = first
            record.date_to = first + relativedelta(months=3, days=-1)

    @api.depends("state")
    def _compute_is_closed(self):
        for record in self:
            record.is_closed = record.state in ("submitted", "accepted")

    @api.depends("area_id.name", "year", "quarter")
    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._(
                "%(area)s, quarter %(quarter)s of %(year)s",
                area=record.area_id.name,
                quarter=record.quarter,
                year=record.year,
            )

    @api.depends("activity_ids.state", *(f"activity_ids.{name}" for name in SUMS))
    def _compute_figures(self):
        """Of a community; a street and the district add up theirs (`_extract`)."""
        held = [("return_id", "in", self.ids), ("state", "in", ("held", "returned", "confirmed"))]
        groups = self.env["community.activity"]._read_group(
            held, ["return_id", "state"], ["__count", *(f"{name}:sum" for name in SUMS)]
        )
        for record in self:
            rows = [row[1:] for row in groups if row[0] == record]
            record.activity_count = sum(row[1] for row in rows)
            record.confirmed_count = sum(row[1] for row in rows if row[0] == "confirmed")
            for place, name in enumerate(SUMS, 2):
                record[name] = sum(row[place] for row in rows)

    @api.model
    def _get_for(self, wanted):
        """``{(area, day): return}`` of these pairs; a return that there is not yet is opened.

        Two at once: the database lets one insert, Odoo calls the other again and it finds the row.
        """
        keys = {(area, day): (area.id, day.year, (day.month + 2) // 3) for area, day in wanted}
        areas = {area_id for area_id, _year, _quarter in keys.values()}
        years = {year for _area_id, year, _quarter in keys.values()}
        found = {
            (period.area_id.id, period.year, period.quarter): period
            for period in self.search([("area_id", "in", areas), ("year", "in", years)])
        }
        lacking = sorted(set(keys.values()) - found.keys())
        found.update(zip(lacking, self._open(lacking), strict=True))
        return {pair: found[key] for pair, key in keys.items()}

    def _covers(self, day):
        """Whether ``day`` lies in this quarter."""
        return self.date_from <= day <= self.date_to

    def _get_open(self):
        """The first return of the area that is not handed in, from the quarter of today on."""
        day = self.env["community.policy"]._today()
        while True:
            period = self._get_for({(self.area_id, day)})[self.area_id, day]
            if not period.is_closed:
                return period
            day = period.date_to + timedelta(days=1)

    def _take_turn(self):
        """Whoever changes what these returns count changes their rows, whatever the sums say.

        A change that keeps every sum (another type, another day of the quarter) would otherwise
        pass a closing at the same moment unseen.
        """
        if self:
            self.env.cr.execute(
                SQL(
                    "UPDATE community_quarterly_return SET write_date = now() WHERE id IN %s",
                    tuple(sorted(self.ids)),
                )
            )

    @api.model
    def _open(self, keys):
        """Returns for ``[(area id, year, quarter)]`` that do not exist yet."""
        try:
            with self.env.cr.savepoint():
                return self.create(
                    [
                        {"area_id": area_id, "year": year, "quarter": quarter}
                        for area_id, year, quarter in keys
                    ]
                )
        except UniqueViolation as error:
            raise ConcurrencyError("a quarterly return was opened by another") from error
