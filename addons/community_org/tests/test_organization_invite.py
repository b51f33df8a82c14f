from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_import import HEAD, ImportCase


@tagged("post_install", "-at_install")
class TestOrganizationInvite(ImportCase):
    """An import sends nothing; its offices invite, when they want to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("test_invited_in_the_background")
        batch = case._read_rows(
            [*case._row(), "zhao@test.example"],
            [*case._row(名称="甲一合唱队", 负责人="钱测试", 负责人身份证号=None), None],
            head=(*HEAD, "负责人邮箱"),
        )
        case._import(batch)
        cls.reachable, cls.unreachable = case._imported(batch).sorted("name", reverse=True)
        if not cls.reachable.leader_id.email:
            cls.reachable, cls.unreachable = cls.unreachable, cls.reachable

    def _invite(self, user, organizations):
        answer = organizations.with_user(user).action_invite()
        with self.enter_registry_test_mode():
            self.env.ref("community_org.ir_cron_invite").method_direct_trigger()
        self.env.invalidate_all()
        return answer["params"]["message"]

    def test_invited_in_the_background(self):
        both = self.reachable + self.unreachable
        self.assertEqual(both.mapped("can_invite"), [True, False])
        self.assertIn("1", self._invite(self.officer_a, both))
        account = self.env["res.users"].search([("login", "=", "zhao@test.example")])
        self.assertEqual(self.reachable.leader_id.partner_id, account.partner_id)
        self.assertTrue(account.share)
        letters = self.env["mail.mail"].search([("email_to", "ilike", "zhao@test.example")])
        letters |= self.env["mail.mail"].search([("recipient_ids", "in", account.partner_id.ids)])
        self.assertEqual(len(letters), 1)
        self.assertFalse(any((both).mapped("invite_pending")))

    def test_twice_is_once(self):
        self._invite(self.officer_a, self.reachable)
        self.assertFalse(self.reachable.can_invite)
        mails = self.env["mail.mail"].search_count([])
        self._invite(self.officer_a1, self.reachable)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_who_invites(self):
        """The offices of the organisation only."""
        for user in (self.officer_b, self.officer_d, self.leader, self.admin, self.portal_1):
            self.assertRefused(AccessError, self.reachable.with_user(user).action_invite)
        self.assertFalse(self.reachable.invite_pending)
