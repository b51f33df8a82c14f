import io
from shutil import which as find_executable

from odoo import models
from odoo.exceptions import UserError

from ..report.pdf import render_pdf


class IrActionsReport(models.Model):
    """Reports of these addons are laid out by WeasyPrint behind Odoo's own print actions."""

    _inherit = "ir.actions.report"

    def get_wkhtmltopdf_state(self):
        """The client asks this before it offers a PDF: WeasyPrint serves where wkhtmltopdf is missing."""
        state = super().get_wkhtmltopdf_state()
        return "ok" if state == "install" else state

    def _is_paged(self, report):
        """Whether ``report`` is laid out by WeasyPrint: ours are, and all when wkhtmltopdf is missing."""
        return report.report_name.startswith("community_") or not find_executable("wkhtmltopdf")

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if not self._is_paged(report):
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        streams = {}
        for record in self.env[report.model].browse(res_ids):
            attachment = report.attachment and report.retrieve_attachment(record)
            if attachment and report.attachment_use:
                stream = io.BytesIO(attachment.raw)
            else:
                stream = io.BytesIO(self._render_paged(report_ref, record, data))
            streams[record.id] = {"stream": stream, "attachment": attachment or None}
        return streams

    def _render_paged(self, report_ref, record, data):
        data = {**(data or {}), "report_type": "pdf"}
        html = self._render_qweb_html(report_ref, record.ids, data=data)[0]
        try:
            return render_pdf(html)
        except OSError as error:
            raise UserError(
                self.env._(
                    "The PDF cannot be made: the server lacks the library pango. Tell the administrator."
                )
            ) from error
