from odoo import fields, models


class CommunityMajorActivityFile(models.Model):
    """A paper that goes with a declaration: the emergency plan, a consent, a permit."""

    _name = "community.major.activity.file"
    _description = "Paper of a major activity"
    _inherit = ["community.review.part.mixin", "community.file.mixin"]
    _order = "major_activity_id, kind, id"
    _rec_name = "file_name"
    _review_document = "major_activity_id"

    major_activity_id = fields.Many2one(
        "community.major.activity", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("1_plan", "Emergency plan"),
            ("2_venue", "Consent of the venue"),
            ("3_police", "Police permit"),
            ("4_foreign", "Foreign affairs approval"),
            ("5_fundraising", "Fundraising filing"),
            ("6_other", "Other"),
        ],
        "Paper",
        required=True,
        default="1_plan",
    )
    file = fields.Binary(required=True)
    file_name = fields.Char(required=True)
