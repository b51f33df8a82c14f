from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..credit.clock import Event
from .community_credit_rule import LISTS


class CommunityCreditEntry(models.Model):
    """An event in the credit record (诚信档案) of an organisation, with the rule as it was on that day.

    Nothing is deleted or rewritten: a wrong entry is reversed, with the reason. What the community
    proposes counts when the street has confirmed it; what the system finds counts by itself.
    """

    _name = "community.credit.entry"
    _description = "Credit entry"
    _inherit = ["community.area.mixin", "community.state.mixin", "community.file.mixin"]
    _order = "day desc, id desc"
    _rec_name = "rule_id"
    _area_follows = "organization_id"
    _area_dated_by = "day"
    _transitions = {
        "confirm": ({"proposed"}, "pending"),
        "decline": ({"proposed"}, "declined"),
        "begin": ({"pending"}, "active"),
        "expire": ({"active"}, "expired"),
        "reverse": ({"pending", "active", "expired"}, "reversed"),
    }
    _editable_states = frozenset({"proposed"})

    organization_id = fields.Many2one(
        "community.organization", required=True, index=True, ondelete="restrict"
    )
    rule_id = fields.Many2one(
        "community.credit.rule", "Event", required=True, index=True, ondelete="restrict"
    )
    day = fields.Date(required=True, default=lambda self: self.env["community.policy"]._today())
    note = fields.Text("Facts", required=True, help="What happened, and what shows it.")

    # the rule as it was
    kind = fields.Selection(
        [("good", "Commendable"), ("bad", "Dishonest")], readonly=True, index=True
    )
    points = fields.Integer(readonly=True, aggregator="sum")
    months = fields.Integer(readonly=True, aggregator=None)
    list = fields.Selection(LISTS, "Leads to the list", readonly=True)
    mendable = fields.Boolean("Can be mended", readonly=True)

    # its course
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("declined", "Declined"),
            ("pending", "Announced"),
            ("active", "In force"),
            ("expired", "Expired"),
            ("reversed", "Reversed"),
        ],
        required=True,
        default="proposed",
        readonly=True,
        index=True,
        group_expand=True,
    )
    effective_on = fields.Date("Takes effect on", readonly=True)
    expires_on = fields.Date(
        "Counts until", readonly=True, help="The first day on which it does not count."
    )
    appeal_until = fields.Date("Appeal until", readonly=True)
    decision_reason = fields.Text("Reason of the decision", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_on = fields.Datetime(readonly=True)

    # what it comes from, for entries that the system makes
    res_model = fields.Char("Comes from, model", readonly=True)
    res_id = fields.Many2oneReference("Comes from", model_field="res_model", readonly=True)

    _source_uniq = models.UniqueIndex(
        "(organization_id, rule_id, res_model, res_id) WHERE res_model IS NOT NULL",
        "This event has been entered already.",
    )
    _street_idx = models.Index("(street_id, day DESC, id DESC)")
    _community_idx = models.Index("(community_id, day DESC, id DESC)")
    _district_idx = models.Index("(district_id, day DESC, id DESC)")
    _clock_idx = models.Index("(state, effective_on, expires_on)")

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def _get_engine_defaults(self):
        """What staff enters is a proposal; all that is read-only on screen is the buttons' and the clock's."""
        readonly = (
            name
            for name, field in self._fields.items()
            if field.readonly and field.store and not field.compute
            if name not in models.MAGIC_COLUMNS
        )
        return {
            **dict.fromkeys(readonly, False),
            **super()._get_engine_defaults(),
            "state": "proposed",
        }

    @api.model_create_multi
    def create(self, vals_list):
        """Where it lies follows the organisation; the rule is kept as it is on this day."""
        entries = super().create([self._with_area(vals) for vals in vals_list])
        for rule, mine in entries.grouped("rule_id").items():
            mine._engine_write(
                {name: rule[name] for name in ("kind", "points", "months", "list", "mendable")}
            )
        return entries

    def write(self, vals):
        if not self._is_engine() and vals.keys() & {"organization_id", "rule_id"}:
            raise UserError(self.env._("Delete this proposal and enter another one."))
        return super().write(vals)

    def _check_content_editable(self):
        for entry in self:
            if entry.state not in self._editable_states:
                raise UserError(
                    self.env._(
                        "«%(entry)s» of «%(organization)s» stays in the record."
                        " If it is wrong, the street reverses it.",
                        entry=entry.rule_id.name,
                        organization=entry.organization_id.name,
                    )
                )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_confirm(self):
        """The street takes a proposal into the record."""
        self._check_decides()
        self._move("confirm", **self._prepare_decision())
        self._announce()
        return True

    def action_decline(self, reason=""):
        self._check_decides()
        self._move("decline", **self._prepare_decision(reason))
        return True

    def _reverse(self, reason):
        """Take a wrong entry out of the figures; it stays visible, with the reason.

        :raises AccessError: not of this office
        :raises UserError: no reason is given
        """
        if not (reason or "").strip():
            raise UserError(
                self.env._("State the reason: the organisation receives it in writing.")
            )
        self._check_decides()
        self._move("reverse", **self._prepare_decision(reason))
        self.organization_id._refresh_credit()
        return True

    def _check_decides(self):
        """Filed bodies: their street. Registered ones: the district, which keeps their register."""
        for entry in self:
            entry.check_access("read")
            tier = "district" if entry.organization_id.state == "registered" else "street"
            if not (self.env.su or self.env.user._works_for(tier)):
                raise AccessError(
                    self.env._(
                        "«%(entry)s» is decided by the street; that of a registered body by the district.",
                        entry=entry.rule_id.name,
                    )
                )

    def _prepare_decision(self, reason=""):
        return {
            "decided_by_id": self.env.uid,
            "decided_on": fields.Datetime.now(),
            "decision_reason": (reason or "").strip() or False,
        }

    def _check_request(self, _kind):
        """:raises UserError: it is too late for an appeal, or there is nothing to appeal against"""
        today = self.env["community.policy"]._today()
        if self.state not in ("pending", "active") or self.kind != "bad":
            raise UserError(self.env._("There is nothing to appeal against any more."))
        if self.appeal_until and self.appeal_until < today:
            raise UserError(
                self.env._(
                    "An appeal was possible until %(day)s. Ask your community if new facts have come up.",
                    day=format_date(self.env, self.appeal_until),
                )
            )

    # ------------------------------------------------------------
    # CLOCK
    # ------------------------------------------------------------

    def _prepare_event(self):
        """What it is for the clock of the lists."""
        return Event(self.effective_on, "listed", self.list, self.mendable, self.months, self.id)

    def _announce(self):
        """Start the clock of a confirmed entry: tell the organisation, and when it takes effect."""
        policy = self.env["community.policy"]
        holidays = self.env["community.holiday"]
        today = policy._today()
        appeal_days = policy._get_policy().credit_appeal_days
        for entry in self:
            # the day of the event may lie back; it counts from when the organisation could know of it
            begins = holidays._add_working_days(today, entry.rule_id.record_days)
            entry._engine_write(
                {
                    "effective_on": begins,
                    "expires_on": begins + relativedelta(months=entry.months)
                    if entry.months
                    else False,
                    "appeal_until": holidays._add_working_days(begins, appeal_days),
                }
            )
        self.organization_id._refresh_credit()
        # after the flush: Odoo calls again when another event was faster
        self.env.flush_all()
        for entry in self.filtered(lambda entry: entry.kind == "bad"):
            told = {"credit_event": entry.rule_id.name, "credit_entry": entry}
            entry.organization_id.with_context(**told)._mail_representatives(
                "community_org.mail_template_credit_announced"
            )
