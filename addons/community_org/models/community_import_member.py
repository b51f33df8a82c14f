import re
from datetime import date
from typing import NamedTuple

from odoo import fields, models
from odoo.fields import NO_ACCESS, Domain
from odoo.tools.mail import single_email_re

from ..spreadsheet.values import to_label
from .community_person_mixin import PHONE_FORMAT, ROLES


def is_name(text):
    """Whether it is the name of one person; lists put two into a cell."""
    return 2 <= len(text) <= 40 and not re.search(r"[<>=\d@、，,;；/]", text)


class People(NamedTuple):
    names: dict  # {identity id: {name: whether it may be shown}}
    youngest: int  # years of a leader, at least
    today: date


class CommunityImportMember(models.Model):
    """A row that lists a member; it names the organisation by the street's own number, or by name and community."""

    _name = "community.import.member"
    _description = "Member to import"
    _inherit = ["community.import.row"]
    _rec_name = "name"
    _kind = "member"
    _targets = (
        "organization_number",
        "organization_name",
        "street_id",
        "area_id",
        "name",
        "role",
        "phone",
        "identity_number",
        "email",
        "is_party_member",
        "is_volunteer",
        "is_official",
        "date_from",
        "date_to",
    )
    _identities = {"identity_number": "identity_id"}
    _phones = ("phone",)
    _months = ("date_from", "date_to")

    organization_number = fields.Char("Former number of the organisation")
    organization_name = fields.Char("Organisation name")
    name = fields.Char("Full name")
    role = fields.Selection(ROLES)
    phone = fields.Char()
    identity_number = fields.Char("Identity number")
    identity_id = fields.Many2one(
        "community.identity", index=True, ondelete="restrict", groups=NO_ACCESS
    )
    email = fields.Char("E-mail")
    is_party_member = fields.Boolean("Party member")
    is_volunteer = fields.Boolean("Registered volunteer")
    is_official = fields.Boolean("Official")
    date_from = fields.Date("Since")
    date_to = fields.Date("Until")

    row_id = fields.Many2one(
        "community.import.organization",
        "Row of the organisation",
        readonly=True,
        ondelete="set null",
        index=True,
    )

    _state_idx = models.Index("(import_id, state)")

    def _prepare_vals(self, cells, lookup, known=None):
        vals = super()._prepare_vals(cells, lookup, known)
        if known:
            return vals
        # who stands on a roster without a role is a member
        return {"role": "member", **vals, "area_label": to_label(cells.get("area_id"))}

    # ------------------------------------------------------------
    # CHECK
    # ------------------------------------------------------------

    def _check(self, lookup=None):
        self._link()
        doubles, people = self._find_doubles(), self._find_people(self.identity_id, self.import_id)
        for row in self:
            row._judge(doubles, people)

    def _link(self):
        """Find the row of the organisation that each of these rows names."""
        loose = self.filtered(lambda row: not row.row_id)
        labels = {to_label(row.organization_name) for row in loose if row.organization_name}
        numbers = {row.organization_number for row in loose if row.organization_number}
        listed = self.env["community.import.organization"].search(
            Domain("import_id", "in", self.import_id.ids)
            & (
                Domain("name_label", "in", list(labels))
                | Domain("former_number", "in", list(numbers))
            )
        )
        by_name, by_number = {}, {}
        for one in listed.sorted("number", reverse=True):
            by_name.setdefault(one.name_label, one.browse())
            by_name[one.name_label] |= one
            by_number[one.former_number] = one
        for row in loose:
            found = row.organization_number and by_number.get(row.organization_number)
            row.row_id = found or row._pick(
                by_name.get(to_label(row.organization_name), listed.browse())
            )

    def _pick(self, candidates):
        """Of several rows of one name that of the same community: as it is, or as it is spelt in the file."""
        if self.area_id or self.area_label:
            candidates = candidates.filtered(
                lambda one: (
                    one.area_id == self.area_id
                    if one.area_id and self.area_id
                    else one.area_label == self.area_label
                )
            )
        # the same organisation twice in a file: the first of them is imported
        places = {one.area_id.id or one.area_label for one in candidates}
        return candidates.sorted("number")[:1] if len(places) == 1 else candidates.browse()

    def _find_doubles(self):
        """``{(organisation row id, identity id): first row}`` of the members of these organisations."""
        self.flush_recordset()
        rows = self.search(
            [
                ("row_id", "in", self.row_id.ids),
                ("identity_id", "!=", False),
                ("date_to", "=", False),
                ("skipped", "=", False),
            ]
        )
        return {
            (row.row_id.id, row.identity_id.id): row for row in rows.sorted("number", reverse=True)
        }

    def _find_people(self, identities, batches):
        """How these identity numbers are called in the files and on the rosters, and the age of leaders.

        Of a roster elsewhere the name is not shown: who types a number learns no stranger's name by it.
        """
        found = {}
        own = [("import_id", "in", batches.ids)]
        leaders = self.env["community.import.organization"].search(
            [*own, ("leader_identity_id", "in", identities.ids), ("leader_name", "!=", False)]
        )
        mine = [(row.leader_identity_id, row.leader_name) for row in leaders] + [
            (row.identity_id, row.name)
            for row in self.search(
                [*own, ("identity_id", "in", identities.ids), ("name", "!=", False)]
            )
        ]
        # sudo: community.member - one identity number has one name, whatever roster it is on
        members = self.env["community.member"].sudo()
        for member in members.search([("identity_id", "in", identities.ids)]):
            found.setdefault(member.identity_id.id, {})[member.name] = False
        for identity, name in mine:
            found.setdefault(identity.id, {})[name] = True
        policy = self.env["community.policy"]
        return People(found, policy._get_policy().min_leader_age, policy._today())

    def _judge(self, doubles, people):
        errors = {
            **self._get_reference_errors(),
            **self._get_person_errors(),
            **self._get_identity_errors(doubles, people),
        }
        state = {"duplicate": "duplicate", "skipped": "skipped"}.get(self.row_id.state, "ready")
        if state == "duplicate":
            remark = self.env._("The organisation exists already: its roster is left as it is.")
            return self._settle({}, remark, state=state)
        # where it lies is only asked to find it
        return self._settle(
            errors, ignore=("street_id", "area_id") if self.row_id else (), state=state
        )

    def _get_reference_errors(self):
        if self.row_id:
            return {}
        if not self.organization_name and not self.organization_number:
            return {"organization_name": self.env._("The organisation is missing.")}
        return {
            "organization_name": self.env._(
                "The file lists no such organisation, or several: write its name and community as in its row."
            )
        }

    def _get_person_errors(self):
        errors = {}
        if not self.name:
            errors["name"] = self.env._("The name is missing.")
        elif not is_name(self.name):
            errors["name"] = self.env._("Not one person's name.")
        if self.phone and not PHONE_FORMAT.fullmatch(self.phone):
            errors["phone"] = self.env._(
                "Not one phone number: a mobile number has 11 digits, a landline its area code."
            )
        if self.email and not single_email_re.match(self.email):
            errors["email"] = self.env._("Not an e-mail address.")
        if self.date_to and self.date_from and self.date_to < self.date_from:
            errors["date_to"] = self.env._("It ends before it begins.")
        return errors

    def _get_identity_errors(self, doubles, people):
        if not self.identity_id:
            return {}
        first = doubles.get((self.row_id.id, self.identity_id.id), self)
        if first != self and first.number < self.number:
            return {
                "identity_number": self.env._(
                    "The same identity number as %(name)s in row %(row)s.",
                    name=first.name,
                    row=first.number,
                )
            }
        problem = self._get_identity_problem(self.identity_id, self.name, self.role, people)
        return {"identity_number": problem} if problem else {}

    def _get_identity_problem(self, identity, name, role, people):
        """What an identity number tells against a person; empty for nothing."""
        others = {
            other: shown
            for other, shown in people.names.get(identity.id, {}).items()
            if other != name
        }
        if others:
            return self.env._(
                "The same identity number belongs to %(names)s. One of them is wrong.",
                names="、".join(sorted(other for other, shown in others.items() if shown))
                or self.env._("another person on a roster"),
            )
        if role == "leader" and identity and identity._get_age(people.today) < people.youngest:
            return self.env._("A leader is at least %(age)s years old.", age=people.youngest)
        return ""

    # ------------------------------------------------------------
    # WHAT AN OFFICER DOES
    # ------------------------------------------------------------

    def _write_cells(self, vals):
        if vals.keys() & {"organization_name", "organization_number", "area_id"}:
            self.row_id = False
        super()._write_cells(vals)

    def _check_edited(self, vals):
        doubles = self.search([("row_id", "in", self.row_id.ids), ("identity_id", "!=", False)])
        (self | doubles).filtered(lambda row: row.state != "done")._check()
        # the row of an organisation tells whether its leader is right
        self.row_id.filtered(lambda row: row.state != "done")._check()
