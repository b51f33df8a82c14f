from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .event_event import CHECK_IN_EARLY


class EventRegistration(models.Model):
    """A member of an organisation in a session: enrolled, waiting, attended.

    Nobody writes these rows: the session, its offices and the organisation act by the methods here,
    which check who asks. Seats are given out in `event_registration_seat.py`.
    """

    _name = "event.registration"
    _inherit = ["event.registration", "community.area.mixin"]
    _area_follows = "organization_id"

    area_id = fields.Many2one(required=False)
    organization_id = fields.Many2one(
        "community.organization", index="btree_not_null", ondelete="restrict"
    )
    member_id = fields.Many2one("community.member", index="btree_not_null", ondelete="restrict")
    talent_id = fields.Many2one("community.talent", index="btree_not_null", ondelete="restrict")
    role = fields.Selection(related="member_id.role", store=True)
    course_id = fields.Many2one(related="event_id.course_id", store=True, index="btree_not_null")
    topic_id = fields.Many2one(related="event_id.topic_id", store=True)
    is_mandatory = fields.Boolean(related="course_id.is_mandatory", store=True)
    session_state = fields.Selection(related="event_id.state", string="State of the session")
    day = fields.Date(compute="_compute_day", store=True)
    year = fields.Integer(compute="_compute_day", store=True, aggregator=None)
    hours = fields.Float(compute="_compute_hours", store=True, aggregator="sum")
    # what Odoo's state means for a session, in the words of an office
    status = fields.Selection(
        [
            ("waiting", "On the waiting list"),
            ("seated", "Has a seat"),
            ("attended", "Attended"),
            ("absent", "Absent"),
            ("cancelled", "Enrolment cancelled"),
        ],
        "Enrolment",
        compute="_compute_status",
        store=True,
        index=True,
    )
    is_late_cancel = fields.Boolean("Cancelled late", readonly=True)

    _person_uniq = models.UniqueIndex(
        "(event_id, talent_id) WHERE talent_id IS NOT NULL AND state != 'cancel'",
        "This person is enrolled already.",
    )
    _hours_idx = models.Index("(talent_id, year) WHERE state = 'done'")
    _street_idx = models.Index("(street_id, day DESC)")
    _district_idx = models.Index("(district_id, day DESC)")

    @api.depends("event_id.date_begin")
    def _compute_day(self):
        local = self.env["community.policy"]._local
        for row in self:
            row.day = row.event_id.date_begin and local(row.event_id.date_begin).date()
            row.year = row.day.year if row.day else 0

    @api.depends("state", "event_id.training_hours")
    def _compute_hours(self):
        for row in self:
            row.hours = row.event_id.training_hours if row.state == "done" else 0

    @api.depends("state", "event_id.state")
    def _compute_status(self):
        for row in self:
            held = row.event_id.state == "done"
            row.status = {
                "draft": "waiting",
                "open": "absent" if held else "seated",
                "done": "attended",
                "cancel": "cancelled",
            }[row.state]

    def _engine_write(self, vals):
        # sudo: event.registration - nobody's to write; the caller has checked who asks
        self.sudo().write(vals)

    # ------------------------------------------------------------
    # WHO MAY ACT
    # ------------------------------------------------------------

    def _check_office(self):
        """:raises AccessError: the user is no officer of the session's own office"""
        for row in self:
            if not row.event_id.has_access("write"):
                raise AccessError(self.env._("The office that holds the session does this."))

    def _check_may_cancel(self):
        """:raises AccessError: neither an office of the session or the organisation, nor a representative"""
        user = self.env.user
        acts = user.share or user._works_for("community", "street", "district")
        for row in self:
            if not (
                acts and row.organization_id.has_access("read")
            ) and not row.event_id.has_access("write"):
                raise AccessError(
                    self.env._("The organisation or the office that holds the session does this.")
                )

    # ------------------------------------------------------------
    # ATTENDANCE
    # ------------------------------------------------------------

    def action_set_done(self):
        """Mark as attended, by list; a session that has not begun has nobody attending."""
        self._check_office()
        self._attend()
        return True

    def action_set_draft(self):
        """Take «attended» back."""
        self._check_office()
        for row in self:
            if row.state != "done":
                raise UserError(self.env._("«%(name)s» is not marked as attended.", name=row.name))
        self._check_not_tested()
        self._engine_write({"state": "open"})
        self.event_id._count_person_hours()
        return True

    def action_confirm(self):
        """Of Odoo: a seat is not taken by hand, it is claimed."""
        raise UserError(self.env._("Seats are given out in order: enlarge the session instead."))

    def _attend(self):
        now = fields.Datetime.now()
        for row in self:
            session = row.event_id
            if session.date_begin - CHECK_IN_EARLY > now:
                raise UserError(
                    self.env._("«%(session)s» has not begun yet.", session=session.name)
                )
            if session.state not in ("open", "done") or row.state not in ("open", "done"):
                raise UserError(
                    self.env._("«%(name)s» has no seat in this session.", name=row.name)
                )
        self._engine_write({"state": "done"})
        self.event_id._count_person_hours()

    # ------------------------------------------------------------
    # LETTERS
    # ------------------------------------------------------------

    def _tell(self, template_xmlid):
        """A letter to the representatives of each organisation, about its people in one session."""
        # sudo: event.registration - letters go out whoever caused them
        for rows in self.sudo().grouped(lambda row: (row.event_id, row.organization_id)).values():
            organization = rows.organization_id
            if organization:
                organization.with_context(
                    training_session=rows.event_id,
                    training_names="、".join(rows.mapped("name")),
                    training_rows=rows,
                )._mail_representatives(template_xmlid)
