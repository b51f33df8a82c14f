from odoo import api, models

from . import target_arithmetic


class CommunityOverviewSatisfaction(models.AbstractModel):
    _inherit = "community.overview"

    @api.model
    def _get_cards(self, target):
        return [*super()._get_cards(target), *self._prepare_satisfaction()]

    @api.model
    def _prepare_satisfaction(self):
        """The share of satisfied residents in this year's campaigns on the work as a whole; n beside it."""
        policies = self.env["community.policy"]
        domain = [("year", "=", policies._today().year), ("organization_id", "=", False)]
        ((satisfied, valid),) = self.env["community.satisfaction.report"]._read_group(
            domain, [], ["satisfied_count:sum", "valid_count:sum"]
        )
        if not valid:
            return []
        satisfied, valid = int(satisfied), int(valid)  # sums of a view are decimals
        percent = policies._get_policy().satisfaction_percent
        reached = target_arithmetic.is_satisfied(satisfied, valid, percent)
        tenths = target_arithmetic.share_in_tenths(satisfied, valid)
        return [
            {
                "title": self.env._("Satisfaction of residents"),
                "value": f"{tenths / 10:.1f}%",
                "goal": self.env._("needed: %(count)s", count=f"{percent}%"),
                "distance": self.env._("reached")
                if reached
                else self.env._("%(points)s points missing", points=f"{percent - tenths / 10:.1f}"),
                "percent": min(100, tenths // 10),
                "state": "reached" if reached else "behind",
                "hint": self.env._("valid answers: %(count)s", count=valid),
                "action": self._open("community_satisfaction_report_action", domain),
            }
        ]
