from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityAreaChangeLine(models.Model):
    """One community that an area change concerns, and what continues it."""

    _name = "community.area.change.line"
    _description = "Area concerned by a change"
    _order = "change_id, id"
    _rec_name = "area_id"

    change_id = fields.Many2one(
        "community.area.change", required=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(related="change_id.state", store=True)
    area_id = fields.Many2one(
        "community.area", "Community or village", required=True, index=True, ondelete="restrict"
    )
    street_id = fields.Many2one(
        "community.area", "So far in", related="area_id.parent_id", store=True, readonly=True
    )
    # of a move: the code under the new street, and the name where that changes too
    new_code = fields.Char(size=12)
    new_name = fields.Char()
    successor_id = fields.Many2one(
        "community.area", "Continued by", readonly=True, copy=False, ondelete="restrict"
    )

    _area_uniq = models.Constraint(
        "UNIQUE (change_id, area_id)", "This community is entered already."
    )
    _one_planned = models.UniqueIndex(
        "(area_id) WHERE state = 'planned'",
        "Another change of this community is planned already. Cancel that one first.",
    )
    _one_code = models.UniqueIndex(
        "(new_code) WHERE state = 'planned'", "Another planned change gives out this code."
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_draft()

    def _check_draft(self):
        if not self.env.su and any(change.state != "draft" for change in self.change_id):
            raise UserError(
                self.env._("This change is decided: put it back to draft to correct it.")
            )
