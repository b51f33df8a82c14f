import re

from odoo.tests import tagged

from .common import PDF
from .common_portal import PortalCase


@tagged("post_install", "-at_install")
class TestPortalFiling(PortalCase):
    """«申请备案», step by step."""

    def test_whole_way(self):
        """From the empty form to a submitted application, then withdrawn."""
        self.assertPage(self.url_open("/my/filings/new"), "/my/filings/new")
        filing = self._start()
        self.assertPage(
            self._post(self._url(filing, "roster"), self._prepare_roster()),
            self._url(filing, "charter"),
        )
        self.assertPage(
            self._post(self._url(filing, "charter"), self._prepare_charter()),
            self._url(filing, "materials"),
        )
        self._upload(filing)
        preview = self.url_open(self._url(filing, "preview"))
        self.assertIn("甲一银发助老队", preview.text)
        self.assertNotIn("disabled", re.search(r"<button[^>]*w-100[^>]*>", preview.text)[0])
        self.assertPage(self._post(self._url(filing, "preview")), self._url(filing))
        filing = self._mine()
        self.assertEqual(filing.state, "review")
        self.assertEqual(filing.channel, "portal")
        self.assertPage(self._post(self._url(filing, "withdraw")), self._url(filing))
        self.assertEqual(self._mine().state, "withdrawn")

    def _upload(self, filing):
        return self._post(
            self._url(filing, "materials"),
            {"type_id": str(self.material_type.id)},
            files={"file": ("章程.pdf", PDF, "application/pdf")},
        )

    def test_what_was_typed_is_what_is_saved(self):
        """Every field of every step arrives, and the applicant stands on the roster."""
        filing = self._start()
        self.assertEqual(filing.applicant_id, self.portal_1.partner_id)
        self.assertEqual(filing.area_id, self.area_a1)
        self.assertEqual(filing.category_id, self.category)
        self.assertEqual(str(filing.founded_on), "2025-03-05")
        self.assertEqual(filing.funds, 100.5)
        self.assertEqual(filing.address, "甲一路 8 号")
        self.assertEqual(filing.member_ids.mapped("name"), ["门户甲"])
        self.assertEqual(filing.member_ids.role, "leader")
        roster = self._prepare_roster(**{"member-1-is_party_member": "on", "member-7-name": " "})
        self._post(self._url(filing, "roster"), roster)
        members = self._mine().member_ids
        self.assertEqual(members.mapped("name"), ["赵测试一", "钱测试一", "孙测试一"])
        self.assertEqual(members.mapped("is_party_member"), [False, True, False])
        self._post(self._url(filing, "charter"), self._prepare_charter(purpose="甲\n乙"))
        self.assertEqual(self._mine().purpose.splitlines(), ["甲", "乙"])

    def test_draft_is_kept(self):
        """A step may be saved incomplete and continued another day."""
        blanks = {"category_id": "", "form": "", "founded_on": "", "funds": "", "phone": ""}
        filing = self._start(**blanks)
        self.assertEqual(filing.state, "draft")
        page = self.url_open(self._url(filing, "basics"))
        self.assertIn("甲一银发助老队", page.text)
        response = self._post(self._url(filing, "basics"), self._prepare_basics(goto="basics"))
        self.assertPage(response, self._url(filing, "basics"))
        self.assertEqual(self._mine().form, "team")

    def test_roster_is_replaced_not_added_to(self):
        """Saving the roster twice leaves one roster."""
        filing = self._start()
        for _time in range(2):
            self._post(self._url(filing, "roster"), self._prepare_roster(4))
        self.assertEqual(len(self._mine().member_ids), 4)

    def test_preview_lists_what_is_missing(self):
        """The preview names everything that is missing, and submitting says so too."""
        filing = self._start()
        lines = filing.missing.splitlines()
        self.assertGreater(len(lines), 3)
        self.assertIn("测试章程", self.url_open(self._url(filing, "preview")).text)
        response = self._post(self._url(filing, "preview"))
        self.assertSays(response, "测试章程")
        self.assertEqual(self._mine().state, "draft")

    def test_correction(self):
        """What was returned shows the reasons, can be corrected and submitted again."""
        filing = self._submit()
        self._decide(filing, "return", "请写明活动内容")
        self.assertIn(filing.name, self.url_open("/my").text)
        for step in ("", "charter"):
            self.assertIn("请写明活动内容", self.url_open(self._url(filing, step)).text)
        self._post(self._url(filing, "charter"), self._prepare_charter(purpose="改正"))
        self.assertPage(self._post(self._url(filing, "preview")), self._url(filing))
        self.assertEqual(self._mine().state, "review")
        self.assertEqual(self._mine().purpose, "改正")

    def test_submitted_is_read_only(self):
        """While it is under review, every step leads back to the progress."""
        filing = self._submit()
        for step in ("basics", "roster", "charter", "materials", "preview"):
            url = self._url(filing, step)
            self.assertPage(self.url_open(url), self._url(filing))
            data = {**self._prepare_basics(name="改名队"), **self._prepare_charter(purpose="改")}
            self.assertPage(self._post(url, data), self._url(filing))
        self.assertEqual(self._mine().name, filing.name)
        self.assertEqual(self._mine().purpose, "服务社区老人。")

    def test_progress_names_offices_not_people(self):
        """The timeline shows steps and offices, and no officer's name."""
        filing = self._submit()
        self._decide(filing, opinion="内部意见")
        page = self.url_open(self._url(filing)).text
        timeline = page[page.index("o_community_timeline") :]
        timeline = timeline[: timeline.index("</ol>")]
        for word in ("初审", "甲一社区", "资格审查", "甲街道"):
            self.assertIn(word, timeline)
        for secret in (self.officer_a1.name, self.officer_a.name, "内部意见"):
            self.assertNotIn(secret, timeline)

    def test_approved_leads_to_the_organisation(self):
        """After the approval the page shows the number and leads on."""
        filing = self._submit()
        organization = self._approve_all(filing).organization_id
        page = self.url_open(self._url(filing)).text
        self.assertIn(organization.number, page)
        self.assertIn(f"/my/organizations/{organization.id}", page)

    def test_list(self):
        """The list has every application of one's own and nobody else's."""
        self._submit(name="甲一我的队")
        self._submit(self.portal_2, name="甲一他的队", area_id=self.area_a2.id)
        page = self.url_open("/my/filings").text
        self.assertIn("甲一我的队", page)
        self.assertNotIn("甲一他的队", page)

    def test_counters_of_the_home_page(self):
        """The cards of the home page count one's own."""
        self._submit(name="甲一我的队")
        self._organization(name="甲一别家会", category_id=self.category_many.id)
        self._submit(self.portal_2, name="甲一他的队", area_id=self.area_a2.id)
        counters = {"counters": ["filing_count", "organization_count"]}
        self._login(self.portal_2)
        values = self.make_jsonrpc_request("/my/counters", counters)
        self.assertEqual((values["filing_count"], values["organization_count"]), (1, 0))

    def test_markup_is_shown_as_text(self):
        """HTML that was typed is shown as typed, on every page."""
        filing = self._start(address="<script>alert(1)</script>")
        self._post(self._url(filing, "charter"), self._prepare_charter(purpose="<img src=x>"))
        for step in ("", "basics", "charter", "preview"):
            page = self.url_open(self._url(filing, step)).text
            self.assertNotIn("<script>alert(1)", page)
            self.assertNotIn("<img src=x>", page)
        self.assertIn("&lt;img src=x&gt;", page)

    def test_language_of_the_page(self):
        """The page says which language it is in."""
        self.assertRegex(self.url_open("/my/filings").text, r'<html[^>]*lang="[a-z]{2}-[A-Z]{2}"')
