from odoo import api, models

# a notice is short; the grades in force of a district are many
MOST_GRADES = 500


class CommunityRegisterAssessment(models.AbstractModel):
    """What anybody may know of the assessments: results on notice and grades in force."""

    _inherit = "community.register"

    @api.model
    def _get_assessments(self):
        """``{notices: [{title, area, until, rows}], grades: [row]}``; a row is plain values."""
        # sudo: community.assessment - the result is public while on notice and while a grade is in force
        assessments = self.env["community.assessment"].sudo()
        today = self.env["community.policy"]._today()
        on_notice = assessments.search([("state", "=", "published"), ("notice_until", ">=", today)])
        graded = assessments.search(
            [("state", "=", "graded"), ("grade_id", "!=", False), ("valid_to", ">=", today)],
            order="graded_on desc, points desc",
            limit=MOST_GRADES,
        )
        return {
            "notices": [
                {
                    "title": cycle.name,
                    "area": cycle.area_id.name,
                    "office": cycle.area_id.authority_name or cycle.area_id.name,
                    "until": max(rows.mapped("notice_until")),
                    "rows": [self._prepare_assessment(row) for row in rows],
                }
                for cycle, rows in on_notice.grouped("cycle_id").items()
            ],
            "grades": [self._prepare_assessment(row) for row in graded],
        }

    @api.model
    def _prepare_assessment(self, assessment):
        organization = assessment.organization_id
        return {
            "name": organization.name,
            "path": organization.register_path,
            "street": assessment.street_id.name,
            "community": assessment.community_id.name,
            "points": f"{assessment.points:.2f}",
            "good": assessment.good_count,
            "grade": (assessment.grade_id or assessment.reached_grade_id).name or "—",
            "valid_to": assessment.valid_to,
        }
