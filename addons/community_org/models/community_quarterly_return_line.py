from odoo import fields, models


class CommunityQuarterlyReturnLine(models.Model):
    """The ledger of a return by type and main category."""

    _name = "community.quarterly.return.line"
    _description = "Line of a quarterly return"
    _inherit = ["community.area.mixin"]
    _order = "return_id, activity_count desc"
    _rec_name = "type_id"
    _area_follows = "return_id"

    return_id = fields.Many2one(
        "community.quarterly.return", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="return_id.area_id", store=True, precompute=True)
    type_id = fields.Many2one("community.activity.type", "Activity type", ondelete="restrict")
    category_id = fields.Many2one("community.category", "Main category", ondelete="restrict")
    activity_count = fields.Integer("Activities held")
    participant_count = fields.Integer("Participants")
    volunteer_hours = fields.Float("Volunteer hours")
