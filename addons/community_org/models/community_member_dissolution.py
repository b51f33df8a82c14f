from odoo import fields, models
from odoo.fields import Domain


class CommunityMemberDissolution(models.Model):
    """Who led an organisation that was dissolved by order: offices are warned when he leads again."""

    _inherit = "community.member"

    dissolution_order_id = fields.Many2one(
        "community.order",
        "Led it until dissolved by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="community_org.group_staff",
    )

    def _find_dissolved_posts(self, people):
        """Flagged memberships of ``people`` (records of `community.person.mixin`), wherever they were.

        The same person by the identity number, else by name and phone. Called as superuser.
        """
        same = Domain.OR(
            Domain("name", "=", person.name) & Domain("phone", "=", person.phone)
            for person in people
            if person.phone
        ) | Domain("identity_id", "in", people.identity_id.ids)
        return self.search(Domain("dissolution_order_id", "!=", False) & same)
