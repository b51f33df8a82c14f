from odoo import fields, models
from odoo.tools import SQL


class CommunityTrainingOwed(models.Model):
    """Who leads an organisation today, with the hours of this year and those still owed (必修学时)."""

    _name = "community.training.owed"
    _description = "Hours owed"
    _auto = False
    _order = "missing desc, street_id, community_id, organization_id"
    _rec_name = "member_id"
    _depends = {
        "community.member": ["date_to", "organization_id", "role", "talent_id"],
        "community.organization": [
            "area_id",
            "community_id",
            "district_id",
            "state",
            "street_id",
        ],
        "community.policy": ["leader_training_hours", "valid_from"],
        "event.registration": ["hours", "is_mandatory", "state", "talent_id", "year"],
    }

    organization_id = fields.Many2one("community.organization", readonly=True)
    member_id = fields.Many2one("community.member", "Leader", readonly=True)
    talent_id = fields.Many2one("community.talent", readonly=True)
    district_id = fields.Many2one("community.area", readonly=True)
    street_id = fields.Many2one("community.area", "Street or town", readonly=True)
    community_id = fields.Many2one("community.area", readonly=True)
    year = fields.Integer(readonly=True, aggregator=None)
    hours = fields.Float("Hours this year", readonly=True)
    required = fields.Float("Hours to be done", readonly=True)
    missing = fields.Float("Hours missing", readonly=True)
    owing_count = fields.Integer("Leaders who owe hours", readonly=True)
    leader_count = fields.Integer("Leaders", readonly=True)

    @property
    def _table_query(self):
        policies = self.env["community.policy"]
        year, required = policies._today().year, policies._get_policy().leader_training_hours
        return SQL(
            """
            SELECT member.id, member.id AS member_id, member.organization_id, member.talent_id,
                   body.district_id, body.street_id, body.community_id,
                   %(year)s AS year, 1 AS leader_count, coalesce(done.hours, 0) AS hours,
                   %(required)s::float AS required,
                   greatest(0, %(required)s - coalesce(done.hours, 0)) AS missing,
                   (coalesce(done.hours, 0) < %(required)s)::int AS owing_count
              FROM community_member member
              JOIN community_organization body ON body.id = member.organization_id
         LEFT JOIN (
                SELECT talent_id, sum(hours) AS hours
                  FROM event_registration
                 WHERE state = 'done' AND year = %(year)s AND is_mandatory
                       AND talent_id IS NOT NULL
              GROUP BY talent_id
                   ) done ON done.talent_id = member.talent_id
             WHERE member.role = 'leader' AND member.date_to IS NULL
                   AND body.state <> 'cancelled'
            """,
            year=year,
            required=required,
        )
