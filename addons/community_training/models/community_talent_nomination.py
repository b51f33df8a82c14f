from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityTalentNomination(models.Model):
    """A resident is recommended as leader of an organisation, or for the reserve (推荐居民任负责人)."""

    _name = "community.talent.nomination"
    _description = "Recommendation"
    _inherit = ["community.area.mixin", "community.review.mixin"]
    _order = "id desc"
    _area_dated_by = "submitted_on"

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
        if not (self.reason or "").strip():
            raise UserError(self.env._("Write what speaks for him or her."))
        if not self.consent:
            raise UserError(
                self.env._("Ask the person first, then tick «Agrees to be recommended».")
            )

    def _on_approved(self):
        """The person is in the pool as a reserve from now on."""
        super()._on_approved()
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
