from odoo import api, fields, models
from odoo.fields import Domain

# what a person has to make up by another session of the course (补课)
MISSED = Domain("status", "=", "absent") | (
    Domain("exam_result", "in", ("failed", "open")) & Domain("session_state", "=", "done")
)


class EventRegistrationMakeUp(models.Model):
    """Who missed a session, or did not pass its test, makes it up in another one of the course."""

    _inherit = "event.registration"

    makes_up_id = fields.Many2one(
        "event.registration",
        "Makes up for",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    make_up_ids = fields.One2many("event.registration", "makes_up_id", "Made up in")

    @api.model
    def _get_to_make_up(self):
        """Domain of enrolments that have to be made up and are not yet."""
        return MISSED & Domain("make_up_ids", "not any", Domain("state", "!=", "cancel"))

    def _link_missed(self):
        """Note which missed session of the course each of these enrolments makes up for."""
        missed = self.search(
            self._get_to_make_up()
            & Domain("course_id", "in", self.course_id.ids)
            & Domain("talent_id", "in", self.talent_id.ids)
            & Domain("id", "not in", self.ids),
            order="day desc",
        )
        for row in self:
            row.makes_up_id = missed.filtered(
                lambda other, row=row: (
                    (other.course_id, other.talent_id) == (row.course_id, row.talent_id)
                )
            )[:1]

    def action_open_make_up(self):
        """The open sessions of the courses in which these people can make up what they missed."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_training.event_event_session_action"
            ),
            "domain": [
                ("course_id", "in", self.course_id.ids),
                ("state", "in", ("draft", "open")),
            ],
        }
