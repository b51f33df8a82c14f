from odoo import fields, models
from odoo.tools import SQL


class CommunityLayoutReport(models.Model):
    """Each community with each main category of key support, also where it has none (布局).

    «重点培育»: 自治服务型、公益志愿型、文体活动型. A gap is a row, so that a number of the pivot opens the
    communities behind it.
    """

    _name = "community.layout.report"
    _description = "Layout of the key kinds"
    _auto = False
    _order = "street_id, community_id, category_id"
    _rec_name = "community_id"
    # written to the database before the report is read
    _depends = {
        "community.area": ["tier", "active", "valid_from", "valid_to", "district_id", "street_id"],
        "community.category": ["parent_id", "policy", "active"],
        "community.organization": ["community_id", "main_category_id", "state"],
    }

    district_id = fields.Many2one("community.area", readonly=True)
    street_id = fields.Many2one("community.area", "Street or town", readonly=True)
    community_id = fields.Many2one("community.area", readonly=True)
    category_id = fields.Many2one("community.category", "Main category", readonly=True)
    organization_count = fields.Integer("Organisations", readonly=True)
    lacking_count = fields.Integer("Communities without any", readonly=True)

    @property
    def _table_query(self):
        today = self.env["community.policy"]._today()
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY area.id, category.id) AS id,
                   area.district_id, area.street_id, area.id AS community_id,
                   category.id AS category_id,
                   count(body.id) AS organization_count,
                   (count(body.id) = 0)::int AS lacking_count
              FROM community_area area
              JOIN community_category category
                ON category.parent_id IS NULL AND category.policy = 'key' AND category.active
              LEFT JOIN community_organization body
                ON body.community_id = area.id AND body.main_category_id = category.id
                   AND body.state <> 'cancelled'
             WHERE area.tier = 'community' AND area.active
                   AND (area.valid_from IS NULL OR area.valid_from <= %(today)s)
                   AND (area.valid_to IS NULL OR area.valid_to > %(today)s)
             GROUP BY area.id, category.id
            """,
            today=today,
        )

    def action_open_organizations(self):
        """The organisations that were counted in this row."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_org.community_organization_action"
            ),
            "domain": [
                ("community_id", "=", self.community_id.id),
                ("main_category_id", "=", self.category_id.id),
            ],
        }
