from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_request import RequestCase


@tagged("post_install", "-at_install")
class TestAttackRequest(RequestCase):
    """A request reaches its own organisation and its own offices, no others."""

    def test_request_stays_with_its_offices(self):
        """A request is decided where its organisation belongs; nobody addresses it elsewhere."""
        request = self._request("change", address="甲一路 9 号")
        for area in self.area_b1 + self.area_a2:
            self.assertRefused(UserError, request.write, {"area_id": area.id})
        office = self._request("change", user=self.officer_a, address="甲一路 9 号")
        self.assertRefused(UserError, office.write, {"area_id": self.area_a2.id})
        request.action_submit()
        self.assertEqual(self._current_task(request).acting_area_id, self.area_a1)

    def test_line_of_another_organisation(self):
        """A line that is moved from another request changes nobody's roster but its own."""
        other = self._organization(
            name="甲一助残队",
            category_id=self.category_other.id,
            member_ids=self._prepare_member_vals(4, email=self.portal_1.login),
        )
        names = other.member_ids.mapped("name")
        request = self._request("change", address="甲一路 9 号")
        donor = other.with_user(self.portal_1)._start_request("change")
        line = donor.member_ids[1]
        try:
            line.write({"filing_id": request.id, "name": "顶替人"})
            request.action_submit()
            self._approve_all(request)
        except UserError:
            pass  # to refuse the move is as good
        other.invalidate_recordset()
        self.assertEqual(other.member_ids.mapped("name"), names)
        self.assertFalse(any(other.member_ids.mapped("date_to")))

    def test_own_line_cannot_be_pointed_elsewhere(self):
        """Nor does a command on the request tie a line to a stranger's member."""
        stranger = self._organization(name="甲一别家队", category_id=self.category_other.id)
        member = stranger.member_ids[0].id
        request = self._request("change", address="甲一路 9 号")
        line = request.member_ids[1].id
        for command in (
            Command.update(line, {"member_id": member}),
            Command.create({"name": "新测试员", "member_id": member}),
        ):
            self.assertRefused(UserError, request.write, {"member_ids": [command]})
