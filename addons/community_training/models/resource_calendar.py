from odoo import fields, models


class ResourceCalendar(models.Model):
    """The opening hours of a venue are a calendar of Odoo, its closures the leaves of that."""

    _inherit = "resource.calendar"

    community_venue_ids = fields.One2many("community.venue", "calendar_id", "Venues")


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "community.moved.mixin"]
    _moved_by = ("calendar_id",)


class ResourceCalendarLeaves(models.Model):
    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "community.moved.mixin"]
    _moved_by = ("calendar_id",)
