from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_document import DocumentCase
from .test_report import read_pdf, require_pango

REPORT = "community_org.community_document_report"


@tagged("post_install", "-at_install")
class TestDocumentReport(DocumentCase):
    def setUp(self):
        super().setUp()
        require_pango()

    def _print(self, documents, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.officer_a)
        reports = reports.with_context(force_report_rendering=True, lang="zh_CN")
        with self.allow_pdf_render():
            content, _kind = reports._render_qweb_pdf(REPORT, documents.ids)
        return read_pdf(content)

    def test_charter(self):
        """The charter is printed in its five parts, with version and day."""
        _pages, text = self._print(self._charters())
        day = self.organization.filed_on
        for words in (
            "甲一乐龄助老队章程",
            f"第1版，自{day.year}年{day.month}月{day.day}日起施行",
            "一、宗旨服务社区老人。",
            "三、活动内容每月两次上门探访。",
            "四、负责人产生办法",
            "五、",
        ):
            self.assertIn(words, text)

    def test_rules(self):
        """Rules are printed as they were adopted, an old version with its last day, a draft as such."""
        first = self._adopted_rules(body="第一章 总则\n第一条 旧。")
        second = self._adopted_rules(body="第一章 总则\n第一条 新<b>粗</b>。")
        draft = self._draft_rules(self.officer_a, body="第一条 拟。")
        pages, text = self._print(first + second + draft)
        self.assertEqual(pages, 3)
        for words in (
            "测试人员制度",
            "第一条旧。",
            "被新版替代",
            "第一条新<b>粗</b>。",
            "草稿，尚未施行",
        ):
            self.assertIn(words, text)

    def test_printing_needs_access(self):
        """Nobody prints what he may not read."""
        rules = self._adopted_rules()
        for user in (self.officer_b, self.officer_a2, self.portal_2, self.internal):
            with self.subTest(user=user.login):
                self.assertRefused(AccessError, self._print, rules, user)
