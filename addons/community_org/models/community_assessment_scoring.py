from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class CommunityAssessmentScoring(models.Model):
    """Who scores what, and when: the organisation itself, the check of the community, the last step."""

    _inherit = "community.assessment"

    stage = fields.Selection(
        [("self", "Self-assessment"), ("check", "Check"), ("give", "Score")],
        "To enter",
        compute="_compute_stage",
    )
    has_panel = fields.Boolean(compute="_compute_has_panel", compute_sudo=True)

    @api.depends("state", "current_task_id", "can_edit", "is_reopened")
    @api.depends_context("uid")
    def _compute_stage(self):
        for assessment in self:
            assessment.stage = assessment._get_stage()

    @api.depends("line_ids.vote_ids")
    def _compute_has_panel(self):
        for assessment in self:
            assessment.has_panel = bool(assessment.line_ids.vote_ids)

    def _get_stage(self):
        """What the current user may enter now: «self», «check», «give», or False."""
        self.ensure_one()
        if self.can_edit:
            return "self"
        if self.state == "review" and self.can_decide:
            return "check" if self._get_following_task() else "give"
        if self.state == "approved" and self.is_reopened and self._is_scoring_office():
            return "give"
        return False

    def _is_scoring_office(self):
        """Whether the current user sits where it was scored."""
        user = self.env.user
        # sudo: community.review.task - the last step may lie in an office this user cannot read
        last = self.sudo().task_ids.sorted("id")[-1:]
        return (
            bool(last)
            and user.area_id == last.acting_area_id
            and last.group_id in user.all_group_ids
            and user.partner_id not in self._get_interested_partners()
        )

    # ------------------------------------------------------------
    # A FORM SENDS THE SCORES WITH THE DOCUMENT
    # ------------------------------------------------------------

    def write(self, vals):
        scores = vals.get("line_ids")
        if not scores:
            return super().write(vals)
        self._write_scores(scores)
        rest = {name: value for name, value in vals.items() if name != "line_ids"}
        return super().write(rest) if rest else True

    def _write_scores(self, commands):
        """:raises AccessError: a line is added, removed or not of these assessments"""
        self.check_access("read")
        for command, line_id, vals in commands:
            if command != Command.UPDATE or line_id not in self.line_ids.ids:
                raise AccessError(
                    self.env._("The lines of an assessment follow from its standard.")
                )
            self.line_ids.browse(line_id).write(vals)

    # ------------------------------------------------------------
    # REVIEW
    # ------------------------------------------------------------

    def _check_submit(self):
        super()._check_submit()
        self.organization_id._check_eligible("assess")
        if not self.round:
            self.cycle_id._check_takes(self.organization_id)
        unproven = self.line_ids.filtered(
            lambda line: (
                line.method == "manual"
                and line.evidence
                and line.self_points
                and not (line.self_note or "").strip()
                and not line.file_ids
            )
        )
        if unproven:
            raise UserError(
                self.env._(
                    "Say what shows it, or add a file: %(indicators)s",
                    indicators="、".join(unproven.indicator_id.mapped("name")),
                )
            )

    def _check_verdict(self, verdict, task):
        super()._check_verdict(verdict, task)
        if verdict != "approve":
            return
        last = not self._get_following_task()
        given, before, note = (
            ("points", "checked_points", "note")
            if last
            else ("checked_points", "self_points", "checked_note")
        )
        unexplained = self.line_ids.filtered(
            lambda line: line[given] < line[before] and not (line[note] or "").strip()
        )
        if unexplained:
            raise UserError(
                self.env._(
                    "You give less than the step before: write the reason for %(indicators)s.",
                    indicators="、".join(unexplained.indicator_id.mapped("name")),
                )
            )

    def _on_submitted(self):
        super()._on_submitted()
        self._refresh_counts()
        self._carry_over("self_points", "checked_points")
        self._carry_over("self_points", "points")

    def _open_task(self, task):
        """Whoever scores last begins from what the step before gave; the experts get their sheets."""
        super()._open_task(task)
        if not self._get_following_task():
            self._refresh_counts()
            self._carry_over("checked_points", "points")
            self._make_votes()

    def _carry_over(self, source, target):
        # sudo: community.assessment.line - the next step begins from the one before
        for line in self.sudo().line_ids.filtered(lambda line: line.method == "manual"):
            if line[target] != line[source]:
                line[target] = line[source]

    def _on_returned(self):
        super()._on_returned()
        self._write_to_organization("community_org.mail_template_assessment")

    def _on_rejected(self):
        super()._on_rejected()
        self._write_to_organization("community_org.mail_template_assessment")

    # ------------------------------------------------------------
    # EXPERTS
    # ------------------------------------------------------------

    def _make_votes(self):
        """A vote of each expert without an interest, on each line that people score."""
        # sudo: community.assessment.vote - made by the engine alone
        votes = self.env["community.assessment.vote"].sudo()
        lines = self.sudo().line_ids.filtered(lambda line: line.method == "manual")
        known = {(vote.line_id, vote.expert_id) for vote in lines.vote_ids}
        experts = self.cycle_id.sudo().expert_ids.filtered(
            lambda user: user.partner_id not in self._get_interested_partners()
        )
        votes.create(
            [
                {"line_id": line.id, "expert_id": expert.id}
                for line in lines
                for expert in experts
                if (line, expert) not in known
            ]
        )

    def action_take_panel(self):
        """Enter the experts' mean wherever one has voted."""
        self.ensure_one()
        for line in self.line_ids.filtered(lambda line: line.stage == "give"):
            # sudo: community.assessment.vote - whether anybody voted; the votes stay the experts'
            if any(line.sudo().vote_ids.mapped("is_cast")):
                line.points = line.panel_points
        return True
