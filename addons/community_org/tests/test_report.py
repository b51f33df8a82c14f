import io
import re
import unittest

from odoo.exceptions import AccessError
from odoo.tests import tagged
from pypdf import PdfReader

from .common import CommunityCase, CommunityHttpCase

CERTIFICATE = "community_org.community_certificate_report"
FORM = "community_org.community_filing_report"


def read_pdf(content):
    """``(number of pages, text without white space)`` of a PDF."""
    reader = PdfReader(io.BytesIO(content))
    text = "".join(page.extract_text() for page in reader.pages)
    return len(reader.pages), re.sub(r"\s", "", text)


def require_pango():
    """Printing is off on a machine where pango is missing and nobody may install it (./dev says so)."""
    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        raise unittest.SkipTest("pango is not installed") from error


@tagged("post_install", "-at_install")
class TestReport(CommunityCase):
    def setUp(self):
        super().setUp()
        require_pango()

    def _print(self, report, records, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.officer_a)
        reports = reports.with_context(force_report_rendering=True, lang="zh_CN")
        with self.allow_pdf_render():
            content, kind = reports._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        return read_pdf(content)

    def test_posters(self):
        """A page for each community of a satisfaction campaign; a community prints its own."""
        today = self._local_today()
        campaigns = self.env["community.satisfaction"].with_user(self.officer_a)
        vals = {"area_id": self.street_a.id, "date_from": today, "date_to": today}
        campaign = campaigns.create({"name": "满意度调查", **vals})
        campaign.action_open()
        pages, text = self._print("community_org.community_satisfaction_poster", campaign)
        self.assertEqual(pages, len(campaign.line_ids))
        for area in campaign.line_ids.area_id:
            self.assertIn(area.name, text)
        own = campaign.line_ids.filtered(lambda line: line.area_id == self.area_a1)
        poster = "community_org.community_satisfaction_line_poster"
        pages, text = self._print(poster, own, user=self.officer_a1)
        self.assertEqual(pages, 1)
        self.assertIn(self.area_a1.name, text)

    def test_certificate(self):
        """The certificate is one page with the facts in Chinese characters."""
        organization = self._organization()
        pages, text = self._print(CERTIFICATE, organization)
        self.assertEqual(pages, 1)
        year = organization.filed_on.year
        for fact in (
            organization.number,
            "甲一乐龄助老队",
            "赵测试一",
            "测试助老",
            "甲街道甲一社区",
            f"{year}年",
            f"{organization.valid_to.year}年",
        ):
            self.assertIn(fact, text)

    def test_certificates_in_one_go(self):
        """Several certificates print as one file, one page each."""
        names = ("甲一一队", "甲一二队", "甲一三队")
        organizations = self.env["community.organization"].union(
            *(self._organization(name=name, category_id=self.category_many.id) for name in names)
        )
        pages, text = self._print(CERTIFICATE, organizations)
        self.assertEqual(pages, 3)
        for name in names:
            self.assertIn(name, text)

    def test_filing_form(self):
        """The form has the facts, every decision with its opinion, and the whole roster."""
        filing = self._submit()
        self._decide(filing, opinion="初审属实。")
        self._decide(filing, "return", "请补充。")
        filing.action_submit()
        self._approve_all(filing)
        pages, text = self._print(FORM, filing.with_env(self.env))
        self.assertLessEqual(pages, 2)
        for fact in ("甲一乐龄助老队", "服务社区老人。", "初审属实。", "请补充。", "赵测试一"):
            self.assertIn(fact, text)

    def test_long_roster_breaks_over_pages(self):
        """A hundred members go over several pages and none is lost."""
        members = self._prepare_member_vals(100)
        filing = self._submit(member_ids=members)
        pages, text = self._print(FORM, filing.with_env(self.env))
        self.assertGreater(pages, 1)
        for _command, _id, member in members:
            self.assertIn(member["name"], text)

    def test_markup_is_text(self):
        """HTML that an applicant typed is printed as typed, and fetches nothing."""
        purpose = '<img src="http://127.0.0.1:9/x.png"><b>粗</b>'
        filing = self._submit(purpose=purpose)
        _pages, text = self._print(FORM, filing.with_env(self.env))
        self.assertIn("<b>粗</b>", text)

    def test_printing_needs_access(self):
        """Another street cannot print what it may not read."""
        organization = self._organization()
        filing = organization.filing_ids
        for user in (self.officer_b, self.officer_a2, self.portal_2, self.internal):
            with self.subTest(user=user.login):
                self.assertRefused(AccessError, self._print, CERTIFICATE, organization, user)
                self.assertRefused(AccessError, self._print, FORM, filing, user)


@tagged("post_install", "-at_install")
class TestReportDownload(CommunityHttpCase):
    def setUp(self):
        super().setUp()
        require_pango()

    def test_leader_downloads_the_certificate(self):
        """The leader downloads it in the portal; another resident does not."""
        self._render_in_requests()
        organization = self._organization()
        organization.leader_id.partner_id = self.portal_1.partner_id
        url = f"/my/organizations/{organization.id}?report_type=pdf&download=true"
        self.authenticate(self.portal_1.login, self.portal_1.login)
        response = self.url_open(url, timeout=60)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn(organization.number, read_pdf(response.content)[1])
        self.authenticate(self.portal_2.login, self.portal_2.login)
        response = self.url_open(url, timeout=60)
        self.assertNotIn("pdf", response.headers["Content-Type"])
        self.assertNotIn(organization.number, response.text)

    def _render_in_requests(self):
        """Tests get HTML instead of a PDF unless a context asks; a request of a browser has none."""
        reports = self.registry["ir.actions.report"]
        render = reports._render_qweb_pdf

        def forced(self, *args, **kwargs):
            return render(self.with_context(force_report_rendering=True), *args, **kwargs)

        self.patch(reports, "_render_qweb_pdf", forced)
