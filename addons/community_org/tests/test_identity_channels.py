from odoo.tests import tagged

from .common import identity_number
from .common_attack import AttackCase
from .test_identity import NUMBER, OTHER, IdentityData

MEMBER = "community.member"
TYPED = identity_number(serial=9)


@tagged("post_install", "-at_install")
class TestIdentityChannels(IdentityData, AttackCase):
    """«mask in list, form, export, PDF, chatter, search, API»: each output is searched for the number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls._complete_filing(
            name="甲一草稿队",
            category_id=cls.category_many.id,
            member_ids=cls._prepare_member_vals(3, identity_number=OTHER),
        )
        request = cls.organization.with_user(cls.officer_a1)._start_request("change")
        leader = request.member_ids.filtered(lambda line: line.role == "leader")
        leader.identity_number = OTHER
        cls._add_material(request)
        request.action_submit()
        cls.request = request.with_env(cls.env)

    def assertMasked(self, channel, output, shows=True):
        for number in (NUMBER, OTHER, TYPED):
            self.assertNotIn(number, output, channel)
        if shows:
            self.assertIn("*" * 13, output, f"{channel} shows the mask")
        else:
            self.assertTrue(output, channel)

    def test_api(self):
        """Read, search, export by XML-RPC, the web client and JSON-2."""
        fields = ["name", "identity_number"]
        self.officer_a.group_ids += self.env.ref("base.group_allow_export")
        mine = [("identity_number", "=", NUMBER)]
        calls = (
            ("read", self.member.ids, (fields,)),
            ("search_read", None, (mine, fields)),
            ("export_data", self.member.ids, (fields,)),
            ("web_read", self.member.ids, ({"identity_number": {}},)),
            ("web_search_read", None, (mine, {"identity_number": {}})),
        )
        for method, ids, args in calls:
            for way in self._ways():
                answer = way(self.officer_a, MEMBER, method, ids, args, {})
                self.assertMasked(f"{method} {way.__name__}", str(answer))

    def test_saving(self):
        """The answer to the form that sent the number shows the mask already."""
        paper = self._complete_filing(self.officer_a1, name="甲一柜台队")
        line = paper.member_ids[0]
        for _again in range(2):
            args = ({"identity_number": TYPED}, {"identity_number": {}})
            answer = self._by_web_client(
                self.officer_a1, line._name, "web_save", line.ids, args, {}
            )
            self.assertMasked("web_save", str(answer))

    def test_print(self):
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "community_org.report_filing", self.request.ids
        )
        self.assertMasked("print", html.decode())

    def test_chatter_and_history(self):
        """Before and after are kept as masks; nothing of it is in the chatter, the mails or the tracking."""
        self.assertMasked(
            "history", str(self.request.change_ids.mapped(lambda c: (c.before, c.after)))
        )
        messages = (self.request + self.organization.filing_ids).message_ids
        self.assertMasked("chatter", str(messages.mapped("body")), shows=False)
        self.assertMasked("tracking", str([messages.tracking_value_ids.read()]), shows=False)
        self.assertMasked(
            "mail", str(self.env["mail.mail"].search([]).mapped("body_html")), shows=False
        )

    def test_portal(self):
        """The applicant's own form, preview and page, and the page of the organisation."""
        self.authenticate(self.portal_1.login, self.portal_1.login)
        url = f"/my/filings/{self.draft.id}"
        self.assertMasked("portal form", self.url_open(f"{url}/roster").text)
        self.assertMasked("portal preview", self.url_open(f"{url}/preview").text, shows=False)
        self.assertMasked("portal page", self.url_open(url).text, shows=False)
