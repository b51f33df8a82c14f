from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# a declaration that takes up its place and day
TAKING_STATES = ("review", "returned", "approved")
# a ledger entry that is still to come or has taken place
LIVING_STATES = ("planned", "held", "returned", "confirmed")


class CommunityMajorActivityAlert(models.Model):
    """What the reviewers should notice before they decide, as sentences at the top of the form.

    Whoever reads is told by name only of what lies in his own area; what lies elsewhere is counted.
    An organisation is told nothing: its portal does not ask, and the fields are empty for it.
    """

    _inherit = "community.major.activity"

    grave_alerts = fields.Text("Look at this first", compute="_compute_alerts")
    alerts = fields.Text("Notice", compute="_compute_alerts")

    @api.depends("state", "start", "stop", "place", "participant_count", "is_late", "delay_reason")
    @api.depends_context("uid")
    def _compute_alerts(self):
        internal = self.env.user._is_internal()
        for declaration in self:
            relevant = internal and declaration.state in ("draft", *TAKING_STATES)
            times = declaration.start and declaration.stop
            complete = relevant and times and declaration.organization_id
            declaration.grave_alerts = complete and "\n".join(declaration._get_grave_alerts())
            declaration.alerts = complete and "\n".join(declaration._get_alerts())

    def _get_grave_alerts(self):
        if self.is_late:
            yield self.env._(
                "Declared %(days)s days before, at least %(required)s are asked for. Reason: %(reason)s",
                days=self.days_before,
                required=self.required_days,
                reason=self.delay_reason or "",
            )
        # sudo: community.organization - obstacles and lists are found whatever the reader may see
        organization = self.sudo().organization_id
        running = organization.credit_listing_ids.filtered(lambda listing: not listing.left_on)
        listed = [listing._get_reason() for listing in running]
        # once each: the district may let a list stand in the way of a declaration, too
        yield from dict.fromkeys([*organization._get_obstacles("declare"), *listed])
        missed = self._get_missed_reports()
        if missed:
            yield self.env._(
                "No report on earlier major activities: %(titles)s",
                titles=self._name_or_count(missed),
            )

    def _get_alerts(self):
        same_day = self._get_same_day()
        here = [found.filtered(self._is_same_place) for found in same_day]
        if any(here):
            yield self.env._(
                "Same place on the same day: %(titles)s", titles=self._name_or_count(*here)
            )
        own = [found.filtered(self._overlaps) for found in same_day]
        if any(own):
            yield self.env._(
                "The organisation holds something else at that time: %(titles)s",
                titles=self._name_or_count(*own),
            )
        declared, planned = (
            found.filtered(lambda other: other.community_id == self.community_id)
            for found in same_day
        )
        if declared or planned:
            people = sum(
                (*declared.mapped("participant_count"), *planned.mapped("participant_count")),
                start=self.participant_count,
            )
            yield self.env._(
                "On that day %(people)s people are expected in the community, in %(count)s activities.",
                people=people,
                count=len(declared) + len(planned) + 1,
            )

    # ------------------------------------------------------------
    # WHAT IS LOOKED FOR
    # ------------------------------------------------------------

    def _get_missed_reports(self):
        # sudo: community.major.activity - of the whole organisation, whoever reads
        return self.sudo().search(
            [
                ("organization_id", "=", self.organization_id.id),
                ("is_report_overdue", "=", True),
                ("id", "!=", self._origin.id),
            ]
        )

    def _get_same_day(self):
        """``(declarations, ledger entries without one)`` of the street on the days of this one, as sudo records."""
        begin, end = self._get_span()
        span = Domain([("start", "<", end), ("stop", ">", begin)])
        street = Domain("street_id", "=", self.street_id.id)
        # sudo: both models - a reviewer is warned of what a colleague's community holds as well
        declared = self.sudo().search(
            span & street & Domain([("state", "in", TAKING_STATES), ("id", "!=", self._origin.id)])
        )
        # sudo: community.activity - as above
        activities = self.env["community.activity"].sudo()
        planned = activities.search(
            span
            & street
            & Domain([("state", "in", LIVING_STATES), ("major_activity_id", "=", False)])
        )
        return declared, planned

    def _get_span(self):
        """``(begin, end)`` in UTC of the days in Shanghai on which it is held."""
        policies = self.env["community.policy"]
        first, last = (policies._local(moment).date() for moment in (self.start, self.stop))
        return (
            policies._from_local(datetime.combine(first, time.min)),
            policies._from_local(datetime.combine(last + timedelta(days=1), time.min)),
        )

    def _is_same_place(self, other):
        def plain(place):
            return "".join((place or "").split()).casefold()

        return plain(self.place) and plain(self.place) == plain(other.place)

    def _overlaps(self, other):
        return (
            other.organization_id == self.organization_id
            and other.start < self.stop
            and other.stop > self.start
        )

    def _name_or_count(self, *found):
        """«titles» of those in the reader's area, and how many there are elsewhere."""
        domain = self.env.user.community_domain()
        names, elsewhere = [], 0
        for records in found:
            mine = records.filtered_domain(domain)
            names += [f"«{record.name}» ({record.organization_id.name})" for record in mine]
            elsewhere += len(records - mine)
        if elsewhere:
            names.append(self.env._("%(count)s outside your area", count=elsewhere))
        return "、".join(names)
