from odoo import fields, models


class CommunityAssessmentIndicator(models.Model):
    """Hours of training as an indicator of the assessment."""

    _inherit = "community.assessment.indicator"

    method = fields.Selection(
        selection_add=[("training", "Hours of training of leaders and key members")],
        ondelete={"training": "set default"},
    )

    def _count_training(self, organizations, date_from, date_to):
        rows = self.env["event.registration"]._read_group(
            [
                ("organization_id", "in", organizations.ids),
                ("state", "=", "done"),
                ("day", ">=", date_from),
                ("day", "<=", date_to),
            ],
            ["organization_id"],
            ["hours:sum"],
        )
        hours = dict(rows)
        return {body.id: (int(hours.get(body, 0)), 1) for body in organizations}
