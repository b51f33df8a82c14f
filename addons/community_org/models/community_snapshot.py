from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL


class CommunitySnapshot(models.Model):
    """An organisation that counted at the end of a year, where and as what; frozen when the year is closed.

    The base of next year's growth (上年总数) is the number of these rows. What is entered later
    changes none of them: it becomes a `community.target.adjustment`.
    """

    _name = "community.snapshot"
    _description = "Organisation at the end of a year"
    _inherit = ["community.area.mixin"]
    _order = "year desc, street_id, organization_id"
    _rec_name = "organization_id"
    _area_dated_by = "counted_on"

    year = fields.Integer(required=True, aggregator=None)
    counted_on = fields.Date(compute="_compute_counted_on", store=True, precompute=True)
    organization_id = fields.Many2one(
        "community.organization", required=True, index=True, ondelete="restrict"
    )
    # the street as it was: `street_id` follows who is responsible today
    counted_in_id = fields.Many2one(
        "community.area", "Counted in", required=True, index=True, ondelete="restrict"
    )
    main_category_id = fields.Many2one("community.category", ondelete="restrict")
    is_new = fields.Boolean("New in the year")

    _organization_uniq = models.Constraint(
        "UNIQUE (year, organization_id)", "An organisation counts once in a year."
    )
    _counted_idx = models.Index("(counted_in_id, year)")

    @api.depends("year")
    def _compute_counted_on(self):
        for snapshot in self:
            snapshot.counted_on = date(snapshot.year, 12, 31)

    @api.model
    def _count(self, day):
        """What counts on ``day``: ``{organisation id: (community id, counting area id, category id, is new)}``.

        On the books by then and not ended by then; where it sat on that day; the counting area is the
        street or town above, or the area itself where it sits in no community. New in the year of
        ``day`` is what entered the books in it, unless it is a body of last year's end that was
        cancelled and filed again meanwhile (same name, same street): that counts once.
        """
        for model in ("community.organization", "community.organization.seat", "community.area"):
            self.env[model].flush_model()
        first = date(day.year, 1, 1)
        query = SQL(
            """
            WITH seated AS (
                SELECT DISTINCT ON (body.id)
                       body.id, body.entered_on, body.cancelled_on, body.main_category_id,
                       seat.area_id,
                       CASE area.tier WHEN 'community' THEN area.parent_id ELSE area.id END AS counted_in,
                       lower(regexp_replace(body.name, '\\s', '', 'g')) AS name
                  FROM community_organization body
                  JOIN community_organization_seat seat ON seat.organization_id = body.id
                  JOIN community_area area ON area.id = seat.area_id
                 WHERE seat.date_from <= %(day)s
                 ORDER BY body.id, seat.date_from DESC
            )
            SELECT id, area_id, counted_in, main_category_id,
                   entered_on >= %(first)s AND (counted_in, name) NOT IN (
                       SELECT counted_in, name FROM seated
                        WHERE entered_on < %(first)s AND cancelled_on BETWEEN %(first)s AND %(day)s
                   )
              FROM seated
             WHERE entered_on <= %(day)s AND (cancelled_on IS NULL OR cancelled_on > %(day)s)
            """,
            day=day,
            first=first,
        )
        return {row[0]: tuple(row[1:]) for row in self.env.execute_query(query)}
