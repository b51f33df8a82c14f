from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .community_order import OPEN_STATES


class CommunityOrderReply(models.Model):
    """The answer of the addressee, and what the office does with it."""

    _inherit = "community.order"

    can_settle = fields.Boolean(compute="_compute_can_settle")
    answer_draft_id = fields.Many2one(
        "community.order.answer",
        "Begun answer",
        compute="_compute_answer_draft_id",
        compute_sudo=True,
    )

    @api.depends("state", "kind", "organization_id")
    @api.depends_context("uid")
    def _compute_can_settle(self):
        for order in self:
            try:
                order._check_may_issue()
            except AccessError:
                order.can_settle = False
            else:
                order.can_settle = order.has_access("write")

    @api.depends("answer_ids.submitted_on")
    def _compute_answer_draft_id(self):
        for order in self:
            order.answer_draft_id = order.answer_ids.filtered(
                lambda answer: not answer.submitted_on
            )[:1]

    # ------------------------------------------------------------
    # THE ADDRESSEE (portal)
    # ------------------------------------------------------------

    def _check_may_answer(self):
        """Whoever represents the organisation today answers while the order waits for it.

        :raises AccessError: the user does not represent it (any more)
        :raises UserError: the order does not wait for an answer
        """
        self.ensure_one()
        self.check_access("read")
        self.organization_id.check_access("read")
        if not self.organization_id or not self.env.user.share:
            raise AccessError(self.env._("Only a representative of the organisation answers here."))
        if self.state != "issued":
            raise UserError(
                self.env._("This order does not wait for an answer (any more). Reload the page.")
            )

    def _save_answer(self, text, agrees, files):
        """Keep the begun answer: ``text`` (str), ``agrees`` (bool), more ``files`` ``[(name, base64)]``.

        :raises ValidationError: a file is not accepted
        """
        self._check_may_answer()
        vals = {"text": text, "agrees": agrees, "partner_id": self.env.user.partner_id.id}
        # sudo: community.order.answer, community.order.file - written for whom was checked above only
        draft = self.sudo().answer_draft_id
        if draft:
            draft.write(vals)
        else:
            draft = draft.create({"order_id": self.id, **vals})
            self.invalidate_recordset(["answer_ids", "answer_draft_id"])
        draft.file_ids.create(
            [{"answer_id": draft.id, "file_name": name, "file": file} for name, file in files]
        )
        return draft

    def _remove_answer_file(self, file_id):
        """Take a file out of the begun answer; one that is not there any more is no error."""
        self._check_may_answer()
        # sudo: community.order.file - of the begun answer of whom was checked above
        files = self.sudo().answer_draft_id.file_ids
        files.filtered(lambda file: file.id == file_id).unlink()

    def _send_answer(self):
        """Hand the begun answer in; the office gets a to-do.

        :raises UserError: it says nothing yet
        """
        self._check_may_answer()
        # sudo: community.order.answer - handed in for whom was checked above
        draft = self.sudo().answer_draft_id
        if not (draft.text or "").strip():
            raise UserError(self.env._("Write what you have done, or what you object to."))
        if self.kind == "rectification" and not draft.file_ids:
            raise UserError(
                self.env._("Add at least one photo or file that proves what you have done.")
            )
        self._hand_in(draft)

    def _hand_in(self, answer):
        today = self.env["community.policy"]._today()
        answer.write({"submitted_on": fields.Datetime.now(), "is_late": today > self.deadline})
        self._move("answer")
        self._plan_activity(
            self.env._("Check the answer"),
            self.env["community.holiday"]._add_working_days(
                today, self.env["community.policy"]._get_policy().remind_working_days
            ),
        )

    # ------------------------------------------------------------
    # THE OFFICE: by the dialog `community.order.decide`
    # ------------------------------------------------------------

    def action_decide(self):
        """Open the dialog for one of its verbs (``default_verb`` in the context)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "community.order.decide",
            "views": [(False, "form")],
            "target": "new",
            "context": {**self.env.context, "default_order_id": self.id},
        }

    def _check_may_settle(self):
        self.ensure_one()
        self.check_access("write")
        self._check_may_issue()

    def _get_last_answer(self):
        # sudo: community.order.answer - evidence, written by the decision on it only
        return self.sudo().answer_ids.filtered("submitted_on")[-1:]

    def _record_answer(self, text, agrees, files):
        """Enter an answer that came on paper; arguments as of :meth:`_save_answer`.

        :raises UserError: the order does not wait for one, or it says nothing
        """
        self._check_may_settle()
        if not (text or "").strip():
            raise UserError(self.env._("Enter what the addressee answered."))
        # sudo: community.order.answer - evidence, entered by who settles this order
        answer = (
            self.env["community.order.answer"]
            .sudo()
            .create(
                {
                    "order_id": self.id,
                    "text": text,
                    "agrees": agrees,
                    "channel": "office",
                    "submitted_on": fields.Datetime.now(),
                    "file_ids": [
                        fields.Command.create({"file_name": name, "file": file})
                        for name, file in files
                    ],
                }
            )
        )
        self._hand_in(answer)

    def _accept(self, reason):
        """Settle it: the demands are met, or the advice is followed."""
        self._check_may_settle()
        if self.kind == "advice" and not self._get_last_answer().agrees:
            raise UserError(
                self.env._(
                    "The organisation does not agree to dissolve. Ask again, call the advice off, or"
                    " propose a dissolution order."
                )
            )
        self._decide_answer("accepted", reason)
        self._move("accept", closed_on=self.env["community.policy"]._today())
        self._mail_addressee("community_org.mail_template_order_done")

    def _ask_again(self, reason, deadline):
        """Back to the addressee with a reason and a new ``deadline`` (date)."""
        self._check_may_settle()
        if not (reason or "").strip():
            raise UserError(self.env._("Say what is still missing."))
        if not deadline or deadline <= self.env["community.policy"]._today():
            raise UserError(self.env._("Name a new deadline after today."))
        self._decide_answer("again", reason)
        self._move("ask_again", deadline=deadline, overdue_on=False)
        self._mail_addressee("community_org.mail_template_order_again")

    def _decide_answer(self, verdict, reason):
        self._get_last_answer().write(
            {
                "verdict": verdict,
                "reason": (reason or "").strip(),
                "decided_on": fields.Datetime.now(),
                "decided_by_id": self.env.uid,
            }
        )
        self._clear_activities()

    def _call_off(self, reason):
        """Take the order back; it stays on the books with the reason."""
        self._check_may_settle()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the order is called off."))
        self._move("call_off", closed_on=self.env["community.policy"]._today())
        self._clear_activities()
        # sudo: the message - in the name of who calls it off
        self.sudo().message_post(
            author_id=self.env.user.partner_id.id,
            body=self.env._("Called off: %(reason)s", reason=reason.strip()),
        )
        self._mail_addressee("community_org.mail_template_order_off")

    # ------------------------------------------------------------
    # WHAT FOLLOWS AN ADVICE
    # ------------------------------------------------------------

    def action_start_cancellation(self):
        """The organisation follows the advice: its cancellation, with the reason filled in."""
        self.ensure_one()
        self._check_advice("done")
        filing = self.organization_id._start_request("cancellation")
        if not filing.cancel_reason:
            filing.cancel_reason = self.env._(
                "Dissolves by its own decision, on the advice of %(office)s (%(number)s).",
                office=self.issuer_id.name,
                number=self.number,
            )
        return filing._open_form()

    def action_escalate(self):
        """The advice is not followed: propose a dissolution order on the same grounds."""
        self.ensure_one()
        self._check_may_settle()
        self._check_advice(*OPEN_STATES)
        if self.state == "issued" and not self.is_overdue:
            raise UserError(
                self.env._(
                    "The organisation has until %(day)s to answer the advice.", day=self.deadline
                )
            )
        return self.env["community.dissolution"]._create_from_advice(self)._open_form()

    def _check_advice(self, *states):
        if self.kind != "advice" or self.state not in states or not self.organization_id:
            raise UserError(self.env._("This follows an advice to an organisation only."))
