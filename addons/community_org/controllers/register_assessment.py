from odoo import http
from odoo.http import request

from .public_page import PAGE, prepare_head, rate_limited, render_page

URL = "/community/assessments"


class RegisterAssessment(http.Controller):
    """Results of assessments: those on notice, and the grades in force. Nothing personal."""

    @http.route(URL, **PAGE)
    @rate_limited("pages_per_minute", 60)
    def register_assessments(self, **params):
        values = {**request.env["community.register"]._get_assessments(), **prepare_head(URL)}
        return render_page("community_org.register_assessments", values)
