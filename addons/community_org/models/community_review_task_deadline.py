from collections import defaultdict

from odoo import api, models


class CommunityReviewTaskDeadline(models.Model):
    """What a change of the holidays does to work that is under way."""

    _inherit = "community.review.task"

    @api.model
    def _postpone_deadlines(self, first):
        """Recompute the deadlines from ``first`` (a date) on; they move to a later day, never to an earlier.

        Called when days of the calendar from ``first`` on changed after tasks were opened. An
        office keeps the day that it was given at least; the clock of who waits is not shortened
        behind an officer's back.
        """
        policy = self.env["community.policy"]
        # sudo: community.review.task - nobody may write it by hand, the engine does
        tasks = self.sudo().search([("state", "=", "open"), ("deadline", ">=", first)])
        clocks = tasks.grouped(lambda task: (policy._local(task.opened_on).date(), task.days))
        later = defaultdict(self.sudo().browse)
        for (opened, days), same_clock in clocks.items():
            deadline = self.env["community.holiday"]._add_working_days(opened, days)
            later[deadline] |= same_clock.filtered(lambda task, day=deadline: task.deadline < day)
        for deadline, moved in later.items():
            moved._move_deadline(deadline)

    def _move_deadline(self, deadline):
        """Give these open tasks another ``deadline``, and the activities of their officers too."""
        today = self.env["community.policy"]._today()
        self.filtered(lambda task: task.deadline < today <= deadline).write(
            {"days_late": 0, "reminded_on": False}
        )
        self.write({"deadline": deadline})
        kind = self.env.ref("community_org.mail_activity_type_review")
        for model, tasks in self.grouped("res_model").items():
            # sudo: mail.activity - of the officers who act, whoever keeps the calendar
            self.env["mail.activity"].sudo().search(
                [
                    ("activity_type_id", "=", kind.id),
                    ("res_model", "=", model),
                    ("res_id", "in", tasks.mapped("res_id")),
                ]
            ).write({"date_deadline": deadline})
