from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_activity_guard import COUNTED_STATES

COUNTED = ", ".join(f"'{state}'" for state in COUNTED_STATES)


class CommunityActivityPeriod(models.Model):
    """In which quarterly return an activity counts, and that it stays as it was handed in.

    It counts from the moment it is reported as held, in the quarter of its day. When that has been
    handed in already, it is a supplement (补录) and counts in the first quarter from today on that
    has not: a figure that was handed in never changes. What is only planned counts nowhere.

    Every change of what counts changes the row of the return too, so that of a change and a closing
    at the same moment the database lets one through and Odoo calls the other again.
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

    _counts_in = models.Constraint(
        f"CHECK ((return_id IS NOT NULL) = (state IN ({COUNTED})))",
        "What has been held counts in a quarter; what is planned or cancelled in none.",
    )

    @api.depends("return_id.is_closed")
    def _compute_is_closed(self):
        for activity in self:
            activity.is_closed = activity.return_id.is_closed

    @api.model
    def _prepare_entries(self, vals_list):
        entries = super()._prepare_entries(vals_list)
        held = [vals for vals in entries if vals["state"] in COUNTED_STATES and vals["area_id"]]
        pairs = [self._get_place_and_day(vals["area_id"], vals["start"]) for vals in held]
        found = self._find_returns(set(pairs))
        for vals, pair in zip(held, pairs, strict=True):
            vals.update(found[pair])
        return entries

    @api.model
    def _get_place_and_day(self, area_id, start):
        """``(area, day in Shanghai)``, what decides on the return of an activity."""
        day = self.env["community.policy"]._local(fields.Datetime.to_datetime(start)).date()
        return self.env["community.area"].browse(area_id), day

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        # sudo: community.quarterly.return - as in write
        activities.sudo().return_id._take_turn()
        return activities

    def write(self, vals):
        # sudo: community.quarterly.return - whoever changes the ledger changes it
        periods = self.sudo().return_id
        result = super().write(vals)
        if "start" in vals:
            self._count_anew()
        # sudo: community.quarterly.return - as above
        (periods | self.sudo().return_id)._take_turn()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_in_turn(self):
        # sudo: community.quarterly.return - as in write
        self.sudo().return_id._take_turn()

    @api.model
    def _find_returns(self, pairs):
        """``{(area, day): {"return_id": …, "is_supplement": …}}`` of what is held there and then."""
        # sudo: community.quarterly.return - rows are opened by whatever is entered first
        returns = self.env["community.quarterly.return"].sudo()
        found = returns._get_for(pairs)
        return {
            pair: {
                "return_id": (period._get_open() if period.is_closed else period).id,
                "is_supplement": period.is_closed,
            }
            for pair, period in found.items()
        }

    def _group_by_return(self):
        """``[(values for the engine, activities)]``: in which return each counts as of now."""
        pairs = {a: self._get_place_and_day(a.area_id.id, a.start) for a in self}
        found = self._find_returns(set(pairs.values()))
        return [(found[pair], group) for pair, group in self.grouped(pairs.get).items()]

    def _count_anew(self):
        """After another day was written: each counts in the quarter of its day."""
        # sudo: community.quarterly.return - as in write
        moved = self.sudo().filtered(
            lambda a: a.return_id and (a.is_supplement or not a.return_id._covers(a.date))
        )
        for vals, activities in moved._group_by_return():
            activities._engine_write(vals)

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
