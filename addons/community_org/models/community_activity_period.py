from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityActivityPeriod(models.Model):
    """In which quarterly return an activity counts, and that it stays as it was handed in.

    It counts in the quarter of its day. When that has been handed in already, it is a supplement
    (补录) and counts in the quarter of today: a figure that was handed in never changes.
    """

    _inherit = "community.activity"

    return_id = fields.Many2one(
        "community.quarterly.return",
        "Counts in",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
    )
    is_supplement = fields.Boolean(
        "Supplement", readonly=True, copy=False, help="Entered after its quarter was handed in."
    )
    is_closed = fields.Boolean("Quarter handed in", compute="_compute_is_closed", compute_sudo=True)

    @api.depends("return_id.is_closed")
    def _compute_is_closed(self):
        for activity in self:
            activity.is_closed = activity.return_id.is_closed

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._assign_return()
        return activities

    def write(self, vals):
        result = super().write(vals)
        if "start" in vals:
            self._assign_return()
        return result

    def _assign_return(self):
        """Find the return in which each counts. The row of the return changes with its figures, so that
        of an entry and a closing at the same moment one is called again and meets the other."""
        # sudo: community.quarterly.return - rows are opened by whatever is entered first
        returns = self.env["community.quarterly.return"].sudo()
        today = self.env["community.policy"]._today()
        found = returns._get_for({(activity.area_id, activity.date) for activity in self})
        late = self.filtered(lambda activity: found[activity.area_id, activity.date].is_closed)
        current = returns._get_for({(activity.area_id, today) for activity in late})
        for period, activities in (self - late).grouped(lambda a: found[a.area_id, a.date]).items():
            activities._engine_write({"return_id": period.id, "is_supplement": False})
        for period, activities in late.grouped(lambda a: current[a.area_id, today]).items():
            activities._engine_write({"return_id": period.id, "is_supplement": True})

    def _check_open(self):
        """:raises UserError: the quarter of an activity has been handed in"""
        for activity in self:
            # sudo: community.quarterly.return - an organisation may not read it, yet is told that it is closed
            period = activity.sudo().return_id
            if period.is_closed:
                raise UserError(
                    self.env._(
                        "«%(activity)s» counts in «%(quarter)s», which has been handed in."
                        " Ask the street to return it for correction first.",
                        activity=activity.name,
                        quarter=period.display_name,
                    )
                )
