from odoo import fields, models


class CommunityFilingMember(models.Model):
    """A line of the proposed roster."""

    _name = "community.filing.member"
    _description = "Proposed member"
    _inherit = ["community.review.part.mixin", "community.person.mixin"]
    _order = "filing_id, sequence, id"
    _review_document = "filing_id"

    filing_id = fields.Many2one("community.filing", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
