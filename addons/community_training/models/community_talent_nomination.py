from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityTalentNomination(models.Model):
    """A person is recommended: as leader or for the reserve (推荐居民任负责人), or as excellent of the year (激励)."""

    _name = "community.talent.nomination"
    _description = "Recommendation"
    _inherit = ["community.area.mixin", "community.review.mixin"]
    _order = "id desc"
    _area_dated_by = "submitted_on"

    kind = fields.Selection(
        [("leader", "As leader or for the reserve"), ("excellent", "As excellent of the year")],
        "Recommended",
        required=True,
        default="leader",
        index=True,
    )
    year = fields.Integer(
        "Excellent in the year",
        default=lambda self: self.env["community.policy"]._today().year,
        aggregator=None,
    )
    name = fields.Char("Full name", required=True, tracking=True)
    phone = fields.Char()
    talent_id = fields.Many2one(
        "community.talent",
        "Already in the pool",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    area_id = fields.Many2one(
        "community.area",
        "Community or village",
        default=lambda self: self.env.user.area_id,
        domain=[("tier", "=", "community")],
    )
    organization_id = fields.Many2one(
        "community.organization",
        "For the organisation",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: for the reserve.",
    )
    is_party_member = fields.Boolean("Party member")
    skill_ids = fields.Many2many("community.skill", string="Skills")
    reason = fields.Text("What speaks for him or her")
    consent = fields.Boolean("Agrees to be recommended")

    _excellent_uniq = models.UniqueIndex(
        "(talent_id, year) WHERE kind = 'excellent' AND state = 'approved'",
        "This person has been chosen for this year already.",
    )

    @api.onchange("talent_id")
    def _onchange_talent_id(self):
        """Who is in the pool already has a name, a community and skills."""
        if self.talent_id:
            self.name = self.talent_id.name
            self.area_id = self.talent_id.area_id
            self.is_party_member = self.talent_id.is_party_member
            self.skill_ids = self.talent_id.skill_ids

    @api.model
    def _get_engine_defaults(self):
        # an office recommends: nobody applies
        return {**super()._get_engine_defaults(), "applicant_id": False}

    def _prepare_review_vals(self):
        return {
            **super()._prepare_review_vals(),
            "applicant_name": self.organization_id.name or self.area_id.name,
        }

    def _check_submit(self):
        super()._check_submit()
        # whom it names is taken into the pool by the decision: nobody of another office's
        self.talent_id.check_access("read")
        self.organization_id.check_access("read")
        if self.kind == "excellent" and not self.talent_id:
            raise UserError(self.env._("Choose the person from the talent pool."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Write what speaks for him or her."))
        if not self.consent:
            raise UserError(
                self.env._("Ask the person first, then tick «Agrees to be recommended».")
            )

    def _on_approved(self):
        super()._on_approved()
        if self.kind == "excellent":
            self._honour()
        else:
            self._take_in()

    def _honour(self):
        """The honour of the year (年度优秀骨干), with the points of the policy."""
        policy = self.env["community.policy"]._get_policy()
        # sudo: community.talent.honour - given by the decision, whoever decided
        self.env["community.talent.honour"].sudo().create(
            {
                "talent_id": self.talent_id.id,
                "name": self.env._("Excellent key member of %(year)s", year=self.year),
                "points": policy.excellent_points,
                "issuer": self.street_id.authority_name or self.street_id.name,
            }
        )

    def _take_in(self):
        """The person is in the pool as a reserve from now on."""
        # sudo: community.talent - taken in by the decision, whoever decided
        talents = self.env["community.talent"].sudo()
        talent = self.sudo().talent_id or talents.create(
            {"name": self.name, "area_id": self.area_id.id, "note": self.reason}
        )
        talent.write(
            {
                "is_reserve": True,
                "is_party_member": talent.is_party_member or self.is_party_member,
                "skill_ids": [(4, skill.id) for skill in self.skill_ids],
            }
        )
        self._engine_write({"talent_id": talent.id})
