from odoo import fields, models


class CommunityIncubationCriterion(models.Model):
    """What a body must reach to leave the incubation centre as grown up (出壳条件); kept by the district."""

    _name = "community.incubation.criterion"
    _description = "Criterion of graduation"
    _order = "sequence, id"

    name = fields.Char("Criterion", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    weight = fields.Integer(required=True, default=10, aggregator="sum")
    is_must = fields.Boolean("Must be reached", help="Whatever the score of all others is.")
    explanation = fields.Char("What it means")

    _weight_positive = models.Constraint("CHECK (weight > 0)", "A criterion has a weight.")
