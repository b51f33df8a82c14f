from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityCourse(models.Model):
    """A course in the yearly plan of an office (年度培训计划): for whom, how many hours, how many people."""

    _name = "community.course"
    _description = "Course"
    _inherit = ["community.area.mixin"]
    _order = "year desc, sequence, id"

    name = fields.Char("Course", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    area_id = fields.Many2one("community.area", default=lambda self: self.env.user.area_id)
    year = fields.Integer(
        required=True,
        default=lambda self: self.env["community.policy"]._today().year,
        aggregator=None,
    )
    topic_id = fields.Many2one(
        "community.course.topic", required=True, index=True, ondelete="restrict"
    )
    audience = fields.Selection(
        [
            ("leader", "Leaders"),
            ("key", "Leaders and key members"),
            ("member", "All members"),
        ],
        "For",
        required=True,
        default="key",
    )
    is_mandatory = fields.Boolean(
        "Counts for the hours owed", default=True, help="Towards the yearly hours of a leader."
    )
    hours = fields.Float("Hours of a session", required=True, default=2, aggregator=None)
    quota = fields.Integer("People wanted", default=30, aggregator="sum")
    description = fields.Text("Curriculum")
    exam_id = fields.Many2one(
        "survey.survey",
        "Test",
        index="btree_not_null",
        ondelete="restrict",
        help="Who attended takes it and gets a certificate.",
    )
    certificate_months = fields.Integer(
        "Certificate valid for (months)", aggregator=None, help="0: without an end."
    )
    session_ids = fields.One2many("event.event", "course_id", "Sessions")
    session_count = fields.Integer("Number of sessions", compute="_compute_figures")
    attended_count = fields.Integer("Attended", compute="_compute_figures")
    progress = fields.Integer("Reached of the quota", compute="_compute_figures")

    _hours_positive = models.Constraint(
        "CHECK (hours > 0 AND hours <= 100 AND quota >= 0 AND certificate_months >= 0)",
        "A session has more than 0 and up to 100 hours, and a quota is not negative.",
    )

    @api.depends("session_ids.registration_ids.state", "quota")
    def _compute_figures(self):
        sessions = dict(
            self.env["event.event"]._read_group(
                [("course_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["course_id"],
                ["__count"],
            )
        )
        # sudo: event.registration - how many came, also from other streets; never who
        attended = dict(
            self.env["event.registration"]
            .sudo()
            ._read_group(
                [("course_id", "in", self.ids), ("state", "=", "done")], ["course_id"], ["__count"]
            )
        )
        for course in self:
            course.session_count = sessions.get(course, 0)
            course.attended_count = attended.get(course, 0)
            course.progress = (
                min(100, course.attended_count * 100 // course.quota) if course.quota else 0
            )

    @api.constrains("year")
    def _check_year(self):
        for course in self:
            if not 2000 <= course.year <= 2100:
                raise ValidationError(self.env._("This is not a year."))

    def action_open_sessions(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_training.event_event_session_action"
            ),
            "domain": [("course_id", "=", self.id)],
            "context": {"default_course_id": self.id, "default_name": self.name},
        }
