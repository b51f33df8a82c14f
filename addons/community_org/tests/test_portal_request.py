from odoo.tests import tagged

from .common_portal import PortalCase


@tagged("post_install", "-at_install")
class TestPortalRequest(PortalCase):
    def test_former_leader_sees_nothing_new(self):
        """A kept draft does not show its former leader who joined after he left."""
        organization = self._organization()
        leader = organization.leader_id
        leader.partner_id = self.portal_1.partner_id
        draft = organization.with_user(self.portal_1)._start_request("change")
        self._login(self.portal_1)
        self.assertPage(self.url_open(self._url(draft, "preview")), self._url(draft, "preview"))

        leader.copy({"name": "新测试员", "partner_id": False})
        self.assertIn("新测试员", self.url_open(self._url(draft, "preview")).text)
        leader.date_to = leader.date_from
        left = self.url_open(self._url(draft, "preview"))
        self.assertPage(left, self._url(draft))
        self.assertNotIn("新测试员", left.text)
