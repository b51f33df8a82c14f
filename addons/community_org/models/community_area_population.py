from odoo import fields, models


class CommunityAreaPopulation(models.Model):
    """Resident population of an area at the end of a year, in persons («每万人» is counted on it)."""

    _name = "community.area.population"
    _description = "Population of an area"
    _order = "year desc, area_id"
    _rec_name = "year"

    area_id = fields.Many2one("community.area", required=True, index=True, ondelete="cascade")
    year = fields.Integer(required=True, aggregator=None)
    population = fields.Integer("Residents", required=True)
    source = fields.Char()

    _year_uniq = models.Constraint(
        "UNIQUE (area_id, year)", "The population of this area and year is already entered."
    )
    _population_positive = models.Constraint(
        "CHECK (population > 0)", "The population must be greater than zero."
    )
