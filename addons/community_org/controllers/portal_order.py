import base64

from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.http import request
from psycopg2 import IntegrityError

REPORT = "community_org.community_order_report"


class PortalOrder(CustomerPortal):
    """Orders (监管文书) as the addressee reads and answers them. Everything runs under the record rules."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "order_count" in counters:
            values["order_count"] = request.env["community.order"].search_count([])
        return values

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        if not request.env.user._is_internal():
            response.qcontext["orders_to_answer"] = request.env["community.order"].search(
                [("state", "=", "issued")], order="deadline"
            )
        return response

    @http.route("/my/orders", type="http", auth="user", website=True, readonly=True)
    def portal_orders(self, **kw):
        values = self._prepare_portal_layout_values()
        orders = request.env["community.order"].search([], order="issued_on desc, id desc")
        values.update(page_name="orders", orders=orders)
        return request.render("community_org.portal_orders", values)

    @http.route("/my/orders/<int:order_id>", type="http", auth="user", website=True)
    def portal_order(self, order_id, report_type=None, download=False, **kw):
        order = self._get_order(order_id)
        if order is None:
            return request.redirect("/my/orders")
        if report_type == "pdf":
            # sudo: community.order - read above; the letter also names what the addressee may not open
            return self._show_report(
                model=order.sudo(), report_type="pdf", report_ref=REPORT, download=download
            )
        return self._render_order(order)

    @http.route(
        "/my/orders/<int:order_id>/answer",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_order_answer(self, order_id, **post):
        """Save what was typed and the files, then hand it in (``goto=send``) or take a file out (``remove``)."""
        order = self._get_order(order_id)
        if order is None:
            return request.redirect("/my/orders")
        typed = {"text": _clean(post.get("text")), "agrees": post.get("agrees") == "yes"}
        try:
            with request.env.cr.savepoint():
                order._save_answer(typed["text"], typed["agrees"], self._read_files())
            with request.env.cr.savepoint():
                self._finish_answer(order, post)
        except (UserError, ValidationError) as error:
            return self._render_order(order, typed=typed, error=str(error))
        except IntegrityError:
            # the same form was sent twice at once: the first has begun the answer
            return request.redirect(f"/my/orders/{order_id}")
        return request.redirect(f"/my/orders/{order_id}#answer")

    # ------------------------------------------------------------

    def _finish_answer(self, order, post):
        remove = post.get("remove") or ""
        if remove.isdecimal() and len(remove) < 10:
            order._remove_answer_file(int(remove))
        elif post.get("goto") == "send":
            if order.kind == "advice" and post.get("agrees") not in {"yes", "no"}:
                raise UserError(request.env._("Say whether the organisation agrees to dissolve."))
            order._send_answer()

    def _get_order(self, order_id):
        """The order, or None: what belongs to others looks as if it did not exist."""
        try:
            self._document_check_access("community.order", order_id)
        except (AccessError, MissingError):
            return None
        return request.env["community.order"].browse(order_id)

    def _read_files(self):
        uploads = request.httprequest.files.getlist("files")
        return [
            (upload.filename, base64.b64encode(upload.read()))
            for upload in uploads
            if upload.filename
        ]

    def _render_order(self, order, typed=None, error=None):
        draft = order.answer_draft_id
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="order",
            order=order,
            object=order,
            draft=draft,
            typed=typed or {"text": draft.text, "agrees": draft.agrees if draft else None},
            error=error,
            answers=order.answer_ids.filtered("submitted_on"),
            represents=order.organization_id.has_access("read"),
        )
        return request.render("community_org.portal_order", values)


def _clean(text):
    """What was typed; a database holds no NUL characters."""
    return text.replace("\0", "").strip() if isinstance(text, str) else ""
