from odoo import fields, models


class CommunityReviewPhraseReport(models.Model):
    _inherit = "community.review.phrase"

    # the name of a verb of `community.resident.report` after «report_»
    verdict = fields.Selection(
        selection_add=[
            ("report_answer", "Answer to a resident"),
            ("report_transfer", "Transfer of a report"),
            ("report_refuse", "Report not dealt with"),
            ("report_reopen", "Report taken up again"),
        ],
        ondelete={
            "report_answer": "cascade",
            "report_transfer": "cascade",
            "report_refuse": "cascade",
            "report_reopen": "cascade",
        },
    )
