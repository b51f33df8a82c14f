import base64

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .community_portal import CommunityPortal


class PortalCredit(CommunityPortal):
    """The credit record in the portal. Everything runs as the representative, under the record rules."""

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        if not request.env.user._is_internal():
            response.qcontext["organizations_listed"] = request.env[
                "community.organization"
            ].search([("credit_list", "!=", False), ("state", "!=", "cancelled")])
        return response

    @http.route(
        "/my/organizations/<int:organization_id>/credit", type="http", auth="user", website=True
    )
    def portal_credit(self, organization_id, **kw):
        organization = self._get_readable("community.organization", organization_id)
        if organization is None:
            return request.redirect("/my/organizations")
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="credit",
            organization=organization,
            listings=organization.credit_listing_ids,
            entries=organization.credit_entry_ids,
            requests=request.env["community.credit.request"].search(
                [("organization_id", "=", organization.id)]
            ),
            today=request.env["community.policy"]._today(),
        )
        return request.render("community_org.portal_credit", values)

    @http.route(
        "/my/credit/<any(repair,appeal):kind>/<int:about_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_credit_start(self, kind, about_id, **post):
        """Begin a request about a list or an entry; an open one is shown instead of a second."""
        model = {"repair": "community.credit.listing", "appeal": "community.credit.entry"}[kind]
        about = self._get_readable(model, about_id)
        if about is None:
            return request.redirect("/my/organizations")
        names = {"repair": "listing", "appeal": "entry"}
        try:
            started = request.env["community.credit.request"]._start(
                about.organization_id, kind, **{names[kind]: about}
            )
        except UserError:
            return request.redirect(f"/my/organizations/{about.organization_id.id}/credit")
        return request.redirect(started.access_url)

    @http.route(
        "/my/credit-requests/<int:request_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_credit_request(self, request_id, **post):
        """What is asked for; as long as it may change, the form, which is saved and submitted at once."""
        document = self._get_readable("community.credit.request", request_id)
        if document is None:
            return request.redirect("/my/organizations")
        if request.httprequest.method == "GET" or not document.can_edit:
            return self._render_request(document)
        vals = self._prepare_request_vals(post)
        try:
            with request.env.cr.savepoint():
                document.write(vals)
                document.action_submit()
        except UserError as error:
            return self._render_request(document, vals["statement"], str(error))
        return request.redirect(document.access_url)

    # ------------------------------------------------------------

    def _prepare_request_vals(self, post):
        statement = post.get("statement")
        # a database holds no NUL characters
        vals = {
            "statement": statement.replace("\0", "").strip() if isinstance(statement, str) else ""
        }
        upload = request.httprequest.files.get("file")
        if upload and upload.filename:
            vals.update(file=base64.b64encode(upload.read()), file_name=upload.filename)
        return vals

    def _render_request(self, document, typed=None, error=None):
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="credit_request",
            organization=document.organization_id,
            document=document,
            object=document,
            statement=document.statement if typed is None else typed,
            error=error,
            # sudo: community.review.task - the applicant may know where it stands
            timeline=document.sudo().task_ids.sorted("id"),
        )
        return request.render("community_org.portal_credit_request", values)
