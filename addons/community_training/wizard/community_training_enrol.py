from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CommunityTrainingEnrol(models.TransientModel):
    """An office enrols members of the organisations of its area in a session."""

    _name = "community.training.enrol"
    _description = "Enrol members"

    event_id = fields.Many2one("event.event", "Session", required=True, readonly=True)
    seats_free = fields.Integer(compute="_compute_seats_free")
    member_ids = fields.Many2many(
        "community.member", string="Members", domain=[("date_to", "=", False)]
    )

    @api.depends("event_id")
    def _compute_seats_free(self):
        for dialog in self:
            session = dialog.event_id
            dialog.seats_free = max(0, session.seats_max - session.enrolled_count)

    def action_add_missed(self):
        """Add those of the course who missed a session or did not pass, and did not make it up yet."""
        self.ensure_one()
        registrations = self.env["event.registration"]
        missed = registrations.search(
            registrations._get_to_make_up()
            & Domain("course_id", "=", self.event_id.course_id.id)
            & Domain("talent_id", "not in", self.event_id.registration_ids.talent_id.ids)
        )
        found = missed.member_id.filtered(lambda member: not member.date_to)
        if not found:
            raise UserError(self.env._("Nobody has to make this course up."))
        self.member_ids |= found
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_training.community_training_enrol_action"
            ),
            "res_id": self.id,
        }

    def action_confirm(self):
        """Enrol them; who finds no seat is on the waiting list, and the office is told."""
        self.ensure_one()
        if not self.member_ids:
            raise UserError(self.env._("Choose whom to enrol."))
        self.event_id.check_access("read")
        rows = self.env["event.registration"]._enrol(self.event_id, self.member_ids)
        waiting = rows.filtered(lambda row: row.state == "draft")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if waiting else "success",
                "message": self.env._(
                    "%(seats)s have a seat, %(waiting)s wait.",
                    seats=len(rows) - len(waiting),
                    waiting=len(waiting),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
