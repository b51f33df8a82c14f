from odoo import fields, models
from odoo.tools import SQL


class CommunityPartyReport(models.Model):
    """Party members in the organisations (党员参与): on the rosters, and among those who lead."""

    _name = "community.party.report"
    _description = "Party members in organisations"
    _auto = False
    _order = "street_id, community_id, category_id"
    _rec_name = "organization_id"
    _depends = {
        "community.member": ["date_to", "is_party_member", "organization_id", "role"],
        "community.organization": [
            "community_id",
            "district_id",
            "main_category_id",
            "state",
            "street_id",
        ],
    }

    organization_id = fields.Many2one("community.organization", readonly=True)
    district_id = fields.Many2one("community.area", readonly=True)
    street_id = fields.Many2one("community.area", "Street or town", readonly=True)
    community_id = fields.Many2one("community.area", readonly=True)
    category_id = fields.Many2one("community.category", "Main category", readonly=True)
    member_count = fields.Integer("Members", readonly=True)
    party_count = fields.Integer("Party members", readonly=True)
    leader_count = fields.Integer("Leaders", readonly=True)
    party_leader_count = fields.Integer("Leaders in the party", readonly=True)
    party_body_count = fields.Integer(
        "Three party members or more", readonly=True, help="May form a party organisation."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT body.id, body.id AS organization_id, body.district_id, body.street_id,
                   body.community_id, body.main_category_id AS category_id,
                   count(member.id) AS member_count,
                   count(member.id) FILTER (WHERE member.is_party_member) AS party_count,
                   count(member.id) FILTER (WHERE member.role = 'leader') AS leader_count,
                   count(member.id) FILTER (
                       WHERE member.role = 'leader' AND member.is_party_member
                   ) AS party_leader_count,
                   (count(member.id) FILTER (WHERE member.is_party_member) >= 3)::int
                       AS party_body_count
              FROM community_organization body
         LEFT JOIN community_member member
                ON member.organization_id = body.id AND member.date_to IS NULL
             WHERE body.state <> 'cancelled'
          GROUP BY body.id
            """
        )
