import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
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

    name = fields.Char("Full name", required=True)
    role = fields.Selection(ROLES, required=True, default="member")
    phone = fields.Char()
    email = fields.Char()
    is_party_member = fields.Boolean("Party member")
    is_volunteer = fields.Boolean("Registered volunteer")
    is_official = fields.Boolean(
        "Official", help="Works in a party or government organ (the policy asks for strict review)."
    )

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

    @api.model
    def _get_person_names(self):
        """Names of the fields that a filing's roster and the members share."""
        shared = self.env.registry["community.person.mixin"]._fields.items()
        return [name for name, field in shared if field.store and name not in models.MAGIC_COLUMNS]
