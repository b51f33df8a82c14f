from odoo import api, fields, models


class CommunityOrganization(models.Model):
    """What an organisation learns, and what follows when its leader does not."""

    _inherit = "community.organization"

    registration_ids = fields.One2many("event.registration", "organization_id", "Training")
    training_hours = fields.Float("Hours of training this year", compute="_compute_training_hours")
    honour_count = fields.Integer("Honours of its people", compute="_compute_honour_count")
    training_reminded_year = fields.Integer(readonly=True, copy=False, aggregator=None)

    def _compute_training_hours(self):
        year = self.env["community.policy"]._today().year
        rows = self.env["event.registration"]._read_group(
            [("organization_id", "in", self.ids), ("state", "=", "done"), ("year", "=", year)],
            ["organization_id"],
            ["hours:sum"],
        )
        hours = dict(rows)
        for organization in self:
            organization.training_hours = hours.get(organization._origin, 0)

    def _compute_honour_count(self):
        rows = self.env["community.talent.honour"]._read_group(
            [("talent_id.member_ids.organization_id", "in", self.ids)], ["talent_id"], ["__count"]
        )
        counts = {talent.id: count for talent, count in rows}
        for organization in self:
            people = organization.member_ids.filtered(lambda member: not member.date_to)
            organization.honour_count = sum(counts.get(talent.id, 0) for talent in people.talent_id)

    def action_open_training(self):
        return self._open_related("community_training.event_registration_action")

    def action_open_talents(self):
        """Its people of the talent pool."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "community_training.community_talent_action"
            ),
            "domain": [("id", "in", self.member_ids.talent_id.ids)],
        }

    # ------------------------------------------------------------
    # HOURS OWED
    # ------------------------------------------------------------

    def _get_obstacles(self, purpose):
        obstacles = super()._get_obstacles(purpose)
        policy = self.env["community.policy"]._get_policy()
        if purpose == "apply" and policy.training_blocks:
            obstacles += self._get_hours_owed(policy)
        return obstacles

    def _get_hours_owed(self, policy):
        """Sentences about leaders who led all last year and lack hours of it."""
        year = self.env["community.policy"]._today().year - 1
        leaders = self.member_ids.filtered(
            lambda member: (
                member.role == "leader" and not member.date_to and member.date_from.year < year
            )
        )
        done = leaders.talent_id._count_mandatory_hours(year)
        return [
            self.env._(
                "%(name)s lacks %(hours)s hours of training of %(year)s: enrol in a session first.",
                name=leader.name,
                hours=f"{missing:g}",
                year=year,
            )
            for leader in leaders
            if (missing := policy.leader_training_hours - done.get(leader.talent_id.id, 0)) > 0
        ]

    @api.model
    def _cron_remind_hours(self):
        """In the month of the policy: tell each organisation once a year whose leader owes hours."""
        policies = self.env["community.policy"]
        today = policies._today()
        if today.month != policies._get_policy().training_remind_month:
            return
        owed = self.env["community.training.owed"].search(
            [("missing", ">", 0), ("organization_id.training_reminded_year", "!=", today.year)]
        )
        for row in owed:
            row.organization_id.with_context(training_owed=row)._mail_representatives(
                "community_training.mail_template_hours_owed"
            )
            row.organization_id.training_reminded_year = today.year
            self.env["ir.cron"]._commit_progress(1)
