from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# what a verdict does to the task row
VERDICT_STATE = {"approve": "approved", "return": "returned", "reject": "rejected"}


class CommunityReviewTask(models.Model):
    """One step of one document under review: what was asked of whom, by when, and the answer.

    The rows are evidence. Nobody has write access to them; they change only
    through :meth:`_decide` and the engine in `community.review.mixin`, and
    they are never deleted.
    """

    _name = "community.review.task"
    _description = "Review task"
    _inherit = ["community.area.mixin"]
    _order = "deadline, id"
    _rec_name = "subject"
    _area_dated_by = "opened_on"

    # the document
    res_model = fields.Char("Document model", required=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", required=True)
    document_type = fields.Char(required=True)
    subject = fields.Char(required=True, index="trigram")
    applicant_name = fields.Char("Applicant")

    # the step as it stood in the route on submission
    step_id = fields.Many2one("community.review.step", "Step of origin", ondelete="set null")
    name = fields.Char("Step", required=True)
    sequence = fields.Integer(required=True)
    round = fields.Integer(required=True, default=1)
    tier = fields.Selection(related="acting_area_id.tier", store=True, string="Acting tier")
    acting_area_id = fields.Many2one(
        "community.area", "Acting office", required=True, index=True, ondelete="restrict"
    )
    group_id = fields.Many2one("res.groups", "Acting group", required=True, ondelete="restrict")
    days = fields.Integer("Working days", required=True)
    opinion_required = fields.Boolean()

    # what became of it
    state = fields.Selection(
        [
            ("waiting", "Not yet due"),
            ("open", "To do"),
            ("approved", "Agreed"),
            ("returned", "Returned"),
            ("rejected", "Not passed"),
            ("cancelled", "Ended"),
        ],
        required=True,
        default="waiting",
        index=True,
    )
    opened_on = fields.Datetime("Arrived on")
    deadline = fields.Date()
    decided_on = fields.Datetime()
    actor_id = fields.Many2one("res.users", "Decided by", ondelete="restrict")
    opinion = fields.Text()
    days_late = fields.Integer("Working days late", aggregator="sum")
    reminded_on = fields.Date()

    is_mine = fields.Boolean("Waits for me", compute="_compute_is_mine", search="_search_is_mine")
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    _document_idx = models.Index("(res_model, res_id)")
    _inbox_idx = models.Index("(acting_area_id, deadline) WHERE state = 'open'")
    _street_idx = models.Index("(street_id, deadline DESC, id DESC)")
    _community_idx = models.Index("(community_id, deadline DESC, id DESC)")
    _one_open = models.UniqueIndex(
        "(res_model, res_id) WHERE state = 'open'",
        "Somebody else has just moved this document on. Reload the page.",
    )

    @api.depends_context("uid")
    def _compute_is_mine(self):
        for task in self:
            task.is_mine = bool(task.filtered_domain(self._get_mine_domain()))

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = self._get_mine_domain()
        return mine if True in value else ~mine

    def _get_mine_domain(self):
        """Open tasks of the user's office and group."""
        user = self.env.user
        return (
            Domain("state", "=", "open")
            & Domain("acting_area_id", "=", user.area_id.id)
            & Domain("group_id", "in", user.all_group_ids.ids)
        )

    def _compute_is_overdue(self):
        today = self.env["community.policy"]._today()
        for task in self:
            task.is_overdue = bool(task.state == "open" and task.deadline and task.deadline < today)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "=", "open") & Domain(
            "deadline", "<", self.env["community.policy"]._today()
        )
        return overdue if True in value else ~overdue

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of a review is never deleted."))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_approve(self, opinion=False):
        return self._decide("approve", opinion)

    def action_return(self, opinion=False):
        return self._decide("return", opinion)

    def action_reject(self, opinion=False):
        return self._decide("reject", opinion)

    def action_open_document(self):
        """Open the document on its form; the inbox calls it by a click on a row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_open_next(self):
        """The document that waits longest for this user, or the empty inbox."""
        following = self.search([("is_mine", "=", True)], limit=1)
        if following:
            # «main» keeps the breadcrumb short after twenty decisions
            return {**following.action_open_document(), "target": "main"}
        return self.env["ir.actions.act_window"]._for_xml_id(
            "community_org.community_review_inbox_action"
        )

    # ------------------------------------------------------------
    # DECISION
    # ------------------------------------------------------------

    def _decide(self, verdict, opinion):
        """Record ``verdict`` (approve, return, reject) of the current user, then move the document.

        The task row itself is what two officers fight for: both UPDATE it, the
        database lets one through, Odoo calls the other again and it then finds
        the task decided.

        :raises UserError: task already decided, or the opinion is missing
        :raises AccessError: this user does not act on this step
        """
        for task in self:
            document = task._get_document()
            task._check_may_decide()
            document._check_verdict(verdict, task)
            opinion_text = (opinion or "").strip()
            if not opinion_text and (verdict != "approve" or task.opinion_required):
                raise UserError(
                    self.env._("State your reasons: the applicant receives them in writing.")
                )
            task._close(VERDICT_STATE[verdict], actor_id=self.env.uid, opinion=opinion_text)
            # meet a competing decision here, before anything is built on this one
            self.env.flush_all()
            document._review_decided(task, verdict)
        return True

    def _get_document(self):
        """The document, as the current user (so that its own rules apply)."""
        self.ensure_one()
        document = self.env[self.res_model].browse(self.res_id)
        document.check_access("read")
        return document

    def _check_may_decide(self):
        self.ensure_one()
        if self.state != "open":
            raise UserError(
                self.env._(
                    "«%(step)s» of «%(subject)s» has been dealt with by %(actor)s. Reload the page.",
                    step=self.name,
                    subject=self.subject,
                    actor=self.actor_id.name or self.env._("the applicant"),
                )
            )
        refusal = self._get_refusal()
        if refusal:
            raise AccessError(refusal)

    def _get_refusal(self):
        """Why the current user may not decide this task; an empty string if he may."""
        user = self.env.user
        if self.acting_area_id != user.area_id:
            return self.env._(
                "«%(step)s» is decided by %(area)s, not by your office.",
                step=self.name,
                area=self.acting_area_id.name,
            )
        if self.group_id not in user.all_group_ids:
            return self.env._(
                "«%(step)s» is reserved to the group «%(group)s».",
                step=self.name,
                group=self.group_id.name,
            )
        # sudo: the document - who is interested in it must be found whatever the user may read
        document = self.env[self.res_model].sudo().browse(self.res_id)
        if user.partner_id in document._get_interested_partners():
            return self.env._("You have a part in this application, so a colleague must decide it.")
        return ""

    # ------------------------------------------------------------
    # LIFE OF A TASK (called by the engine only)
    # ------------------------------------------------------------

    def _open(self):
        """Hand the task to its office and start its clock."""
        self.ensure_one()
        today = self.env["community.policy"]._today()
        # sudo: community.review.task - nobody may write it by hand, the engine does
        self.sudo().write(
            {
                "state": "open",
                "opened_on": fields.Datetime.now(),
                "deadline": self.env["community.holiday"]._add_working_days(today, self.days),
            }
        )
        self._schedule_activities()

    def _close(self, state, **vals):
        """End the task (``state``), with how many working days it was late."""
        today = self.env["community.policy"]._today()
        for task in self:
            late = task.deadline and self.env["community.holiday"]._count_working_days(
                task.deadline, today
            )
            # sudo: community.review.task - nobody may write it by hand, the engine does
            task.sudo().write(
                {
                    "state": state,
                    "decided_on": fields.Datetime.now(),
                    "days_late": late or 0,
                    **vals,
                }
            )

    def _get_days_left(self):
        """Working days that remain when the clock stops; at least one, so that a correction can be read."""
        self.ensure_one()
        policy = self.env["community.policy"]
        used = self.env["community.holiday"]._count_working_days(
            policy._local(self.opened_on).date(), policy._local(self.decided_on).date()
        )
        return max(1, self.days - used)

    # ------------------------------------------------------------
    # REMINDERS
    # ------------------------------------------------------------

    def _get_acting_users(self):
        """Active users who hold the task's group in its area, as sudo records."""
        # sudo: res.users - the colleagues of another office are not readable to the one who hands over
        return (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("area_id", "=", self.acting_area_id.id),
                    ("all_group_ids", "in", self.group_id.ids),
                ]
            )
        )

    def _schedule_activities(self):
        # sudo: mail.activity - planned for the next office, by whoever finished the step before
        document = self.env[self.res_model].sudo().browse(self.res_id)
        for user in self._get_acting_users():
            document.activity_schedule(
                "community_org.mail_activity_type_review",
                user_id=user.id,
                date_deadline=self.deadline,
                summary=self.name,
            )

    @api.model
    def _cron_remind(self):
        """Daily: count the days late, remind the acting office, tell the tier above when overdue."""
        policy = self.env["community.policy"]
        today = policy._today()
        soon = self.env["community.holiday"]._add_working_days(
            today, policy._get_policy().remind_working_days
        )
        tasks = self.search(
            [
                ("state", "=", "open"),
                ("deadline", "<=", soon),
                "|",
                ("reminded_on", "=", False),
                ("reminded_on", "<", today),
            ]
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(tasks))
        for task in tasks:
            task._remind(today)
            if not cron._commit_progress(1):
                break

    def _remind(self, today):
        """Mail the acting office once before the deadline and once after it, then also the tier above."""
        late = self.env["community.holiday"]._count_working_days(self.deadline, today)
        newly_late = late and not self.days_late
        recipients = self.env["res.users"]
        if newly_late or not self.reminded_on:
            recipients = self._get_acting_users()
        if newly_late and self.acting_area_id.parent_id:
            # sudo: res.users - supervising staff of the area above
            recipients |= (
                self.env["res.users"]
                .sudo()
                .search([("area_id", "=", self.acting_area_id.parent_id.id)])
            )
        # sudo: community.review.task - nobody may write it by hand, the engine does
        self.sudo().write({"days_late": late, "reminded_on": today})
        if recipients:
            document = self.env[self.res_model].browse(self.res_id)
            document._notify_deadline(self, recipients.partner_id, late)
