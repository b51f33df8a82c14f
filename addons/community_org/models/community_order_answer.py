from odoo import fields, models


class CommunityOrderAnswer(models.Model):
    """What the addressee answered to an order, and what the office found about it. Evidence: nobody's to write.

    Without ``submitted_on`` it is the draft of the portal, which the offices do not see.
    """

    _name = "community.order.answer"
    _description = "Answer to an order"
    _inherit = ["community.area.mixin"]
    _order = "id"
    _area_follows = "order_id"
    _area_dated_by = "submitted_on"

    order_id = fields.Many2one("community.order", required=True, index=True, ondelete="cascade")
    area_id = fields.Many2one(related="order_id.area_id", store=True, precompute=True)
    text = fields.Text("Answer")
    agrees = fields.Boolean("Agrees to dissolve")
    file_ids = fields.One2many("community.order.file", "answer_id", "Proof")
    channel = fields.Selection(
        [("portal", "Portal"), ("office", "On paper")], required=True, default="portal"
    )
    partner_id = fields.Many2one("res.partner", "Answered by", ondelete="restrict")
    submitted_on = fields.Datetime("Answered on")
    is_late = fields.Boolean("After the deadline")
    # of the office
    verdict = fields.Selection([("accepted", "Accepted"), ("again", "To do again")])
    reason = fields.Text()
    decided_on = fields.Datetime()
    decided_by_id = fields.Many2one("res.users", "Decided by", ondelete="restrict")

    _one_draft = models.UniqueIndex(
        "(order_id) WHERE submitted_on IS NULL",
        "This answer has been begun already. Reload the page.",
    )
