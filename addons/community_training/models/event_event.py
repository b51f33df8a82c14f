import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.community_org.models.qr_code import get_qr_image
from odoo.exceptions import UserError, ValidationError

CHECK_IN_EARLY = timedelta(minutes=45)
# the roles for whom a course is; every role for one that is for all members
AUDIENCES = {"leader": ("leader",), "key": ("leader", "deputy", "finance", "liaison", "key")}


class EventEvent(models.Model):
    """A session of a course is an event of Odoo: with seats, a waiting list and attendance.

    Sessions send their own letters; Odoo's mail schedules and questions stay empty for them.
    """

    _name = "event.event"
    _inherit = ["event.event", "community.area.mixin", "community.state.mixin"]
    _area_dated_by = "date_begin"
    _transitions = {
        "announce": ({"draft"}, "open"),
        "finish": ({"open"}, "done"),
        "call_off": ({"draft", "open"}, "cancelled"),
    }
    # a room or a teacher may change until it is over
    _editable_states = frozenset({"draft", "open"})

    # an event that is no session belongs to nobody's area
    area_id = fields.Many2one(required=False)
    course_id = fields.Many2one("community.course", index=True, ondelete="restrict")
    topic_id = fields.Many2one(related="course_id.topic_id", store=True, index="btree_not_null")
    audience = fields.Selection(related="course_id.audience")
    training_hours = fields.Float(
        "Hours",
        compute="_compute_training_hours",
        store=True,
        readonly=False,
        aggregator="sum",
    )
    teacher = fields.Char()
    place = fields.Char("Held at")
    online_url = fields.Char(
        "Online address",
        groups="community_org.group_staff",
        help="Shown to those who are enrolled.",
    )
    enrol_until = fields.Datetime(help="Empty: until it begins.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Enrolment open"),
            ("done", "Held"),
            ("cancelled", "Called off"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id", string="Currency")
    cost = fields.Monetary(
        aggregator="sum",
        groups="community_org.group_staff",
        help="Teacher, room, material: what the office spent.",
    )
    person_hours = fields.Float(
        "Hours of all people", readonly=True, copy=False, help="Of a session that was held."
    )
    cost_per_hour = fields.Float(
        "Cost per hour and person",
        compute="_compute_cost_per_hour",
        store=True,
        aggregator="avg",
        groups="community_org.group_staff",
    )
    cancel_reason = fields.Text("Reason for calling it off", readonly=True, copy=False)
    check_in_token = fields.Char(
        readonly=True,
        copy=False,
        default=lambda self: secrets.token_urlsafe(9),
        groups="base.group_system",
    )
    check_in_url = fields.Char(
        "Address for checking in",
        compute="_compute_check_in_url",
        compute_sudo=True,
        groups="community_org.group_staff",
    )
    enrolled_count = fields.Integer("Enrolled", compute="_compute_enrolled")
    waiting_count = fields.Integer("Waiting", compute="_compute_enrolled")
    came_count = fields.Integer("Attended", compute="_compute_enrolled")

    _training_hours = models.Constraint(
        "CHECK (training_hours BETWEEN 0 AND 100)", "A session has up to 100 hours."
    )
    _check_in_uniq = models.Constraint("UNIQUE (check_in_token)", "This address is taken.")
    _street_idx = models.Index("(street_id, date_begin DESC)")
    _district_idx = models.Index("(district_id, date_begin DESC)")

    @api.depends("course_id")
    def _compute_training_hours(self):
        for session in self:
            session.training_hours = session.course_id.hours

    @api.depends("check_in_token")
    def _compute_check_in_url(self):
        for session in self:
            session.check_in_url = (
                f"{session.get_base_url()}/community/check-in/{session.check_in_token}"
            )

    @api.depends("registration_ids.state")
    def _compute_enrolled(self):
        # sudo: event.registration - how many, whoever may read who
        rows = (
            self.env["event.registration"]
            .sudo()
            ._read_group([("event_id", "in", self.ids)], ["event_id", "state"], ["__count"])
        )
        counts = {(event.id, state): count for event, state, count in rows}
        for session in self:
            session.came_count = counts.get((session.id, "done"), 0)
            session.enrolled_count = counts.get((session.id, "open"), 0) + session.came_count
            session.waiting_count = counts.get((session.id, "draft"), 0)

    @api.constrains("course_id", "area_id", "seats_max", "seats_limited")
    def _check_session(self):
        for session in self.filtered("course_id"):
            if not session.area_id:
                raise ValidationError(self.env._("A session belongs to an office."))
            if not session.seats_limited or session.seats_max <= 0:
                raise ValidationError(self.env._("A session has a number of seats."))
            # sudo: event.registration - seats that were given
            taken = session.sudo().registration_ids.mapped("seat")
            if max(taken, default=0) > session.seats_max:
                raise ValidationError(
                    self.env._(
                        "Seat %(seat)s is taken: there cannot be fewer seats.", seat=max(taken)
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """A session takes its office from the course, and none of Odoo's mail schedules and questions."""
        prepared = []
        for vals in vals_list:
            course = self.env["community.course"].browse(vals.get("course_id") or [])
            own = (
                {
                    "area_id": course.area_id.id,
                    "event_mail_ids": [],
                    "question_ids": [],
                    "description": False,
                    "date_tz": "Asia/Shanghai",
                    **vals,
                    "seats_limited": True,
                }
                if course
                else vals
            )
            prepared.append(own)
        return super().create(prepared)

    @api.model
    def _get_engine_defaults(self):
        return {**super()._get_engine_defaults(), "cancel_reason": False, "person_hours": 0}

    @api.model
    def _get_free_fields(self):
        # Odoo's own jobs move its columns
        odoos = {"stage_id", "kanban_state", "registration_ids"}
        # known when the bills have come
        return super()._get_free_fields() | odoos | {"cost"}

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for session in self:
            if session.course_id and session.state != "draft":
                raise UserError(
                    self.env._(
                        "«%(session)s» was announced: call it off instead.", session=session.name
                    )
                )

    # ------------------------------------------------------------
    # STEPS
    # ------------------------------------------------------------

    def action_announce(self):
        """Organisations can enrol their people now."""
        self.check_access("write")
        for session in self:
            if session.date_begin <= fields.Datetime.now():
                raise UserError(self.env._("It has begun already: choose another time."))
            # sudo: survey.survey - the test may be another office's
            session.course_id.exam_id.sudo()._check_is_exam()
        self._move("announce")
        return True

    def action_finish(self):
        """It was held: who is not marked as attended was absent."""
        self.check_access("write")
        for session in self:
            if session.date_end > fields.Datetime.now():
                raise UserError(self.env._("It is not over yet."))
        self._move("finish")
        self._count_person_hours()
        self._tell_of_exam()
        return True

    def action_open_call_off(self):
        """The dialog for the reason."""
        return self.env["community.reason"]._open(self, "_call_off", self.env._("Call it off"))

    def _call_off(self, reason):
        """It is not held; everybody who is enrolled or waits is told."""
        self.check_access("write")
        for session in self:
            session._move("call_off", cancel_reason=reason)
            # sudo: event.registration - they end with the session
            going = session.sudo().registration_ids.filtered(
                lambda row: row.state in ("draft", "open")
            )
            going._tell("community_training.mail_template_session_called_off")
            going._engine_write({"state": "cancel", "seat": 0})

    def action_open_enrol(self):
        """The dialog in which an office enrols members."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_training.community_training_enrol_action"
            ),
            "context": {"default_event_id": self.id},
        }

    def action_open_registrations(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_training.event_registration_action"
            ),
            "domain": [("event_id", "=", self.id)],
            "context": {"default_event_id": self.id},
        }

    # ------------------------------------------------------------
    # WHO MAY COME
    # ------------------------------------------------------------

    def _covers(self, organization):
        """Whether the session is for organisations that lie where ``organization`` does."""
        return self.area_id in (
            organization.district_id,
            organization.street_id,
            organization.community_id,
        )

    def _is_enrolling(self):
        """Whether enrolments are taken now."""
        now = fields.Datetime.now()
        return self.state == "open" and now < (self.enrol_until or self.date_begin)

    def _check_takes(self, members):
        """:raises UserError: names everything that stands in the way of enrolling ``members``"""
        self.ensure_one()
        if not self._is_enrolling():
            raise UserError(self.env._("«%(session)s» takes no enrolments now.", session=self.name))
        lines = []
        roles = dict(members._fields["role"]._description_selection(self.env))
        allowed = AUDIENCES.get(self.audience)
        for member in members:
            if member.date_to or not self._covers(member.organization_id):
                lines.append(
                    self.env._(
                        "%(name)s: the session is not for this organisation.", name=member.name
                    )
                )
            elif allowed and member.role not in allowed:
                lines.append(
                    self.env._(
                        "%(name)s (%(role)s): the session is for others.",
                        name=member.name,
                        role=roles[member.role],
                    )
                )
        if lines:
            raise UserError("\n".join(lines))

    def _get_check_in_image(self):
        self.ensure_one()
        return get_qr_image(self.check_in_url)

    def _get_enrol_image(self):
        self.ensure_one()
        return get_qr_image(f"{self.get_base_url()}/my/training/{self.id}")

    def _is_checking_in(self):
        """Whether people check in now: from 45 minutes before the begin until the end."""
        now = fields.Datetime.now()
        return self.state == "open" and self.date_begin - CHECK_IN_EARLY <= now <= self.date_end
