from odoo import api, fields, models


class CommunityIncubationPlace(models.Model):
    """A desk, an office or a piece of equipment of an incubation centre; one body has it at a time."""

    _name = "community.incubation.place"
    _description = "Place in an incubation centre"
    _inherit = ["community.area.mixin", "community.state.mixin"]
    _order = "venue_id, kind, name, id"
    _area_follows = "venue_id"
    _transitions = {"take": ({"free"}, "taken"), "free": ({"taken"}, "free")}
    # what is written about it may change at any time
    _editable_states = frozenset({"free", "taken"})

    name = fields.Char("Place", required=True)
    venue_id = fields.Many2one(
        "community.venue",
        "Centre",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("kind", "=", "incubation")],
    )
    area_id = fields.Many2one(related="venue_id.area_id", store=True, precompute=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("desk", "Desk"), ("office", "Office room"), ("equipment", "Office equipment")],
        "Kind of place",
        required=True,
        default="desk",
    )
    state = fields.Selection(
        [("free", "Free"), ("taken", "Taken")],
        required=True,
        default="free",
        readonly=True,
        copy=False,
        index=True,
    )
    admission_id = fields.Many2one(
        "community.incubation.admission",
        "Has it now",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    organization_id = fields.Many2one(related="admission_id.organization_id", store=True)

    _name_uniq = models.Constraint(
        "UNIQUE (venue_id, name)", "The centre has a place of this name already."
    )
    # the winner changes the row that competitors want, so the loser is told (design §9)
    _one_at_a_time = models.Constraint(
        "CHECK ((state = 'taken') = (admission_id IS NOT NULL))",
        "A place that is taken has somebody in it.",
    )

    @api.model
    def _get_engine_defaults(self):
        return {"state": "free", "admission_id": False}
