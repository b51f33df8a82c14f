from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .community_satisfaction_line import RATE_FIELDS


class CommunitySatisfaction(models.Model):
    """A satisfaction campaign (满意度调查): in an area or on one organisation, for some weeks.

    Its questions are a copy of a survey of Odoo, made when it opens, so that later changes of the
    template do not change what was asked. Each community has a line with its own address and QR code;
    the answers are the survey's answers, without anything about who gave them.
    """

    _name = "community.satisfaction"
    _description = "Satisfaction campaign"
    _inherit = [
        "community.area.mixin",
        "community.state.mixin",
        "community.satisfaction.rate.mixin",
    ]
    _order = "date_from desc, id desc"
    _area_dated_by = "date_from"
    _transitions = {"open": ({"draft"}, "open"), "close": ({"open"}, "closed")}

    name = fields.Char("Campaign", required=True)
    area_id = fields.Many2one(default=lambda self: self.env.user.area_id)
    organization_id = fields.Many2one(
        "community.organization",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the work in the area as a whole.",
    )
    date_from = fields.Date(
        "First day", required=True, default=lambda self: self.env["community.policy"]._today()
    )
    date_to = fields.Date("Last day", required=True)
    year = fields.Integer(compute="_compute_year", store=True, precompute=True, aggregator=None)
    quota = fields.Integer(
        "Answers wanted of each community",
        required=True,
        default=30,
        help="May be changed for each community once the campaign is open.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("open", "Asking"), ("closed", "Ended")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    survey_id = fields.Many2one("survey.survey", readonly=True, copy=False, ondelete="restrict")
    line_ids = fields.One2many("community.satisfaction.line", "satisfaction_id", "Communities")

    remarks = fields.Text(compute="_compute_remarks")

    _days_in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last day does not lie before the first."
    )
    _quota_positive = models.Constraint("CHECK (quota > 0)", "Ask for one answer at least.")
    _survey_once_open = models.Constraint(
        "CHECK (state = 'draft' OR survey_id IS NOT NULL)", "An open campaign has its questions."
    )
    _street_idx = models.Index("(street_id, date_from DESC)")
    _district_idx = models.Index("(district_id, date_from DESC)")

    @api.depends("date_from")
    def _compute_year(self):
        for campaign in self:
            campaign.year = campaign.date_from.year if campaign.date_from else 0

    @api.depends("line_ids.remarks")
    def _compute_remarks(self):
        for campaign in self:
            campaign.remarks = "\n\n".join(
                f"{line.area_id.name}\n{line.remarks}" for line in campaign.line_ids if line.remarks
            )

    @api.depends("line_ids.valid_count")
    def _compute_rate(self):
        for campaign in self:
            for name in RATE_FIELDS:
                campaign[name] = sum(campaign.line_ids.mapped(name))
        return super()._compute_rate()

    @api.model
    def _get_engine_defaults(self):
        return {**super()._get_engine_defaults(), "survey_id": False, "line_ids": []}

    @api.constrains("organization_id", "area_id")
    def _check_organization(self):
        for campaign in self:
            body = campaign.organization_id
            if body and campaign.area_id not in (
                body.district_id,
                body.street_id,
                body.community_id,
            ):
                raise UserError(
                    self.env._(
                        "«%(name)s» does not lie in «%(area)s».",
                        name=body.name,
                        area=campaign.area_id.name,
                    )
                )

    # ------------------------------------------------------------
    # STEPS
    # ------------------------------------------------------------

    def action_open(self):
        """Copy the questions and give each community its address."""
        self.check_access("write")
        # sudo: survey.survey - the template is everybody's, a copy is made of it for the campaign
        template = self.env.ref("community_org.satisfaction_survey").sudo()
        for campaign in self:
            survey = template.copy({"title": campaign.name})
            campaign._move("open", survey_id=survey.id)
            campaign._as_engine().line_ids = [
                Command.create({"area_id": area.id, "quota": campaign.quota})
                for area in campaign._get_communities()
            ]
        return True

    def action_close(self):
        """No more answers; the figures stay."""
        self.check_access("write")
        self._move("close")
        return True

    def _get_communities(self):
        """The communities and villages that are asked."""
        if self.organization_id:
            return self.organization_id.community_id
        areas = self.env["community.area"]
        return areas.search(
            [
                ("id", "child_of", self.area_id.id),
                ("tier", "=", "community"),
                *areas._in_force(self.date_from),
            ]
        )

    def _is_asking(self):
        """Whether an answer is taken today."""
        today = self.env["community.policy"]._today()
        return self.state == "open" and self.date_from <= today <= self.date_to
