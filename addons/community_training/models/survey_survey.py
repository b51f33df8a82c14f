from odoo import api, fields, models
from odoo.exceptions import UserError

# how a test of ours is set up; what the office may choose comes from its form
EXAM = {
    "certification": True,
    "scoring_type": "scoring_without_answers",
    "questions_layout": "one_page",
    "is_attempts_limited": True,
    "attempts_limit": 3,
    "scoring_success_min": 60,
}
# only by the personal address of somebody who attended; our own certificate and letters
EXAM_FIXED = {
    "access_mode": "token",
    "users_login_required": False,
    "certification_mail_template_id": False,
    "certification_give_badge": False,
    "user_id": False,
}


class SurveySurvey(models.Model):
    """A test of a course is a certification of Odoo that belongs to an office."""

    _name = "survey.survey"
    _inherit = ["survey.survey", "community.area.mixin"]

    # surveys that are no test belong to nobody's area
    area_id = fields.Many2one(
        required=False, default=lambda self: self._is_office() and self.env.user.area_id
    )
    course_ids = fields.One2many("community.course", "exam_id", "Courses")
    is_own_test = fields.Boolean(compute="_compute_is_own_test")

    @api.depends("area_id")
    @api.depends_context("uid")
    def _compute_is_own_test(self):
        own = self._filtered_access("write")
        for survey in self:
            survey.is_own_test = survey in own or not survey.id

    @api.model
    def _is_office(self):
        """Whether an office asks: what it makes is a test."""
        return not self.env.su and bool(self.env.user.area_id)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self._is_office():
            values.update({name: EXAM[name] for name in EXAM.keys() & set(fields)})
        return values

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_office():
            vals_list = [{**EXAM, **vals, **EXAM_FIXED} for vals in vals_list]
        return super().create(vals_list)

    def _check_is_exam(self):
        """:raises UserError: somebody could not pass, or everybody would"""
        for survey in self:
            if not survey.question_ids.filtered("is_scored_question"):
                raise UserError(
                    self.env._(
                        "«%(test)s» has no question with a right answer yet.", test=survey.title
                    )
                )


class SurveyQuestion(models.Model):
    _name = "survey.question"
    _inherit = ["survey.question", "community.moved.mixin"]
    _moved_by = ("survey_id",)


class SurveyQuestionAnswer(models.Model):
    _name = "survey.question.answer"
    _inherit = ["survey.question.answer", "community.moved.mixin"]
    _moved_by = ("question_id", "matrix_question_id")

    @api.onchange("is_correct")
    def _onchange_is_correct(self):
        """A right answer has a point, a wrong one none, until somebody says otherwise."""
        for answer in self.filtered("question_id.survey_id.area_id"):
            answer.answer_score = (answer.answer_score or 1) if answer.is_correct else 0


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    exam_registration_id = fields.Many2one(
        "event.registration",
        "Whose test",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _mark_done(self):
        """The result of a test goes to the person at once."""
        result = super()._mark_done()
        for entry in self.filtered("exam_registration_id"):
            entry.exam_registration_id._take_result(entry)
        return result
