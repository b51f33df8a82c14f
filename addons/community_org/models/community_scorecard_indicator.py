from datetime import date

from odoo import fields, models
from odoo.fields import Domain

from . import target_arithmetic


class CommunityScorecardIndicator(models.Model):
    """One line of the yearly appraisal of streets and towns (纳入绩效考核), kept by the district.

    A value is a share: ``(part, whole)`` of a street in a year, from `_count_<method>`. Another
    addon adds a method by extending the selection and writing its `_count_…`.
    """

    _name = "community.scorecard.indicator"
    _description = "Appraisal indicator"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    method = fields.Selection(
        [
            ("growth", "New organisations ÷ needed by the target"),
            ("density", "Organisations ÷ needed for the residents"),
            ("review", "Steps decided in time ÷ decided"),
            ("active", "Organisations with an activity ÷ organisations"),
            ("confirmed", "Confirmed activities ÷ activities held"),
            ("timely", "Activities entered in time ÷ entered"),
            ("satisfaction", "Satisfied residents ÷ valid answers"),
            ("graded", "Organisations with an assessment grade ÷ organisations"),
            ("manual", "Entered by the district"),
        ],
        "Counted as",
        required=True,
        default="manual",
    )
    weight = fields.Integer("Points", required=True, default=10)
    full_percent = fields.Integer(
        "Full points from", required=True, default=100, help="The share in % that earns all points."
    )
    zero_percent = fields.Integer(
        "No points up to", required=True, default=0, help="The share in % that earns none."
    )
    explanation = fields.Char("How it is judged", translate=True)

    _points = models.Constraint(
        "CHECK (weight > 0 AND zero_percent >= 0 AND full_percent > zero_percent)",
        "An indicator has points, and full points begin above no points.",
    )

    def _get_score(self, part, whole):
        """Hundredths of a point that a share of ``part`` in ``whole`` earns; None when there is nothing to judge."""
        self.ensure_one()
        return target_arithmetic.linear_hundredths(
            part * 100, whole, self.zero_percent, self.full_percent, self.weight
        )

    def _count(self, streets, year):
        """``{street id: (part, whole)}`` of ``streets`` (areas) in ``year``; {} when it is entered by hand."""
        self.ensure_one()
        if self.method == "manual":
            return {}
        return getattr(self, f"_count_{self.method}")(streets, year)

    # ------------------------------------------------------------
    # METHODS
    # ------------------------------------------------------------

    def _count_growth(self, streets, year):
        return {
            row.area_id.id: (row.new_count, row.growth_needed)
            for row in self._get_targets(streets, year)
        }

    def _count_density(self, streets, year):
        return {
            row.area_id.id: (row.stock_count, row.density_needed)
            for row in self._get_targets(streets, year)
        }

    def _get_targets(self, streets, year):
        return self.env["community.target"].search(
            [("area_id", "in", streets.ids), ("year", "=", year)]
        )

    def _count_satisfaction(self, streets, year):
        return {
            row.area_id.id: (row.satisfied_count, row.valid_count)
            for row in self._get_targets(streets, year)
        }

    def _count_graded(self, streets, _year):
        """Organisations in force; the grade is that of today."""
        bodies = [("state", "!=", "cancelled"), ("street_id", "in", streets.ids)]
        graded, everybody = (
            {
                street.id: count
                for street, count in self.env["community.organization"]._read_group(
                    domain, ["street_id"], ["__count"]
                )
            }
            for domain in ([*bodies, ("grade_id", "!=", False)], bodies)
        )
        return {street: (graded.get(street, 0), count) for street, count in everybody.items()}

    def _count_review(self, streets, year):
        """Steps of the street and of its communities, decided in the year."""
        decided = Domain("state", "in", ("approved", "returned", "rejected")) & Domain(
            "tier", "in", ("street", "community")
        )
        return self._count_rows(
            "community.review.task", streets, "decided_on", year, decided, ("days_late", "=", 0)
        )

    def _count_confirmed(self, streets, year):
        return self._count_rows(
            "community.activity",
            streets,
            "date",
            year,
            self._get_held(),
            ("state", "=", "confirmed"),
        )

    def _count_timely(self, streets, year):
        return self._count_rows(
            "community.activity", streets, "date", year, self._get_held(), ("is_late", "=", False)
        )

    def _get_held(self):
        return Domain("state", "in", ("held", "returned", "confirmed"))

    def _count_active(self, streets, year):
        """Organisations in force that held an activity in the year."""
        active = self.env["community.activity"]._read_group(
            self._get_held()
            & Domain("organization_id.state", "!=", "cancelled")
            & self._get_year_domain("date", year)
            & Domain("street_id", "in", streets.ids),
            ["street_id"],
            ["organization_id:count_distinct"],
        )
        bodies = self.env["community.organization"]._read_group(
            [("state", "!=", "cancelled"), ("street_id", "in", streets.ids)],
            ["street_id"],
            ["__count"],
        )
        found = {street.id: count for street, count in active}
        return {street.id: (found.get(street.id, 0), count) for street, count in bodies}

    def _count_rows(self, model, streets, field, year, domain, good):
        """``(those that are also good, all)`` of ``domain`` whose ``field`` lies in ``year``, by street."""
        domain &= Domain("street_id", "in", streets.ids) & self._get_year_domain(field, year)
        groups = [
            {
                street.id: count
                for street, count in self.env[model]._read_group(part, ["street_id"], ["__count"])
            }
            for part in (domain & Domain(*good), domain)
        ]
        return {street: (groups[0].get(street, 0), count) for street, count in groups[1].items()}

    def _get_year_domain(self, field, year):
        """The year of Shanghai; a moment is stored in UTC, eight hours behind."""
        first, following = date(year, 1, 1), date(year + 1, 1, 1)
        if field.endswith("_on"):
            policy = self.env["community.policy"]
            first, following = policy._midnight(first), policy._midnight(following)
        return Domain(field, ">=", first) & Domain(field, "<", following)
