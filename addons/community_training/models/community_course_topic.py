from odoo import fields, models


class CommunityCourseTopic(models.Model):
    """What courses are about: law, finance, project writing, first aid…"""

    _name = "community.course.topic"
    _description = "Topic of courses"
    _order = "sequence, id"

    name = fields.Char("Topic", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
