from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.exceptions import AccessError, MissingError, RedirectWarning, UserError
from odoo.http import request

from .filing_form import STEPS


class PortalOrganization(CustomerPortal):
    """An organisation as its leader and liaison see it in the portal."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "organization_count" in counters:
            values["organization_count"] = request.env["community.organization"].search_count([])
        return values

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        if not request.env.user._is_internal():
            organizations = request.env["community.organization"].search(
                ["|", ("is_expired", "=", True), ("is_expiring", "=", True)]
            )
            response.qcontext["organizations_to_renew"] = organizations.filtered(
                lambda body: not body.renewal_request_id
            )
        return response

    @http.route("/my/organizations", type="http", auth="user", website=True, readonly=True)
    def portal_organizations(self, **kw):
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="organizations",
            organizations=request.env["community.organization"].search([]),
        )
        return request.render("community_org.portal_organizations", values)

    @http.route("/my/organizations/<int:organization_id>", type="http", auth="user", website=True)
    def portal_organization(self, organization_id, report_type=None, download=False, **kw):
        try:
            organization_sudo = self._document_check_access(
                "community.organization", organization_id
            )
        except (AccessError, MissingError):
            return request.redirect("/my/organizations")
        if report_type == "pdf":
            return self._show_report(
                model=organization_sudo,
                report_type="pdf",
                report_ref="community_org.community_certificate_report",
                download=download,
            )
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="organization", organization=organization_sudo, object=organization_sudo
        )
        return request.render("community_org.portal_organization", values)

    @http.route(
        "/my/organizations/<int:organization_id>/request",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_organization_request(self, organization_id, kind="", **post):
        """Begin a change, renewal or cancellation; an open one is shown instead of a second."""
        organization = request.env["community.organization"].browse(organization_id)
        if kind not in {"change", "renewal", "cancellation"}:
            return request.redirect(f"/my/organizations/{organization_id}")
        try:
            filing = organization._start_request(kind)
        except (AccessError, MissingError):
            return request.redirect("/my/organizations")
        except RedirectWarning as warning:
            return request.redirect(f"/my/filings/{warning.args[1]['res_id']}")
        except UserError:
            return request.redirect(f"/my/organizations/{organization_id}")
        return request.redirect(f"/my/filings/{filing.id}/{STEPS[kind][0]}")
