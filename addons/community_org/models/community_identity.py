import hashlib
import hmac
import re
import unicodedata
from datetime import date

from cryptography.fernet import Fernet
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from stdnum import exceptions
from stdnum.cn import ric
from stdnum.iso7064 import mod_11_2

from .community_identity_key import read_key

OLDEST = 1900
# parameter that tells which key the numbers of this database were stored under
FINGERPRINT = "community_org.identity_key"


class CommunityIdentity(models.Model):
    """Identity numbers (居民身份证号码), each stored once and encrypted; persons point to them.

    Nobody has access: `community.person.mixin` shows the mask, and
    `community.identity.reveal` the number, with a reason that is logged. The
    keyed hash finds a number again; without the key, which lies outside the
    database, neither hash nor cipher tells anything.
    """

    _name = "community.identity"
    _description = "Identity number"
    _rec_name = "mask"

    digest = fields.Char("Keyed hash", required=True)
    cipher = fields.Char("Encrypted number", required=True)
    mask = fields.Char(required=True)
    birth_date = fields.Date("Date of birth", required=True)

    _digest_uniq = models.Constraint("UNIQUE (digest)", "This identity number is stored already.")

    @api.model
    def _clean(self, text):
        """``text`` as an identity number is written: half-width, upper case, no spaces or hyphens."""
        return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text or "")).upper()

    @api.model
    def _check_number(self, number):
        """What is wrong with a cleaned ``number``, in a sentence that does not repeat it; empty if it is right.

        GB 11643: 17 digits, the date of birth among them, and a check digit by ISO 7064 MOD 11-2. The
        region is not checked: regions are renamed and abolished, the numbers stay.
        """
        if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
            return self.env._("An identity number has 18 places.")
        if not mod_11_2.is_valid(number):
            return self.env._("The identity number is wrong: its check digit does not fit.")
        try:
            born = ric.get_birth_date(number)
        except exceptions.InvalidComponent:
            born = date.max
        if born.year < OLDEST or born > self.env["community.policy"]._today():
            return self.env._("The date of birth in the identity number is not possible.")
        return ""

    @api.model
    def _mask(self, number):
        """The only form that is ever shown: first three and last two places."""
        return f"{number[:3]}{'*' * max(len(number) - 5, 0)}{number[-2:]}"

    @api.model
    def _store(self, numbers):
        """``{number: identity}`` for cleaned, checked ``numbers``; those not known yet are added.

        Called as superuser. Two transactions that add the same number: the
        second waits and is called again by Odoo, then it finds the row.
        """
        digests = {self._digest(number): number for number in numbers}
        known = set(self.search([("digest", "in", list(digests))]).mapped("digest"))
        self._insert({d: number for d, number in digests.items() if d not in known})
        found = self.search([("digest", "in", list(digests))])
        return {digests[identity.digest]: identity for identity in found}

    def _insert(self, digests):
        """Add ``{digest: number}``, in one order for everybody, so that two do not wait for each other."""
        rows = [
            (digest, self._encrypt(number), self._mask(number), ric.get_birth_date(number))
            for digest, number in sorted(digests.items())
        ]
        if rows:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO community_identity (digest, cipher, mask, birth_date) VALUES %s"
                    " ON CONFLICT (digest) DO UPDATE SET mask = excluded.mask",
                    SQL(", ").join(SQL("%s", row) for row in rows),
                )
            )

    @api.model
    def _find(self, text):
        """The identity with exactly this number, as a sudo record; empty if there is none."""
        number = self._clean(text)
        wrong = self._check_number(number)
        # sudo: community.identity - nobody reads it; who knows a number may look for its person
        vault = self.sudo()
        return vault if wrong else vault.search([("digest", "=", self._digest(number))])

    def _reveal(self):
        """The number itself. Only `community.identity.reveal` calls this, after it has logged why."""
        self.ensure_one()
        return self._get_cipher().decrypt(self.cipher.encode()).decode()

    def _get_age(self, day: date):
        """Full years on ``day``."""
        self.ensure_one()
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    # ------------------------------------------------------------
    # KEY
    # ------------------------------------------------------------

    @api.model
    def _digest(self, number):
        return hmac.new(self._get_key(), b"digest" + number.encode(), hashlib.sha256).hexdigest()

    @api.model
    def _encrypt(self, number):
        return self._get_cipher().encrypt(number.encode()).decode()

    @api.model
    def _get_cipher(self):
        return Fernet(self._get_key())

    @api.model
    def _get_key(self):
        """The key of this database.

        :raises UserError: the key file is not the one that the numbers were stored under
        """
        key = read_key()
        fingerprint = hmac.new(key, b"fingerprint", hashlib.sha256).hexdigest()[:16]
        # sudo: ir.config_parameter - a technical value that only tells two keys apart
        parameters = self.env["ir.config_parameter"].sudo()
        stored = parameters.get_param(FINGERPRINT)
        if not stored:
            parameters.set_param(FINGERPRINT, fingerprint)
        elif stored != fingerprint:
            raise UserError(
                self.env._(
                    "The key file of the identity numbers does not belong to this database."
                    " Ask the administrator to put back the file from the backup."
                )
            )
        return key

    # ------------------------------------------------------------
    # KEEPING NO MORE THAN NEEDED
    # ------------------------------------------------------------

    @api.autovacuum
    def _gc_unused(self):
        """Delete the numbers that nobody on any roster has (a draft was thrown away)."""
        references = [
            field
            for model in self.env.registry.values()
            if not model._abstract
            for field in model._fields.values()
            if field.comodel_name == self._name and field.store and field.type == "many2one"
        ]
        used = {
            identity.id
            for field in references
            for (identity,) in self.env[field.model_name]
            .with_context(active_test=False)
            ._read_group([(field.name, "!=", False)], [field.name])
        }
        self.search([("id", "not in", list(used))]).unlink()
