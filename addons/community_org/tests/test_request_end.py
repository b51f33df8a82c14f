from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common_request import RequestCase


@tagged("post_install", "-at_install")
class TestRequestRenewal(RequestCase):
    def test_renewal_gives_a_new_certificate(self):
        """The renewed certificate has the validity of the policy and the same number."""
        old, number = self.organization.certificate_id, self.organization.number
        with freeze_time("2029-01-10 04:00:00"):
            self._decided_request("renewal")
            paper = self.organization.certificate_id
            self.assertEqual(str(paper.issued_on), "2029-01-10")
            self.assertEqual(str(paper.valid_to), "2032-01-09")
            self.assertEqual((paper.state, old.state), ("valid", "replaced"))
        self.assertEqual(self.organization.number, number)

    def test_renewal_asks_no_facts_again(self):
        """Nothing but the materials is needed: the facts are filed already."""
        request = self._request("renewal")
        self.assertFalse(request.missing)
        request.action_submit()
        self.assertEqual(request.state, "review")


@tagged("post_install", "-at_install")
class TestRequestCancellation(RequestCase):
    def test_reason_is_needed(self):
        """A cancellation says why."""
        request = self._request("cancellation")
        self.assertIn("reason", self.assertRefused(UserError, request.action_submit))

    def test_open_duties_hold_it_up(self):
        """What other addons say must be cleared is listed, and the request waits."""
        request = self._request("cancellation", cancel_reason="成员减少")
        duties = patch.object(
            type(self.organization), "_get_open_duties", lambda self: ["归还活动室钥匙"]
        )
        with duties:
            self.assertIn("归还活动室钥匙", self.assertRefused(UserError, request.action_submit))
        request.action_submit()
        self.assertEqual(request.state, "review")

    def test_cancelled_with_day_and_reason(self):
        """The organisation stays on the books, cancelled; its certificate says so."""
        with freeze_time("2027-05-06 04:00:00"):
            self._decided_request("cancellation", cancel_reason="成员减少")
        self.assertEqual(self.organization.state, "cancelled")
        self.assertEqual(str(self.organization.cancelled_on), "2027-05-06")
        self.assertEqual(self.organization.cancel_reason, "成员减少")
        self.assertEqual(self.organization.certificate_id.state, "cancelled")

    def test_place_of_the_category_is_free_again(self):
        """After a cancellation another organisation of the category may be filed, with a new number."""
        self._decided_request("cancellation", cancel_reason="成员减少")
        other = self._organization(name="甲一康乐助老社")
        self.assertTrue(other.holds_category)
        self.assertNotEqual(other.number, self.organization.number)

    def test_nothing_more_can_be_requested(self):
        """A cancelled organisation applies for nothing."""
        self._decided_request("cancellation", cancel_reason="成员减少")
        organization = self.organization.with_user(self.officer_a1)
        self.assertIn(
            "cancelled", self.assertRefused(UserError, organization._start_request, "change")
        )
