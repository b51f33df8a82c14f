from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_major_activity import SPECIAL_FLAGS


class CommunityMajorActivityCheck(models.Model):
    """Whether an activity has to be declared, how early, and what a declaration must contain.

    Below all thresholds nothing has to be declared; the form says so and lets an organisation
    declare of its own accord. Too late is no refusal: it is submitted with a reason for the delay,
    which stands at the top for the reviewers.
    """

    _inherit = "community.major.activity"

    reasons = fields.Char(
        "Has to be declared because",
        compute="_compute_reasons",
        help="Empty: below all thresholds, declared of its own accord.",
    )
    required_days = fields.Integer("Days before, at least", compute="_compute_reasons")
    missing = fields.Text("Still missing", compute="_compute_missing", compute_sudo=True)

    # as of the first submission, from which the days are counted also after a correction
    declared_on = fields.Date("Declared on", readonly=True, copy=False)
    days_before = fields.Integer(
        "Declared days before", readonly=True, copy=False, aggregator="avg"
    )
    is_late = fields.Boolean("Declared late", readonly=True, copy=False)
    delay_reason = fields.Text("Reason for the delay", copy=False)

    _late_with_reason = models.Constraint(
        "CHECK (NOT is_late OR delay_reason IS NOT NULL)",
        "What is declared late states the reason for the delay.",
    )

    @api.model
    def _get_engine_defaults(self):
        return {
            **super()._get_engine_defaults(),
            "declared_on": False,
            "days_before": 0,
            "is_late": False,
        }

    @api.depends("date", "participant_count", "budget", *SPECIAL_FLAGS)
    def _compute_reasons(self):
        policies = self.env["community.policy"]._get_policies(set(self.mapped("date")) - {False})
        for declaration in self:
            policy = policies.get(declaration.date)
            declaration.reasons = policy and "、".join(declaration._get_reasons(policy))
            declaration.required_days = policy and declaration._get_required_days(policy)

    def _get_reasons(self, policy):
        """What makes it a major activity under ``policy``, in words; nothing when it is none."""
        if self.participant_count >= policy.major_people:
            yield self.env._("%(count)s people or more", count=policy.major_people)
        if self.budget >= policy.major_money:
            yield self.env._("%(amount)s yuan or more", amount=policy.major_money)
        for name in SPECIAL_FLAGS:
            if self[name] and policy[f"major_{name.removeprefix('is_')}"]:
                yield self._fields[name]._description_string(self.env)

    def _get_required_days(self, policy):
        special = any(self[name] for name in SPECIAL_FLAGS)
        return policy.major_special_days if special else policy.major_days

    def _count_days_before(self):
        """Days from the (first) declaration to the activity: the day of the activity counts, the other not."""
        return (self.date - (self.declared_on or self.env["community.policy"]._today())).days

    # ------------------------------------------------------------
    # COMPLETENESS
    # ------------------------------------------------------------

    @api.depends(
        "state",
        "start",
        "place",
        "participant_count",
        "description",
        "organizer_name",
        "organizer_phone",
        "delay_reason",
        "file_ids.kind",
        *SPECIAL_FLAGS,
    )
    def _compute_missing(self):
        for declaration in self:
            open_states = declaration.state in ("draft", "review", "returned")
            declaration.missing = open_states and "\n".join(declaration._get_missing())

    def _check_submit(self):
        super()._check_submit()
        self.organization_id._check_eligible("declare")
        # sudo: community.policy - configuration is looked up for the applicant
        missing = list(self.sudo()._get_missing())
        if missing:
            raise UserError(
                self.env._("The declaration is not complete yet:")
                + "\n"
                + "\n".join(f"· {line}" for line in missing)
            )

    def _get_missing(self):
        """Sentences that say what is missing, in the order of the form."""
        if not (self.place or "").strip():
            yield self.env._("The place.")
        if not self.participant_count:
            yield self.env._("How many people are expected.")
        if not (self.description or "").strip():
            yield self.env._("What will be done, in a few sentences.")
        if not (self.organizer_name and self.organizer_phone):
            yield self.env._("Who is in charge on the spot, with a phone number.")
        yield from self._get_missing_papers()
        yield from self._get_missing_time()

    def _get_missing_papers(self):
        policy = self.env["community.policy"]._get_policy(self.date or None)
        people = self.participant_count
        required = {
            "1_plan": people >= policy.major_plan_people,
            "3_police": people >= policy.major_police_people,
            "4_foreign": self.is_foreign and policy.major_foreign_permit,
            "5_fundraising": self.is_fundraising and policy.major_fundraising_permit,
        }
        attached = set(self.file_ids.mapped("kind"))
        labels = dict(self.file_ids._fields["kind"]._description_selection(self.env))
        for kind, needed in required.items():
            if needed and kind not in attached:
                yield self.env._("Attach: %(paper)s.", paper=labels[kind])

    def _get_missing_time(self):
        """It lies ahead; and when it is late, why."""
        if not self.start:
            return
        if self.start <= fields.Datetime.now():
            yield self.env._("It has begun already: declare an activity before it is held.")
        elif self._is_too_late() and not (self.delay_reason or "").strip():
            yield self.env._(
                "It is declared %(days)s days before; it should be %(required)s. State the reason for the delay.",
                days=self._count_days_before(),
                required=self.required_days,
            )

    def _is_too_late(self):
        """Nothing that is declared of its own accord is late."""
        return bool(self.reasons) and self._count_days_before() < self.required_days

    def _on_submitted(self):
        super()._on_submitted()
        self._engine_write(
            {
                "declared_on": self.declared_on or self.env["community.policy"]._today(),
                "days_before": self._count_days_before(),
                "is_late": self._is_too_late(),
            }
        )

    def _check_verdict(self, verdict, task):
        super()._check_verdict(verdict, task)
        if verdict == "approve" and self.start <= fields.Datetime.now():
            raise UserError(
                self.env._(
                    "«%(title)s» has begun already, so it cannot be approved any more. Return it for another"
                    " day, or refuse it; if it was held, the community decides in the ledger.",
                    title=self.name,
                )
            )
