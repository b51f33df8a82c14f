from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CommunityAssessmentCycle(models.Model):
    """An assessment of the organisations in a street or district (评估批次), by one standard.

    Open: organisations take part, communities check, the street scores. What is scored is published
    together, and graded when the days of the notice are over (`community_assessment_publish.py`).
    """

    _name = "community.assessment.cycle"
    _description = "Assessment cycle"
    _inherit = ["community.area.mixin", "community.state.mixin"]
    _order = "year desc, id desc"
    _area_dated_by = "date_from"
    _transitions = {"open": ({"draft"}, "open"), "close": ({"open"}, "closed")}

    name = fields.Char("Cycle", required=True)
    area_id = fields.Many2one(default=lambda self: self._default_area_id())
    scheme_id = fields.Many2one(
        "community.assessment.scheme",
        "Standard",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["community.assessment.scheme"].search([], limit=1),
    )
    date_from = fields.Date(
        "Assessed from", required=True, default=lambda self: self._default_day(month=1, day=1)
    )
    date_to = fields.Date(
        "Assessed to", required=True, default=lambda self: self._default_day(month=12, day=31)
    )
    year = fields.Integer(compute="_compute_year", store=True, precompute=True, aggregator=None)
    apply_until = fields.Date(
        "Take part until",
        required=True,
        default=lambda self: self.env["community.policy"]._today() + relativedelta(months=1),
        help="The last day on which an organisation submits its self-assessment.",
    )
    notice_days = fields.Integer("Days of the notice", required=True, default=7)
    expert_ids = fields.Many2many(
        "res.users",
        string="Experts",
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("community_org.group_expert").ids)
        ],
        groups="community_org.group_staff",
        help="Optional. Each scores by himself what the offices score; the street sees the mean.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Taking part"), ("closed", "Completed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    assessment_ids = fields.One2many("community.assessment", "cycle_id", "Assessments", copy=False)
    assessment_count = fields.Integer(compute="_compute_counts")
    scored_count = fields.Integer("To publish", compute="_compute_counts")
    running_count = fields.Integer("Under way", compute="_compute_counts")
    note = fields.Text("Notes for the organisations")

    _days = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day does not lie before the first."
    )
    _notice = models.Constraint("CHECK (notice_days > 0)", "A notice lasts a day at least.")

    @api.model
    def _default_area_id(self):
        area = self.env.user.area_id
        return area if area.tier in ("street", "district") else area.browse()

    @api.model
    def _default_day(self, **parts):
        return self.env["community.policy"]._today().replace(**parts)

    @api.depends("date_from")
    def _compute_year(self):
        for cycle in self:
            cycle.year = cycle.date_from.year if cycle.date_from else 0

    @api.depends("assessment_ids.state")
    def _compute_counts(self):
        rows = self.env["community.assessment"]._read_group(
            [("cycle_id", "in", self.ids)], ["cycle_id", "state"], ["__count"]
        )
        counts = {(cycle.id, state): count for cycle, state, count in rows}
        for cycle in self:
            found = {
                state: count for (cycle_id, state), count in counts.items() if cycle_id == cycle.id
            }
            cycle.assessment_count = sum(found.values())
            cycle.scored_count = found.get("approved", 0)
            cycle.running_count = sum(
                found.get(state, 0)
                for state in ("draft", "review", "returned", "approved", "published")
            )

    @api.constrains("area_id")
    def _check_area(self):
        for cycle in self:
            if cycle.area_id.tier not in ("street", "district"):
                raise ValidationError(self.env._("A street or a district assesses."))

    # ------------------------------------------------------------
    # STEPS
    # ------------------------------------------------------------

    def action_open(self):
        """Organisations may take part; from now on the standard is fixed."""
        self.check_access("write")
        for cycle in self:
            if not cycle.scheme_id.indicator_ids or not cycle.scheme_id.grade_ids:
                raise UserError(
                    self.env._(
                        "«%(scheme)s» has no indicators or no grades yet.",
                        scheme=cycle.scheme_id.name,
                    )
                )
        self._move("open")
        return True

    def action_publish(self):
        """Put everything that is scored on notice."""
        self.check_access("write")
        for cycle in self:
            scored = cycle.assessment_ids.filtered(lambda row: row.state == "approved")
            if not scored:
                raise UserError(self.env._("Nothing is scored and waits for its notice."))
            scored._publish()
        return True

    def action_close(self):
        """Complete it, when nothing is under way any more.

        :raises UserError: something is
        """
        self.check_access("write")
        for cycle in self:
            if cycle.running_count:
                raise UserError(
                    self.env._(
                        "%(count)s assessments are under way: publish and grade them, or end them first.",
                        count=cycle.running_count,
                    )
                )
        self._move("close")
        return True

    def action_open_assessments(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_org.community_assessment_action"
            ),
            "domain": [("cycle_id", "=", self.id)],
            "context": {"default_cycle_id": self.id},
        }

    # ------------------------------------------------------------
    # WHO TAKES PART
    # ------------------------------------------------------------

    def _covers(self, organization):
        """Whether ``organization`` lies where this cycle assesses."""
        return self.area_id in (organization.street_id, organization.district_id)

    def _check_takes(self, organization):
        """:raises UserError: it is not open any more, or assesses elsewhere"""
        self.ensure_one()
        today = self.env["community.policy"]._today()
        if self.state != "open" or today > self.apply_until:
            raise UserError(
                self.env._("«%(cycle)s» takes no self-assessments any more.", cycle=self.name)
            )
        if not self._covers(organization):
            raise UserError(
                self.env._(
                    "«%(name)s» does not lie in «%(area)s».",
                    name=organization.name,
                    area=self.area_id.name,
                )
            )
