from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .community_activity_guard import EDITABLE_STATES


class CommunityActivityTodo(models.Model):
    """What a list of the ledger shows first: what was declared and never reported, what waits too long.

    These depend on the clock, so they are not stored; each has a search of its own.
    """

    _inherit = "community.activity"

    is_unreported = fields.Boolean(
        "Declared and never reported",
        compute="_compute_is_unreported",
        search="_search_is_unreported",
        help="Planned, and over.",
    )
    has_begun = fields.Boolean(compute="_compute_is_unreported")
    waits_long = fields.Boolean(
        "Waits too long",
        compute="_compute_waits_long",
        search="_search_waits_long",
        help="Reported longer ago than the policy allows, and not confirmed.",
    )
    in_this_quarter = fields.Boolean(
        compute="_compute_in_this_quarter", search="_search_in_this_quarter"
    )
    timeliness = fields.Selection(
        [
            ("unreported", "Not reported"),
            ("waiting", "Waits too long"),
            ("late", "Late"),
            ("supplement", "Supplement"),
            ("in_time", "In time"),
        ],
        compute="_compute_timeliness",
    )
    is_locked = fields.Boolean("No more changes", compute="_compute_is_locked")

    @api.depends("state", "start", "stop")
    def _compute_is_unreported(self):
        now = fields.Datetime.now()
        for activity in self:
            activity.has_begun = bool(activity.start and activity.start <= now)
            activity.is_unreported = bool(
                activity.state == "planned" and activity.stop and activity.stop < now
            )

    def _search_is_unreported(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain([("state", "=", "planned"), ("stop", "<", fields.Datetime.now())])
        return found if True in value else ~found

    @api.depends("state", "entered_on")
    def _compute_waits_long(self):
        limit = self._get_confirm_limit()
        for activity in self:
            activity.waits_long = bool(activity.state == "held" and activity.entered_on < limit)

    def _search_waits_long(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = Domain([("state", "=", "held"), ("entered_on", "<", self._get_confirm_limit())])
        return found if True in value else ~found

    @api.model
    def _get_confirm_limit(self):
        """What was entered before this moment should have been confirmed by now."""
        days = self.env["community.policy"]._get_policy().ledger_confirm_days
        return fields.Datetime.now() - timedelta(days=days)

    @api.depends("date")
    def _compute_in_this_quarter(self):
        first, last = self.env["community.policy"]._get_quarter()
        for activity in self:
            activity.in_this_quarter = bool(activity.date and first <= activity.date <= last)

    def _search_in_this_quarter(self, operator, value):
        if operator != "in":
            return NotImplemented
        first, last = self.env["community.policy"]._get_quarter()
        found = Domain([("date", ">=", first), ("date", "<=", last)])
        return found if True in value else ~found

    @api.depends("is_unreported", "waits_long", "is_late", "is_supplement", "entered_on")
    def _compute_timeliness(self):
        for activity in self:
            if activity.is_unreported:
                activity.timeliness = "unreported"
            elif activity.waits_long:
                activity.timeliness = "waiting"
            elif activity.is_supplement:
                activity.timeliness = "supplement"
            elif activity.is_late:
                activity.timeliness = "late"
            else:
                activity.timeliness = activity.entered_on and "in_time"

    @api.depends("state", "is_closed")
    @api.depends_context("uid")
    def _compute_is_locked(self):
        """Whether the form is for reading only; what the server lets through is decided by the guard."""
        keeps = self.env["community.activity"].has_access("write")
        for activity in self:
            activity.is_locked = (
                not keeps or activity.is_closed or activity.state not in EDITABLE_STATES
            )
