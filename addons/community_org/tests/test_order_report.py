import os
from pathlib import Path

from odoo.tests import tagged

from .common_inspection import InspectionCase


@tagged("post_install", "-at_install")
class TestOrderReport(InspectionCase):
    """The letters and the record are laid out; ``COMMUNITY_PAPERS`` names a folder to keep them in."""

    def _render(self, report, record):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True, lang="zh_CN"
        )
        with self.allow_pdf_render():
            content = reports._render_qweb_pdf(report, record.ids)[0]
        self.assertTrue(content.startswith(b"%PDF"))
        folder = os.environ.get("COMMUNITY_PAPERS")
        if folder:
            Path(folder, f"{report.rpartition('.')[2]}-{record.id}.pdf").write_bytes(content)
        return content

    def test_record(self):
        """The record of an inspection."""
        self._render("community_org.community_inspection_report", self._failed_visit())

    def test_letters(self):
        """A letter of each kind, and a draft without a number."""
        report = "community_org.community_order_report"
        self._render(report, self._draft_order())
        self._render(report, self._issued_order())
        self._render(report, self._issued_order(kind="advice"))
        self._render(report, self._dissolved().order_id)
