from odoo import fields, models


class CommunitySkill(models.Model):
    """What a person on a roster is good at, for example first aid or calligraphy (特长)."""

    _name = "community.skill"
    _description = "Skill"
    _order = "name"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer()

    _name_uniq = models.Constraint("UNIQUE (name)", "This skill exists already.")
