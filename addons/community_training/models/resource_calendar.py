from odoo import fields, models


class ResourceCalendar(models.Model):
    """The opening hours of a venue are a calendar of Odoo, its closures the leaves of that."""

    _inherit = "resource.calendar"

    community_venue_ids = fields.One2many("community.venue", "calendar_id", "Venues")
