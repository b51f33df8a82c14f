from odoo import api, fields, models
from odoo.exceptions import UserError

# what the answer found out about what was reported
FINDINGS = [
    ("true", "Proved true"),
    ("partly", "Partly true"),
    ("false", "Not true"),
    ("unclear", "Cannot be verified"),
    ("none", "Nothing to verify"),
]


class CommunityResidentReportMove(models.Model):
    """What the offices do with a report: accept, transfer, answer, take up again, close, refuse."""

    _inherit = "community.resident.report"

    accepted_on = fields.Date("Day of acceptance", readonly=True, copy=False)
    answered_on = fields.Date("Day of the answer", readonly=True, copy=False)
    ended_on = fields.Date("Settled on", readonly=True, copy=False)
    answer = fields.Text(readonly=True, copy=False)
    finding = fields.Selection(FINDINGS, readonly=True, copy=False)
    rating = fields.Selection(
        [("satisfied", "Satisfied"), ("unsatisfied", "Not satisfied")],
        "Rating of the resident",
        readonly=True,
        copy=False,
    )
    supplement_count = fields.Integer(
        "Supplements of the resident", readonly=True, copy=False, aggregator=None
    )
    days_to_answer = fields.Integer(
        "Working days to the answer", readonly=True, copy=False, aggregator="avg"
    )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_accept(self):
        """The clock of the answer starts."""
        for report in self:
            report._check_may_act()
            report._move("accept", **report._prepare_acceptance())
            report._done_activities()
            report._hand_to_office()

    def action_close(self):
        for report in self:
            report._check_may_act()
            report._move("close", ended_on=self.env["community.policy"]._today())
            report._done_activities()

    def action_ask(self):
        """Open the dialog in which ``verb`` (from the context) is explained."""
        self.ensure_one()
        self._check_may_act()
        verb = self.env.context.get("verb")
        return {
            "type": "ir.actions.act_window",
            "name": self.env["community.resident.report.decide"]._get_title(verb),
            "res_model": "community.resident.report.decide",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_report_id": self.id, "default_verb": verb},
        }

    def _answer(self, text, finding):
        """Answer with ``text``, which the resident reads; what proved true goes on record.

        :raises UserError: the finding is missing
        """
        self.ensure_one()
        self._check_may_act()
        if self.is_praise:
            finding = finding or "none"
        if finding not in dict(FINDINGS):
            raise UserError(self.env._("Say what was found out about what was reported."))
        today = self.env["community.policy"]._today()
        local = self.env["community.policy"]._local
        self._move(
            "answer",
            text,
            answer=text,
            finding=finding,
            answered_on=today,
            rating=False,
            days_to_answer=self.env["community.holiday"]._count_working_days(
                local(self.received_on).date(), today
            ),
        )
        self._done_activities()
        if finding == "true" and not self.is_praise and self.organization_id:
            self.organization_id._record_credit(
                "report_confirmed",
                source=self,
                # the organisation reads it: nothing that leads to who reported
                note=self.env._(
                    "%(type)s: a resident's report proved true.", type=self.type_id.name
                ),
            )

    def _reopen(self, text):
        """Taken up again, by the street alone: an office does not judge the complaint about its answer."""
        self.ensure_one()
        self._check_may_act()
        if self.env.user.area_id != self.street_id:
            raise UserError(self.env._("The street takes up an answered report again."))
        self._move("reopen", text, **self._prepare_acceptance())
        self._done_activities()
        self._hand_to_office()

    def _refuse(self, text):
        self.ensure_one()
        self._check_may_act()
        self._move("refuse", text, ended_on=self.env["community.policy"]._today())
        self._done_activities()

    def _transfer(self, office, text):
        """Hand over to another community of the street, to the street itself, or to another street.

        :raises UserError: ``office`` deals with it already, does not exist any more, or is no office
        """
        self.ensure_one()
        self._check_may_act()
        today = self.env["community.policy"]._today()
        if office.tier not in ("community", "street") or office == self._get_office():
            raise UserError(self.env._("Choose another community or street."))
        if office.valid_to and office.valid_to <= today:
            raise UserError(self.env._("«%(area)s» has been abolished.", area=office.name))
        if office.district_id != self.district_id:
            raise UserError(self.env._("«%(area)s» is in another district.", area=office.name))
        # sudo: community.resident.report - from here on it may lie outside the user's own area
        report = self.sudo()
        report._done_activities()
        report.message_unsubscribe(report.message_partner_ids.ids)
        if report.organization_id.street_id != office.street_id:
            report._engine_write({"organization_id": False})
        days = self.env["community.policy"]._get_policy().report_accept_days
        report._move(
            "transfer",
            text,
            handler_id=office.id,
            arrived_on=fields.Datetime.now(),
            deadline=self._count_deadline(today, days),
            escalated_on=False,
        )
        report._hand_to_office()

    def _prepare_acceptance(self):
        today = self.env["community.policy"]._today()
        days = self.env["community.policy"]._get_policy().report_answer_days
        return {
            "accepted_on": today,
            "deadline": self._count_deadline(today, days),
            "escalated_on": False,
        }

    @api.model
    def _count_deadline(self, day, working_days):
        return self.env["community.holiday"]._add_working_days(day, working_days)
