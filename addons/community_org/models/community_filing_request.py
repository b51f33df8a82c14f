from odoo import fields, models
from odoo.exceptions import UserError

from .community_review_guard import UNDER_REVIEW

# after these the facts read differently
CHANGING_KINDS = {"change", "merger", "conversion"}


class CommunityFilingRequest(models.Model):
    """Filings on an organisation that exists: change (变更), renewal (换发), cancellation (注销).

    A request starts from `community.organization._start_request`, which fills in the facts in
    force; what differs on submission is kept as `community.filing.change`.
    """

    _inherit = "community.filing"

    cancel_reason = fields.Text("Reason for the cancellation", tracking=True)
    change_ids = fields.One2many(
        "community.filing.change", "filing_id", "Changes", readonly=True, copy=False
    )

    _one_request = models.UniqueIndex(
        "(organization_id) WHERE kind <> 'establish' AND state IN ('review', 'returned')",
        "Another request of this organisation is under review. Wait for its decision or withdraw it.",
    )

    def _get_engine_defaults(self):
        return {**super()._get_engine_defaults(), "kind": "establish", "change_ids": []}

    def _get_rivals(self):
        return super()._get_rivals().filtered(lambda other: not other.organization_id)

    # ------------------------------------------------------------
    # BEFORE AND AFTER
    # ------------------------------------------------------------

    def _get_changes(self):
        """``[(label, before, after)]`` of the facts and the roster that differ from the organisation's."""
        self.ensure_one()
        changes = []
        for name in self._get_fact_names():
            before, after = self.organization_id._format_fact(name), self._format_fact(name)
            if before != after:
                label = self._fields[name]._description_string(self.env)
                changes.append((label, before, after))
        return changes + self._get_roster_changes()

    def _get_kept_lines(self):
        """Lines of the roster that go on from a member of this organisation."""
        return self.member_ids.filtered(
            lambda line: line.member_id.organization_id == self.organization_id
        ).filtered("member_id")

    def _get_roster_changes(self):
        """Joined, left, and what is different about who stays; one line each."""
        current = self.organization_id._get_current_members()
        kept = self._get_kept_lines()
        changes = []
        joined = self.member_ids - kept
        left = current - kept.member_id
        if joined:
            changes.append((self.env._("Roster: joined"), "", "、".join(joined.mapped("name"))))
        if left:
            changes.append((self.env._("Roster: left"), "、".join(left.mapped("name")), ""))
        for line in kept:
            changes += line.member_id._get_person_changes(line)
        return changes

    # ------------------------------------------------------------
    # REVIEW
    # ------------------------------------------------------------

    def _check_submit(self):
        # a draft may outlive the right to sign: who left the organisation submits nothing for it
        self.organization_id.check_access("read")
        other = self._get_other_request()
        if other:
            raise UserError(
                self.env._(
                    "«%(name)s» has another request under review since %(day)s. Wait for its decision,"
                    " or withdraw it first.",
                    name=self.organization_id.name,
                    day=self.env["community.policy"]._local(other.submitted_on).date(),
                )
            )
        return super()._check_submit()

    def _get_other_request(self):
        """A request of the same organisation that is under review, as a sudo record."""
        # sudo: community.filing - the other may be the office's, which the applicant does not see
        return (
            self.sudo().search(
                [
                    *self.organization_id._get_request_domain(),
                    ("state", "in", UNDER_REVIEW),
                    ("id", "!=", self.id),
                ],
                limit=1,
            )
            if self.organization_id
            else self.browse()
        )

    def _on_submitted(self):
        if self.kind in CHANGING_KINDS:
            # sudo: community.filing.change - written by a submission only
            lines = self.sudo()
            lines.change_ids.unlink()
            self.env["community.filing.change"].sudo().create(
                [
                    {"filing_id": self.id, "fact": fact, "before": before, "after": after}
                    for fact, before, after in lines._get_changes()
                ]
            )
        return super()._on_submitted()

    def _get_missing_change(self):
        yield from self._get_missing_establish()
        if not self.change_ids and not self._get_changes():
            yield self.env._("Nothing is changed yet: everything is as it was filed.")

    def _get_missing_renewal(self):
        yield from ()

    def _get_missing_cancellation(self):
        if not (self.cancel_reason or "").strip():
            yield self.env._("The reason for the cancellation.")
        yield from self.organization_id._get_open_duties()

    # ------------------------------------------------------------
    # CONSEQUENCES
    # ------------------------------------------------------------

    def _apply(self):
        # read again what an approval of another request may have just changed
        if self.organization_id.state == "cancelled":
            raise UserError(
                self.env._("«%(name)s» has been cancelled.", name=self.organization_id.name)
            )
        return super()._apply()

    def _apply_change(self, day):
        organization = self._apply_facts(day)
        if organization.state == "filed":
            # the certificate names facts that may have changed; its validity stays
            organization._issue_certificate(day, valid_to=organization.valid_to)
        return organization

    def _apply_renewal(self, day):
        self.organization_id._issue_certificate(day)
        return self.organization_id

    def _apply_cancellation(self, day):
        return self.organization_id._cancel(day, self.cancel_reason)

    def _apply_facts(self, day):
        """Write the facts and the roster; returns the organisation."""
        organization = self.organization_id
        facts = self._convert_to_write({name: self[name] for name in self._get_fact_names()})
        if self.category_id != organization.category_id or self.override_reason:
            facts["holds_category"] = self._holds_category()
            facts["override_reason"] = self.override_reason
        organization.write(facts)
        organization.partner_id.write(
            {"name": self.name, "phone": self.phone, "street": self.address}
        )
        self._apply_roster(day)
        return organization

    def _apply_roster(self, day):
        """End who left or changed role, begin who joined: the roster of any day stays known."""
        kept = self._get_kept_lines()
        moved = kept.filtered(lambda line: line.role != line.member_id.role)
        current = self.organization_id._get_current_members()
        ended = (current - kept.member_id) | moved.member_id
        ended.write({"date_to": day})
        ended.flush_recordset()  # before the same people begin again in another role
        for line in kept - moved:
            line.member_id.write(line._prepare_person_vals())
        self.env["community.member"].create(
            [
                {
                    **self._prepare_member_vals(line, day),
                    "organization_id": self.organization_id.id,
                }
                for line in (self.member_ids - kept) | moved
            ]
        )
