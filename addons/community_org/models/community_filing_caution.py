from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CommunityFilingCaution(models.Model):
    """The proposed leader led an organisation that was dissolved by order: caution (慎重).

    The reviewers are told the year and the number, not which organisation of another street it was;
    the applicant is told nothing. Who decides may still approve, with a reason that is kept.
    """

    _inherit = "community.filing"

    leader_dissolved = fields.Text(
        "Led a dissolved organisation",
        compute="_compute_leader_dissolved",
        compute_sudo=True,
        groups="community_org.group_staff",
    )
    caution_reason = fields.Text(
        "Reason in spite of it",
        readonly=True,
        copy=False,
        groups="community_org.group_staff",
    )

    @api.depends("member_ids.identity_id", "member_ids.role", "member_ids.name", "member_ids.phone")
    def _compute_leader_dissolved(self):
        for filing in self:
            leaders = filing.member_ids.filtered(lambda line: line.role == "leader")
            posts = (
                filing.kind != "cancellation"
                and self.env["community.member"]._find_dissolved_posts(leaders)
            ) or self.env["community.member"]
            filing.leader_dissolved = "\n".join(
                self.env._(
                    "Led an organisation that was dissolved by order (%(year)s, number %(number)s).",
                    year=order.issued_on.year,
                    number=order.organization_id.number or order.number,
                )
                for order in posts.dissolution_order_id
            )

    @api.model
    def _get_engine_defaults(self):
        defaults = super()._get_engine_defaults()
        # an applicant in the portal may not write the field at all
        if self._has_field_access(self._fields["caution_reason"], "write"):
            defaults["caution_reason"] = False
        return defaults

    def _check_verdict(self, verdict, task):
        super()._check_verdict(verdict, task)
        if verdict != "approve" or self._get_following_task():
            return
        # sudo: community.filing - the warning of the reviewers
        filing = self.sudo()
        if filing.leader_dissolved and not filing.caution_reason:
            raise UserError(
                self.env._(
                    "Caution: %(warning)s State first why this leader is acceptable, or return the"
                    " application.",
                    warning=filing.leader_dissolved,
                )
            )

    def _accept_leader(self, reason):
        """Keep why the leader is acceptable although he led a dissolved organisation.

        :raises AccessError: the user does not take the decision on this filing
        :raises UserError: the reason is blank
        """
        self.ensure_one()
        if not self.can_decide or self._get_following_task():
            raise AccessError(
                self.env._("Only the office that decides this filing accepts such a leader.")
            )
        if not (reason or "").strip():
            raise UserError(self.env._("State why this leader is acceptable."))
        self._engine_write({"caution_reason": reason.strip()})
