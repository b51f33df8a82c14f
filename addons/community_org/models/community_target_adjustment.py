from datetime import date

from odoo import api, fields, models


class CommunityTargetAdjustment(models.Model):
    """A difference that showed up after a year was closed: the closed figure stays, this line explains.

    Found each night by counting the last day of the year again. A line is settled when the
    difference is gone, and never deleted.
    """

    _name = "community.target.adjustment"
    _description = "Adjustment of a closed year"
    _inherit = ["community.area.mixin"]
    _order = "found_on desc, id desc"
    _rec_name = "organization_id"

    target_id = fields.Many2one("community.target", required=True, index=True, ondelete="restrict")
    year = fields.Integer(related="target_id.year", store=True, aggregator=None)
    organization_id = fields.Many2one(
        "community.organization", required=True, index=True, ondelete="restrict"
    )
    figure = fields.Selection([("stock", "Organisations"), ("new", "New ones")], required=True)
    delta = fields.Integer("Difference", required=True)
    found_on = fields.Date(required=True)
    settled_on = fields.Date()

    _difference_uniq = models.UniqueIndex(
        "(target_id, organization_id, figure, delta) WHERE settled_on IS NULL",
        "This difference is written down already.",
    )

    @api.model
    def _find_all(self):
        """Compare every closed year with what would be counted today."""
        frozen = self.env["community.target"].search([("state", "=", "frozen")])
        for year, targets in frozen.grouped("year").items():
            self._find(year, {target.area_id.id: target for target in targets})

    @api.model
    def _find(self, year, targets):
        """``targets``: ``{area id: closed row of the year}``."""
        today = self.env["community.policy"]._today()
        wanted = self._get_differences(year, targets)
        running = {
            (line.target_id.id, line.organization_id.id, line.figure, line.delta): line
            for line in self.search([("year", "=", year), ("settled_on", "=", False)])
        }
        for key in running.keys() - wanted.keys():
            running[key].settled_on = today
        self.create(
            [
                {
                    "target_id": key[0],
                    "organization_id": key[1],
                    "figure": key[2],
                    "delta": key[3],
                    "area_id": wanted[key],
                    "found_on": today,
                }
                for key in sorted(wanted.keys() - running.keys())
            ]
        )

    @api.model
    def _get_differences(self, year, targets):
        """``{(target id, organisation id, figure, ±1): id of the counting area}``."""
        snapshots = self.env["community.snapshot"]
        closed, counted = set(), set()
        for row in snapshots.search([("year", "=", year)]):
            closed.update(_figures(row.organization_id.id, row.counted_in_id.id, row.is_new))
        for organization_id, (_area, counted_in, _category, is_new) in snapshots._count(
            date(year, 12, 31)
        ).items():
            counted.update(_figures(organization_id, counted_in, is_new))
        return {
            (targets[area_id].id, organization_id, figure, delta): area_id
            for rows, delta in ((closed - counted, -1), (counted - closed, 1))
            for organization_id, figure, area_id in rows
            if area_id in targets
        }


def _figures(organization_id, area_id, is_new):
    """Where an organisation counts: (organisation id, figure, id of the counting area)."""
    yield organization_id, "stock", area_id
    if is_new:
        yield organization_id, "new", area_id
