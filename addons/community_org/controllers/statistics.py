import tempfile

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import Response, content_disposition, request
from werkzeug.wsgi import FileWrapper

from .import_files import XLSX


class Statistics(http.Controller):
    """The yearly statistics workbook."""

    @http.route(
        "/community/statistics/<int:year>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def statistics(self, year):
        """Written to a file on disk and sent from it: a city's list does not fit into memory twice."""
        statistics = request.env["community.statistics"]
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
        try:
            statistics._write_book(file, year)
        except AccessError:
            file.close()
            raise request.not_found() from None
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{statistics._get_title(year)}.xlsx")),
            ("Content-Length", str(file.tell())),
            ("Cache-Control", "no-store"),
        ]
        file.seek(0)
        return Response(FileWrapper(file), headers=headers, direct_passthrough=True)
