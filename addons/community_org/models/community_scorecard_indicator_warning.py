from calendar import isleap

from odoo import fields, models


class CommunityScorecardIndicatorWarning(models.Model):
    """From which share on a street is warned."""

    _inherit = "community.scorecard.indicator"

    warning_percent = fields.Integer(
        "Warn below (%)", help="The street is told when its share falls below. 0: never."
    )
    accumulates = fields.Boolean(
        "Grows with the year",
        help="The share is compared with as much of the limit as there is of the year so far.",
    )

    def _is_low(self, part, whole, day):
        """Whether ``part`` of ``whole`` on ``day`` calls for a warning; compared in whole numbers."""
        self.ensure_one()
        if not self.warning_percent or not whole:
            return False
        days = 366 if isleap(day.year) else 365
        gone = day.timetuple().tm_yday if self.accumulates else days
        return part * 100 * days < self.warning_percent * whole * gone
