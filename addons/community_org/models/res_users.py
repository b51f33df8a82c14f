from odoo import api, fields, models
from odoo.exceptions import ValidationError

# The group says what a user does, the area says where: one tier for each
TIER_GROUPS = {
    "community": "community_org.group_community_officer",
    "street": "community_org.group_street_officer",
    "district": "community_org.group_district_officer",
}


class ResUsers(models.Model):
    _inherit = "res.users"

    area_id = fields.Many2one(
        "community.area",
        "Works for",
        index=True,
        ondelete="restrict",
        help="The area whose records this user sees. Without an area, none.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "area_id"]

    def _get_invalidation_fields(self):
        # Record rules are cached per user; without this a new area would take
        # effect only when the cache happens to be cleared.
        return super()._get_invalidation_fields() | {"area_id"}

    @api.constrains("area_id", "group_ids")
    def _check_area_of_group(self):
        for user in self:
            for tier, group in TIER_GROUPS.items():
                if user._has_group(group) and user.area_id.tier != tier:
                    raise ValidationError(
                        self.env._(
                            "%(user)s belongs to the group «%(group)s» and needs an area of that tier.",
                            user=user.name,
                            group=self.env.ref(group).name,
                        )
                    )

    def _works_for(self, *tiers):
        """Whether this user is an officer of one of ``tiers`` (community, street, district)."""
        return any(self.has_group(TIER_GROUPS[tier]) for tier in tiers)

    @api.private
    def community_domain(self):
        """Domain on the tier columns of `community.area.mixin`: the rows of this user's area.

        The one expression behind every record rule of staff (``user.community_domain()``).
        Without an area there are no rows.
        """
        column = {
            "district": "district_id",
            "street": "street_id",
            "community": "community_id",
        }.get(self.area_id.tier)
        return [(column, "=", self.area_id.id)] if column else [(0, "=", 1)]
