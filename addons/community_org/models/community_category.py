import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CommunityCategory(models.Model):
    """Kinds of community organisations, a tree with a policy on each node.

    «同一类» means the same leaf. A prohibited category is recognised by its name
    patterns too, whatever category an applicant chooses.
    """

    _name = "community.category"
    _description = "Category"
    _parent_store = True
    _order = "parent_path, sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, size=16)
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one("community.category", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("community.category", "parent_id")
    root_id = fields.Many2one(
        "community.category",
        "Main category",
        compute="_compute_root_id",
        store=True,
        recursive=True,
    )
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True)
    active = fields.Boolean(default=True)
    color = fields.Integer()

    policy = fields.Selection(
        [
            ("key", "Key support"),
            ("normal", "Normal"),
            ("restricted", "Restricted"),
            ("prohibited", "Prohibited"),
        ],
        required=True,
        default="normal",
    )
    clause = fields.Text(
        translate=True,
        help="The clause of the policy, shown to who applies for a restricted or prohibited kind.",
    )
    one_per_community = fields.Boolean(
        default=True,
        help="In principle one organisation of this category in a community (原则上备案一个).",
    )
    name_patterns = fields.Text(
        help="One word per line. A proposed name that contains one of them belongs to this category."
    )
    crosswalk_ids = fields.One2many(
        "community.category.crosswalk", "category_id", "In other classifications"
    )

    _code_uniq = models.Constraint("UNIQUE (code)", "This category code exists already.")

    @api.depends("parent_id.root_id")
    def _compute_root_id(self):
        for category in self:
            category.root_id = category.parent_id.root_id or category

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for category in self:
            above = category.parent_id.complete_name
            category.complete_name = f"{above} / {category.name}" if above else category.name

    @api.depends("name", "parent_id.name")
    @api.depends_context("category_full_name")
    def _compute_display_name(self):
        full = self.env.context.get("category_full_name")
        for category in self:
            category.display_name = category.complete_name if full else category.name

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A category cannot lie within itself."))

    def _get_patterns(self):
        self.ensure_one()
        return [line.strip() for line in (self.name_patterns or "").splitlines() if line.strip()]

    @api.model
    def _match_name(self, name, policy):
        """The first category of ``policy`` one of whose patterns occurs in ``name``, as a sudo record."""
        # marks and spaces between the characters do not hide a word
        plain = re.sub(r"[\W_]", "", name or "")
        # sudo: community.category - patterns are checked for applicants who do not read the configuration
        candidates = self.sudo().search(
            Domain("policy", "=", policy) & Domain("name_patterns", "!=", False)
        )
        return next(
            (
                category
                for category in candidates
                if any(p in plain for p in category._get_patterns())
            ),
            candidates.browse(),
        )
