import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import NO_ACCESS, Domain
from odoo.tools import SQL
from odoo.tools.mail import single_email_re

ROLES = [
    ("leader", "Leader"),
    ("deputy", "Deputy leader"),
    ("finance", "Finance"),
    ("liaison", "Liaison"),
    ("key", "Key member"),
    ("member", "Member"),
]
# those who act for the organisation in the portal
REPRESENTATIVE_ROLES = {"leader", "liaison"}
PHONE_FORMAT = re.compile(r"(1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|\d{7,8})")


class CommunityPersonMixin(models.AbstractModel):
    """A person on a roster (花名册): proposed with a filing, in force as a member."""

    _name = "community.person.mixin"
    _description = "Person on a roster"

    # name of the many2one to what the roster belongs to
    _identity_document = None

    name = fields.Char("Full name", required=True)
    role = fields.Selection(ROLES, required=True, default="member")
    phone = fields.Char()
    email = fields.Char()
    is_party_member = fields.Boolean("Party member")
    is_volunteer = fields.Boolean("Registered volunteer")
    is_official = fields.Boolean(
        "Official", help="Works in a party or government organ (the policy asks for strict review)."
    )
    skill_ids = fields.Many2many("community.skill", string="Skills")
    # sensitive: reads as a mask whoever asks, and on whatever way (see community.identity)
    identity_number = fields.Char(
        "Identity number",
        compute="_compute_identity_number",
        inverse="_inverse_identity_number",
        search="_search_identity_number",
        compute_sudo=True,
        help="Stored encrypted and shown masked. To correct it, type the full number again.",
    )
    identity_id = fields.Many2one(
        "community.identity", index=True, ondelete="restrict", groups=NO_ACCESS, copy=False
    )

    @api.depends("identity_id")
    def _compute_identity_number(self):
        for person in self:
            person.identity_number = person.identity_id.mask

    def _inverse_identity_number(self):
        """Put what was typed into the vault; the mask itself, sent back by a form, changes nothing.

        :raises ValidationError: not an identity number; the sentence names the person, not the number
        """
        # sudo: community.identity - nobody reads it; who may write the person gives the number
        identities = self.env["community.identity"].sudo()
        typed = {}
        for person in self:
            number = identities._clean(person.identity_number)
            # sudo: the person - its own mask
            if number == (person.sudo().identity_id.mask or ""):
                continue
            problem = number and identities._check_number(number)
            if problem:
                raise ValidationError(
                    self.env._("%(name)s: %(problem)s", name=person.name, problem=problem)
                )
            typed[person] = number
        stored = identities._store(set(typed.values()) - {""})
        for person, number in typed.items():
            # sudo: the person - the field that points into the vault is nobody's to write
            person.sudo().identity_id = stored.get(number)
        # what was typed does not stay in the cache for the answer of this very call
        self.invalidate_recordset(["identity_number"], flush=False)

    def _search_identity_number(self, operator, value):
        """Exact numbers only: a part of a number finds nothing, so nobody can feel his way to one."""
        if operator not in {"in", "ilike", "like"}:
            return NotImplemented
        texts = [value] if isinstance(value, str) else value
        identities = self.env["community.identity"]
        found = tuple(id_ for text in texts for id_ in identities._find(text or "").ids)
        given = SQL("IN %s", found) if found else SQL("= 0")

        def compare(model, alias, query):
            column = SQL.identifier(alias, "identity_id")
            missing = SQL(" OR %s IS NULL", column) if False in texts else SQL()
            return SQL("(%s %s%s)", column, given, missing)

        return Domain.custom(to_sql=compare)

    @api.constrains("name", "phone", "email")
    def _check_person(self):
        for person in self:
            if not 2 <= len(person.name.strip()) <= 40 or re.search(r"[<>=\d@]", person.name):
                raise ValidationError(
                    self.env._("«%(name)s» is not a person's name.", name=person.name)
                )
            if person.phone and not PHONE_FORMAT.fullmatch(person.phone.replace(" ", "")):
                raise ValidationError(
                    self.env._(
                        "The phone number of %(name)s is not valid: a mobile number has 11 digits.",
                        name=person.name,
                    )
                )

            if person.email and not single_email_re.match(person.email.strip()):
                raise ValidationError(
                    self.env._("The e-mail address of %(name)s is not valid.", name=person.name)
                )

    def _get_person_keys(self):
        """What people are told apart by: two that share one of these are the same person."""
        # sudo: the persons - numbers are compared, not shown
        people = self.sudo()
        return set(people.identity_id) | {(person.name, person.phone) for person in people}

    def _prepare_person_vals(self):
        """What a filing's roster and the members share, for ``create`` or ``write`` of the other."""
        self.ensure_one()
        # sudo: the person - the number goes along, unseen
        person = self.sudo()
        return person._convert_to_write({name: person[name] for name in self._get_person_names()})

    def _get_person_changes(self, after):
        """``[(label, before, after)]`` of what is different about this person in ``after``, masked."""
        names = [name for name in self._get_person_names() if name != "identity_id"]
        changes = [
            (name, self._format_person(name), after._format_person(name))
            for name in [*names, "identity_number"]
        ]
        # sudo: the persons - two numbers may look alike behind their masks
        renumbered = self.sudo().identity_id != after.sudo().identity_id
        return [
            (f"{after.name}：{self._fields[name]._description_string(self.env)}", old, new)
            for name, old, new in changes
            if old != new or (name == "identity_number" and renumbered)
        ]

    def _format_person(self, name):
        """One value of the roster as an office reads it; an empty string when it is not given."""
        field, value = self._fields[name], self[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if field.relational:
            return "、".join(value.mapped("display_name"))
        return value or ""

    def action_reveal_identity(self):
        """Open the dialog that asks why the number is needed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Identity number"),
            "res_model": "community.identity.reveal",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    @api.model
    def _get_person_names(self):
        """Names of the fields that a filing's roster and the members share."""
        shared = self.env.registry["community.person.mixin"]._fields.items()
        return [name for name, field in shared if field.store and name not in models.MAGIC_COLUMNS]
