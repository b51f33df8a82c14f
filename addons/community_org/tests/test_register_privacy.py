from odoo.tests import tagged

from .common_register import LIST, RegisterCase

FILES = ("/community/open-data/organizations.csv", "/community/open-data/organizations.json")


@tagged("post_install", "-at_install")
class TestRegisterPrivacy(RegisterCase):
    """Nothing personal leaves the register, though people wrote it into the texts."""

    def _outputs(self):
        """Every page and file of the register, as text by address."""
        paths = [
            "/community",
            f"/community?street={self.street_a.code}",
            LIST,
            f"{LIST}?state=cancelled",
            f"{LIST}?search=nothing",
            f"{LIST}/nothing",
            "/community/open-data",
            "/community/verify",
            *FILES,
            *(organization.register_path for organization in self.all),
            *(
                f"/community/verify/{organization.certificate_id.token}"
                for organization in self.all
            ),
        ]
        # as one can read it: JSON and pages may write characters as numbers
        return {path: self._get(path).content.decode("utf-8-sig") for path in paths}

    def assertHidden(self, outputs, *secrets):
        for path, text in outputs.items():
            for secret in secrets:
                self.assertNotIn(secret, text, f"{secret} on {path}")

    def test_names_phones_mails(self):
        """No member's name, phone or e-mail address and no contact phone on any page or in any file."""
        outputs = self._outputs()
        self.assertIn("甲一夕阳红舞蹈队", outputs[self.dance.register_path])
        self.assertIn("丰富生活", outputs[FILES[0]])
        self.assertHidden(outputs, *self.secrets)

    def test_reason_of_the_cancellation(self):
        """The reason is published without the names and phones in it."""
        leader = self.gone.member_ids[0]
        self.gone.cancel_reason = f"负责人{leader.name}（{leader.phone}）外迁，无人接任。"
        outputs = self._outputs()
        self.assertIn("外迁，无人接任", outputs[self.gone.register_path])
        self.assertHidden(outputs, leader.name, leader.phone)

    def test_who_left(self):
        """Who left the roster long ago is hidden too."""
        leader = self.dance.member_ids[0]
        leader.date_to = "2026-02-01"
        self.assertHidden(self._outputs(), leader.name)

    def test_staff_and_accounts(self):
        """No officer, applicant or account is named, nor who is the leader's portal user."""
        self.dance.member_ids[0].partner_id = self.portal_1.partner_id
        users = (self.officer_a, self.officer_a1, self.officer_d, self.portal_1, self.admin)
        self.assertHidden(
            self._outputs(), *(user.name for user in users), *(u.login for u in users)
        )

    def test_tokens(self):
        """The secret of a certificate's QR code stands in no page but its own."""
        outputs = self._outputs()
        token = self.dance.certificate_id.token
        outputs.pop(f"/community/verify/{token}")
        self.assertHidden(outputs, token)

    def test_what_counts_as_personal(self):
        """Phones in every way of writing, identity numbers and e-mail addresses; nothing else."""
        mask = self.env["community.register"]._mask
        for text in (
            "13912345678",
            "139 1234 5678",
            "139-1234-5678",
            "+86 13912345678",
            "8613912345678",
            "１３９１２３４５６７８",
            "0574-88123456",
            "057488123456",
            "88123456",
            "88123456-801",
            "330212196501011234",
            "33021219650101123X",
            "a.b-c@mail.example.com",
            "a@b.cn",
        ):
            with self.subTest(text):
                self.assertEqual(mask(f"请找{text}。", ()), "请找＊＊＊。")
        for text in ("2024-2025年", "330212001-2024-0001", "500000元", "每周3次，20:00", "＠社区"):
            with self.subTest(text):
                self.assertEqual(mask(text, ()), text)

    def test_names_within_names(self):
        """The longer of two names that begin alike is hidden whole."""
        mask = self.env["community.register"]._mask
        self.assertEqual(mask("王芳芳和王芳", ["王芳", "王芳芳"]), "＊＊＊和＊＊＊")
