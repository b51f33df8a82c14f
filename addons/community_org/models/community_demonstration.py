from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

# a title that is not held any more does not count
HELD = ("approved",)
# kind: (series, pattern) of the numbers on the plaques
PLAQUES = {
    "site": ("demonstration_site", "SD{code}-{year}-{serial4}"),
    "community": ("demonstration_community", "SQ{code}-{year}-{serial4}"),
}


class CommunityDemonstration(models.Model):
    """A demonstration site (示范点: an organisation) or demonstration community (示范社区).

    Nominated by an office, reviewed along a route, then it has a plaque with a number, is visited
    again, and can lose the title.
    """

    _name = "community.demonstration"
    _description = "Demonstration site"
    _inherit = ["community.area.mixin", "community.review.mixin"]
    _order = "year desc, id desc"
    _area_dated_by = "submitted_on"

    kind = fields.Selection(
        [("site", "Demonstration site"), ("community", "Demonstration community")],
        required=True,
        default="site",
    )
    organization_id = fields.Many2one(
        "community.organization",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("state", "!=", "cancelled")],
        tracking=True,
    )
    area_id = fields.Many2one(
        "community.area",
        "Community or village",
        compute="_compute_area_id",
        store=True,
        readonly=False,
        precompute=True,
        domain=[("tier", "=", "community")],
    )
    year = fields.Integer(
        required=True,
        default=lambda self: self.env["community.policy"]._today().year,
        aggregator=None,
    )
    statement = fields.Text(
        "What makes it an example", help="What was done, what came of it, what others can learn."
    )
    file_ids = fields.One2many(
        "community.demonstration.file", "demonstration_id", "Photos and papers"
    )

    state = fields.Selection(
        selection_add=[
            ("approved", "Title held"),
            ("rejected", "Not awarded"),
            ("revoked", "Title withdrawn"),
        ],
        ondelete={"revoked": "set default"},
    )
    plaque_number = fields.Char("Number of the plaque", readonly=True, copy=False)
    awarded_on = fields.Date("Awarded on", readonly=True, copy=False)
    revoked_on = fields.Date("Withdrawn on", readonly=True, copy=False)
    revoke_reason = fields.Text("Reason of the withdrawal", readonly=True, copy=False)

    _one_title = models.UniqueIndex(
        "(kind, COALESCE(organization_id, 0), area_id)"
        " WHERE state IN ('draft', 'review', 'returned', 'approved')"
        " AND (kind = 'community' OR organization_id IS NOT NULL)",
        "It is nominated, or holds the title, already.",
    )
    _about = models.Constraint(
        "CHECK ((kind = 'site') = (organization_id IS NOT NULL))",
        "A demonstration site is an organisation; a demonstration community has none.",
    )
    _plaque_uniq = models.Constraint("UNIQUE (plaque_number)", "This number is taken.")
    _street_idx = models.Index("(street_id, year DESC, id DESC)")
    _community_idx = models.Index("(community_id, year DESC, id DESC)")
    _district_idx = models.Index("(district_id, year DESC, id DESC)")

    @api.depends("organization_id")
    def _compute_area_id(self):
        for nomination in self:
            nomination.area_id = nomination.organization_id.community_id or nomination.area_id

    @api.depends("kind", "organization_id.name", "area_id.name", "year")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for nomination in self:
            subject = nomination.organization_id.name or nomination.area_id.name
            nomination.display_name = f"{subject or ''} · {kinds.get(nomination.kind, '')}"

    @api.constrains("area_id", "organization_id", "kind")
    def _check_area(self):
        for nomination in self:
            organization = nomination.organization_id
            if nomination.area_id.tier != "community":
                raise ValidationError(self.env._("Choose a community or village."))
            if organization and organization.community_id != nomination.area_id:
                raise ValidationError(
                    self.env._(
                        "«%(name)s» does not lie in «%(area)s».",
                        name=organization.name,
                        area=nomination.area_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # one that was just decided makes room for another
        self.flush_model(["state"])
        return super().create(vals_list)

    @api.model
    def _get_engine_defaults(self):
        names = ("plaque_number", "awarded_on", "revoked_on", "revoke_reason")
        return {
            **super()._get_engine_defaults(),
            **dict.fromkeys(names, False),
            # an office nominates: nobody applies
            "applicant_id": False,
        }

    def _get_transitions(self):
        return {**super()._get_transitions(), "revoke": ({"approved"}, "revoked")}

    # ------------------------------------------------------------
    # REVIEW
    # ------------------------------------------------------------

    def _check_submit(self):
        super()._check_submit()
        if not (self.statement or "").strip():
            raise UserError(self.env._("Write what makes it an example."))
        self._check_worthy()

    def _check_verdict(self, verdict, task):
        super()._check_verdict(verdict, task)
        if verdict == "approve":
            self._check_worthy()

    def _check_worthy(self):
        """:raises UserError: the organisation may not be honoured now (listed, expired, ended)"""
        self.organization_id._check_eligible("assess")

    def _prepare_review_vals(self):
        return {
            **super()._prepare_review_vals(),
            "applicant_name": self.organization_id.name or self.area_id.name,
        }

    def _on_approved(self):
        super()._on_approved()
        today = self.env["community.policy"]._today()
        # sudo: community.number - claimed by whoever decides
        number = (
            self.env["community.number"]
            .sudo()
            ._claim(self.area_id.street_id, today.year, *PLAQUES[self.kind])
        )
        self._engine_write({"plaque_number": number, "awarded_on": today})

    # ------------------------------------------------------------
    # LOSING THE TITLE
    # ------------------------------------------------------------

    def action_open_revoke(self):
        """The dialog for the reason."""
        return self.env["community.reason"]._open(self, "_revoke", self.env._("Withdraw the title"))

    def _revoke(self, reason):
        """Take the title and the plaque away; both stay in the history, with the reason.

        :raises AccessError: not of the district, which gives it
        """
        for nomination in self:
            if not (self.env.su or self.env.user._works_for("district")):
                raise AccessError(self.env._("The district gives a title and withdraws it."))
            nomination._move(
                "revoke",
                revoked_on=self.env["community.policy"]._today(),
                revoke_reason=reason,
            )
            # sudo: mail.message - logged in the name of who withdrew it
            nomination.sudo().message_post(
                author_id=self.env.user.partner_id.id, body=reason, subtype_xmlid="mail.mt_note"
            )

    @api.model
    def _get_held(self):
        """Domain of the titles that are held."""
        return Domain("state", "in", HELD)
