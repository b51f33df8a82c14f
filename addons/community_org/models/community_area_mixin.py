from odoo import api, fields, models
from odoo.exceptions import UserError

# An area change moves what is not yet a fact of the past: applications under way, open steps.
# The key is compared by identity, so a context that came over RPC can never match it.
MOVE_KEY = "community_area_move"
MOVE = object()


class CommunityAreaMixin(models.AbstractModel):
    """Where a record belongs, as two facts that must not be mixed up.

    ``area_id``
        where it happened; fixed at creation and used by statistics, so that a
        past quarter does not change when communities merge or move.
    ``district_id``, ``street_id``, ``community_id``
        who is responsible for it today; stored, indexed, and the only columns
        that record rules compare with (one equality, no join: design §9).

    By default the responsible area is ``area_id``. A model that hangs on an
    organisation sets ``_area_follows = "organization_id"`` and its tier columns
    follow the organisation when that moves.
    """

    _name = "community.area.mixin"
    _description = "Belongs to an area"

    # name of the many2one whose tier columns are taken over
    _area_follows = "area_id"
    # False on the organisation itself: its seat may move
    _area_frozen = True
    # the field that says when it happened: no area change is dated before it
    _area_dated_by = "create_date"

    area_id = fields.Many2one("community.area", required=True, index=True, ondelete="restrict")
    district_id = fields.Many2one(
        "community.area", compute="_compute_tiers", store=True, precompute=True, index=True
    )
    street_id = fields.Many2one(
        "community.area",
        "Street or town",
        compute="_compute_tiers",
        store=True,
        precompute=True,
        index=True,
    )
    community_id = fields.Many2one(
        "community.area", compute="_compute_tiers", store=True, precompute=True, index=True
    )

    @api.depends(
        lambda self: [
            "area_id",
            *(f"{self._area_follows}.{tier}_id" for tier in ("district", "street", "community")),
        ]
    )
    def _compute_tiers(self):
        for record in self:
            responsible = record[self._area_follows] or record.area_id
            record.district_id = responsible.district_id
            record.street_id = responsible.street_id
            record.community_id = responsible.community_id

    def write(self, vals):
        moved_along = self.env.context.get(MOVE_KEY) is MOVE
        if self._area_frozen and "area_id" in vals and not moved_along:
            moved = self.filtered(lambda record: record._area_is_fixed(vals["area_id"]))
            if moved:
                raise UserError(
                    self.env._("The area of a record is fixed: past figures must not change.")
                )
        return super().write(vals)

    @api.model
    def _get_area_models(self):
        """Every stored model with this mixin, as empty recordsets."""
        mixin = self.env.registry["community.area.mixin"]
        return [
            self.env[name]
            for name, model in self.env.registry.items()
            if issubclass(model, mixin) and model._auto and not model._abstract
        ]

    def _area_is_fixed(self, area_id):
        """Whether writing ``area_id`` would change a fact that is already counted."""
        return self.area_id.id != area_id
