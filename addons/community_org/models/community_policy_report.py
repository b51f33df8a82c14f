from odoo import fields, models


class CommunityPolicyReport(models.Model):
    _inherit = "community.policy"

    # 居民反映: clocks
    report_accept_days = fields.Integer(
        "Take a report on within",
        default=2,
        required=True,
        tracking=True,
        help="Working days from its arrival at the office.",
    )
    report_answer_days = fields.Integer(
        "Answer a report within",
        default=7,
        required=True,
        tracking=True,
        help="Working days from its acceptance.",
    )
    report_close_days = fields.Integer(
        "Settle an answered report after",
        default=15,
        required=True,
        tracking=True,
        help="Days without a word of the resident after which an answered report is settled.",
    )
    # what a resident may send
    report_photos = fields.Integer("Photos of a report", default=3, required=True, tracking=True)
    report_photo_mb = fields.Integer("Largest photo in MB", default=8, required=True, tracking=True)
    report_daily_cap = fields.Integer(
        "Reports of one network in a day",
        default=10,
        required=True,
        tracking=True,
        help="More are refused until the next day; an office or a housing estate may share one network.",
    )
    report_supplements = fields.Integer(
        "Supplements to a report", default=5, required=True, tracking=True
    )
    # how long what is personal is kept
    report_erase_months = fields.Integer(
        "Erase contacts after",
        default=6,
        required=True,
        tracking=True,
        help="Months after a report was settled; its text and answer stay.",
    )
    report_spam_days = fields.Integer(
        "Erase contacts of invalid reports after",
        default=7,
        required=True,
        tracking=True,
        help="Days after a report was refused as invalid.",
    )
    report_network_days = fields.Integer(
        "Forget the network of a report after",
        default=7,
        required=True,
        tracking=True,
        help="Days for which a keyed hash of the network serves to find repeated texts and to count.",
    )

    _report_figures = models.Constraint(
        "CHECK (report_accept_days > 0 AND report_answer_days > 0 AND report_close_days > 0"
        " AND report_photos BETWEEN 0 AND 9 AND report_photo_mb BETWEEN 1 AND 20"
        " AND report_daily_cap > 0 AND report_supplements >= 0 AND report_erase_months > 0"
        " AND report_spam_days > 0 AND report_network_days > 0)",
        "Days, months and numbers of reports are at least 1; a report has up to 9 photos of up to 20 MB.",
    )
