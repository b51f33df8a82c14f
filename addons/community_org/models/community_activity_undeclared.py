from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .community_activity_guard import COUNTED_STATES


class CommunityActivityUndeclared(models.Model):
    """An activity whose figures reach the thresholds and that nobody declared (未申报的重大活动).

    Measured by the policy of its day. The organisation is told and has some working days to
    explain; its community may find that nothing had to be declared and says why (无需申报). What is
    left then is entered in the credit record, once.
    """

    _inherit = "community.activity"

    is_undeclared = fields.Boolean(
        "Undeclared major activity",
        compute="_compute_is_undeclared",
        store=True,
        precompute=True,
        help="People or cost reach the thresholds of a major activity, and there is no declaration.",
    )
    explain_by = fields.Date("Explain by", readonly=True, copy=False)
    undeclared_recorded_on = fields.Date("In the credit record since", readonly=True, copy=False)
    exempt_reason = fields.Text("No declaration needed because", readonly=True, copy=False)
    exempted_by_id = fields.Many2one("res.users", "Found by", readonly=True, copy=False)
    exempted_on = fields.Datetime("Found on", readonly=True, copy=False)

    _undeclared_idx = models.Index("(organization_id) WHERE is_undeclared")

    @api.model
    def _get_engine_fields(self):
        return super()._get_engine_fields() | {
            "explain_by",
            "undeclared_recorded_on",
            "exempt_reason",
            "exempted_by_id",
            "exempted_on",
        }

    @api.depends("date", "participant_count", "cost", "state", "major_activity_id", "exempt_reason")
    def _compute_is_undeclared(self):
        policies = self.env["community.policy"]._get_policies(set(self.mapped("date")))
        for activity in self:
            policy = policies[activity.date]
            settled = (
                activity.state == "cancelled"
                or activity.major_activity_id
                or activity.exempt_reason
            )
            activity.is_undeclared = bool(
                policy
                and not settled
                and policy._reaches_major(activity.participant_count, activity.cost)
            )

    # ------------------------------------------------------------
    # NO DECLARATION NEEDED
    # ------------------------------------------------------------

    def action_open_exempt(self):
        """The dialog for the reason."""
        return self._open_dialog("community_org.community_activity_exempt_action")

    def _exempt(self, reason):
        """The community finds that nothing had to be declared; ``reason`` is kept.

        :raises AccessError: not an officer of the community, or a representative of the organisation
        :raises UserError: without a reason, not flagged, or in the credit record already
        """
        self._check_confirmer()
        if not (reason or "").strip():
            raise UserError(self.env._("Please say why no declaration was needed."))
        for activity in self:
            if activity.undeclared_recorded_on:
                raise UserError(
                    self.env._(
                        "«%(activity)s» is in the credit record since %(day)s: the organisation objects there.",
                        activity=activity.name,
                        day=activity.undeclared_recorded_on,
                    )
                )
            if not activity.is_undeclared:
                raise UserError(
                    self.env._(
                        "«%(activity)s» is not flagged as undeclared (any more). Reload the page.",
                        activity=activity.name,
                    )
                )
        self._engine_write(
            {
                "exempt_reason": reason.strip(),
                "exempted_by_id": self.env.uid,
                "exempted_on": fields.Datetime.now(),
            }
        )

    # ------------------------------------------------------------
    # CONSEQUENCES
    # ------------------------------------------------------------

    @api.model
    def _cron_undeclared(self):
        """Nightly: ask for an explanation, and enter in the credit record what was not explained.

        Each activity is a step of its own with its marker: a run that breaks off goes on where it
        stood, and nothing is told or entered twice.
        """
        asked, unexplained = self._get_to_ask(), self._get_unexplained()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(asked) + len(unexplained))
        steps = [
            *(activity._ask_to_explain for activity in asked),
            *(activity._record_undeclared for activity in unexplained),
        ]
        for step in steps:
            step()
            if not cron._commit_progress(1):
                break

    @api.model
    def _get_to_ask(self):
        """Held, undeclared, and the organisation has not been asked."""
        return self.search(self._get_undeclared_domain() & Domain("explain_by", "=", False))

    @api.model
    def _get_unexplained(self):
        today = self.env["community.policy"]._today()
        return self.search(
            self._get_undeclared_domain()
            & Domain([("explain_by", "<", today), ("undeclared_recorded_on", "=", False)])
        )

    @api.model
    def _get_undeclared_domain(self):
        return Domain([("is_undeclared", "=", True), ("state", "in", COUNTED_STATES)])

    def _ask_to_explain(self):
        policies = self.env["community.policy"]
        days = policies._get_policy().major_grace_days
        day = self.env["community.holiday"]._add_working_days(policies._today(), days)
        self._engine_write({"explain_by": day})
        self.organization_id._mail_representatives(
            "community_org.mail_template_activity_undeclared", about=self
        )

    def _record_undeclared(self):
        today = self.env["community.policy"]._today()
        self._engine_write({"undeclared_recorded_on": today})
        self.organization_id._record_credit(
            "major_undeclared",
            day=today,
            note=self.env._(
                "«%(activity)s» of %(day)s was held without a declaration.",
                activity=self.name,
                day=self.date,
            ),
            source=self,
        )
