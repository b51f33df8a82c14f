from collections import Counter
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

from . import target_arithmetic


class CommunityTarget(models.Model):
    """The targets of a street, a town or the district in a year, and how far it is.

    Computed from the records by :meth:`_refresh`, each night and on request, as of a day; when the
    year is closed (:meth:`_freeze`) the row is frozen and nothing changes it any more.
    """

    _name = "community.target"
    _description = "Targets of a year"
    _inherit = ["community.area.mixin"]
    _order = "year desc, tier, growth_missing desc, area_id"
    _rec_name = "area_id"

    year = fields.Integer(required=True, aggregator=None)
    tier = fields.Selection(related="area_id.tier", store=True)
    kind = fields.Selection(related="area_id.kind", store=True)
    as_of = fields.Date("As of", readonly=True)
    state = fields.Selection(
        [("running", "Running"), ("frozen", "Closed")], required=True, default="running", index=True
    )
    frozen_on = fields.Datetime("Closed on", readonly=True)
    frozen_by_id = fields.Many2one("res.users", "Closed by", readonly=True)

    # growth: «街道每年新增(登记或备案) ≥ 上年总数10%, 镇乡 ≥ 5%»
    base_count = fields.Integer("At the end of last year", readonly=True)
    base_is_frozen = fields.Boolean("Last year is closed", readonly=True)
    growth_percent = fields.Integer("Growth asked for in %", readonly=True, aggregator=None)
    growth_needed = fields.Integer("New ones needed", readonly=True)
    new_count = fields.Integer("New ones", readonly=True)
    growth_missing = fields.Integer("New ones missing", readonly=True)
    forecast_new = fields.Integer(
        "New ones by the year's end",
        readonly=True,
        help="If it goes on as from 1 January to today: new ones × days of the year ÷ days gone by.",
    )
    growth_state = fields.Selection(
        [
            ("none", "Not applicable"),
            ("behind", "Behind"),
            ("ontrack", "On the way"),
            ("reached", "Reached"),
        ],
        "Growth target",
        compute="_compute_growth_state",
        store=True,
        index=True,
    )

    # density: «每万人 ≥ 25个»
    stock_count = fields.Integer("Organisations in all", readonly=True)
    population = fields.Integer("Residents", readonly=True)
    population_year = fields.Integer("Residents at the end of", readonly=True, aggregator=None)
    per_10000_needed = fields.Integer("Asked for in 10,000", readonly=True, aggregator=None)
    per_10000 = fields.Float(
        "In 10,000 residents",
        compute="_compute_per_10000",
        store=True,
        digits=(8, 2),
        aggregator="avg",
    )
    density_needed = fields.Integer("Organisations needed", readonly=True)
    density_missing = fields.Integer("Organisations missing", readonly=True)

    adjustment_ids = fields.One2many("community.target.adjustment", "target_id", "Adjustments")
    adjusted_stock = fields.Integer("Later corrections", compute="_compute_adjusted_stock")

    _area_year_uniq = models.Constraint(
        "UNIQUE (area_id, year)", "This area has its targets for the year already."
    )
    _street_idx = models.Index("(street_id, year DESC)")
    _district_idx = models.Index("(district_id, year DESC)")

    @api.depends("base_count", "growth_missing", "growth_needed", "forecast_new")
    def _compute_growth_state(self):
        for target in self:
            if not target.base_count:
                target.growth_state = "none"
            elif not target.growth_missing:
                target.growth_state = "reached"
            else:
                enough = target.forecast_new >= target.growth_needed
                target.growth_state = "ontrack" if enough else "behind"

    @api.depends("stock_count", "population")
    def _compute_per_10000(self):
        for target in self:
            # rounded down, so that 24.999 does not read as the 25 that it is not
            hundredths = target.population and target.stock_count * 1_000_000 // target.population
            target.per_10000 = hundredths / 100

    @api.depends("adjustment_ids.delta", "adjustment_ids.figure", "adjustment_ids.settled_on")
    def _compute_adjusted_stock(self):
        for target in self:
            lines = target.adjustment_ids.filtered(
                lambda line: line.figure == "stock" and not line.settled_on
            )
            target.adjusted_stock = sum(lines.mapped("delta"))

    @api.depends("area_id.name", "year")
    def _compute_display_name(self):
        for target in self:
            target.display_name = self.env._(
                "%(area)s, targets of %(year)s", area=target.area_id.name, year=target.year
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_stock(self):
        """The organisations behind the number."""
        return self._open_counted(self.env._("Organisations"), only_new=False)

    def action_open_new(self):
        return self._open_counted(self.env._("New ones"), only_new=True)

    def _open_counted(self, title, only_new):
        self.ensure_one()
        self.check_access("read")
        frozen = self.state == "frozen"
        action = "community_snapshot_action" if frozen else "community_organization_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(f"community_org.{action}"),
            "name": f"{self.area_id.name} {self.year}: {title}",
            "domain": self._get_frozen_domain(only_new)
            if frozen
            else [("id", "in", self._get_counted(only_new))],
            "context": {},
        }

    def _get_frozen_domain(self, only_new):
        column = "counted_in_id.parent_id" if self.tier == "district" else "counted_in_id"
        domain = [("year", "=", self.year), (column, "=", self.area_id.id)]
        return [*domain, ("is_new", "=", True)] if only_new else domain

    def _get_counted(self, only_new):
        """Ids of the organisations that the figures of this running row were made of."""
        # sudo: community.snapshot - what stands behind a figure that is readable
        counts = self.env["community.snapshot"].sudo()._count(self.as_of)
        areas = (self.area_id | self.area_id.child_ids).ids
        return [
            organization_id
            for organization_id, (_area, counted_in, _category, is_new) in counts.items()
            if (is_new or not only_new) and counted_in in areas
        ]

    def action_download(self):
        """The statistics workbook of the year that is chosen, else of this one."""
        year = self[:1].year or self.env["community.policy"]._today().year
        return {
            "type": "ir.actions.act_url",
            "url": f"/community/statistics/{year}.xlsx",
            "target": "self",
        }

    def action_refresh(self):
        """Count again now."""
        self.check_access("read")
        for year in set(self.mapped("year")):
            self._refresh_year(year)
        return True

    # ------------------------------------------------------------
    # COUNTING
    # ------------------------------------------------------------

    @api.model
    def _cron_refresh(self):
        """Nightly: count this year, the last one until it is closed, and what came late for closed ones."""
        year = self.env["community.policy"]._today().year
        for each in (year - 1, year):
            self._refresh_year(each)
        self.env["community.scorecard"]._refresh_year(year)
        self.env["community.scorecard"]._warn_year(year)
        self.env["community.target.adjustment"]._find_all()

    @api.model
    def _refresh_year(self, year):
        """Count the running rows of ``year`` as of today, or of its last day when that has passed."""
        # sudo: community.target - rows are nobody's to write
        targets = self.sudo()
        today = self.env["community.policy"]._today()
        day = min(today, date(year, 12, 31))
        existing = {row.area_id.id: row for row in targets.search([("year", "=", year)])}
        for area_id, vals in targets._prepare_figures(day).items():
            row = existing.get(area_id)
            if not row:
                targets.create({"area_id": area_id, "year": year, **vals})
            elif row.state == "running":
                row.write(vals)

    def _prepare_figures(self, day):
        """``{area id: values of its row}`` as of ``day``, of every street, town and district."""
        areas = self.env["community.area"].search(
            [("tier", "in", ("district", "street")), *self.env["community.area"]._in_force(day)]
        )
        stock, new = self._add_up(day)
        base, closed = self._get_base(day.year)
        residents = areas._get_residents(day.year)
        policy = self.env["community.policy"]._get_policy(day)
        needed = self._get_growth_needed(areas, base, policy)
        figures = {}
        for area in areas:
            population, population_year = residents.get(area.id, (0, 0))
            density = target_arithmetic.density_needed(population, policy.organizations_per_10000)
            figures[area.id] = {
                "as_of": day,
                "base_count": base[area.id],
                "base_is_frozen": area.id in closed,
                "growth_percent": policy._get_growth_percent(area),
                "growth_needed": needed[area.id],
                "new_count": new[area.id],
                "growth_missing": max(0, needed[area.id] - new[area.id]),
                "forecast_new": target_arithmetic.forecast(new[area.id], day),
                "stock_count": stock[area.id],
                "population": population,
                "population_year": population_year,
                "per_10000_needed": policy.organizations_per_10000,
                "density_needed": density or 0,
                "density_missing": max(0, (density or 0) - stock[area.id]),
            }
        return figures

    def _get_growth_needed(self, areas, base, policy):
        """Counter by area; the district owes what its streets and towns owe together."""
        needed = Counter()
        for area in areas.filtered(lambda area: area.tier == "street"):
            percent = policy._get_growth_percent(area)
            needed[area.id] = target_arithmetic.growth_needed(base[area.id], percent) or 0
            needed[area.parent_id.id] += needed[area.id]
        return needed

    def _get_base(self, year):
        """``(Counter of organisations at the end of the year before, ids of the areas that closed it)``."""
        closed = {
            row.area_id.id: row.stock_count
            for row in self.search([("year", "=", year - 1), ("state", "=", "frozen")])
        }
        return Counter({**self._add_up(date(year - 1, 12, 31))[0], **closed}), closed.keys()

    def _add_up(self, day):
        """``(stock, new)`` as of ``day``: Counters by street or town, and by district."""
        stock, new = Counter(), Counter()
        streets = self.env["community.area"].search([("tier", "=", "street")])
        above = {street.id: street.parent_id.id for street in streets}
        for _area, counted_in, _category, is_new in (
            self.env["community.snapshot"]._count(day).values()
        ):
            # what sits in no street counts in its district alone
            for area_id in {counted_in, above.get(counted_in, counted_in)}:
                stock[area_id] += 1
                new[area_id] += is_new
        return stock, new

    # ------------------------------------------------------------
    # YEAR END
    # ------------------------------------------------------------

    @api.model
    def _close(self, year, district):
        """Close ``year`` of ``district``: its figures and the organisations behind them stay as they are.

        :raises UserError: the year is not over, or is closed already
        """
        last = date(year, 12, 31)
        if self.env["community.policy"]._today() <= last:
            raise UserError(self.env._("%(year)s is not over yet.", year=year))
        self._refresh_year(year)
        areas = district | district.child_ids
        # sudo: community.target, community.snapshot - nobody's to write; the dialog has checked who closes
        targets = self.sudo().search([("year", "=", year), ("area_id", "in", areas.ids)])
        if "frozen" in targets.mapped("state"):
            raise UserError(self.env._("%(year)s is closed already.", year=year))
        targets.write(
            {
                "state": "frozen",
                "frozen_on": fields.Datetime.now(),
                "frozen_by_id": self.env.uid,
            }
        )
        # sudo: community.snapshot - as above
        snapshots = self.env["community.snapshot"].sudo()
        snapshots.create(
            [
                {
                    "year": year,
                    "organization_id": organization_id,
                    "area_id": area_id,
                    "counted_in_id": counted_in,
                    "main_category_id": category_id,
                    "is_new": is_new,
                }
                for organization_id, (area_id, counted_in, category_id, is_new) in snapshots._count(
                    last
                ).items()
                if counted_in in areas.ids
            ]
        )
        self.env["community.scorecard"]._close(year, district)
        # its figure is the base of the next year from now on
        self._refresh_year(year + 1)
