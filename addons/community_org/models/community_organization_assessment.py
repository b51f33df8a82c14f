from odoo import fields, models
from odoo.tools import format_date


class CommunityOrganizationAssessment(models.Model):
    """The grade that an organisation holds today, and what excludes it from an assessment."""

    _inherit = "community.organization"

    assessment_ids = fields.One2many("community.assessment", "organization_id", "Assessments")
    grade_id = fields.Many2one(
        "community.assessment.grade",
        "Assessment grade",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    grade_valid_to = fields.Date("Grade valid until", readonly=True, copy=False)

    def _refresh_grade(self):
        """The grade of the last assessment that is valid today."""
        today = self.env["community.policy"]._today()
        # sudo: community.assessment - what holds, whoever may read the sheet
        for organization in self.sudo():
            valid = organization.assessment_ids.filtered(
                lambda row: row.state == "graded" and row.grade_id and row.valid_to >= today
            ).sorted("graded_on")[-1:]
            organization.write({"grade_id": valid.grade_id.id, "grade_valid_to": valid.valid_to})

    def _get_obstacles(self, purpose):
        obstacles = super()._get_obstacles(purpose)
        if purpose == "assess":
            obstacles += [
                self.env._("The order %(number)s is not settled yet.", number=order.number)
                for order in self._get_open_orders()
            ]
        return obstacles

    def _cancel(self, day, reason, **vals):
        """Who has ended is not assessed any more."""
        result = super()._cancel(day, reason, **vals)
        # sudo: community.assessment - ends with the organisation, whoever cancels that
        for assessment in self.sudo().assessment_ids:
            if assessment.state in ("draft", "review", "returned"):
                assessment._withdraw()
            elif assessment.state in ("approved", "published"):
                assessment._exclude()
        return result

    def _get_register_sections(self):
        sections = super()._get_register_sections()
        if self.grade_id:
            facts = [
                (self.env._("Assessment grade"), self.grade_id.name),
                (self.env._("Grade valid until"), format_date(self.env, self.grade_valid_to)),
            ]
            sections = [*sections, {"title": self.env._("Assessment"), "facts": facts}]
        return sections

    def action_open_community_assessments(self):
        return self._open_related("community_org.community_assessment_action")
