from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .community_review_guard import UNDER_REVIEW


class CommunityFilingMerger(models.Model):
    """Merger (整合): several organisations go on as one of them («相同相近的整合»).

    The request is the remaining organisation's. The others' rosters are taken
    into the proposed one; on approval they end, and what hangs on them follows
    (`community.organization._absorb`). The number and the year of the remaining
    one stay, so a merger adds nothing to the year's new organisations.
    """

    _inherit = "community.filing"

    merged_ids = fields.Many2many(
        "community.organization",
        "community_filing_merged_rel",
        string="Organisations to merge",
        copy=False,
    )
    crosses_streets = fields.Boolean(
        "Across streets", compute="_compute_crosses_streets", store=True
    )

    @api.depends("merged_ids.street_id", "street_id")
    def _compute_crosses_streets(self):
        for filing in self:
            filing.crosses_streets = bool(filing.merged_ids.street_id - filing.street_id)

    @api.model_create_multi
    def create(self, vals_list):
        filings = super().create(vals_list)
        filings.filtered("merged_ids")._take_rosters()
        return filings

    def write(self, vals):
        result = super().write(vals)
        if "merged_ids" in vals:
            self._take_rosters()
        return result

    def _take_rosters(self):
        """Have on the proposed roster whom the chosen organisations have, and nobody twice."""
        for filing in self:
            if filing.kind != "merger":
                raise UserError(self.env._("Only a merger names other organisations."))
            if not self.env.su:
                filing.merged_ids.check_access("read")
            # sudo: community.filing.member - lines are tied to members by nobody else
            filing.sudo()._sync_roster()

    def _sync_roster(self):
        lines = self.member_ids
        organizations = self.organization_id | self.merged_ids
        stale = lines.filtered(lambda line: line.member_id.organization_id - organizations)
        kept = lines - stale
        stale.unlink()
        known = kept._get_person_keys()
        newcomers = self.env["community.member"]
        for member in self.merged_ids._get_current_members() - kept.member_id:
            if known.isdisjoint(member._get_person_keys()):
                newcomers += member
            known |= member._get_person_keys()
        lines.create([self._prepare_line_vals(member) for member in newcomers])

    def _prepare_line_vals(self, member):
        """A line for a member of an organisation that ends; one leads, so its leader joins the board."""
        role = "deputy" if member.role == "leader" else member.role
        return {
            **member._prepare_person_vals(),
            "filing_id": self.id,
            "member_id": member.id,
            "role": role,
            "sequence": 1000,
        }

    def _check_submit(self):
        super()._check_submit()
        if self.crosses_streets and not self.env.user._works_for("district"):
            raise AccessError(
                self.env._("Organisations of different streets are merged by the district.")
            )

    def _get_missing_merger(self):
        yield from self._get_missing_establish()
        yield from self._get_missing_merged()

    def _get_missing_merged(self):
        others = self.merged_ids
        if not others:
            yield self.env._("Merger: choose the organisations that go on in this one.")
        if self.organization_id in others:
            yield self.env._("Merger: an organisation is not merged into itself.")
        if others.district_id - self.district_id:
            yield self.env._("Merger: only organisations of one district are merged.")
        for other in others - self.organization_id:
            if other.state != "filed":
                yield self.env._("Merger: «%(name)s» is not a filed organisation.", name=other.name)
            for duty in other._get_open_duties():
                yield f"{other.name}：{duty}"
        busy = self.search(
            [
                *(others - self.organization_id)._get_request_domain(),
                ("state", "in", UNDER_REVIEW),
                ("id", "!=", self.id),
            ]
        )
        for request in busy:
            yield self.env._(
                "Merger: «%(name)s» has another request under review.",
                name=request.organization_id.name,
            )

    def _get_changes(self):
        changes = super()._get_changes()
        if self.merged_ids:
            names = "、".join(f"{other.name}（{other.number}）" for other in self.merged_ids)
            changes.insert(0, (self.env._("Merged organisations"), "", names))
        return changes

    def _get_interested_partners(self):
        return super()._get_interested_partners() | self.merged_ids.member_ids.partner_id

    def _apply_merger(self, day):
        ended = self.merged_ids.filtered(lambda other: other.state != "filed")
        if ended:
            raise UserError(
                self.env._("Merger: «%(name)s» is not a filed organisation.", name=ended[0].name)
            )
        self.organization_id._absorb(self.merged_ids, day)
        self.merged_ids.flush_recordset()  # the place of a category is free before it is taken
        return self._apply_change(day)
