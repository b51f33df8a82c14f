from odoo import http
from odoo.http import request


class CommunityPublic(http.Controller):
    """Pages without a login."""

    @http.route(
        "/community/verify/<string:token>", type="http", auth="public", website=True, readonly=True
    )
    def verify_certificate(self, token, **kw):
        """The check behind a certificate's QR code: name, number, status, validity; nothing personal."""
        # sudo: community.certificate - the unguessable token is the permission; the page shows public facts only
        certificate = (
            request.env["community.certificate"].sudo().search([("token", "=", token)], limit=1)
        )
        response = request.render(
            "community_org.public_verify",
            {"certificate": certificate},
            status=200 if certificate else 404,
        )
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
