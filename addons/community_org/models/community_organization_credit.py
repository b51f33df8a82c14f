from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..credit.clock import replay
from .community_credit_rule import LISTS

# entries that count, or have counted, for the lists
COUNTED = ("pending", "active", "expired")


class CommunityOrganizationCredit(models.Model):
    """The credit of an organisation: points, level, lists, and what they stand in the way of."""

    _inherit = "community.organization"

    credit_entry_ids = fields.One2many(
        "community.credit.entry", "organization_id", "Credit entries"
    )
    credit_listing_ids = fields.One2many("community.credit.listing", "organization_id", "Lists")
    credit_entry_count = fields.Integer("Credit record", compute="_compute_credit_entry_count")
    credit_points = fields.Integer(readonly=True, copy=False, aggregator="avg")
    credit_level_id = fields.Many2one(
        "community.credit.level", readonly=True, copy=False, index=True, ondelete="restrict"
    )
    credit_list = fields.Selection(LISTS, "On the list", readonly=True, copy=False, index=True)
    credit_as_of = fields.Date("Credit as of", readonly=True, copy=False)

    def _compute_credit_entry_count(self):
        counts = dict(
            self.env["community.credit.entry"]._read_group(
                [("organization_id", "in", self.ids)], ["organization_id"], ["__count"]
            )
        )
        for organization in self:
            organization.credit_entry_count = counts.get(organization, 0)

    @api.model_create_multi
    def create(self, vals_list):
        organizations = super().create(vals_list)
        organizations._set_credit(defaultdict(int), {})
        return organizations

    # ------------------------------------------------------------
    # EVENTS
    # ------------------------------------------------------------

    def _record_credit(self, code, *, day=None, note="", source=None):
        """Enter an event into the credit record; the new entries (none where the district has no such rule).

        ``code``: of an active `community.credit.rule`. ``source``: the record that it comes from;
        one event of a kind from one source is entered once, however often this is called.
        """
        # sudo: community.credit.entry - the system enters what it finds, whoever's act brought it to light
        entries = self.env["community.credit.entry"]._as_engine()
        # sudo: community.credit.rule - as above
        rule = self.env["community.credit.rule"].sudo().search([("code", "=", code)])
        if not rule or not self:
            return entries.browse()
        origin = {"res_model": source._name, "res_id": source.id} if source else {}
        known = self.browse()
        if source:
            same = [("rule_id", "=", rule.id), ("organization_id", "in", self.ids)]
            known = entries.search(
                [*same, *((name, "=", value) for name, value in origin.items())]
            ).organization_id
        created = entries.create(
            [
                {
                    "organization_id": organization.id,
                    "rule_id": rule.id,
                    "day": day or self.env["community.policy"]._today(),
                    "note": note or rule.name,
                    "state": "pending",
                    **origin,
                }
                for organization in self
                if organization not in known
            ]
        )
        created._announce()
        return created.with_env(self.env)

    def _absorb(self, others, day):
        """Entries stay with what ended; a running listing passes over to what remains."""
        # sudo: community.credit.listing - whoever approves the merger
        running = others.sudo().credit_listing_ids.filtered(lambda row: not row.left_on)
        for listing in running:
            self._record_credit(
                listing.entry_id.rule_id.code,
                day=day,
                note=self.env._(
                    "Taken over with «%(name)s», which was on the list when it was merged.",
                    name=listing.organization_id.name,
                ),
                source=listing,
            )
        return super()._absorb(others, day)

    # ------------------------------------------------------------
    # CLOCK
    # ------------------------------------------------------------

    def _refresh_credit(self):
        """Let the clock act on these organisations as of today: entries, lists, points, level.

        Their rows are written first: of two events at once one is called again and sees the other.
        """
        if not self:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE community_organization SET write_date = write_date WHERE id IN %s",
                tuple(self.ids),
            )
        )
        today = self.env["community.policy"]._today()
        # sudo: community.credit.entry - the clock acts, whoever let it
        entries = self.env["community.credit.entry"].sudo()
        mine = entries.search([("organization_id", "in", self.ids), ("state", "in", COUNTED)])
        mine.filtered(lambda e: e.state == "pending" and e.effective_on <= today)._move("begin")
        mine.filtered(
            lambda e: e.state == "active" and e.expires_on and e.expires_on <= today
        )._move("expire")
        points = defaultdict(int)
        for entry in mine.filtered(lambda entry: entry.state == "active"):
            points[entry.organization_id] += entry.points
        lists = self._settle_lists(mine, today)
        self._set_credit(points, lists)

    def _settle_lists(self, entries, today):
        """``{organisation: list}`` of those that are on one today, after its rows have been settled."""
        listed = entries.filtered("list")
        # sudo: community.credit.request - a confirmed mending counts, whoever lets the clock act
        mendings = (
            self.env["community.credit.request"]
            .sudo()
            .search(
                [
                    ("organization_id", "in", self.ids),
                    ("kind", "=", "repair"),
                    ("state", "=", "approved"),
                ]
            )
        )
        terms = self.env["community.policy"]._get_policy()._get_credit_terms()
        # sudo: community.credit.listing - nobody's to write but by the clock
        listings = self.env["community.credit.listing"].sudo()
        rows = listings.search([("organization_id", "in", self.ids)])
        running = {}
        for organization in listed.organization_id | rows.organization_id:
            events = [
                *(
                    entry._prepare_event()
                    for entry in listed
                    if entry.organization_id == organization
                ),
                *(row._prepare_event() for row in mendings if row.organization_id == organization),
            ]
            stays = replay(events, today, terms)
            rows._settle(organization, stays)
            names = {stay.list for stay in stays if not stay.until}
            running[organization] = max(names, key=["irregular", "blacklist"].index, default=False)
        return running

    def _set_credit(self, points, lists):
        """``points`` on top of those to begin with, and the list, of each."""
        policy = self.env["community.policy"]
        base, today = policy._get_policy().credit_base_points, policy._today()
        # sudo: community.credit.level - configuration
        levels = self.env["community.credit.level"].sudo()
        # sudo: community.organization - these fields are nobody's to write but by the clock
        quiet = self.sudo().with_context(tracking_disable=True)
        standing = quiet.grouped(lambda body: (base + points[body], lists.get(body, False)))
        for (total, name), organizations in standing.items():
            organizations.write(
                {
                    "credit_points": total,
                    "credit_level_id": levels._get_level(total).id,
                    "credit_list": name,
                    "credit_as_of": today,
                }
            )

    @api.model
    def _cron_refresh_credit(self):
        """Nightly: what takes effect, expires, ends or falls to the blacklist today."""
        due = self._get_credit_due()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for organization in due:
            organization._refresh_credit()
            if not cron._commit_progress(1):
                break

    @api.model
    def _get_credit_due(self):
        """Organisations on which the clock acts today."""
        today = self.env["community.policy"]._today()
        begins = Domain("state", "=", "pending") & Domain("effective_on", "<=", today)
        expires = Domain("state", "=", "active") & Domain("expires_on", "<=", today)
        entries = self.env["community.credit.entry"].search(begins | expires)
        listed = self.env["community.credit.listing"].search([("left_on", "=", False)])
        return entries.organization_id | listed.organization_id

    # ------------------------------------------------------------
    # CONSEQUENCES
    # ------------------------------------------------------------

    def _get_obstacles(self, purpose):
        """A list stands in the way of what the district says; the sentence names the entry."""
        obstacles = super()._get_obstacles(purpose)
        blocks = self.env["community.credit.block"]
        # called as superuser
        for listing in self.credit_listing_ids.filtered(lambda row: not row.left_on):
            if blocks._blocks(listing.list, purpose):
                obstacles.append(listing._get_reason())
        return obstacles

    def _get_register_sections(self):
        """The public sees which list an organisation is on, since when and why."""
        sections = super()._get_register_sections()
        running = self.credit_listing_ids.filtered(lambda row: not row.left_on)
        if not running or not self.env["community.policy"]._get_policy().credit_is_public:
            return sections
        facts = [
            (
                listing._get_list_name(),
                self.env._(
                    "since %(day)s: %(event)s",
                    day=format_date(self.env, listing.listed_on),
                    event=listing.entry_id.rule_id.name,
                ),
            )
            for listing in running
        ]
        return [*sections, {"title": self.env._("Credit"), "facts": facts}]

    def action_open_credit(self):
        return self._open_related("community_org.community_credit_entry_action")
