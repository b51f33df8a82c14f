import base64
import secrets

from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager
from odoo.exceptions import AccessError, MissingError, UserError, ValidationError
from odoo.fields import Command
from odoo.http import request

from ..models.community_filing import OPEN_STATES
from .filing_form import (
    LIST_DOMAINS,
    REQUIRED,
    ROSTER_FIELDS,
    ROSTER_FLAGS,
    STEPS,
    FilingForm,
    get_fields,
)


class PortalFiling(CustomerPortal):
    """«申请备案» in the portal. Everything runs as the applicant, under the record rules."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "filing_count" in counters:
            values["filing_count"] = request.env["community.filing"].search_count([])
        return values

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        if not request.env.user._is_internal():
            # what to do next, in one sentence each
            response.qcontext["filings_to_correct"] = request.env["community.filing"].search(
                [("state", "=", "returned")]
            )
            response.qcontext["filings_in_draft"] = request.env["community.filing"].search(
                [("state", "=", "draft")]
            )
        return response

    @http.route(
        ["/my/filings", "/my/filings/page/<int:page>"], type="http", auth="user", website=True
    )
    def portal_filings(self, page=1, **kw):
        filings = request.env["community.filing"]
        pager = portal_pager(
            url="/my/filings", total=filings.search_count([]), page=page, step=self._items_per_page
        )
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="filings",
            pager=pager,
            filings=filings.search(
                [], limit=self._items_per_page, offset=pager["offset"], order="id desc"
            ),
        )
        return request.render("community_org.portal_filings", values)

    @http.route("/my/filings/new", type="http", auth="user", website=True, methods=["GET", "POST"])
    def portal_filing_new(self, **post):
        filings = request.env["community.filing"]
        if request.httprequest.method == "GET":
            return self._render_step(filings, "basics", request_token=secrets.token_urlsafe(12))
        token = post.get("request_token") or False
        replayed = token and filings.search([("request_token", "=", token)], limit=1)
        if replayed:
            return request.redirect(f"/my/filings/{replayed.id}/roster")
        return self._save_step(filings, "basics", post, request_token=token)

    @http.route("/my/filings/<int:filing_id>", type="http", auth="user", website=True)
    def portal_filing(self, filing_id, **kw):
        filing = self._get_filing(filing_id)
        if filing is None:
            return request.redirect("/my/filings")
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="filing", filing=filing, object=filing, timeline=self._get_timeline(filing)
        )
        return request.render("community_org.portal_filing", values)

    @http.route(
        "/my/filings/<int:filing_id>/<any(basics,roster,charter,reason,materials,preview):step>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_filing_step(self, filing_id, step, **post):
        filing = self._get_filing(filing_id)
        if filing is None:
            return request.redirect("/my/filings")
        # who does not represent the organisation any more sees nothing of it in a kept draft
        signs = filing.organization_id.has_access("read")
        if not (filing.can_edit and signs and step in STEPS[filing.kind]):
            return request.redirect(filing.access_url)
        if request.httprequest.method == "GET":
            return self._render_step(filing, step)
        if step == "materials":
            return self._save_material(filing, post)
        if step == "preview":
            return self._submit(filing)
        return self._save_step(filing, step, post)

    @http.route(
        "/my/filings/<int:filing_id>/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_filing_withdraw(self, filing_id, **post):
        filing = self._get_filing(filing_id)
        if filing is not None and filing.channel == "portal" and filing.state in OPEN_STATES:
            filing.action_withdraw()
        return request.redirect(f"/my/filings/{filing_id}")

    @http.route(
        "/my/filings/<int:filing_id>/materials/<int:material_id>/delete",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_filing_material_delete(self, filing_id, material_id, **post):
        filing = self._get_filing(filing_id)
        if filing is not None and filing.can_edit:
            filing.material_ids.filtered(lambda material: material.id == material_id).unlink()
        return request.redirect(f"/my/filings/{filing_id}/materials")

    # ------------------------------------------------------------

    def _get_filing(self, filing_id):
        """The applicant's own filing, or None: another's looks as if it did not exist."""
        try:
            filing = request.env["community.filing"].browse(filing_id)
            filing.check_access("read")
        except (AccessError, MissingError):
            return None
        return filing if filing.exists() else None

    def _save_step(self, filing, step, post, **extra):
        """Write a step whole, or show it again with what was typed and what is wrong."""
        form = FilingForm(request.env, filing, step, post)
        if not form.errors:
            try:
                with request.env.cr.savepoint():
                    if filing:
                        filing.write(form.values)
                    else:
                        filing = filing.create({**form.values, **extra, **self._prepare_leader()})
                return request.redirect(
                    f"/my/filings/{filing.id}/{post.get('goto') or self._get_next_step(filing, step)}"
                )
            except (UserError, ValidationError) as error:
                form.errors["form"] = str(error)
        return self._render_step(filing, step, form=form, **extra)

    def _get_next_step(self, filing, step):
        steps = STEPS[filing.kind]
        return steps[steps.index(step) + 1]

    def _prepare_leader(self):
        """The applicant is proposed as leader, so that nobody types what the system knows."""
        partner = request.env.user.partner_id
        return {
            "member_ids": [
                Command.create(
                    {
                        "name": partner.name,
                        "role": "leader",
                        "phone": partner.phone,
                        "email": partner.email,
                    }
                )
            ]
        }

    def _save_material(self, filing, post):
        upload = request.httprequest.files.get("file")
        type_id = post.get("type_id") or ""
        if not upload or not upload.filename:
            return self._render_step(
                filing, "materials", error=request.env._("Choose a file first.")
            )
        try:
            with request.env.cr.savepoint():
                material_type = request.env["community.material.type"].search(
                    [("id", "=", int(type_id) if type_id.isdecimal() else 0)]
                )
                if not material_type:
                    raise UserError(request.env._("Please choose from the list."))
                request.env["community.filing.material"].create(
                    {
                        "filing_id": filing.id,
                        "type_id": material_type.id,
                        "file_name": upload.filename,
                        "file": base64.b64encode(upload.read()),
                    }
                )
        except (UserError, ValidationError) as error:
            return self._render_step(filing, "materials", error=str(error))
        return request.redirect(f"/my/filings/{filing.id}/materials")

    def _submit(self, filing):
        try:
            with request.env.cr.savepoint():
                filing.action_submit()
        except (UserError, ValidationError) as error:
            return self._render_step(filing, "preview", error=str(error))
        return request.redirect(filing.access_url)

    def _render_step(self, filing, step, form=None, error=None, request_token=None):
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="filing_step",
            filing=filing,
            step=step,
            steps=self._get_step_labels(filing),
            step_fields=get_fields(filing, step),
            required=REQUIRED,
            typed=form.typed if form else {},
            errors=form.errors if form else {},
            error=error,
            request_token=request_token,
        )
        values.update(self._prepare_step_values(filing, step, form))
        return request.render(f"community_org.portal_filing_{step}", values)

    def _prepare_step_values(self, filing, step, form):
        """What a step asks and offers to choose from."""
        env = request.env
        if step in {"charter", "reason"}:
            return {"info": env["community.filing"].fields_get(get_fields(filing, step))}
        if step == "basics":
            communities = env["community.area"].search(LIST_DOMAINS["area_id"])
            categories = env["community.category"].search(LIST_DOMAINS["category_id"])
            return {
                "streets": communities.grouped("street_id"),
                "category_groups": categories.grouped("parent_id"),
                "info": env["community.filing"].fields_get(get_fields(filing, step)),
            }
        if step == "roster":
            return {
                "rows": self._get_roster_rows(filing, form),
                "info": env["community.filing.member"].fields_get(),
            }
        if step == "materials":
            return {
                "material_types": env["community.material.type"].search(
                    [("kind", "in", (filing.kind, False))]
                )
            }
        # sudo: community.filing - what the preview shows of the organisation in force, to who represents it
        return {"changes": filing.sudo()._get_changes() if filing.kind == "change" else []}

    def _get_roster_rows(self, filing, form):
        """Rows to show: what was typed, else what is saved; padded to the members that are required."""
        lines = form.rows if form else filing.member_ids.read([*ROSTER_FIELDS, *ROSTER_FLAGS])
        minimum = request.env["community.policy"]._get_policy().min_members
        return lines + [{}] * max(minimum - len(lines), 1)

    def _get_step_labels(self, filing):
        labels = {
            "basics": request.env._("Basic facts"),
            "roster": request.env._("Roster"),
            "charter": request.env._("Charter"),
            "reason": request.env._("Reason"),
            "materials": request.env._("Materials"),
            "preview": request.env._("Check and submit"),
        }
        return {step: labels[step] for step in STEPS[filing.kind or "establish"]}

    def _get_timeline(self, filing):
        """The steps as an applicant may see them: office, dates, outcome; no officer's name."""
        # sudo: community.review.task - the applicant may follow his own filing (rule checked by _get_filing)
        tasks = filing.sudo().task_ids.filtered(lambda task: task.state != "cancelled")
        return tasks.sorted(lambda task: (task.round, task.sequence, task.id))
