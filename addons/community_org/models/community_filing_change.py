from odoo import fields, models


class CommunityFilingChange(models.Model):
    """One fact that a request changes: what it was and what it becomes, as it read on submission."""

    _name = "community.filing.change"
    _description = "Changed fact"
    _order = "filing_id, id"
    _rec_name = "fact"

    filing_id = fields.Many2one("community.filing", required=True, index=True, ondelete="cascade")
    fact = fields.Char(required=True)
    before = fields.Text()
    after = fields.Text()
