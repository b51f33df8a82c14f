from odoo.addons.community_org.controllers.public_page import LIMITER
from odoo.addons.community_org.tests.common_portal import PortalCase
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_training import TrainingData


@tagged("post_install", "-at_install")
class TestTrainingPortal(TrainingData, PortalCase):
    """An organisation enrols its own people, and sees nobody else's; the door opens by phone number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        LIMITER.clear()
        cls.organization = cls._organization_of(cls.portal_1)
        cls.course = cls._course()
        cls.training = cls._session(seats=1)
        cls.members = cls._members(cls.organization, 2)

    def test_enrol_and_cancel(self):
        url = f"/my/training/{self.training.id}"
        page = self.url_open(url)
        self.assertIn("学员甲一", page.text)
        self._post(f"{url}/enrol", {"member": self.members[0].id})
        self._post(f"{url}/enrol", {"member": self.members[1].id})
        rows = self.training.registration_ids.sorted("id")
        self.assertEqual(rows.mapped("state"), ["open", "draft"])
        self._post(f"{url}/cancel/{rows[0].id}")
        self.env.invalidate_all()
        self.assertEqual(rows.mapped("state"), ["cancel", "open"])

    def test_other_organisations_are_not_there(self):
        """A stranger neither enrols these people nor cancels or sees their enrolment."""
        row = self._enrol(self.training, self.members[0])
        self._login(self.portal_2)
        url = f"/my/training/{self.training.id}"
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("学员", page.text)
        self._post(f"{url}/cancel/{row.id}")
        self._post(f"{url}/enrol", {"member": self.members[1].id})
        self.env.invalidate_all()
        self.assertEqual((row.state, self.training.registration_ids), ("open", row))

    def test_addresses_are_not_for_everybody(self):
        """Where one checks in, and where it is held online, no organisation reads by a remote call."""
        for name in ("check_in_url", "check_in_token", "online_url"):
            with self.assertRaises(AccessError):
                self.training.with_user(self.portal_1).read([name])

    def test_draft_sessions_are_hidden(self):
        draft = self._session(announce=False)
        page = self.url_open(f"/my/training/{draft.id}")
        self.assertTrue(page.url.endswith("/my/training"))
        self.assertIn("测试一讲", page.text)
        self.assertNotIn(f"/my/training/{draft.id}", page.text)

    def test_public_list(self):
        """Sessions and free seats, no names."""
        self._enrol(self.training, self.members[0])
        self.env.flush_all()
        page = self.url_open("/community/training").text
        self.assertIn("测试一讲", page)
        self.assertNotIn("学员甲一", page)

    def test_check_in(self):
        """By the phone on the roster, while the door is open; a wrong number learns nothing."""
        row = self._enrol(self.training, self.members[0])
        url = f"/community/check-in/{self.training.sudo().check_in_token}"
        self.assertNotIn('name="phone"', self.url_open(url).text, "too early")
        self._move_to(self.training, 0.5)
        self.env.flush_all()
        for phone, state in (("13911112222", "open"), (self.members[0].phone, "done")):
            answer = self._post(url, {"phone": phone}).text
            self.env.invalidate_all()
            self.assertEqual(row.state, state)
            self.assertNotIn("学员甲一", answer)
        self.assertEqual(self.url_open("/community/check-in/nonsense").status_code, 404)
