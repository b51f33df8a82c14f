from odoo import fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError

from .community_review_guard import UNDER_REVIEW

# the tiers whose officers may begin a request, besides the representatives in the portal where they may
FILED_REQUESTS = {
    "change": {"community", "street"},
    "renewal": {"community", "street"},
    "cancellation": {"community", "street"},
    "merger": {"street", "district"},
    "conversion": {"district"},
}
# a registered body changes at the district, its registration authority
REGISTERED_REQUESTS = {"change": {"district"}, "cancellation": {"district"}}
PORTAL_REQUESTS = {"change", "renewal", "cancellation"}


class CommunityOrganizationRequest(models.Model):
    """How a request on an organisation begins, and what a cancellation leaves behind."""

    _inherit = "community.organization"

    cancelled_on = fields.Date(tracking=True)
    cancel_reason = fields.Text("Reason for the cancellation", tracking=True)
    merged_into_id = fields.Many2one(
        "community.organization", "Merged into", index=True, ondelete="restrict"
    )
    merged_ids = fields.One2many("community.organization", "merged_into_id", "Merged organisations")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_request_change(self):
        return self._start_request("change")._open_form()

    def action_request_renewal(self):
        return self._start_request("renewal")._open_form()

    def action_request_cancellation(self):
        return self._start_request("cancellation")._open_form()

    def action_request_merger(self):
        return self._start_request("merger")._open_form()

    def action_request_conversion(self):
        return self._start_request("conversion")._open_form()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _start_request(self, kind):
        """A draft request of ``kind`` with the facts in force, or the draft that there is already.

        :raises AccessError: a request of this kind is not for this user to begin
        :raises UserError: the organisation is cancelled
        :raises RedirectWarning: another request is under review; it leads there
        """
        self.ensure_one()
        self.check_access("read")
        self._check_may_request(kind)
        requests = self.env["community.filing"].search(
            [*self._get_request_domain(), ("state", "in", ("draft", *UNDER_REVIEW))]
        )
        under_review = requests.filtered(lambda request: request.state != "draft")
        if under_review:
            raise RedirectWarning(
                self.env._("«%(name)s» has another request under review.", name=self.name),
                under_review[0]._open_form(),
                self.env._("Open it"),
            )
        draft = requests.filtered(
            lambda request: (
                request.kind == kind and request.can_edit and request.organization_id == self
            )
        )
        return draft[:1] or self._create_request(kind)

    def _get_request_domain(self):
        """Requests on this organisation, mergers into another one included."""
        return [
            ("kind", "!=", "establish"),
            "|",
            ("organization_id", "in", self.ids),
            ("merged_ids", "in", self.ids),
        ]

    def _check_may_request(self, kind):
        user = self.env.user
        if self.state == "cancelled":
            raise UserError(self.env._("«%(name)s» has been cancelled.", name=self.name))
        kinds = REGISTERED_REQUESTS if self.state == "registered" else FILED_REQUESTS
        in_portal = user.share and self.state == "filed" and kind in PORTAL_REQUESTS
        if not in_portal and not user._works_for(*kinds.get(kind, ())):
            raise AccessError(
                self.env._(
                    "Filed organisations: the organisation itself, its community and its street apply."
                    " Registered ones, and what concerns registration: the district."
                )
            )

    def _create_request(self, kind):
        facts = {name: self[name] for name in self._get_fact_names()}
        # sudo: community.filing - permitted above; the district has no right to create filings of its own
        filing = (
            self.env["community.filing"]
            .sudo()
            .create({**self._convert_to_write(facts), "area_id": self.area_id.id})
            .with_env(self.env)
        )
        filing._engine_write({"organization_id": self.id, "kind": kind})
        # sudo: community.filing.member - a line is tied to its member by nobody else
        self.env["community.filing.member"].sudo().create(
            [
                {
                    **member._prepare_person_vals(),
                    "filing_id": filing.id,
                    "member_id": member.id,
                    "sequence": sequence,
                }
                for sequence, member in enumerate(self._get_current_members())
            ]
        )
        return filing

    def _get_current_members(self):
        return self.member_ids.filtered(lambda member: not member.date_to)

    def _get_open_duties(self):
        """Sentences that say what must be cleared before a cancellation. Other addons add theirs."""
        return self._get_debts()

    def _get_debts(self):
        """Sentences on money that must come back before any end, by order too. Other addons add theirs."""
        return []

    def _cancel(self, day, reason, **vals):
        """End it on ``day``; it stays on the books with the reason. Called by an approval as superuser."""
        self.write({"state": "cancelled", "cancelled_on": day, "cancel_reason": reason, **vals})
        return self

    def _absorb(self, others, day):
        """Take over what belongs to ``others``, which end on ``day``. Other addons extend it."""
        others._get_current_members().write({"date_to": day})
        others._cancel(
            day,
            self.env._("Merged into «%(name)s».", name=self.name),
            merged_into_id=self.id,
        )
