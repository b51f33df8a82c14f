from odoo import api, fields, models


class CommunityOrderDecide(models.TransientModel):
    """What an office does with an order that was issued: one dialog, one verb."""

    _name = "community.order.decide"
    _description = "Deal with an order"

    order_id = fields.Many2one("community.order", required=True, readonly=True)
    kind = fields.Selection(related="order_id.kind")
    verb = fields.Selection(
        [
            ("accept", "Accept"),
            ("ask_again", "Ask again"),
            ("record_answer", "Enter an answer on paper"),
            ("call_off", "Call off"),
        ],
        required=True,
        default="accept",
    )
    text = fields.Text("Words")
    agrees = fields.Boolean("Agrees to dissolve")
    deadline = fields.Date("New deadline", compute="_compute_deadline", store=True, readonly=False)
    file = fields.Binary("Paper", attachment=False)
    file_name = fields.Char()

    @api.depends("verb")
    def _compute_deadline(self):
        policies = self.env["community.policy"]
        days = policies._get_policy().rectification_days
        for dialog in self:
            dialog.deadline = self.env["community.holiday"]._add_working_days(
                policies._today(), days
            )

    def action_confirm(self):
        self.ensure_one()
        order = self.order_id
        if self.verb == "accept":
            order._accept(self.text)
        elif self.verb == "ask_again":
            order._ask_again(self.text, self.deadline)
        elif self.verb == "call_off":
            order._call_off(self.text)
        else:
            files = [(self.file_name, self.file)] if self.file else []
            order._record_answer(self.text, self.agrees, files)
        return {"type": "ir.actions.act_window_close"}
