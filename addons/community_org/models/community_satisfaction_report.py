from odoo import fields, models
from odoo.tools import SQL


class CommunitySatisfactionReport(models.Model):
    """Answers of all campaigns, for pivots: counts alone, since shares do not add up."""

    _name = "community.satisfaction.report"
    _description = "Satisfaction of residents"
    _auto = False
    _order = "date_from desc, community_id"
    _depends = {
        "community.satisfaction": ["organization_id", "date_from", "year"],
        "community.satisfaction.line": [
            "area_id",
            "community_id",
            "district_id",
            "quota",
            "satisfaction_id",
            "street_id",
        ],
        "survey.user_input": ["satisfaction_level", "satisfaction_line_id"],
    }

    satisfaction_id = fields.Many2one("community.satisfaction", "Campaign", readonly=True)
    organization_id = fields.Many2one("community.organization", readonly=True)
    area_id = fields.Many2one("community.area", readonly=True)
    district_id = fields.Many2one("community.area", readonly=True)
    street_id = fields.Many2one("community.area", "Street or town", readonly=True)
    community_id = fields.Many2one("community.area", readonly=True)
    year = fields.Integer(readonly=True, aggregator=None)
    date_from = fields.Date("First day", readonly=True)
    quota = fields.Integer("Answers wanted", readonly=True)
    valid_count = fields.Integer("Valid answers", readonly=True)
    satisfied_count = fields.Integer("Satisfied", readonly=True)
    dissatisfied_count = fields.Integer("Dissatisfied", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT line.id, line.satisfaction_id, campaign.organization_id, line.area_id,
                   line.district_id, line.street_id, line.community_id, campaign.year,
                   campaign.date_from, line.quota, coalesce(answers.valid, 0) AS valid_count,
                   coalesce(answers.satisfied, 0) AS satisfied_count,
                   coalesce(answers.dissatisfied, 0) AS dissatisfied_count
              FROM community_satisfaction_line line
              JOIN community_satisfaction campaign ON campaign.id = line.satisfaction_id
         LEFT JOIN (
                SELECT satisfaction_line_id, count(*) AS valid,
                       count(*) FILTER (WHERE satisfaction_level IN ('4', '5')) AS satisfied,
                       count(*) FILTER (WHERE satisfaction_level IN ('1', '2')) AS dissatisfied
                  FROM survey_user_input
                 WHERE satisfaction_line_id IS NOT NULL AND satisfaction_level IS NOT NULL
              GROUP BY satisfaction_line_id
                   ) answers ON answers.satisfaction_line_id = line.id
            """
        )
