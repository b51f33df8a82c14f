import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from stdnum.cn import uscc

from .community_person_mixin import PHONE_FORMAT

# Chinese names of bodies: letters of any script, digits, and the marks such names use.
# Anything else (markup, formulas, line breaks) has no place in a name.
NAME_FORMAT = re.compile(r"[\w·（）()《》“”\-— ]+")

# of the registration law; the first places of the unified code say which (GB 32100-2015: 5 is civil affairs)
REGISTRATION_TYPES = [
    ("association", "Social association"),
    ("service", "Social service institution"),
    ("foundation", "Foundation"),
]
USCC_PREFIX = {"association": "51", "service": "52", "foundation": "53"}


class CommunityOrganizationFacts(models.AbstractModel):
    """The facts that are filed: proposed by `community.filing`, in force on `community.organization`.

    备案内容: 名称、负责人、场所、章程、花名册、资金、活动地域.
    """

    _name = "community.organization.facts"
    _description = "Filed facts of an organisation"

    name = fields.Char("Organisation name", required=True, index="trigram", tracking=True)
    category_id = fields.Many2one(
        "community.category", index=True, ondelete="restrict", tracking=True
    )
    main_category_id = fields.Many2one(
        "community.category", related="category_id.root_id", store=True, index=True
    )
    form = fields.Selection(
        [
            ("society", "Society"),
            ("team", "Team"),
            ("station", "Station"),
            ("centre", "Centre"),
            ("group", "Group"),
        ],
        "Form of organisation",
        tracking=True,
    )
    founded_on = fields.Date(tracking=True)
    address = fields.Char("Place of activity", tracking=True)
    activity_range = fields.Char(help="Where it is active, for example «this community».")
    phone = fields.Char("Contact phone", tracking=True)
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id, required=True
    )
    funds = fields.Monetary("Initial funds", tracking=True)
    funds_source = fields.Char("Source of funds")

    # charter (章程)
    purpose = fields.Text()
    business_scope = fields.Text("Scope of business")
    activity_content = fields.Text("Content of activities")
    leader_method = fields.Text("How leaders are chosen")
    finance_rules = fields.Text("Funds and their use")

    # registration (登记): only the district enters it
    registration_type = fields.Selection(
        REGISTRATION_TYPES, "Kind of registered body", tracking=True
    )
    uscc = fields.Char("Unified social credit code", tracking=True)
    registration_authority = fields.Char("Registration authority", tracking=True)
    registered_on = fields.Date("Registered on", tracking=True)

    _funds_positive = models.Constraint("CHECK (funds >= 0)", "Funds cannot be negative.")

    @api.constrains("name")
    def _check_name(self):
        longest = self.env["community.policy"]._get_policy().name_max_length
        for record in self:
            if len(record.name) > longest:
                raise ValidationError(
                    self.env._(
                        "A name has at most %(longest)s characters; this one has %(length)s.",
                        longest=longest,
                        length=len(record.name),
                    )
                )
            if not NAME_FORMAT.fullmatch(record.name):
                raise ValidationError(
                    self.env._(
                        "A name consists of characters, digits, brackets and quotation marks only."
                    )
                )

    @api.constrains("founded_on")
    def _check_founded_on(self):
        today = self.env["community.policy"]._today()
        for record in self:
            if record.founded_on and not (
                record.founded_on.year >= 1949 and record.founded_on <= today
            ):
                raise ValidationError(
                    self.env._("The founding date must lie between 1949 and today.")
                )

    @api.constrains("phone")
    def _check_phone(self):
        for record in self:
            if record.phone and not PHONE_FORMAT.fullmatch(record.phone.replace(" ", "")):
                raise ValidationError(
                    self.env._(
                        "This is not a phone number: a mobile number has 11 digits,"
                        " a landline its area code."
                    )
                )

    @api.constrains("category_id")
    def _check_category_leaf(self):
        for record in self:
            if record.category_id.child_ids:
                raise ValidationError(
                    self.env._(
                        "«%(category)s» is a heading. Choose one of the categories under it.",
                        category=record.category_id.name,
                    )
                )

    @api.constrains("uscc", "registration_type")
    def _check_uscc(self):
        for record in self.filtered("uscc"):
            if not uscc.is_valid(record.uscc):
                raise ValidationError(
                    self.env._(
                        "The unified social credit code is wrong: it has 18 places, the last is a check digit."
                    )
                )
            prefix = USCC_PREFIX.get(record.registration_type)
            if prefix and not record.uscc.startswith(prefix):
                raise ValidationError(
                    self.env._(
                        "The code does not belong to this kind of body: it would begin with %(prefix)s.",
                        prefix=prefix,
                    )
                )

    @api.constrains("registered_on")
    def _check_registered_on(self):
        today = self.env["community.policy"]._today()
        for record in self:
            if record.registered_on and not (
                record.registered_on.year >= 1949 and record.registered_on <= today
            ):
                raise ValidationError(
                    self.env._("The day of registration must lie between 1949 and today.")
                )

    def _format_fact(self, name):
        """One filed fact as an office reads it; an empty string when it is not given."""
        self.ensure_one()
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "many2one":
            return value.display_name or ""
        if field.type == "monetary":
            return f"{value:.2f}" if value else ""
        return str(value or "")

    @api.model
    def _get_fact_names(self):
        """Names of the filed facts, those copied from a filing to the organisation."""
        facts = self.env.registry["community.organization.facts"]._fields.items()
        return [
            name
            for name, field in facts
            if field.store and not field.related and name not in models.MAGIC_COLUMNS
        ]
