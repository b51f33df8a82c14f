from odoo import SUPERUSER_ID, http
from odoo.exceptions import UserError
from odoo.http import request
from psycopg2.errors import UniqueViolation

from .public_page import PAGE, get_network, get_wait, rate_limited
from .resident_report_form import LONGEST_TEXT, TEXT_FIELDS, TRAP, ReportForm

FORM = "/community/report"
# with a session, which the protection of forms against other sites needs
FORM_PAGE = {**PAGE, "save_session": True}
POST = {"type": "http", "auth": "public", "website": True, "methods": ["POST"]}
HOUR = 3600


def get_max_bytes(controller):
    """What a request may have: all its photos, and a megabyte for the rest."""
    policy = request.env["community.policy"]._get_policy()
    return (policy.report_photos * policy.report_photo_mb + 1) * 1024 * 1024


class CommunityResidentReport(http.Controller):
    """A resident reports something (居民反映), and sees by a private link what became of it.

    Nothing here is kept by caches or found by search engines, and no address is handed on.
    """

    @http.route("/community/r/<string:key>", **PAGE)
    @rate_limited("pages_per_minute", 60)
    def report_short(self, key, **params):
        """The short address on posters: the code of a community, or the number of an organisation."""
        register = request.env["community.register"]
        name = "community" if register._find_area("community", key) else "organization"
        return request.redirect_query(FORM, {name: key}, code=302)

    @http.route(FORM, **FORM_PAGE)
    @rate_limited("pages_per_minute", 60)
    def report_form(self, **params):
        return self._render_form(ReportForm(request.env, params).show())

    @http.route(FORM, captcha="community_resident_report", max_content_length=get_max_bytes, **POST)
    def report_send(self, **params):
        """Take the report whole and go to its private page; or show the form again as it was typed."""
        form = ReportForm(request.env, params)
        wait = get_wait("reports_per_hour", HOUR)
        if wait:  # before the photos are looked at, which is what costs
            form.parse([])
            form.errors["form"] = self._explain_wait(wait)
            return self._render_form(form, status=429, wait=wait)
        if form.parse(request.httprequest.files.getlist("photos")).errors:
            return self._render_form(form)
        try:
            token = self._submit(form)
        except UserError as error:
            form.errors["form"] = str(error)
            return self._render_form(form)
        return self._show_page(token)

    @http.route(f"{FORM}/<string:token>", **FORM_PAGE)
    @rate_limited("pages_per_minute", 60)
    def report_page(self, token, **params):
        return self._render_page(token)

    @http.route(f"{FORM}/<string:token>", max_content_length=1024 * 1024, **POST)
    @rate_limited("pages_per_minute", 60)
    def report_page_send(self, token, **params):
        """The resident adds something (``supplement``) or rates the answer (``rating``)."""
        report = self._get_reports()._find_by_token(token)
        if not report:
            return self._render_page(token)
        text = params.get("text") or ""
        text = text.replace("\0", "").strip() if isinstance(text, str) else ""
        error = self._find_page_error(report, params, text)
        if error:
            return self._render_page(token, error=error, typed=text[: 2 * LONGEST_TEXT])
        try:
            with request.env.cr.savepoint():
                if params.get("rating"):
                    report._rate(params["rating"], text)
                else:
                    report._add_supplement(text)
        except UserError as refused:
            return self._render_page(token, error=str(refused), typed=text)
        return self._show_page(token)

    # ------------------------------------------------------------

    def _get_reports(self):
        # sudo: community.resident.report - a visitor has no right on any model; what he may do
        # is to report, and by an unguessable token to see and answer what he reported himself;
        # as the system's user, so that no «public user» signs in the history
        return request.env["community.resident.report"].with_user(SUPERUSER_ID)

    def _explain_wait(self, seconds):
        return request.env._(
            "Much was sent from your network within a short time. Please send it again in"
            " %(minutes)s minutes.",
            minutes=-(-seconds // 60),
        )

    def _submit(self, form):
        reports = self._get_reports()
        try:
            with request.env.cr.savepoint():
                return reports._submit(form.values, form.photos, form.nonce, get_network())[1]
        except UniqueViolation:  # sent twice at the same moment: the other one is the report
            return reports._make_token(form.nonce, form.values["text"])

    def _find_page_error(self, report, params, text):
        """What is wrong with a supplement or a rating, in a sentence; empty if nothing."""
        wait = get_wait("reports_per_hour", HOUR)
        if wait:
            return self._explain_wait(wait)
        ratings = report._fields["rating"].get_values(request.env)
        if params.get("rating") and params["rating"] not in ratings:
            return request.env._("Please choose from the list.")
        if not params.get("rating") and not text:
            return request.env._("Please write what you want to add.")
        if len(text) > LONGEST_TEXT:
            return request.env._("At most %(count)s characters.", count=LONGEST_TEXT)
        return ""

    def _show_page(self, token):
        return _private(request.redirect(f"{FORM}/{token}", code=303))

    def _render_form(self, form, status=200, wait=0):
        register = form.register
        choices = register._get_choices(register._parse_filters({}))
        values = {
            "path": FORM,
            "noindex": True,
            "form": form,
            "typed": form.typed,
            "errors": form.errors,
            "types": [(kind.id, kind.name, kind.help_text) for kind in form.get_types()],
            "choices": choices,
            "lengths": {**TEXT_FIELDS, "text": LONGEST_TEXT},
            "trap": TRAP,
            "photos": form.policy.report_photos,
            "photo_mb": form.policy.report_photo_mb,
            "erase_months": form.policy.report_erase_months,
        }
        response = _private(request.render("community_org.report_form", values, status=status))
        if wait:
            response.headers["Retry-After"] = str(wait)
        return response

    def _render_page(self, token, error="", typed=""):
        report = self._get_reports()._find_by_token(token)
        values = {"path": FORM, "noindex": True, "error": error, "typed": typed, "page": None}
        if report:
            action = f"{FORM}/{token}"
            link = f"{report.get_base_url()}{action}"
            values.update(page=report._get_page(), link=link, action=action, most=LONGEST_TEXT)
        return _private(
            request.render("community_org.report_page", values, status=200 if report else 404)
        )


def _private(response):
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
