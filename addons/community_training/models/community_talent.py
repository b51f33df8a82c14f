from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from psycopg2.errors import UniqueViolation


class CommunityTalent(models.Model):
    """A person of the talent pool (骨干人才库), once, whatever organisations he is in.

    The identity number, where there is one, decides who is the same person; else the portal account.
    A resident who is in no organisation yet stands here as a reserve (储备), by a nomination.
    """

    _name = "community.talent"
    _description = "Talent"
    _inherit = ["community.area.mixin"]
    _order = "name, id"
    # who moves is followed: hours and honours stay with the person
    _area_frozen = False

    name = fields.Char("Full name", required=True, index="trigram")
    area_id = fields.Many2one(default=lambda self: self.env.user.area_id)
    identity_id = fields.Many2one(
        "community.identity", index=True, ondelete="restrict", groups=NO_ACCESS, copy=False
    )
    partner_id = fields.Many2one(
        "res.partner", "Portal account", index="btree_not_null", ondelete="restrict", copy=False
    )
    member_ids = fields.One2many("community.member", "talent_id", "Places in organisations")
    organization_count = fields.Integer("Organisations", compute="_compute_places")
    phone = fields.Char(compute="_compute_places")
    is_reserve = fields.Boolean("Reserve", help="Kept in mind for leading an organisation.")
    is_party_member = fields.Boolean("Party member")
    skill_ids = fields.Many2many("community.skill", string="Skills")
    note = fields.Text("What speaks for him or her")
    honour_ids = fields.One2many("community.talent.honour", "talent_id", "Honours")
    honour_points = fields.Integer("Points", compute="_compute_honour_points", store=True)
    registration_ids = fields.One2many("event.registration", "talent_id", "Training")
    certificate_ids = fields.One2many(
        "community.training.certificate", "talent_id", "Certificates of training"
    )
    hours = fields.Float("Hours this year", compute="_compute_hours")

    _identity_uniq = models.UniqueIndex(
        "(identity_id) WHERE identity_id IS NOT NULL", "This person is in the pool already."
    )
    _partner_uniq = models.UniqueIndex(
        "(partner_id) WHERE partner_id IS NOT NULL", "This account is in the pool already."
    )
    _street_idx = models.Index("(street_id, name)")
    _community_idx = models.Index("(community_id, name)")
    _district_idx = models.Index("(district_id, name)")

    @api.depends("member_ids.date_to", "member_ids.phone")
    def _compute_places(self):
        for talent in self:
            current = talent.member_ids.filtered(lambda member: not member.date_to)
            talent.organization_count = len(current.organization_id)
            talent.phone = next((member.phone for member in current if member.phone), False)

    @api.depends("honour_ids.points")
    def _compute_honour_points(self):
        for talent in self:
            talent.honour_points = sum(talent.honour_ids.mapped("points"))

    @api.depends("registration_ids.hours")
    def _compute_hours(self):
        hours = self._count_hours(self.env["community.policy"]._today().year)
        for talent in self:
            talent.hours = hours.get(talent._origin.id, 0)

    def _count_hours(self, year):
        """``{talent id: hours}`` attended in ``year``, with one query for any number of people."""
        return self._add_up_hours([("year", "=", year)])

    def _count_mandatory_hours(self, year):
        """The same of those that count for the hours owed."""
        return self._add_up_hours([("year", "=", year), ("is_mandatory", "=", True)])

    def _add_up_hours(self, domain):
        # sudo: event.registration - what counts for a person, wherever it was attended
        rows = (
            self.env["event.registration"]
            .sudo()
            ._read_group(
                [*domain, ("talent_id", "in", self.ids), ("state", "=", "done")],
                ["talent_id"],
                ["hours:sum"],
            )
        )
        return {talent.id: hours for talent, hours in rows}

    # ------------------------------------------------------------
    # ONE ROW FOR EACH PERSON
    # ------------------------------------------------------------

    @api.model
    def _get_of_members(self, members):
        """``{member: talent}``; whoever is not in the pool yet is added, and nobody twice."""
        # sudo: community.talent, community.member - the pool keeps itself, whoever enrols somebody
        members = members.sudo()
        for member in members.filtered(lambda member: not member.talent_id):
            member.talent_id = self.sudo()._find_of(member) or self.sudo()._create_of(member)
        return {member: member.talent_id for member in members}

    def _find_of(self, member):
        for name in ("identity_id", "partner_id"):
            if member[name]:
                found = self.search([(name, "=", member[name].id)], limit=1)
                if found:
                    return found
        return self.browse()

    def _create_of(self, member):
        try:
            with self.env.cr.savepoint():
                return self.create(self._prepare_of(member))
        except UniqueViolation:  # somebody else added this person at the same moment
            return self._find_of(member)

    @api.model
    def _prepare_of(self, member):
        return {
            "name": member.name,
            "identity_id": member.identity_id.id,
            "partner_id": member.partner_id.id,
            "area_id": member.area_id.id,
            "is_party_member": member.is_party_member,
            "skill_ids": [(6, 0, member.skill_ids.ids)],
        }
