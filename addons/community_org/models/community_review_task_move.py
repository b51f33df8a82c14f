from odoo import api, models


class CommunityReviewTaskMove(models.Model):
    """Open and waiting steps when their community is merged or moved (`community.area._hand_over`)."""

    _inherit = "community.review.task"

    @api.model
    def _take_tasks(self, heirs):
        """Open and waiting steps that lie in the communities of ``heirs`` (``{area: its successor}``)."""
        return self.search(
            [("area_id", "in", [area.id for area in heirs]), ("state", "in", ("open", "waiting"))]
        )

    def _move_to_heirs(self, heirs):
        """Hand the steps to the offices that are responsible now; deadlines stay as they are."""
        moves = self.grouped(lambda task: (task.area_id, task.acting_area_id))
        areas = self.env["community.area"]
        areas._move_records(self, heirs)
        for (area, office), tasks in moves.items():
            tasks.write({"acting_area_id": self._get_new_office(office, heirs[area]).id})
        self.filtered(lambda task: task.state == "open")._reschedule_activities()

    @api.model
    def _get_new_office(self, office, heir):
        """The office of the tier of ``office`` that is responsible for the community ``heir``."""
        return heir[f"{office.tier}_id"]

    def _reschedule_activities(self):
        """The to-do of each open step for the officers of its office, in place of those there were."""
        kind = self.env.ref("community_org.mail_activity_type_review")
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        for model, tasks in self.grouped("res_model").items():
            activities.search(
                [
                    ("activity_type_id", "=", kind.id),
                    ("res_model", "=", model),
                    ("res_id", "in", tasks.mapped("res_id")),
                ]
            ).unlink()
        officers = {
            key: tasks[0]._get_acting_users()
            for key, tasks in self.grouped(self._get_acting_key).items()
        }
        activities.create(
            [
                {
                    "activity_type_id": kind.id,
                    "automated": True,
                    "date_deadline": task.deadline,
                    "res_model_id": self.env["ir.model"]._get_id(task.res_model),
                    "res_id": task.res_id,
                    "summary": task.name,
                    "user_id": user.id,
                }
                for task in self
                for user in officers[self._get_acting_key(task)]
            ]
        )

    @api.model
    def _get_acting_key(self, task):
        return task.acting_area_id, task.group_id
