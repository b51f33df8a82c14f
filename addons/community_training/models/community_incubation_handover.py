from odoo import fields, models


class CommunityIncubationHandover(models.Model):
    """A thing to be handed back when a body leaves the centre (交接清单)."""

    _name = "community.incubation.handover"
    _description = "Handing over"
    _inherit = ["community.area.mixin"]
    _order = "id"
    _area_follows = "admission_id"

    admission_id = fields.Many2one(
        "community.incubation.admission", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="admission_id.area_id", store=True, precompute=True)
    name = fields.Char("To be handed over", required=True)
    done_on = fields.Date("Handed over on")
    note = fields.Char("Remark")
