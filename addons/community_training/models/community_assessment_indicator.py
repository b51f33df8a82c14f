from odoo import fields, models


class CommunityAssessmentIndicator(models.Model):
    """Hours of training and honours as indicators of the assessment."""

    _inherit = "community.assessment.indicator"

    method = fields.Selection(
        selection_add=[
            ("training", "Hours of training of leaders and key members"),
            ("honours", "Honours of its people"),
        ],
        ondelete={"training": "set default", "honours": "set default"},
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

    def _count_honours(self, organizations, date_from, date_to):
        # sudo: community.member, community.talent.honour - how many, whatever community they live in
        members = self.env["community.member"].sudo()
        honours = self.env["community.talent.honour"].sudo()
        rows = members._read_group(
            [("organization_id", "in", organizations.ids), ("date_to", "=", False)],
            ["organization_id"],
            ["talent_id:recordset"],
        )
        counts = dict(
            honours._read_group(
                [("date", ">=", date_from), ("date", "<=", date_to)], ["talent_id"], ["__count"]
            )
        )
        totals = {
            body.id: sum(counts.get(talent, 0) for talent in talents) for body, talents in rows
        }
        return {body.id: (totals.get(body.id, 0), 1) for body in organizations}
