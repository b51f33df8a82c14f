import base64

from odoo import http
from odoo.addons.portal.controllers.portal import pager as portal_pager
from odoo.exceptions import UserError, ValidationError
from odoo.http import request
from psycopg2.errors import CheckViolation

from .community_portal import CommunityPortal
from .posted_form import PostedForm, get_shown

MODEL = "community.major.activity"
URL = "/my/major-activities"
# what a planned entry of the ledger says already
PLANNED_FIELDS = (
    "organization_id",
    "name",
    "type_id",
    "start",
    "stop",
    "place",
    "participant_count",
)
FIELDS = (
    *PLANNED_FIELDS,
    "budget",
    "is_foreign",
    "is_fundraising",
    "is_appraisal",
    "description",
    "organizer_name",
    "organizer_phone",
    "delay_reason",
)
REQUIRED = ("organization_id", "name", "type_id", "start", "stop")
CHOICES = {"organization_id": [("state", "!=", "cancelled")]}
REPORT_FIELDS = ("participant_count", "volunteer_count", "cost", "summary", "incidents")
REPORT_REQUIRED = ("participant_count", "summary", "incidents")


class PortalMajor(CommunityPortal):
    """Major activities in the portal: declared, followed, called off, reported. All runs under the rules
    of the user, so that what belongs to others looks as if it did not exist."""

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        if not request.env.user._is_internal():
            response.qcontext["major_hints"] = request.env[MODEL].search(
                [("state", "in", ("draft", "returned", "approved")), ("reported_on", "=", False)]
            )
        return response

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "major_activity_count" in counters:
            values["major_activity_count"] = request.env[MODEL].search_count([])
        return values

    @http.route([URL, f"{URL}/page/<int:page>"], type="http", auth="user", website=True)
    def portal_majors(self, page=1, **kw):
        declarations = request.env[MODEL]
        pager = portal_pager(
            url=URL,
            total=declarations.search_count([]),
            page=page,
            step=self._items_per_page,
        )
        found = declarations.search([], limit=self._items_per_page, offset=pager["offset"])
        return self._render_portal("majors", pager=pager, declarations=found)

    # ------------------------------------------------------------
    # THE DECLARATION
    # ------------------------------------------------------------

    @http.route(f"{URL}/new", type="http", auth="user", website=True, methods=["GET", "POST"])
    def portal_major_new(self, activity_id=None, **post):
        """The form of a new declaration, filled in from the planned entry ``activity_id`` of the ledger."""
        planned = None
        if (activity_id or "").isdecimal():
            planned = self._get_readable("community.activity", int(activity_id))
        return self._edit_declaration(request.env[MODEL], post, planned)

    @http.route(
        f"{URL}/<int:declaration_id>/edit",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_major_edit(self, declaration_id, **post):
        declaration = self._get_readable(MODEL, declaration_id)
        if declaration is None or not declaration.can_edit:
            return request.redirect(f"{URL}/{declaration_id}")
        return self._edit_declaration(declaration, post)

    @http.route(f"{URL}/<int:declaration_id>", type="http", auth="user", website=True)
    def portal_major(self, declaration_id, **kw):
        declaration = self._get_readable(MODEL, declaration_id)
        if declaration is None:
            return request.redirect(URL)
        return self._render_declaration(declaration)

    @http.route(
        f"{URL}/<int:declaration_id>/<any(submit,withdraw,cancel,papers):verb>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_major_act(self, declaration_id, verb, **post):
        """Do it, or show the page again with what is in the way."""
        declaration = self._get_readable(MODEL, declaration_id)
        if declaration is None:
            return request.redirect(URL)
        error = self._try(getattr(self, f"_act_{verb}"), declaration, post)
        if error:
            return self._render_declaration(declaration, error=error, typed=post)
        return request.redirect(declaration.access_url)

    @http.route(
        f"{URL}/<int:declaration_id>/papers/<int:paper_id>/delete",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_major_paper_delete(self, declaration_id, paper_id, **post):
        declaration = self._get_readable(MODEL, declaration_id)
        if declaration is not None and declaration.can_edit:
            declaration.file_ids.filtered(lambda paper: paper.id == paper_id).unlink()
        return request.redirect(f"{URL}/{declaration_id}#papers")

    # ------------------------------------------------------------
    # THE REPORT
    # ------------------------------------------------------------

    @http.route(
        f"{URL}/<int:declaration_id>/report",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_major_report(self, declaration_id, **post):
        declaration = self._get_readable(MODEL, declaration_id)
        if declaration is None or not declaration.can_report:
            return request.redirect(f"{URL}/{declaration_id}")
        if request.httprequest.method == "GET":
            return self._render_report(declaration)
        # photos first: they stay, whatever is wrong with the rest
        photo_error = self._save_photos(declaration.entry_id)
        form = PostedForm(request.env["community.activity"], REPORT_FIELDS, post, REPORT_REQUIRED)
        if not form.errors and not photo_error:
            try:
                with request.env.cr.savepoint():
                    declaration.entry_id.write(form.values)
                    declaration.entry_id.action_report()
                return request.redirect(declaration.access_url)
            except (UserError, ValidationError) as error:
                form.errors["form"] = str(error)
        return self._render_report(declaration, form, photo_error)

    # ------------------------------------------------------------

    def _edit_declaration(self, declaration, post, planned=None):
        """Show the form, or save it whole; with what was typed when something is wrong."""
        names = tuple(n for n in FIELDS if n != "organization_id" or not declaration)
        if request.httprequest.method == "GET":
            return self._render_declaration_form(declaration, names, planned=planned)
        form = PostedForm(declaration, names, post, REQUIRED, CHOICES)
        if not form.errors:
            try:
                with request.env.cr.savepoint():
                    if declaration:
                        declaration.write(form.values)
                    else:
                        declaration = declaration.create(form.values)
                return request.redirect(declaration.access_url)
            except (UserError, ValidationError) as error:
                form.errors["form"] = str(error)
            except CheckViolation as error:
                form.errors["stop"] = declaration._sql_error_to_message(error)
        return self._render_declaration_form(declaration, names, form)

    def _act_submit(self, declaration, post):
        declaration.action_submit()

    def _act_withdraw(self, declaration, post):
        declaration.action_withdraw()

    def _act_cancel(self, declaration, post):
        declaration._cancel(post.get("reason"))

    def _act_papers(self, declaration, post):
        upload = request.httprequest.files.get("file")
        if not upload or not upload.filename:
            raise UserError(request.env._("Choose a file first."))
        papers = request.env[f"{MODEL}.file"]
        if post.get("kind") not in papers._fields["kind"].get_values(request.env):
            raise UserError(request.env._("Please choose from the list."))
        papers.create(
            {
                "major_activity_id": declaration.id,
                "kind": post["kind"],
                "file_name": upload.filename,
                "file": base64.b64encode(upload.read()),
            }
        )

    # ------------------------------------------------------------

    def _render_declaration_form(self, declaration, names, form=None, planned=None):
        env = request.env
        shown = form.typed if form else get_shown(declaration, names) if declaration else {}
        organizations = env["community.organization"].search(CHOICES["organization_id"])
        if planned:
            shown = get_shown(planned, PLANNED_FIELDS) | {"budget": f"{planned.cost:g}"}
        elif not declaration and not form and len(organizations) == 1:
            shown = {"organization_id": str(organizations.id), "place": organizations.address or ""}
        return self._render_portal(
            "major_form",
            declaration=declaration,
            names=names,
            shown=shown,
            errors=form.errors if form else {},
            required=REQUIRED,
            info=env[MODEL].fields_get(FIELDS),
            choices={
                "organization_id": organizations,
                "type_id": env["community.activity.type"].search([]),
            },
            policy=env["community.policy"]._get_policy(),
        )

    def _render_declaration(self, declaration, error=None, typed=None):
        # sudo: community.review.task - the steps of the own declaration (rule checked by _get_readable)
        tasks = declaration.sudo().task_ids.filtered(lambda task: task.state != "cancelled")
        kinds = declaration.file_ids.fields_get(["kind"])["kind"]["selection"]
        return self._render_portal(
            "major",
            declaration=declaration,
            object=declaration,
            timeline=tasks.sorted(lambda task: (task.round, task.sequence, task.id)),
            kinds=kinds,
            error=error,
            typed=typed or {},
        )

    def _render_report(self, declaration, form=None, photo_error=None):
        entry = declaration.entry_id
        return self._render_portal(
            "major_report",
            declaration=declaration,
            entry=entry,
            names=REPORT_FIELDS,
            shown=form.typed if form else get_shown(entry, REPORT_FIELDS),
            errors=form.errors if form else {},
            photo_error=photo_error,
            required=REPORT_REQUIRED,
            info=entry.fields_get(REPORT_FIELDS),
        )
