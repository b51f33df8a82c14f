from datetime import date

from odoo import api, fields, models


class CommunityCultivationPlan(models.Model):
    """How many organisations of a kind a street means to bring up in a year, and how many there are (发展规划)."""

    _name = "community.cultivation.plan"
    _description = "Cultivation plan"
    _inherit = ["community.area.mixin"]
    _order = "year desc, street_id, category_id"

    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: self.env["community.policy"]._today().year,
    )
    area_id = fields.Many2one(
        default=lambda self: self.env.user.area_id.filtered(lambda area: area.tier == "street"),
        help="A street or town; a community where the plan names one.",
    )
    category_id = fields.Many2one("community.category", required=True, ondelete="restrict")
    planned_count = fields.Integer("To bring up", required=True, default=1)
    achieved_count = fields.Integer(
        "New ones", compute="_compute_achieved_count", compute_sudo=True
    )
    progress = fields.Integer("Carried out", compute="_compute_achieved_count", compute_sudo=True)
    note = fields.Char("Who does what", help="Who helps whom, with what, until when.")

    _plan_uniq = models.Constraint(
        "UNIQUE (area_id, category_id, year)",
        "This kind is planned for the area and year already: change its number.",
    )
    _planned_positive = models.Constraint(
        "CHECK (planned_count > 0)", "Plan one organisation at least, or delete the line."
    )

    @api.depends("category_id.name", "area_id.name", "year")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = f"{plan.area_id.name} {plan.year} {plan.category_id.name}"

    @api.depends("year", "area_id", "category_id", "planned_count")
    def _compute_achieved_count(self):
        """Entered the books in the year and still there, in the area, of the kind or main kind."""
        counts = self._count_new()
        for plan in self:
            plan.achieved_count = sum(
                count
                for (year, category, places), count in counts.items()
                if year == plan.year
                and plan.area_id in places
                and plan.category_id in (category | category.root_id)
            )
            plan.progress = min(100, plan.achieved_count * 100 // (plan.planned_count or 1))

    def _count_new(self):
        """``{(year, category, (street, community)): number}`` of the years of these plans."""
        years = set(self.mapped("year")) - {0}
        if not years:
            return {}
        groups = self.env["community.organization"]._read_group(
            [
                ("state", "!=", "cancelled"),
                ("entered_on", ">=", date(min(years), 1, 1)),
                ("entered_on", "<=", date(max(years), 12, 31)),
            ],
            ["filed_year", "category_id", "street_id", "community_id"],
            ["__count"],
        )
        return {
            (year, category, (street, community)): count
            for year, category, street, community, count in groups
        }
