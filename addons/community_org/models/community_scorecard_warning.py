from odoo import api, fields, models

ACTIVITY = "community_org.mail_activity_type_scorecard"


class CommunityScorecardWarning(models.Model):
    """A street is told once when an indicator falls below its limit, and again when it falls again."""

    _name = "community.scorecard"
    _inherit = ["community.scorecard", "mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"

    warned_ids = fields.Many2many(
        "community.scorecard.indicator", string="Warned of", readonly=True, copy=False
    )

    @api.model
    def _warn_year(self, year):
        """After the nightly count: warn the streets and towns of what is low since the last time."""
        # sudo: community.scorecard - nobody's to write
        for sheet in self.sudo().search([("year", "=", year), ("state", "=", "running")]):
            low = sheet.line_ids.filtered(
                lambda line, day=sheet.as_of: (
                    line.applies and line.indicator_id._is_low(line.part, line.whole, day)
                )
            )
            known = low.filtered_domain([("indicator_id", "in", sheet.warned_ids.ids)])
            sheet._warn(low - known)
            sheet.warned_ids = low.indicator_id
            if not low:
                sheet.activity_unlink([ACTIVITY])

    def _warn(self, lines):
        if not lines:
            return
        for user in self._get_warned_users():
            # each reads it in his language
            sheet = self.with_context(lang=user.lang)
            mine = lines.with_context(lang=user.lang)
            text = "；".join(
                sheet.env._(
                    "%(indicator)s: %(percent)s %%",
                    indicator=line.indicator_id.name,
                    percent=f"{line.percent:g}",
                )
                for line in mine
            )
            subject = sheet.env._("Appraisal of %(year)s: low so far", year=sheet.year)
            sheet.message_notify(
                partner_ids=user.partner_id.ids,
                subject=subject,
                body=text,
                model_description=sheet.env._("Appraisal sheet"),
            )
            if user._works_for("street"):
                sheet.activity_schedule(ACTIVITY, summary=subject, note=text, user_id=user.id)

    def _get_warned_users(self):
        """The officers and the leaders of the street or town."""
        groups = self.env.ref("community_org.group_street_officer") | self.env.ref(
            "community_org.group_leader"
        )
        return self.env["res.users"].search(
            [("area_id", "=", self.area_id.id), ("all_group_ids", "in", groups.ids)]
        )
