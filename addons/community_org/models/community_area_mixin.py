from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# An area change moves what is not yet a fact of the past: applications under way, open steps.
# The key is compared by identity, so a context that came over RPC can never match it.
MOVE_KEY = "community_area_move"
MOVE = object()


TIER_COLUMNS = {"district_id", "street_id", "community_id"}


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

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_tier_columns(vals)
        own = self._without_defaults(TIER_COLUMNS)
        return super(CommunityAreaMixin, own).create(vals_list).with_env(self.env)

    def write(self, vals):
        self._check_tier_columns(vals)
        moved_along = self.env.context.get(MOVE_KEY) is MOVE
        if self._area_frozen and "area_id" in vals and not moved_along:
            moved = self.filtered(lambda record: record._area_is_fixed(vals["area_id"]))
            if moved:
                raise UserError(
                    self.env._("The area of a record is fixed: past figures must not change.")
                )
        result = super().write(vals)
        if not self.env.su and vals.keys() & {"area_id", self._area_follows}:
            # nobody gives a record away to another office: Odoo asks the rules before a write only
            self.check_access("write")
        return result

    @api.model
    def _with_area(self, vals):
        """``vals`` with the ``area_id`` of what the record follows, in a new dictionary (Odoo may call again).

        Where it happened is no client's to say; where there is nothing to follow, ``vals`` as they are.
        """
        followed = self.env[self._fields[self._area_follows].comodel_name]
        # sudo: what is followed - it may lie in another area: the rules refuse the new record itself
        area = followed.sudo().browse(vals.get(self._area_follows) or []).area_id
        return {**vals, "area_id": area.id} if area else dict(vals)

    @api.model
    def _check_tier_columns(self, vals):
        """Nobody chooses who is responsible: Odoo keeps computed columns read-only on screen alone."""
        if not self.env.su and vals.keys() & TIER_COLUMNS:
            raise AccessError(
                self.env._("Which office is responsible follows from the area and cannot be set.")
            )

    @api.model
    def _without_defaults(self, names):
        """``self`` in a context that gives no default to the fields ``names``, whatever a client sends."""
        forged = {f"default_{name}" for name in names} & self.env.context.keys()
        if not forged:
            return self
        context = {key: value for key, value in self.env.context.items() if key not in forged}
        return self.with_env(self.env(context=context))

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
