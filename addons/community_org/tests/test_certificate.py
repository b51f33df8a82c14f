from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import CommunityCase, CommunityHttpCase


@tagged("post_install", "-at_install")
class TestCertificate(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls._organization()
        cls.certificate = cls.organization.certificate_id
        cls.today = cls.env["community.policy"]._today()

    def test_states(self):
        """Valid, expired after its last day, replaced by a newer one, cancelled with its holder."""
        self.assertEqual(self.certificate.state, "valid")
        with freeze_time(f"{self.certificate.valid_to + timedelta(days=1)} 04:00:00"):
            self.certificate.invalidate_recordset()
            self.assertEqual(self.certificate.state, "expired")
        newer = self.organization._issue_certificate(self.today + timedelta(days=1))
        self.assertEqual(self.organization.certificate_id, newer)
        self.assertEqual(self.certificate.state, "replaced")
        self.organization.state = "cancelled"
        self.assertEqual(self.certificate.state, "cancelled")
        self.assertEqual(newer.state, "cancelled")

    def test_reissued_on_the_same_day(self):
        """Of two certificates of one day, the later one is valid, before and after a reload."""
        newer = self.organization._issue_certificate(self.certificate.issued_on)
        for _time in range(2):
            self.assertEqual(self.organization.certificate_id, newer)
            self.assertEqual((self.certificate.state, newer.state), ("replaced", "valid"))
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.add_to_compute(self.organization._fields["certificate_id"], self.organization)

    def test_tokens_cannot_be_guessed(self):
        """Every certificate has its own long token, which staff does not read."""
        tokens = {self.organization._issue_certificate(self.today).token for _n in range(5)}
        self.assertEqual(len(tokens), 5)
        self.assertGreaterEqual(min(map(len, tokens)), 20)
        for user in (self.officer_a, self.officer_d, self.portal_1):
            certificate = self.certificate.with_user(user)
            self.assertRefused(AccessError, certificate.read, ["token"])
            self.assertRefused(AccessError, certificate.search, [("token", "=like", "a%")])

    def test_address_of_the_check(self):
        """Who may read the certificate gets the address for its QR code."""
        url = self.certificate.with_user(self.officer_a).verify_url
        self.assertTrue(url.endswith(f"/community/verify/{self.certificate.token}"))
        picture = self.certificate.with_user(self.officer_a)._get_qr_image()
        self.assertTrue(picture.startswith("data:image/png;base64,"))


@tagged("post_install", "-at_install")
class TestCertificatePage(CommunityHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organization = cls._organization()
        cls.certificate = cls.organization.certificate_id

    def _page(self, token=None):
        self.env.flush_all()
        return self.url_open(f"/community/verify/{token or self.certificate.token}")

    def assertShows(self, state):
        response = self._page()
        self.assertEqual(response.status_code, 200)
        self.certificate.invalidate_recordset()
        self.assertEqual(self.certificate.state, state)
        alert = "alert-success" if state == "valid" else "alert-warning"
        self.assertIn(alert, response.text)

    def test_genuine(self):
        """Anybody sees name, number, office and validity of a genuine certificate."""
        response = self._page()
        self.assertEqual(response.status_code, 200)
        self.assertIn("alert-success", response.text)
        for fact in (self.organization.name, self.organization.number, "甲街道"):
            self.assertIn(fact, response.text)

    def test_nothing_personal(self):
        """The page names no person, phone, address or account, and is not passed on."""
        response = self._page()
        leader = self.organization.leader_id
        personal = [
            leader.name,
            leader.phone,
            leader.email,
            self.organization.phone,
            self.organization.address,
            self.portal_1.name,
            self.officer_a.name,
            *self.organization.member_ids.mapped("name"),
        ]
        for secret in personal:
            self.assertNotIn(secret, response.text)
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")

    def test_no_longer_genuine(self):
        """A replaced, expired or cancelled certificate warns."""
        today = self.env["community.policy"]._today()
        newer = self.organization._issue_certificate(today + timedelta(days=1))
        self.assertShows("replaced")
        newer.unlink()
        self.assertShows("valid")
        self.certificate.write({"issued_on": "2020-01-01", "valid_to": "2020-12-31"})
        self.assertShows("expired")
        self.organization.state = "cancelled"
        self.assertShows("cancelled")

    def test_unknown(self):
        """An unknown token is a 404 with a warning, also for odd or very long ones."""
        for token in ("x", "a" * 2000, "%27%20OR%201=1", "0", "None", "False"):
            with self.subTest(token=token[:20]):
                response = self._page(token)
                self.assertEqual(response.status_code, 404)
                self.assertNotIn(self.organization.name, response.text)
                self.assertNotIn("Traceback", response.text)

    def test_wrong_case(self):
        """A token that differs in case only is another one."""
        token = self.certificate.token
        self.assertNotEqual(token.swapcase(), token)
        self.assertEqual(self._page(token.swapcase()).status_code, 404)
