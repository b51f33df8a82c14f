from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .community_credit_rule import LISTS


class CommunityCreditListing(models.Model):
    """A stay of an organisation on the irregular list (异常名录) or the blacklist (严重失信名单).

    The rows are what `credit.clock.replay` makes of the entries and mendings; only
    :meth:`_settle` writes them, and a stay that turns out to be wrong ends, it is not deleted.
    """

    _name = "community.credit.listing"
    _description = "Stay on a list"
    _inherit = ["community.area.mixin"]
    _order = "listed_on desc, id desc"
    _area_follows = "organization_id"
    _area_dated_by = "listed_on"

    organization_id = fields.Many2one(
        "community.organization", required=True, index=True, ondelete="restrict"
    )
    list = fields.Selection(LISTS, required=True, index=True)
    entry_id = fields.Many2one(
        "community.credit.entry", "Because of", required=True, index=True, ondelete="restrict"
    )
    listed_on = fields.Date("Since", required=True)
    due_on = fields.Date("Ends on", help="Empty while something is to be mended.")
    left_on = fields.Date("Ended on", index=True)
    left_reason = fields.Selection(
        [
            ("mended", "Mended"),
            ("served", "Time is over"),
            ("escalated", "Put on the blacklist"),
            ("reversed", "Entry reversed"),
        ],
        "Ended because",
    )

    _one_running = models.UniqueIndex(
        "(organization_id, list) WHERE left_on IS NULL", "It is on this list already."
    )
    _dates = models.Constraint(
        "CHECK (left_on IS NULL OR left_on >= listed_on)", "A stay cannot end before it begins."
    )
    _street_idx = models.Index("(street_id, listed_on DESC, id DESC)")
    _community_idx = models.Index("(community_id, listed_on DESC, id DESC)")
    _district_idx = models.Index("(district_id, listed_on DESC, id DESC)")

    @api.depends("organization_id.name", "list")
    def _compute_display_name(self):
        labels = dict(self._fields["list"]._description_selection(self.env))
        for listing in self:
            listing.display_name = (
                f"{listing.organization_id.name} · {labels.get(listing.list, '')}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_area(vals) for vals in vals_list])

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A stay on a list is never deleted: reverse the entry that led to it.")
        )

    @api.model
    def _settle(self, organization, stays):
        """Bring the rows of ``organization`` in line with ``stays`` ([credit.clock.Listing])."""
        # sudo: community.credit.listing - nobody's to write but by the clock
        rows = self.sudo().search([("organization_id", "=", organization.id)])
        found = {(row.list, row.listed_on): row for row in rows}
        wanted = {(stay.list, stay.since): self._prepare_stay_vals(stay) for stay in stays}
        # what the history does not lead to any more ends before another begins
        today = self.env["community.policy"]._today()
        for key, row in found.items():
            if key in wanted:
                row.write(wanted[key])
            elif not row.left_on:
                ended = max(today, row.listed_on)
                row.write({"left_on": ended, "left_reason": "reversed", "due_on": False})
        self.env.flush_all()
        rows.create(
            [
                {"organization_id": organization.id, "list": key[0], "listed_on": key[1], **vals}
                for key, vals in wanted.items()
                if key not in found
            ]
        )

    def _prepare_stay_vals(self, stay):
        return {
            "entry_id": stay.key,
            "due_on": False if stay.until else stay.due,
            "left_on": stay.until,
            "left_reason": stay.reason or False,
        }

    def _check_request(self, _kind):
        """:raises UserError: it is over, or ends by itself"""
        if self.left_on or self.due_on:
            raise UserError(
                self.env._(
                    "There is nothing to be mended any more: %(reason)s", reason=self._get_reason()
                )
            )

    def _get_list_name(self):
        return dict(self._fields["list"]._description_selection(self.env))[self.list]

    def _get_reason(self):
        """One sentence: which list, since when, by which entry, and what to do about it."""
        self.ensure_one()
        if self.due_on:
            ends = self.env._("It ends on %(day)s.", day=format_date(self.env, self.due_on))
        else:
            ends = self.env._("Mend what is wrong, then apply for the repair of your credit.")
        return self.env._(
            "On the «%(list)s» since %(day)s because of «%(event)s» (%(event_day)s). %(ends)s",
            list=self._get_list_name(),
            day=format_date(self.env, self.listed_on),
            event=self.entry_id.rule_id.name,
            event_day=format_date(self.env, self.entry_id.day),
            ends=ends,
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_request_repair(self):
        """A request for repair of credit (信用修复), at the counter."""
        self.ensure_one()
        request = self.env["community.credit.request"]._start(
            self.organization_id, "repair", listing=self
        )
        return request._open_form()
