from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

TIERS = [
    ("district", "District"),
    ("street", "Street or town"),
    ("community", "Community or village"),
]
KINDS = [
    ("district", "District"),
    ("street", "Street"),
    ("town", "Town"),
    ("township", "Township"),
    ("residents", "Residential community"),
    ("villagers", "Village"),
]
PARENT_TIER = {"street": "district", "community": "street"}
# what an area change writes on a community, and nobody by hand
SUCCESSION = {"parent_id", "valid_to", "successor_id"}


class CommunityArea(models.Model):
    """One node of the three-tier area tree: district, street (town, township), community (village).

    Codes are the 12-digit statistical codes 6+3+3. An area that was merged or
    moved stays, with ``valid_to`` and ``successor_id``, because past facts
    keep pointing to it (`community.area.change`, the only writer of these two).

    ``parent_id`` says where it lay, and is history once it is abolished; the tier
    columns say who is responsible for it today, which is its successor's office.
    Figures of the past are grouped by ``area_id.parent_id``, rights by the tier columns.
    """

    _name = "community.area"
    _description = "Area"
    _parent_store = True
    _order = "code"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, index="trigram")
    code = fields.Char(required=True, size=12, help="12-digit statistical code")
    tier = fields.Selection(
        TIERS,
        compute="_compute_from_code",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    kind = fields.Selection(
        KINDS,
        compute="_compute_from_code",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    parent_id = fields.Many2one("community.area", "Part of", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("community.area", "parent_id", "Areas within")
    complete_name = fields.Char(
        "Full path", compute="_compute_complete_name", store=True, recursive=True
    )
    active = fields.Boolean(default=True)

    # where it stands in the tree: the columns that scoped models copy
    district_id = fields.Many2one(
        "community.area", compute="_compute_tiers", store=True, recursive=True
    )
    street_id = fields.Many2one(
        "community.area", "Street or town", compute="_compute_tiers", store=True, recursive=True
    )
    community_id = fields.Many2one(
        "community.area", compute="_compute_tiers", store=True, recursive=True
    )

    # life of the area
    valid_from = fields.Date()
    valid_to = fields.Date("Abolished on")
    successor_id = fields.Many2one(
        "community.area", "Continued by", index="btree_not_null", ondelete="restrict"
    )
    population_ids = fields.One2many("community.area.population", "area_id", "Population by year")

    authority_name = fields.Char(
        "Issuing authority", help="Its full name as it stands on certificates and seals."
    )

    # 社会组织服务中心 / 服务站 and its letter of authority (授权委托书)
    centre_name = fields.Char("Service centre or station")
    centre_phone = fields.Char("Service phone")
    mandate_number = fields.Char("Letter of authority")
    mandate_from = fields.Date("Authority from")
    mandate_to = fields.Date("Authority until")
    mandate_file = fields.Binary("Signed letter", attachment=True)
    mandate_file_name = fields.Char("Signed letter, file name")

    # staff
    user_ids = fields.One2many("res.users", "area_id", "Staff")

    _code_uniq = models.Constraint("UNIQUE (code)", "This area code exists already.")
    _code_format = models.Constraint(
        "CHECK (code ~ '^[0-9]{12}$')", "An area code has exactly 12 digits."
    )
    _validity = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "An area cannot be abolished before it exists.",
    )
    _succession = models.Constraint(
        "CHECK (successor_id IS NULL OR valid_to IS NOT NULL)",
        "Only an area that was abolished has a successor.",
    )
    _mandate = models.Constraint(
        "CHECK (mandate_to IS NULL OR mandate_from IS NULL OR mandate_to >= mandate_from)",
        "The authority ends before it begins.",
    )

    @api.depends("code")
    def _compute_from_code(self):
        for area in self:
            area.tier, area.kind = self._classify(area.code or "")

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for area in self:
            above = area.parent_id.complete_name
            area.complete_name = f"{above} / {area.name}" if above else area.name

    @api.depends(
        "tier",
        "parent_id.district_id",
        "parent_id.street_id",
        "successor_id.district_id",
        "successor_id.street_id",
        "successor_id.community_id",
    )
    def _compute_tiers(self):
        for area in self:
            heir, parent = area.successor_id, area.parent_id
            if heir:
                area.district_id = heir.district_id
                area.street_id = heir.street_id
                area.community_id = heir.community_id
                continue
            area.district_id = area if area.tier == "district" else parent.district_id
            area.street_id = area if area.tier == "street" else parent.street_id
            area.community_id = area if area.tier == "community" else False

    @api.depends("name", "parent_id.name", "tier")
    @api.depends_context("area_full_name")
    def _compute_display_name(self):
        full = self.env.context.get("area_full_name")
        for area in self:
            area.display_name = (
                f"{area.parent_id.name} {area.name}"
                if full and area.tier == "community"
                else area.name
            )

    @api.constrains("parent_id", "tier")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("An area cannot lie within itself."))
        for area in self:
            if area.parent_id.tier != PARENT_TIER.get(area.tier, False):
                raise ValidationError(
                    self.env._(
                        "%(area)s must lie directly in an area of the tier above it.",
                        area=area.name,
                    )
                )

    @api.constrains("successor_id", "tier")
    def _check_successor(self):
        if self._has_cycle("successor_id"):
            raise ValidationError(self.env._("An area cannot be continued by itself."))
        for area in self:
            if area.successor_id and area.successor_id.tier != area.tier:
                raise ValidationError(
                    self.env._("%(area)s is continued by an area of its own tier.", area=area.name)
                )

    def write(self, vals):
        if vals.keys() & SUCCESSION and not self.env.su:
            self._check_written_by_hand()
        return super().write(vals)

    def _check_written_by_hand(self):
        """Records, staff and open work would not follow a community that is moved on its form."""
        communities = self.filtered(lambda area: area.tier == "community")
        if communities:
            raise AccessError(
                self.env._(
                    "«%(area)s» is merged or moved by an area change, so that its organisations,"
                    " staff and open work follow.",
                    area=communities[0].name,
                )
            )

    @api.model
    def _classify(self, code):
        """``(tier, kind)`` of a 12-digit code.

        Street part: 001–099 街道, 100–199 镇, 200–399 乡; community part:
        200–399 村委会, otherwise 居委会 (统计用区划代码编制规则; development zones use 400 and up).
        """
        street, community = code[6:9], code[9:12]
        if community.strip("0"):
            return "community", "villagers" if "200" <= community <= "399" else "residents"
        if street.strip("0"):
            kind = "street" if street < "100" else "town" if street < "200" else "township"
            return "street", kind
        return "district", "district"

    @api.model
    def _in_force(self, day):
        """Domain of the areas that exist on ``day``."""
        begun = Domain("valid_from", "=", False) | Domain("valid_from", "<=", day)
        return begun & (Domain("valid_to", "=", False) | Domain("valid_to", ">", day))
