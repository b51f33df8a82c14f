from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.tools import SQL, drop_view_if_exists, format_datetime

AS_OF = "community_org.activity_report_as_of"


class CommunityActivityReport(models.Model):
    """The ledger added up for leaders: area × month × type × category × state, in a materialised view.

    Adding up a million entries for every look would cost seconds; this costs milliseconds and is as
    old as its last refresh, which the page says.
    """

    _name = "community.activity.report"
    _description = "Ledger added up"
    _auto = False
    _order = "month desc, id desc"
    _rec_name = "month"

    area_id = fields.Many2one("community.area", readonly=True)
    district_id = fields.Many2one("community.area", readonly=True)
    street_id = fields.Many2one("community.area", "Street or town", readonly=True)
    community_id = fields.Many2one("community.area", readonly=True)
    month = fields.Date(readonly=True)
    type_id = fields.Many2one("community.activity.type", "Activity type", readonly=True)
    category_id = fields.Many2one("community.category", "Main category", readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env["community.activity"]._fields["state"].selection,
        readonly=True,
    )
    activity_count = fields.Integer("Number of activities", readonly=True)
    participant_count = fields.Integer("Participants", readonly=True)
    hours = fields.Float(readonly=True)
    volunteer_count = fields.Integer("Volunteers", readonly=True)
    volunteer_hours = fields.Float("Volunteer hours", readonly=True)
    beneficiary_count = fields.Integer("Beneficiaries", readonly=True)
    cost = fields.Float(digits=(16, 2), readonly=True)
    late_count = fields.Integer("Entered late", readonly=True)
    entered_count = fields.Integer("Entries", readonly=True)
    days_total = fields.Integer("Days to the entry, total", readonly=True)
    days_to_entry = fields.Float("Days to the entry", aggregator="avg", readonly=True)

    def init(self):
        drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(
            """
            CREATE MATERIALIZED VIEW community_activity_report AS
                SELECT min(id) AS id, area_id, district_id, street_id, community_id,
                       date_trunc('month', date)::date AS month, type_id, category_id, state,
                       count(*) AS activity_count, sum(participant_count) AS participant_count,
                       sum(hours) AS hours, sum(volunteer_count) AS volunteer_count,
                       sum(volunteer_hours) AS volunteer_hours,
                       sum(beneficiary_count) AS beneficiary_count, sum(cost) AS cost,
                       count(*) FILTER (WHERE is_late) AS late_count,
                       count(entered_on) AS entered_count,
                       sum(days_to_entry) FILTER (WHERE entered_on IS NOT NULL) AS days_total,
                       avg(days_to_entry) FILTER (WHERE entered_on IS NOT NULL) AS days_to_entry
                  FROM community_activity
              GROUP BY area_id, district_id, street_id, community_id,
                       date_trunc('month', date)::date, type_id, category_id, state;
            -- REFRESH CONCURRENTLY tells the rows apart by it
            CREATE UNIQUE INDEX community_activity_report_id ON community_activity_report (id);
            CREATE INDEX community_activity_report_district
                ON community_activity_report (district_id, month);
            CREATE INDEX community_activity_report_street
                ON community_activity_report (street_id, month);
            CREATE INDEX community_activity_report_community
                ON community_activity_report (community_id, month);
            """
        )
        self._note_refresh()

    def _read_group_select(self, aggregate_spec, query):
        """The average of averages would be wrong: each row stands for another number of entries."""
        if aggregate_spec != "days_to_entry:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s)::float / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "days_total", query),
            self._field_to_sql(self._table, "entered_count", query),
        )

    @api.model
    def _cron_refresh(self):
        """Readers go on reading meanwhile."""
        self.env.flush_all()
        self.env.cr.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY community_activity_report")
        self._note_refresh()

    @api.model
    def _note_refresh(self):
        # sudo: ir.config_parameter - not a setting: when the figures were added up last
        self.env["ir.config_parameter"].sudo().set_param(AS_OF, fields.Datetime.now())

    @api.model
    def action_open(self):
        """The analysis, whose name says as of when its figures are."""
        # sudo: ir.config_parameter - everybody who sees the figures may know how old they are
        moment = self.env["ir.config_parameter"].sudo().get_param(AS_OF)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_org.community_activity_report_action"
        )
        as_of = format_datetime(
            self.env, fields.Datetime.to_datetime(moment), tz="Asia/Shanghai", dt_format="short"
        )
        name = self.env._("Activity analysis (as of %(time)s)", time=as_of)
        return {**action, "name": name, "display_name": name}

    def action_open_activities(self):
        """What a row adds up."""
        self.ensure_one()
        last = self.month + relativedelta(months=1, days=-1)
        same = ("area_id", "community_id", "type_id", "category_id")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_org.community_activity_action"
            ),
            "domain": [
                ("date", ">=", self.month),
                ("date", "<=", last),
                ("state", "=", self.state),
                *((name, "=", self[name].id) for name in same),
            ],
            "context": {},
        }
