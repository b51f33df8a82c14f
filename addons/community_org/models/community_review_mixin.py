from odoo import fields, models
from odoo.exceptions import AccessError


class CommunityReviewMixin(models.AbstractModel):
    """A document that is submitted, reviewed step by step along a route, and decided.

    The state belongs to `community.review.guard`; decisions are taken on
    `community.review.task`; this is what happens between them.

    A model adds this mixin and `community.area.mixin`, and overrides the hooks:
    :meth:`_check_submit`, :meth:`_check_verdict`, :meth:`_get_interested_partners`,
    :meth:`_prepare_review_vals`, :meth:`_on_submitted`, :meth:`_on_approved`,
    :meth:`_on_returned`, :meth:`_on_rejected`, :meth:`_on_withdrawn`.
    """

    _name = "community.review.mixin"
    _description = "Reviewed document"
    _inherit = ["community.review.guard"]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_submit(self):
        """Submit for the first time, or again after a correction."""
        for document in self:
            document.check_access("write")
            document._check_content_editable()
            document._check_submit()
            first = not document.round
            document._move(
                "submit",
                submitted_on=fields.Datetime.now(),
                round=document.round + 1,
                decided_on=False,
            )
            document._open_task(document._create_tasks() if first else document._resume_task())
            document._on_submitted()
        return True

    def action_withdraw(self):
        """Take the document back; its history stays."""
        for document in self:
            document.check_access("write")
            if not document._is_keeper():
                raise AccessError(self.env._("Only the applicant withdraws an application."))
        self._withdraw()
        return True

    def _withdraw(self):
        """End them as withdrawn; the caller has checked who asks."""
        for document in self:
            document._move("withdraw", decided_on=fields.Datetime.now(), current_task_id=False)
            document._end_review()
            document._on_withdrawn()

    def action_decide(self):
        """Open the decision dialog on the current step (``default_verdict`` in the context)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.current_step,
            "res_model": "community.review.decide",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_task_id": self.current_task_id.id, **self.env.context},
        }

    # ------------------------------------------------------------
    # ENGINE
    # ------------------------------------------------------------

    def _create_tasks(self):
        """Copy the route into tasks; the first one."""
        route = self.env["community.review.route"]._get_route(self)
        # sudo: community.review.task - created by the engine only
        tasks = (
            self.env["community.review.task"]
            .sudo()
            .create([self._prepare_task_vals(step) for step in route.step_ids])
        )
        return tasks[0]

    def _prepare_task_vals(self, step):
        return {
            "res_model": self._name,
            "res_id": self.id,
            "document_type": step.route_id.name,
            "step_id": step.id,
            "name": step.name,
            "sequence": step.sequence,
            "acting_area_id": self[f"{step.tier}_id"].id,
            "group_id": step.group_id.id,
            "days": step.days,
            "opinion_required": step.opinion_required,
            **self._prepare_review_vals(),
        }

    def _prepare_review_vals(self):
        """What the inbox shows of this document; refreshed at every submission. To be extended."""
        return {
            "area_id": self.area_id.id,
            "subject": self.display_name,
            "applicant_name": self.applicant_id.name,
            "round": self.round,
        }

    def _resume_task(self):
        """After a correction: the step that returned it goes on, with the days it had left."""
        # sudo: community.review.task - read and created by the engine only
        tasks = self.sudo().task_ids
        returned = tasks.filtered(lambda task: task.state == "returned").sorted("id")[-1]
        tasks.filtered(lambda task: task.state == "waiting").write(self._prepare_review_vals())
        return returned.copy(
            {
                "state": "waiting",
                # the office that is responsible now: the community may have moved meanwhile
                "acting_area_id": self[f"{returned.tier}_id"].id,
                "days": returned._get_days_left(),
                "opened_on": False,
                "decided_on": False,
                "actor_id": False,
                "opinion": False,
                "days_late": 0,
                "reminded_on": False,
                **self._prepare_review_vals(),
            }
        )

    def _open_task(self, task):
        task._open()
        self._engine_write({"current_task_id": task.id})

    def _review_decided(self, task, verdict):
        """Move the document after its current task was decided."""
        self._clear_activities()
        self._post_decision(task)
        following = self._get_following_task() if verdict == "approve" else None
        if following:
            self._open_task(following)
            return
        self._move(verdict, decided_on=fields.Datetime.now(), current_task_id=False)
        if verdict == "reject":
            self._end_review()
        {"approve": self._on_approved, "return": self._on_returned, "reject": self._on_rejected}[
            verdict
        ]()

    def _get_following_task(self):
        # sudo: community.review.task - the next step may lie in an office this user cannot read
        waiting = self.sudo().task_ids.filtered(lambda other: other.state == "waiting")
        return waiting.sorted("sequence")[:1]

    def _end_review(self):
        """Cancel what is still open or waiting."""
        # sudo: community.review.task - closed by the engine only
        self.sudo().task_ids.filtered(lambda task: task.state in {"open", "waiting"})._close(
            "cancelled"
        )
        self._clear_activities()

    def _clear_activities(self):
        # sudo: mail.activity - the colleagues' reminders of this step end with it
        self.sudo().activity_unlink(["community_org.mail_activity_type_review"])

    def _post_decision(self, task):
        verdict = dict(task._fields["state"]._description_selection(self.env))[task.state]
        # sudo: mail.message - the decision is logged in the name of who took it, who may only read the document
        self.sudo().message_post(
            author_id=self.env.user.partner_id.id,
            body=self.env._(
                "%(step)s: %(verdict)s. %(opinion)s",
                step=task.name,
                verdict=verdict,
                opinion=task.opinion or "",
            ),
            subtype_xmlid="mail.mt_note",
        )

    def _notify_deadline(self, task, partners, days_late):
        """Mail ``partners`` that ``task`` is due soon, or ``days_late`` working days late."""
        self.message_notify(
            partner_ids=partners.ids,
            subject=(
                self.env._(
                    "%(days)s working days late: %(subject)s", days=days_late, subject=task.subject
                )
                if days_late
                else self.env._(
                    "Due on %(day)s: %(subject)s", day=task.deadline, subject=task.subject
                )
            ),
            body=self.env._(
                "«%(step)s» waits for %(area)s since %(since)s. Deadline: %(day)s.",
                step=task.name,
                area=task.acting_area_id.name,
                since=self.env["community.policy"]._local(task.opened_on).date(),
                day=task.deadline,
            ),
            model_description=task.document_type,
        )

    # ------------------------------------------------------------
    # HOOKS
    # ------------------------------------------------------------

    def _check_submit(self):
        """Raise a UserError that lists everything that is missing."""

    def _check_verdict(self, verdict, task):
        """Raise a UserError when ``verdict`` is not possible on this document at ``task``."""

    def _get_interested_partners(self):
        """Partners who must not decide this document."""
        return self.applicant_id

    def _on_submitted(self):
        """After a submission."""

    def _on_approved(self):
        """After the last step approved."""

    def _on_returned(self):
        """After a return for correction."""

    def _on_rejected(self):
        """After a refusal."""

    def _on_withdrawn(self):
        """After a withdrawal."""
