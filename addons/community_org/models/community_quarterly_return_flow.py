from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

# what the office that hands in writes itself; all the rest is counted, or moved by buttons
WORDS = {"note", "highlights", "plan", "exception_reason"}


class CommunityQuarterlyReturnFlow(models.Model):
    """How a return goes up: community → street → district, and back with a reason.

    Once handed in its figures stay, and the ledger behind them is closed; to correct something the
    office above returns it.
    """

    _name = "community.quarterly.return"
    _inherit = ["community.quarterly.return", "community.state.mixin"]
    _transitions = {
        "submit": ({"open", "returned"}, "submitted"),
        "accept": ({"submitted"}, "accepted"),
        "return": ({"submitted", "accepted"}, "returned"),
    }
    _editable_states = frozenset({"open", "returned"})

    note = fields.Text("Remarks")
    highlights = fields.Text("Typical cases")
    plan = fields.Text("Plan of the next quarter")
    exception_reason = fields.Text(
        "Reason for missing ones",
        help="Why the return is handed in although entries are unconfirmed or returns below are missing.",
    )
    due_on = fields.Date(compute="_compute_due_on", store=True)
    submitted_on = fields.Datetime("Handed in on", readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", "Handed in by", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", "Checked by", readonly=True, copy=False)
    return_reason = fields.Text("To correct", readonly=True, copy=False)
    days_late = fields.Integer(readonly=True, copy=False, aggregator="sum")
    chased_on = fields.Date("Chased on", readonly=True, copy=False)
    is_late = fields.Boolean("Overdue", compute="_compute_is_late", search="_search_is_late")
    is_mine = fields.Boolean(compute="_compute_can", compute_sudo=True)
    can_submit = fields.Boolean(compute="_compute_can", compute_sudo=True)
    can_decide = fields.Boolean(compute="_compute_can", compute_sudo=True)
    missing_ids = fields.Many2many(
        "community.quarterly.return", string="Not handed in below", compute="_compute_missing_ids"
    )

    @api.depends("date_to", "tier")
    def _compute_due_on(self):
        policies = self.env["community.policy"]
        for record in self:
            record.due_on = (
                policies._get_policy()._get_return_due(record.tier, record.date_to)
                if record.tier and record.date_to
                else False
            )

    def _compute_is_late(self):
        today = self.env["community.policy"]._today()
        for record in self:
            waits = not record.is_closed and record.due_on and record.due_on < today
            record.is_late = bool(waits)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "in", ("open", "returned")) & Domain(
            "due_on", "<", self.env["community.policy"]._today()
        )
        return late if True in value else ~late

    @api.depends("state", "date_to")
    @api.depends_context("uid")
    def _compute_can(self):
        today = self.env["community.policy"]._today()
        user = self.env.user
        for record in self:
            record.is_mine = record._is_own(user)
            record.can_submit = bool(
                record.is_mine and record.date_to < today and record.state in self._editable_states
            )
            record.can_decide = record._is_above(user) and record.state == "submitted"

    def _compute_missing_ids(self):
        for record in self:
            record.missing_ids = record._get_below().filtered(lambda row: row.state != "accepted")

    def _is_own(self, user):
        """Whether ``user`` is an officer of the office that hands this in: the one responsible today."""
        responsible = {"community": self.community_id, "street": self.street_id}.get(
            self.tier, self.district_id
        )
        return user.area_id == responsible and user._works_for(self.tier)

    def _is_above(self, user):
        """Whether ``user`` is an officer of the office that checks this; the district checks its own."""
        above = {"community": "street", "street": "district", "district": "district"}[self.tier]
        return user.area_id == self[f"{above}_id"] and user._works_for(above)

    def _get_below(self):
        """The returns that are added up in this one, by where they lay in the quarter."""
        self.ensure_one()
        if self.tier == "community":
            return self.browse()
        return self.search(
            [
                ("area_id.parent_id", "=", self.area_id.id),
                ("year", "=", self.year),
                ("quarter", "=", self.quarter),
            ]
        )

    # ------------------------------------------------------------
    # GUARD
    # ------------------------------------------------------------

    @api.model
    def _get_engine_defaults(self):
        return {"state": "open"}

    def write(self, vals):
        if not (self.env.su or self._is_engine()):
            self._check_words(vals)
        return super().write(vals)

    def _check_words(self, vals):
        if vals.keys() - WORDS:
            raise AccessError(
                self.env._(
                    "The figures of a return are counted, and its state is moved by the buttons."
                )
            )
        for record in self:
            if not record._is_own(self.env.user) or record.is_closed:
                raise AccessError(
                    self.env._(
                        "«%(return)s» is written by the office that hands it in, until it is handed in.",
                        **{"return": record.display_name},
                    )
                )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_submit(self):
        """Hand in: the figures as they are now, and the ledger behind them is closed."""
        today = self.env["community.policy"]._today()
        for record in self:
            record._check_office(record._is_own)
            if record.date_to >= today:
                raise UserError(
                    self.env._(
                        "The quarter ends on %(day)s; hand in after that day.",
                        day=format_date(self.env, record.date_to),
                    )
                )
            record._check_complete()
            # the row first: an entry at the same moment is called again and meets the closing
            record._take_turn()
            record._move(
                "submit",
                submitted_on=fields.Datetime.now(),
                submitted_by_id=self.env.uid,
                days_late=max(0, (today - record.due_on).days),
                return_reason=False,
            )
            record._extract()
            record._tell_above()
        return True

    def action_accept(self):
        """The office above takes the figures over; what had no activity goes into the credit record."""
        for record in self:
            record._check_office(record._is_above)
        self._move("accept", **self._prepare_decision())
        self._get_above()._extract()
        self._record_silent()
        return True

    def _return(self, reason):
        """Send it back with ``reason``; the ledger behind it opens again.

        :raises UserError: no reason, or the office above has handed in its own already
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("State your reasons: the office that handed it in reads them.")
            )
        for record in self:
            record._check_office(record._is_above)
            above = record._get_above()
            if above.is_closed:
                raise UserError(
                    self.env._(
                        "«%(document)s» has been handed in with these figures: have it returned first.",
                        document=above.display_name,
                    )
                )
        self._move("return", return_reason=reason, **self._prepare_decision())
        self._get_above()._extract()
        for record in self:
            record._notify(
                record._get_officers(),
                self.env._("To correct: %(document)s", document=record.display_name),
                reason,
            )
        return True

    def action_extract(self):
        """Count again from the records."""
        self.check_access("read")
        self.filtered(lambda record: not record.is_closed)._extract()
        return True

    def action_chase(self):
        """Remind the offices below that have not handed in; once a day."""
        today = self.env["community.policy"]._today()
        for record in self:
            record._check_office(record._is_own)
            for row in record.missing_ids:
                if row.state in self._editable_states and row.chased_on != today:
                    row._chase(today)
        return True

    def _chase(self, today):
        """Ask the office for its return, and remember the day."""
        self._engine_write({"chased_on": today})
        self._notify(
            self._get_officers(),
            self.env._("Please hand in: %(document)s", document=self.display_name),
            self.env._("It was due on %(day)s.", day=format_date(self.env, self.due_on)),
        )

    def _check_office(self, belongs):
        self.check_access("read")
        if not self.env.su and not belongs(self.env.user):
            raise AccessError(
                self.env._(
                    "«%(document)s» is not for your office to do this with.",
                    document=self.display_name,
                )
            )

    def _check_complete(self):
        """Unconfirmed entries and missing returns are explained, or there are none."""
        gaps = []
        unconfirmed = self.activity_count - self.confirmed_count
        if self.tier == "community" and unconfirmed:
            gaps.append(self.env._("%(count)s activities are not confirmed.", count=unconfirmed))
        missing = self.missing_ids
        if missing:
            gaps.append(
                self.env._(
                    "Not received yet: %(areas)s.", areas="、".join(missing.area_id.mapped("name"))
                )
            )
        if gaps and not (self.exception_reason or "").strip():
            raise UserError(
                "\n".join(
                    [*gaps, self.env._("Settle this first, or state the reason on the form.")]
                )
            )

    def _prepare_decision(self):
        return {"decided_on": fields.Datetime.now(), "decided_by_id": self.env.uid}

    def _get_above(self):
        """The returns in which these are added up; none above the district."""
        # sudo: community.quarterly.return - opened by the first that is handed in
        returns = self.sudo()
        wanted = {
            (row.area_id.parent_id, row.date_from) for row in returns if row.tier != "district"
        }
        found = returns._get_for(wanted).values()
        return returns.browse([row.id for row in found]).with_env(self.env)

    def _record_silent(self):
        """Organisations of the community without any activity in the quarter: «台账» is a duty."""
        # sudo: community.organization - whoever accepts
        communities = self.sudo().filtered(lambda record: record.tier == "community")
        for record, silent in communities._get_silent().items():
            silent._record_credit(
                "ledger_missing",
                note=self.env._("No activity in «%(quarter)s».", quarter=record.display_name),
                source=record,
            )

    # ------------------------------------------------------------
    # LETTERS
    # ------------------------------------------------------------

    def _get_officers(self):
        """Users of the office that hands this in, as sudo records."""
        responsible = {"community": self.community_id, "street": self.street_id}.get(
            self.tier, self.district_id
        )
        # sudo: res.users - the colleagues of another office
        users = self.env["res.users"].sudo().search([("area_id", "=", responsible.id)])
        return users.filtered(lambda user: user._works_for(self.tier))

    def _tell_above(self):
        above = self._get_above()
        if above:
            self._notify(
                above._get_officers(),
                self.env._("Handed in: %(document)s", document=self.display_name),
                self.note or "",
            )

    def _notify(self, users, subject, body):
        """A message to ``users`` about this return; there is no chatter on it."""
        if users:
            # sudo: mail.thread - an office writes to another
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=users.partner_id.ids,
                subject=subject,
                body=body or subject,
                model=self._name,
                res_id=self.id,
                author_id=self.env.user.partner_id.id,
            )

    # ------------------------------------------------------------
    # JOBS
    # ------------------------------------------------------------

    @api.model
    def _cron_return(self):
        """Daily: open the returns of this quarter and the last, count the open ones, tell who is late."""
        policy = self.env["community.policy"]
        today = policy._today()
        self._open_quarter(today)
        self.search([("state", "in", ("open", "returned")), ("date_to", "<", today)])._extract()
        late = self._count_late(today).filtered(lambda record: not record.chased_on)
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(late))
        for record in late:
            record._chase(today)
            if not cron._commit_progress(1):
                break

    @api.model
    def _count_late(self, today):
        """The returns that are overdue, with the days so far."""
        late = self.search([("is_late", "=", True)])
        for due_on, records in late.grouped("due_on").items():
            records._engine_write({"days_late": (today - due_on).days})
        return late

    @api.model
    def _open_quarter(self, day):
        """A return of every area for the quarter of ``day``."""
        areas = self.env["community.area"].search(self.env["community.area"]._in_force(day))
        self._get_for({(area, day) for area in areas})
