from odoo import api, fields, models
from odoo.exceptions import UserError

LEVELS = [
    ("5", "Very satisfied"),
    ("4", "Satisfied"),
    ("3", "So-so"),
    ("2", "Dissatisfied"),
    ("1", "Very dissatisfied"),
]


class SurveyQuestionAnswer(models.Model):
    _inherit = "survey.question.answer"

    satisfaction_level = fields.Selection(
        LEVELS, help="What this answer counts as in a satisfaction campaign."
    )


class SurveyUserInput(models.Model):
    """An answer to a satisfaction campaign: once for each device, and nothing about who gave it."""

    _inherit = "survey.user_input"

    satisfaction_line_id = fields.Many2one(
        "community.satisfaction.line",
        "Community of the campaign",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    satisfaction_level = fields.Selection(LEVELS, readonly=True, copy=False)
    satisfaction_device = fields.Char(
        "Device",
        readonly=True,
        copy=False,
        help="A keyed hash of a random cookie, for each campaign.",
    )

    _satisfaction_once = models.UniqueIndex(
        "(satisfaction_device) WHERE satisfaction_device IS NOT NULL",
        "This device has answered already.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if self.filtered("satisfaction_line_id"):
            raise UserError(self.env._("Answers of residents are never deleted."))

    @api.model
    def _answer(self, line, device, answers):
        """Keep one resident's answers.

        ``line``: of the community, as superuser; ``device``: hash that may come once;
        ``answers``: ``{question: chosen answer (record) or text}``, checked before.

        :raises psycopg2.errors.UniqueViolation: the device has answered already
        """
        levels = [
            chosen.satisfaction_level for chosen in answers.values() if not isinstance(chosen, str)
        ]
        entry = self.create(
            {
                "survey_id": line.satisfaction_id.survey_id.id,
                "satisfaction_line_id": line.id,
                "satisfaction_level": next(filter(None, levels), False),
                "satisfaction_device": device,
                "state": "done",
                "end_datetime": fields.Datetime.now(),
            }
        )
        for question, answer in answers.items():
            entry._save_lines(question, answer if isinstance(answer, str) else str(answer.id))
        return entry
