from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ImportFiles(http.Controller):
    """Workbooks of the data import, made when they are asked for."""

    @http.route(
        "/community/import/template", type="http", auth="user", methods=["GET"], readonly=True
    )
    def template(self):
        batches = request.env["community.import"]
        batches.check_access("create")
        area = batches._default_area_id()
        name = request.env._("Organisations of %(area)s, template", area=area.name or "")
        return self._send(batches._make_template(area), name)

    @http.route(
        "/community/import/<model('community.import'):batch>/errors",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def errors(self, batch):
        name = request.env._("%(file)s, to correct", file=(batch.name or "").rpartition(".")[0])
        return self._send(batch._make_errors(), name)

    def _send(self, content, name):
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers)
