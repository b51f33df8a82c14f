from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import content_disposition, request

from .import_files import XLSX


class QuarterlyReturn(http.Controller):
    """A quarterly return as a workbook."""

    @http.route(
        "/community/returns/<int:return_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def workbook(self, return_id):
        record = request.env["community.quarterly.return"].browse(return_id)
        try:
            content = record._make_workbook()
        except (AccessError, MissingError):
            raise request.not_found() from None
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{record.display_name}.xlsx")),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers)
