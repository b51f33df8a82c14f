from odoo import api, fields, models
from odoo.fields import Domain


class CommunityCreditLevel(models.Model):
    """A level of credit, from a number of points on."""

    _name = "community.credit.level"
    _description = "Credit level"
    _order = "min_points desc"

    name = fields.Char(required=True, translate=True)
    min_points = fields.Integer("From points", required=True)
    explanation = fields.Char(translate=True)

    _points_uniq = models.Constraint(
        "UNIQUE (min_points)", "Another level begins at this number of points."
    )

    @api.model
    def _get_level(self, points):
        """The level of ``points``; below the lowest there is the lowest."""
        levels = self.search(Domain.TRUE)
        return levels.filtered(lambda level: level.min_points <= points)[:1] or levels[-1:]
