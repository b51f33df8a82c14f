import base64

from odoo import http
from odoo.http import request

from .community_portal import CommunityPortal
from .posted_form import PostedForm

MODEL = "community.assessment"
URL = "/my/assessments"


class PortalAssessment(CommunityPortal):
    """Assessment in the portal: take part, assess oneself, follow, appeal. Everything runs as the
    representative, under the record rules."""

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        if not request.env.user._is_internal():
            response.qcontext["assessment_cycles"] = self._find_offers()
            response.qcontext["assessments_returned"] = request.env[MODEL].search(
                [("state", "=", "returned")]
            )
        return response

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "assessment_count" in counters:
            values["assessment_count"] = request.env[MODEL].search_count([])
        return values

    @http.route(URL, type="http", auth="user", website=True)
    def portal_assessments(self, **kw):
        return self._render_assessments()

    @http.route(
        f"{URL}/start/<int:cycle_id>/<int:organization_id>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_assessment_start(self, cycle_id, organization_id, **post):
        """Take part: a draft of the self-assessment."""
        organization = self._get_readable("community.organization", organization_id)
        cycle = self._get_readable("community.assessment.cycle", cycle_id)
        if not organization or not cycle:
            return request.redirect(URL)
        vals = {"cycle_id": cycle.id, "organization_id": organization.id}
        error = self._try(request.env[MODEL].create, vals)
        if isinstance(error, str):
            return self._render_assessments(error)
        return request.redirect(error.access_url)

    @http.route(
        f"{URL}/<int:assessment_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_assessment(self, assessment_id, **post):
        """The sheet; as long as it may change, the form, which is saved or saved and submitted."""
        assessment = self._get_readable(MODEL, assessment_id)
        if assessment is None:
            return request.redirect(URL)
        if request.httprequest.method == "GET" or not assessment.can_edit:
            return self._render_assessment(assessment, saved="saved" in post)
        errors, values = self._read_scores(assessment, post)
        if errors:
            return self._render_assessment(assessment, typed=post, errors=errors)
        error = self._try(self._save_assessment, assessment, post, values)
        if error:
            return self._render_assessment(assessment, typed=post, error=error)
        if "submit" not in post:
            return request.redirect(f"{assessment.access_url}?saved=1")
        # what was written is kept, also when it cannot be submitted yet
        error = self._try(self._submit_assessment, assessment)
        if error:
            return self._render_assessment(assessment, error=error)
        return request.redirect(assessment.access_url)

    @http.route(
        f"{URL}/<int:assessment_id>/files/<int:file_id>/delete",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_assessment_file_delete(self, assessment_id, file_id, **post):
        assessment = self._get_readable(MODEL, assessment_id)
        if assessment is not None and assessment.can_edit:
            assessment.file_ids.filtered(lambda file: file.id == file_id).unlink()
        return request.redirect(f"{URL}/{assessment_id}")

    @http.route(
        f"{URL}/<int:assessment_id>/<any(withdraw,appeal):verb>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_assessment_act(self, assessment_id, verb, **post):
        assessment = self._get_readable(MODEL, assessment_id)
        if assessment is None:
            return request.redirect(URL)
        error = self._try(getattr(self, f"_act_assessment_{verb}"), assessment, post)
        if error:
            return self._render_assessment(assessment, typed=post, error=error)
        return request.redirect(assessment.access_url)

    # ------------------------------------------------------------

    def _find_offers(self):
        """``[(cycle, organization)]`` in which somebody represented here may still take part."""
        today = request.env["community.policy"]._today()
        cycles = request.env["community.assessment.cycle"].search(
            [("state", "=", "open"), ("apply_until", ">=", today)]
        )
        bodies = request.env["community.organization"].search([("state", "!=", "cancelled")])
        taken = request.env[MODEL].search(
            [("cycle_id", "in", cycles.ids), ("state", "not in", ("withdrawn", "rejected"))]
        )
        known = {(row.cycle_id, row.organization_id) for row in taken}
        return [
            (cycle, body)
            for cycle in cycles
            for body in bodies
            if (cycle, body) not in known and cycle._covers(body)
        ]

    def _render_assessments(self, error=None):
        return self._render_portal(
            "assessments",
            assessments=request.env[MODEL].search([]),
            offers=self._find_offers(),
            error=error,
        )

    def _render_assessment(self, assessment, typed=None, errors=None, error=None, saved=False):
        lines = assessment.line_ids
        return self._render_portal(
            "assessment",
            assessment=assessment,
            organization=assessment.organization_id,
            object=assessment,
            # sudo: community.assessment.indicator - the standard is announced
            sections=list(lines.sudo().grouped("section_id").items()),
            typed=typed or {},
            errors=errors or {},
            error=error,
            saved=saved,
            appeals=assessment.appeal_ids,
            # sudo: community.review.task - the applicant may know where it stands
            timeline=assessment.sudo().task_ids.sorted("id"),
        )

    def _read_scores(self, assessment, post):
        """``({line id: sentence}, {line: values})`` of what was typed for each line that people score."""
        errors, values = {}, {}
        for line in assessment.line_ids.filtered(lambda line: line.method == "manual"):
            names = ("self_points", "self_note")
            form = PostedForm(line, names, {name: post.get(f"{name}_{line.id}") for name in names})
            if form.errors:
                errors[line.id] = form.errors["self_points"]
            elif form.values["self_points"] > line.weight:
                errors[line.id] = request.env._("At most %(points)s points.", points=line.weight)
            else:
                values[line] = form.values
        return errors, values

    def _save_assessment(self, assessment, post, values):
        form = PostedForm(assessment, ("summary",), post)
        assessment.write(form.values)
        for line, vals in values.items():
            line.write(vals)
        for name, upload in request.httprequest.files.items(multi=True):
            line = assessment.line_ids.filtered(lambda line, it=name: f"file_{line.id}" == it)
            if upload.filename and line:
                request.env["community.assessment.file"].create(
                    {
                        "assessment_id": assessment.id,
                        "line_id": line.id,
                        "file": base64.b64encode(upload.read()),
                        "file_name": upload.filename,
                    }
                )

    def _submit_assessment(self, assessment):
        assessment.action_submit()

    def _act_assessment_withdraw(self, assessment, _post):
        assessment.action_withdraw()

    def _act_assessment_appeal(self, assessment, post):
        """Begin and submit it at once; one that was returned is completed."""
        form = PostedForm(request.env["community.assessment.appeal"], ("statement",), post)
        vals = form.values
        upload = request.httprequest.files.get("file")
        if upload and upload.filename:
            vals.update(file=base64.b64encode(upload.read()), file_name=upload.filename)
        appeal = assessment.appeal_ids.filtered(lambda row: row.state in ("draft", "returned"))[:1]
        if appeal:
            appeal.write(vals)
        else:
            appeal = appeal.create({**vals, "assessment_id": assessment.id})
        appeal.action_submit()
