import base64

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request
from psycopg2 import IntegrityError

from .community_portal import CommunityPortal

REPORT = "community_org.community_document_report"


class PortalDocument(CommunityPortal):
    """Charter and internal rules in the portal. Everything runs as the representative, under the record rules."""

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        if not request.env.user._is_internal():
            response.qcontext["organizations_lacking_rules"] = request.env[
                "community.organization"
            ].search([("missing_type_ids", "any", [("by_approval", "=", False)])])
        return response

    @http.route(
        "/my/organizations/<int:organization_id>/documents", type="http", auth="user", website=True
    )
    def portal_documents(self, organization_id, **kw):
        organization = self._get_readable("community.organization", organization_id)
        if organization is None:
            return request.redirect("/my/organizations")
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="documents",
            organization=organization,
            document_types=request.env["community.document.type"].search([]),
            # newest first within each kind
            documents=organization.document_ids.grouped("type_id"),
        )
        return request.render("community_org.portal_documents", values)

    @http.route("/my/documents/<int:document_id>", type="http", auth="user", website=True)
    def portal_document(self, document_id, report_type=None, download=False, **kw):
        document = self._get_readable("community.document", document_id)
        if document is None:
            return request.redirect("/my/organizations")
        if report_type == "pdf":
            return self._show_report(
                model=document, report_type="pdf", report_ref=REPORT, download=download
            )
        return self._render_document("community_org.portal_document", document)

    @http.route(
        "/my/organizations/<int:organization_id>/documents/<int:type_id>/edit",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_document_edit(self, organization_id, type_id, **post):
        """The draft of a kind: the one that there is, else what it would begin with. Saved by a POST only."""
        organization = self._get_readable("community.organization", organization_id)
        document_type = request.env["community.document.type"].search(
            [("id", "=", type_id), ("by_approval", "=", False)]
        )
        if organization is None or not document_type or organization.state == "cancelled":
            return request.redirect(f"/my/organizations/{organization_id}/documents")
        draft = organization.document_ids.filtered(
            lambda document: document.type_id == document_type and document.state == "draft"
        )
        keys = {"organization_id": organization.id, "type_id": document_type.id}
        if request.httprequest.method == "GET":
            return self._render_form(draft or draft.new(keys))
        return self._save_draft(draft, keys, post)

    @http.route(
        "/my/documents/<int:document_id>/adopt",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_document_adopt(self, document_id, **post):
        """What will be in force, beside what is; and the button that adopts it."""
        document = self._get_readable("community.document", document_id)
        if document is None:
            return request.redirect("/my/organizations")
        if document.state != "draft":
            return request.redirect(f"/my/documents/{document_id}")
        error = None
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    document.action_adopt()
                return request.redirect(f"/my/documents/{document_id}")
            except UserError as refused:
                error = str(refused)
        return self._render_document(
            "community_org.portal_document_adopt",
            document,
            error=error,
            missing=document._get_missing(),
        )

    @http.route(
        "/my/documents/<int:document_id>/delete",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_document_delete(self, document_id, **post):
        document = self._get_readable("community.document", document_id)
        if document is None:
            return request.redirect("/my/organizations")
        organization = document.organization_id
        if document.can_edit:
            document.unlink()
        return request.redirect(f"/my/organizations/{organization.id}/documents")

    # ------------------------------------------------------------

    def _save_draft(self, draft, keys, post):
        upload = request.httprequest.files.get("file")
        body = post.get("body") if isinstance(post.get("body"), str) else ""
        # a database holds no NUL characters
        vals = {"body": body.replace("\0", "").strip()}
        if upload and upload.filename:
            vals.update(file=base64.b64encode(upload.read()), file_name=upload.filename)
        elif post.get("remove_file"):
            vals.update(file=False, file_name=False)
        try:
            with request.env.cr.savepoint():
                if draft:
                    draft.write(vals)
                else:
                    draft = draft.create({**keys, **vals})
        except (UserError, ValidationError) as error:
            return self._render_form(draft or draft.new(keys), vals["body"], str(error))
        except IntegrityError:
            # the same form was sent twice at once: the first has made the draft
            return request.redirect(request.httprequest.path)
        if post.get("goto") == "adopt":
            return request.redirect(f"/my/documents/{draft.id}/adopt")
        return request.redirect(request.httprequest.path)

    def _render_form(self, document, typed=None, error=None):
        return self._render_document(
            "community_org.portal_document_edit",
            document,
            body=document.body if typed is None else typed,
            error=error,
        )

    def _render_document(self, template, document, **extra):
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="document",
            organization=document.organization_id,
            document=document,
            object=document,
            **extra,
        )
        return request.render(template, values)
