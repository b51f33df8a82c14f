from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# verb: (states it starts from, state it leads to). The only table of this machine.
TRANSITIONS = {
    "report": ({"planned", "returned"}, "held"),
    "confirm": ({"held"}, "confirmed"),
    "return": ({"held"}, "returned"),
    "cancel": ({"planned"}, "cancelled"),
}
# states in which it has taken place and counts in a quarterly return
COUNTED_STATES = ("held", "returned", "confirmed")
# states in which what the activity says may still change without a trace
EDITABLE_STATES = {"planned", "held", "returned"}
# Written by the buttons alone. The key is compared by identity, so a context
# that came over RPC can never match it.
ENGINE_KEY = "community_activity_engine"
ENGINE = object()


class CommunityActivityGuard(models.Model):
    """The state of a ledger entry, and the one guard that keeps hands off what is confirmed or closed.

    Neither a value nor a context that a client sends moves the state: :meth:`_move` is its only
    writer. What is confirmed changes by a correction that leaves a trace; what was counted in a
    quarter that has been handed in (季报已报送) does not change at all.
    """

    _inherit = "community.activity"

    state = fields.Selection(
        [
            ("planned", "Scheduled"),
            ("held", "To confirm"),
            ("returned", "To correct"),
            ("confirmed", "Confirmed"),
            ("cancelled", "Not held"),
        ],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
    )
    channel = fields.Selection(
        [("portal", "Portal"), ("office", "Counter")],
        "Entered through",
        readonly=True,
        copy=False,
        required=True,
        default="office",
    )
    # timeliness (及时录入)
    entered_on = fields.Datetime("Reported on", readonly=True, copy=False)
    days_to_entry = fields.Integer(
        "Days to the entry",
        compute="_compute_days_to_entry",
        store=True,
        precompute=True,
        aggregator="avg",
        help="Days from the activity to its entry.",
    )
    is_late = fields.Boolean(
        "Entered late", compute="_compute_days_to_entry", store=True, precompute=True
    )
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", "Confirmed by", readonly=True, copy=False)
    remark = fields.Text("Remark of the community", readonly=True, copy=False)

    @api.depends("date", "entered_on")
    def _compute_days_to_entry(self):
        policies = self.env["community.policy"]
        entered = self.filtered("entered_on")
        for activity in self - entered:
            activity.days_to_entry, activity.is_late = 0, False
        for day, activities in entered.grouped(
            lambda a: policies._local(a.entered_on).date()
        ).items():
            limit = policies._get_policy(day).ledger_entry_days
            for activity in activities:
                activity.days_to_entry = max(0, (day - activity.date).days)
                activity.is_late = activity.days_to_entry > limit

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model
    def _get_engine_fields(self):
        """Fields that no client writes: those of the buttons, and what is computed from others."""
        computed = {
            name
            for name, field in self._fields.items()
            if field.compute and field.store and field.readonly
        }
        return computed | {
            "state",
            "channel",
            "entered_on",
            "confirmed_on",
            "confirmed_by_id",
            "remark",
            "return_id",
            "is_supplement",
            "reminded_on",
        }

    @api.model_create_multi
    def create(self, vals_list):
        """An entry of what has begun counts as held at once; of what is to come, as planned."""
        ledger = self._without_defaults(self._get_engine_fields())
        entries = ledger._prepare_entries(vals_list)
        activities = super(CommunityActivityGuard, ledger).create(entries).with_env(self.env)
        if not self.env.su:
            activities.organization_id._check_eligible("ledger")
        activities._check_day()
        return activities

    @api.model
    def _prepare_entries(self, vals_list):
        """``vals_list`` of a client with what the server decides, in new dictionaries (Odoo may call again)."""
        return [self._prepare_entry_vals(vals) for vals in vals_list]

    def _prepare_entry_vals(self, vals):
        self._check_engine_fields(vals)
        now = fields.Datetime.now()
        organization = self.env["community.organization"].browse(vals.get("organization_id"))
        begin = vals.get("start") or self.default_get(["start"])["start"]
        held = fields.Datetime.to_datetime(begin) <= now
        return {
            **vals,
            "start": begin,
            # where it happened stays, whatever becomes of the community
            "area_id": organization.area_id.id,
            "channel": "portal" if self.env.user.share else "office",
            "state": "held" if held else "planned",
            "entered_on": now if held else False,
        }

    def write(self, vals):
        if self.env.context.get(ENGINE_KEY) is ENGINE:
            return super().write(vals)
        self._check_engine_fields(vals)
        if "organization_id" in vals and any(
            a.organization_id.id != vals["organization_id"] for a in self
        ):
            raise UserError(
                self.env._("An activity stays with its organisation: delete it and enter it anew.")
            )
        self._check_editable()
        result = super().write(vals)
        if "start" in vals:
            self._check_day()
        return result

    def _check_day(self):
        """:raises UserError: an activity is said to be held that has not begun, or lies too far back"""
        now, policies = fields.Datetime.now(), self.env["community.policy"]
        if any(a.state in COUNTED_STATES and a.start > now for a in self):
            raise UserError(self.env._("An activity that has not begun yet has not been held."))
        days = policies._get_policy().ledger_supplement_days
        oldest = policies._today() - timedelta(days=days)
        if not self.env.su and any(a.date < oldest for a in self):
            raise UserError(
                self.env._(
                    "An activity is entered within %(days)s days. Please check the date.", days=days
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_editable(self):
        self._check_editable()

    @api.model
    def _check_engine_fields(self, vals):
        forged = vals.keys() & self._get_engine_fields()
        if forged:
            raise AccessError(
                self.env._(
                    "%(fields)s cannot be set: use the buttons.",
                    fields=", ".join(
                        sorted(self._fields[name]._description_string(self.env) for name in forged)
                    ),
                )
            )

    def _check_editable(self):
        for activity in self:
            activity._check_open()
            if activity.state not in EDITABLE_STATES:
                raise UserError(
                    self.env._(
                        "«%(activity)s» has been confirmed: the community corrects it, and says why.",
                        activity=activity.name,
                    )
                )

    def _move(self, verb, **vals):
        """Apply one transition, the only writer of the state.

        :raises UserError: the activity is not in a state from which ``verb`` starts, or its quarter is closed
        """
        sources, target = TRANSITIONS[verb]
        for activity in self:
            activity._check_open()
            if activity.state not in sources:
                label = dict(self._fields["state"]._description_selection(self.env))[activity.state]
                raise UserError(
                    self.env._(
                        "«%(activity)s» is «%(state)s»; this is not possible any more. Reload the page.",
                        activity=activity.name,
                        state=label,
                    )
                )
        self._engine_write({"state": target, **vals})

    def _engine_write(self, vals):
        # sudo: community.activity - these fields are nobody's to write; the button has checked who asks
        self.sudo().with_context(**{ENGINE_KEY: ENGINE}).write(vals)
