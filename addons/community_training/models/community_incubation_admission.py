from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CommunityIncubationAdmission(models.Model):
    """A body comes into an incubation centre (入驻申请 → 初核 → 评议 → 协议) and leaves it (出壳 / 退驻)."""

    _name = "community.incubation.admission"
    _description = "Admission to incubation"
    _inherit = ["portal.mixin", "community.area.mixin", "community.review.mixin"]
    _order = "id desc"
    _area_follows = "venue_id"
    _area_dated_by = "submitted_on"

    organization_id = fields.Many2one(
        "community.organization",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("state", "!=", "cancelled")],
        tracking=True,
    )
    venue_id = fields.Many2one(
        "community.venue",
        "Centre",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("kind", "=", "incubation")],
    )
    area_id = fields.Many2one(related="venue_id.area_id", store=True, precompute=True)
    kind = fields.Selection(
        [("physical", "With places"), ("virtual", "Without places")],
        "Kind of admission",
        required=True,
        default="physical",
    )
    desks = fields.Integer("Desks wanted", default=1, aggregator="sum")
    plan = fields.Text("What the body wants to become")
    state = fields.Selection(
        selection_add=[
            ("approved", "Admitted, agreement to be signed"),
            ("resident", "In incubation"),
            ("graduated", "Graduated"),
            ("left", "Left early"),
        ],
        ondelete={
            "resident": "set default",
            "graduated": "set default",
            "left": "set default",
        },
    )
    date_from = fields.Date("In incubation from", readonly=True, copy=False)
    date_to = fields.Date("In incubation until", readonly=True, copy=False, tracking=True)
    is_extended = fields.Boolean("Extended once", readonly=True, copy=False)
    ended_on = fields.Date("Ended on", readonly=True, copy=False)
    end_reason = fields.Text("Reason of the end", readonly=True, copy=False)
    handover_until = fields.Date("Hand over until", readonly=True, copy=False)
    place_ids = fields.One2many(
        "community.incubation.place", "admission_id", "Places", readonly=True, copy=False
    )
    log_ids = fields.One2many("community.incubation.log", "admission_id", "Support")
    check_ids = fields.One2many("community.incubation.check", "admission_id", "Checks")
    handover_ids = fields.One2many("community.incubation.handover", "admission_id", "Handing over")
    last_score = fields.Integer(compute="_compute_last_check", aggregator=None)
    is_ready = fields.Boolean("Ready to graduate", compute="_compute_last_check")
    follow_up = fields.Text("What became of it", help="Half a year after graduation.")

    _one_at_a_time = models.UniqueIndex(
        "(organization_id) WHERE state IN ('draft', 'review', 'returned', 'approved', 'resident')",
        "This body has applied, or is in incubation, already.",
    )
    _street_idx = models.Index("(street_id, id DESC)")
    _district_idx = models.Index("(district_id, id DESC)")

    @api.depends("organization_id.name", "venue_id.name")
    def _compute_display_name(self):
        for admission in self:
            admission.display_name = (
                f"{admission.organization_id.name or ''} · {admission.venue_id.name or ''}"
            )

    def _compute_access_url(self):
        super()._compute_access_url()
        for admission in self:
            admission.access_url = f"/my/incubation/{admission.id}"

    def _get_report_base_filename(self):
        return self.display_name

    @api.depends("check_ids.score", "check_ids.is_ready")
    def _compute_last_check(self):
        for admission in self:
            last = admission.check_ids.sorted("day")[-1:]
            admission.last_score = last.score
            admission.is_ready = last.is_ready

    @api.constrains("venue_id", "organization_id")
    def _check_venue(self):
        for admission in self:
            # sudo: community.venue - for whom it is, is no secret
            venue = admission.sudo().venue_id
            if venue.kind != "incubation":
                raise ValidationError(self.env._("Choose an incubation centre."))
            where = venue[f"{venue.area_id.tier}_id"]
            if where != admission.organization_id[f"{venue.area_id.tier}_id"]:
                raise ValidationError(
                    self.env._(
                        "«%(venue)s» is for bodies of «%(area)s».",
                        venue=venue.name,
                        area=where.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Who asks is the applicant, and nobody in somebody else's name."""
        # one that has just ended makes room for another
        self.flush_model(["state"])
        user = self.env.user
        applicant = user.partner_id.id if user.share else False
        return super().create([{**vals, "applicant_id": applicant} for vals in vals_list])

    @api.model
    def _get_engine_defaults(self):
        names = ("date_from", "date_to", "ended_on", "end_reason", "handover_until")
        return {
            **super()._get_engine_defaults(),
            **dict.fromkeys(names, False),
            "is_extended": False,
            "place_ids": [],
        }

    @api.model
    def _get_free_fields(self):
        # what is written about it after the admission
        return super()._get_free_fields() | {"log_ids", "check_ids", "handover_ids", "follow_up"}

    def _get_transitions(self):
        return {
            **super()._get_transitions(),
            "sign": ({"approved"}, "resident"),
            "graduate": ({"resident"}, "graduated"),
            "leave": ({"approved", "resident"}, "left"),
        }

    # ------------------------------------------------------------
    # REVIEW
    # ------------------------------------------------------------

    def _check_submit(self):
        super()._check_submit()
        # sudo: community.organization, community.venue - asked whatever the user may read
        known = self.sudo()
        known.organization_id._check_eligible("book")
        if not self.round:  # a correction is never too late
            known.venue_id._check_admission_open()
        if not (self.plan or "").strip():
            raise UserError(self.env._("Write what the body wants to become."))

    def _prepare_review_vals(self):
        return {
            **super()._prepare_review_vals(),
            "applicant_name": self.organization_id.name,
        }

    def _is_keeper(self):
        representatives = self.organization_id._get_representatives().partner_id
        return super()._is_keeper() or (
            self.channel == "portal" and self.env.user.partner_id in representatives
        )
