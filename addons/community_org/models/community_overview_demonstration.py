from odoo import api, models
from odoo.fields import Domain


class CommunityOverviewDemonstration(models.AbstractModel):
    _inherit = "community.overview"

    @api.model
    def _get_cards(self, target):
        return [*super()._get_cards(target), *self._prepare_demonstrations()]

    @api.model
    def _prepare_demonstrations(self):
        """Titles given this year, beside the goals of the district; a street sees its own share of them."""
        policies = self.env["community.policy"]
        policy, year = policies._get_policy(), policies._today().year
        first = policies._today().replace(month=1, day=1)
        sites = self.env["community.demonstration"]
        domain = sites._get_held() & Domain("awarded_on", ">=", first)
        rows = dict(sites._read_group(domain, ["kind"], ["__count"]))
        found = rows.get("site", 0), rows.get("community", 0)
        goals = policy.demonstration_site_goal, policy.demonstration_community_goal
        of_district = self.env.user.area_id.tier == "district"
        if not any(found) and not (of_district and any(goals)):
            return []
        reached = all(count >= goal for count, goal in zip(found, goals, strict=True))
        wanted = sum(goals)
        done = sum(min(count, goal) for count, goal in zip(found, goals, strict=True))
        return [
            {
                "title": self.env._("Demonstration sites"),
                "value": f"{found[0]} + {found[1]}",
                "goal": self.env._("needed: %(count)s", count=f"{goals[0]} + {goals[1]}")
                if of_district
                else "",
                "distance": self.env._("reached")
                if reached
                else self.env._("%(count)s missing", count=wanted - done)
                if of_district
                else "",
                "percent": done * 100 // wanted if of_district and wanted else 0,
                "state": "none" if not of_district else "reached" if reached else "behind",
                "hint": self.env._("sites + communities, awarded in %(year)s", year=year),
                "action": self._open("community_demonstration_action", list(domain)),
            }
        ]

    @api.model
    def _get_overdue(self):
        domain = [("visit_due", "=", True)]
        return [
            *super()._get_overdue(),
            {
                "title": self.env._("Demonstration sites to visit"),
                "count": self.env["community.demonstration"].search_count(domain),
                "action": self._open("community_demonstration_action", domain),
            },
        ]
