from odoo import fields, models


class CommunityIncubationLog(models.Model):
    """Support that a body in incubation was given (培育记录), month by month."""

    _name = "community.incubation.log"
    _description = "Support in incubation"
    _inherit = ["community.area.mixin"]
    _order = "day desc, id desc"
    _area_follows = "admission_id"

    admission_id = fields.Many2one(
        "community.incubation.admission", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="admission_id.area_id", store=True, precompute=True)
    organization_id = fields.Many2one(related="admission_id.organization_id", store=True)
    day = fields.Date(required=True, default=lambda self: self.env["community.policy"]._today())
    kind = fields.Selection(
        [
            ("coaching", "Coaching"),
            ("training", "Training"),
            ("resource", "Resources and contacts"),
            ("finance", "Accounts and law"),
            ("other", "Other support"),
        ],
        "Kind of help",
        required=True,
        default="coaching",
    )
    hours = fields.Float("Length (hours)", aggregator="sum")
    name = fields.Char("What was done", required=True)

    _hours_positive = models.Constraint("CHECK (hours >= 0)", "Hours are not negative.")
