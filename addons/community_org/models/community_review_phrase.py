from odoo import fields, models


class CommunityReviewPhrase(models.Model):
    """A ready-made opinion that officers pick instead of typing."""

    _name = "community.review.phrase"
    _description = "Opinion phrase"
    _order = "verdict, sequence, id"
    _rec_name = "text"

    text = fields.Char(required=True, translate=True)
    verdict = fields.Selection(
        [("approve", "Approve"), ("return", "Return for correction"), ("reject", "Reject")],
        required=True,
        default="approve",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
