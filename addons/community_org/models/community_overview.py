from dateutil.relativedelta import relativedelta
from odoo import api, models
from odoo.tools import format_date

MONTHS = 12


class CommunityOverview(models.AbstractModel):
    """The leader's page: where to push, in ten seconds. Every number opens the records behind it.

    It is read with the rights of who looks, so a leader of a street sees the street. Another addon
    adds its numbers by extending :meth:`_get_cards` and :meth:`_get_overdue`.
    """

    _name = "community.overview"
    _description = "Overview"

    @api.model
    @api.readonly
    def get_overview(self):
        """``{title, subtitle, cards, overdue, ranking, months}``; plain values, see the methods below."""
        area = self.env.user.area_id
        today = self.env["community.policy"]._today()
        target = self.env["community.target"].search(
            [("area_id", "=", area.id), ("year", "=", today.year)]
        )
        return {
            "title": area.name or self.env._("Overview"),
            "subtitle": self.env._(
                "As of %(day)s", day=format_date(self.env, target.as_of or today)
            ),
            "cards": self._get_cards(target),
            "overdue": self._get_overdue(),
            "ranking": self._get_ranking(today.year),
            "months": self._get_months(today),
        }

    @api.model
    def _get_cards(self, target):
        """The big numbers, from the row of ``target`` (or none).

        ``{title, value, goal, distance, percent, state, action}``; ``percent`` (0 to 100) fills the
        bar, ``state`` (reached, ontrack, behind, none) colours it.
        """
        if not target:
            return []
        return [self._prepare_growth(target), self._prepare_density(target)]

    def _prepare_growth(self, target):
        needed, new = target.growth_needed, target.new_count
        return {
            "title": self.env._("New this year"),
            "value": str(new),
            "goal": self.env._("needed: %(count)s", count=needed),
            "distance": self._get_distance(target.growth_missing, target.growth_state),
            "percent": min(100, new * 100 // needed) if needed else 0,
            "state": target.growth_state,
            "hint": self.env._("by the year's end: %(count)s", count=target.forecast_new),
            "action": target.action_open_new(),
        }

    def _prepare_density(self, target):
        needed, missing = target.density_needed, target.density_missing
        state = "none" if not needed else "behind" if missing else "reached"
        return {
            "title": self.env._("In 10,000 residents"),
            "value": f"{target.per_10000:.2f}" if needed else "—",
            "goal": self.env._("needed: %(count)s", count=target.per_10000_needed),
            "distance": self._get_distance(missing, state),
            "percent": min(100, target.stock_count * 100 // needed) if needed else 0,
            "state": state,
            "hint": self.env._("organisations: %(count)s", count=target.stock_count),
            "action": target.action_open_stock(),
        }

    def _get_distance(self, missing, state):
        if state == "none":
            return self.env._("not applicable")
        if not missing:
            return self.env._("reached")
        return self.env._("%(count)s missing", count=missing)

    @api.model
    def _get_overdue(self):
        """What is late: ``[{title, count, action}]``."""
        domain = [("is_overdue", "=", True)]
        return [
            {
                "title": self.env._("Steps overdue"),
                "count": self.env["community.review.task"].search_count(domain),
                "action": self._open("community_review_monitor_action", domain),
            },
            {
                "title": self.env._("Filings expired"),
                "count": self.env["community.organization"].search_count(
                    [("is_expired", "=", True)]
                ),
                "action": self._open("community_organization_action", [("is_expired", "=", True)]),
            },
        ]

    @api.model
    def _get_ranking(self, year):
        """Streets and towns by their score: ``[{name, rank, score, missing, state, action}]``."""
        sheets = self.env["community.scorecard"].search([("year", "=", year)])
        targets = self.env["community.target"].search([("year", "=", year)])
        by_area = {target.area_id: target for target in targets}
        growth = dict(targets._fields["growth_state"]._description_selection(self.env))
        rows = []
        for sheet in sheets:
            target = by_area.get(sheet.area_id, targets.browse())
            rows.append(
                {
                    "id": sheet.id,
                    "name": sheet.area_id.name,
                    "rank": sheet.rank,
                    "score": f"{sheet.score:.2f}",
                    "missing": target.growth_missing,
                    "state": target.growth_state or "none",
                    "state_name": growth.get(target.growth_state, ""),
                    "action": {
                        "type": "ir.actions.act_window",
                        "res_model": sheet._name,
                        "res_id": sheet.id,
                        "views": [(False, "form")],
                    },
                }
            )
        return rows

    @api.model
    def _get_months(self, today):
        """Activities of the last months: ``[{month, count, percent, action}]``, from the figures added up nightly."""
        first = today.replace(day=1) - relativedelta(months=MONTHS - 1)
        held = [("state", "in", ("held", "returned", "confirmed"))]
        counts = {
            month: count
            for month, count in self.env["community.activity.report"]._read_group(
                [*held, ("month", ">=", first)], ["month:month"], ["activity_count:sum"]
            )
        }
        most = max(counts.values(), default=0)
        return [
            {
                "month": format_date(self.env, month, date_format="MMM"),
                "count": counts.get(month, 0),
                "percent": counts.get(month, 0) * 100 // most if most else 0,
                "action": self._open(
                    "community_activity_action",
                    [
                        *held,
                        ("date", ">=", month),
                        ("date", "<", month + relativedelta(months=1)),
                    ],
                ),
            }
            for month in (first + relativedelta(months=number) for number in range(MONTHS))
        ]

    @api.model
    def _open(self, xmlid, domain):
        """The action, on the records of ``domain`` alone."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(f"community_org.{xmlid}"),
            "domain": domain,
            "context": {},
        }
