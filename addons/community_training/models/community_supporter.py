from odoo import api, fields, models


class CommunitySupporter(models.Model):
    """An enterprise or institution of the area that helps (辖区企事业单位): rooms, professional help, goods."""

    _name = "community.supporter"
    _description = "Supporting unit"
    _inherit = ["community.area.mixin", "community.file.mixin"]
    _order = "name, id"

    name = fields.Char("Unit", required=True, index="trigram")
    active = fields.Boolean(default=True)
    area_id = fields.Many2one(default=lambda self: self.env.user.area_id)
    kind = fields.Selection(
        [
            ("enterprise", "Enterprise"),
            ("institution", "Public institution"),
            ("school", "School"),
            ("other", "Other"),
        ],
        required=True,
        default="enterprise",
    )
    contact = fields.Char("Contact person")
    phone = fields.Char()
    agreement_from = fields.Date("Agreement from")
    agreement_to = fields.Date("Agreement until")
    file = fields.Binary("Agreement")
    file_name = fields.Char("Name of the agreement file")
    venue_ids = fields.One2many("community.venue", "supporter_id", "Venues")
    offer_ids = fields.One2many("community.support.offer", "supporter_id", "Offers")

    _dates = models.Constraint(
        "CHECK (agreement_to >= agreement_from)", "An agreement ends after it begins."
    )


class CommunitySupportOffer(models.Model):
    """What a supporting unit offers, and how much of it was used."""

    _name = "community.support.offer"
    _description = "Offer of support"
    _inherit = ["community.area.mixin"]
    _order = "supporter_id, kind, id"
    _area_follows = "supporter_id"

    supporter_id = fields.Many2one(
        "community.supporter", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="supporter_id.area_id", store=True, precompute=True)
    name = fields.Char("What is offered", required=True)
    kind = fields.Selection(
        [("space", "Space"), ("help", "Professional help"), ("goods", "Goods")],
        "Kind of support",
        required=True,
        default="space",
    )
    use_ids = fields.One2many("community.support.use", "offer_id", "Uses")
    used_value = fields.Monetary("Value used", compute="_compute_used_value", store=True)
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id, required=True
    )

    @api.depends("use_ids.value")
    def _compute_used_value(self):
        for offer in self:
            offer.used_value = sum(offer.use_ids.mapped("value"))


class CommunitySupportUse(models.Model):
    """One use of an offer by an organisation."""

    _name = "community.support.use"
    _description = "Use of support"
    _inherit = ["community.area.mixin"]
    _order = "day desc, id desc"
    _area_follows = "offer_id"

    offer_id = fields.Many2one(
        "community.support.offer", required=True, index=True, ondelete="cascade"
    )
    area_id = fields.Many2one(related="offer_id.area_id", store=True, precompute=True)
    supporter_id = fields.Many2one(
        related="offer_id.supporter_id", store=True, index=True, string="Supporting unit"
    )
    kind = fields.Selection(related="offer_id.kind", store=True)
    organization_id = fields.Many2one(
        "community.organization", index="btree_not_null", ondelete="restrict"
    )
    day = fields.Date(required=True, default=lambda self: self.env["community.policy"]._today())
    note = fields.Char("What was used")
    currency_id = fields.Many2one(related="offer_id.currency_id")
    value = fields.Monetary("Value of it", aggregator="sum")

    _value_positive = models.Constraint("CHECK (value >= 0)", "A value is not negative.")
