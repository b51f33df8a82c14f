from odoo import fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError

OFFICERS = ("community_org.group_community_officer", "community_org.group_street_officer")


class CommunityOrganizationRequest(models.Model):
    """How a request on an organisation begins, and what a cancellation leaves behind."""

    _inherit = "community.organization"

    cancelled_on = fields.Date(tracking=True)
    cancel_reason = fields.Text("Reason for the cancellation", tracking=True)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_request_change(self):
        return self._start_request("change")._open_form()

    def action_request_renewal(self):
        return self._start_request("renewal")._open_form()

    def action_request_cancellation(self):
        return self._start_request("cancellation")._open_form()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _start_request(self, kind):
        """A draft request of ``kind`` with the facts in force, or the draft that there is already.

        :raises AccessError: the user neither represents the organisation nor works in its offices
        :raises UserError: the organisation is cancelled
        :raises RedirectWarning: another request is under review; it leads there
        """
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if not user.share and not any(user.has_group(group) for group in OFFICERS):
            raise AccessError(
                self.env._("Only its community, its street or the organisation itself applies.")
            )
        if self.state == "cancelled":
            raise UserError(self.env._("«%(name)s» has been cancelled.", name=self.name))
        requests = self.env["community.filing"].search(
            [
                ("organization_id", "=", self.id),
                ("kind", "!=", "establish"),
                ("state", "in", ("draft", "review", "returned")),
            ]
        )
        under_review = requests.filtered(lambda request: request.state != "draft")
        if under_review:
            raise RedirectWarning(
                self.env._("«%(name)s» has another request under review.", name=self.name),
                under_review[0]._open_form(),
                self.env._("Open it"),
            )
        draft = requests.filtered(lambda request: request.kind == kind and request.can_edit)
        return draft[:1] or self._create_request(kind)

    def _create_request(self, kind):
        facts = {name: self[name] for name in self._get_fact_names()}
        filing = self.env["community.filing"].create(
            {**self._convert_to_write(facts), "area_id": self.area_id.id}
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
        return []
