from odoo import http
from odoo.http import request

from .public_page import PAGE, rate_limited, render_page


class CommunityPublic(http.Controller):
    """The check of a certificate."""

    @http.route("/community/verify", **PAGE)
    @rate_limited("pages_per_minute", 60)
    def verify_help(self, **kw):
        """How to check a certificate: by its QR code, or by its number in the register."""
        return render_page("community_org.public_verify_help", {"path": "/community/verify"})

    @http.route("/community/verify/<string:token>", **PAGE)
    @rate_limited("pages_per_minute", 60)
    def verify_certificate(self, token, **kw):
        """The check behind a certificate's QR code: name, number, status, validity; nothing personal."""
        # sudo: community.certificate - the unguessable token is the permission; the page shows public facts only
        certificate = (
            request.env["community.certificate"].sudo().search([("token", "=", token)], limit=1)
        )
        response = request.render(
            "community_org.public_verify",
            {"certificate": certificate, "path": "/community/verify", "noindex": True},
            status=200 if certificate else 404,
        )
        response.headers["Referrer-Policy"] = "no-referrer"
        # whether a paper is genuine is answered as of now
        response.headers["Cache-Control"] = "no-store"
        return response
