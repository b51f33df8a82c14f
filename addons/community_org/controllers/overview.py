from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from ..report.pdf import render_pdf


class Overview(http.Controller):
    """The leader's page as a PDF, with the numbers that whoever prints it sees."""

    @http.route("/community/overview.pdf", type="http", auth="user", methods=["GET"], readonly=True)
    def overview_pdf(self):
        try:
            overview = request.env["community.overview"].get_overview()
        except AccessError:
            raise request.not_found() from None
        html = request.env["ir.qweb"]._render(
            "community_org.report_overview", {"overview": overview}
        )
        return request.make_response(
            render_pdf(html),
            headers=[
                ("Content-Type", "application/pdf"),
                (
                    "Content-Disposition",
                    content_disposition(f"{overview['title']}.pdf", disposition_type="inline"),
                ),
                ("Cache-Control", "no-store"),
            ],
        )
