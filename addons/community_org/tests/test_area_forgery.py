from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_credit import CreditCase


@tagged("post_install", "-at_install")
class TestAreaForgery(CreditCase):
    """Who is responsible follows from where it is: no client says so, or an applicant chose his judges."""

    def _forged(self, area):
        return {"community_id": area.id, "street_id": area.street_id.id}

    def test_written(self):
        """An applicant cannot move the review of his draft to another office."""
        filing = self._complete_filing()
        for vals in (self._forged(self.area_b1), {"street_id": self.street_b.id}):
            self.assertRefused(AccessError, filing.write, vals)
        filing.action_submit()
        self.assertEqual(self._current_task(filing).acting_area_id, self.area_a1)

    def test_created(self):
        """Nor create it there."""
        filings = self.env["community.filing"].with_user(self.portal_1)
        vals = {**self._prepare_filing_vals(), **self._forged(self.area_b1)}
        self.assertRefused(AccessError, filings.create, vals)

    def test_by_default(self):
        """Nor by a default in the context."""
        forged = {f"default_{name}": value for name, value in self._forged(self.area_b1).items()}
        filings = self.env["community.filing"].with_user(self.portal_1).with_context(**forged)
        filing = self._as_root(filings.create(self._prepare_filing_vals()))
        self.assertEqual((filing.community_id, filing.street_id), (self.area_a1, self.street_a))

    def test_source_of_an_entry(self):
        """A proposal does not claim to come from a record, which would keep the true entry out."""
        organization = self._organization()
        source = organization.certificate_ids
        forged = {"default_res_model": source._name, "default_res_id": source.id}
        entries = self.env["community.credit.entry"].with_user(self.officer_a1)
        entry = entries.with_context(**forged).create(
            {
                "organization_id": organization.id,
                "rule_id": self.rule_irregular.id,
                "note": "冒充",
            }
        )
        self.assertFalse(entry.res_model)
        self.assertTrue(organization._record_credit("t_irregular", source=source))

    def test_applicant_of_a_request(self):
        """Who applies is who asks: nobody signs for somebody else, nor gives the request away."""
        organization = self._organization()
        organization.member_ids[0].partner_id = self.portal_1.partner_id
        organization._record_credit("t_irregular")
        requests = self.env["community.credit.request"].with_user(self.portal_1)
        request = requests.create(
            {
                "kind": "repair",
                "listing_id": organization.credit_listing_ids.id,
                "applicant_id": self.portal_2.partner_id.id,
            }
        )
        self.assertEqual(request.applicant_id, self.portal_1.partner_id)
        self.assertRefused(
            AccessError, request.write, {"applicant_id": self.portal_2.partner_id.id}
        )
