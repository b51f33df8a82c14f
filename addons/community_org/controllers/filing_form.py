"""The portal's stepwise filing form: what each step asks, and how posted text becomes values.

A step is parsed whole: either every value is good and ``values`` can be written,
or ``errors`` says per field what is wrong and nothing is saved.
"""

import re
from datetime import date

from odoo.exceptions import ValidationError
from odoo.fields import Command

FULL_FORM = ("basics", "roster", "charter", "materials", "preview")
STEPS = {
    "establish": FULL_FORM,
    "change": FULL_FORM,
    "renewal": ("materials", "preview"),
    "cancellation": ("reason", "preview"),
}
FIELDS = {
    "basics": (
        "name",
        "area_id",
        "category_id",
        "form",
        "founded_on",
        "address",
        "activity_range",
        "phone",
        "funds",
        "funds_source",
        "restricted_reason",
    ),
    "reason": ("cancel_reason",),
    "charter": ("purpose", "business_scope", "activity_content", "leader_method", "finance_rules"),
}
REQUIRED = {"name", "area_id"}
CHECKS = {"name": "_check_name", "founded_on": "_check_founded_on", "phone": "_check_phone"}
ROSTER_FIELDS = ("name", "role", "phone", "email", "identity_number")
ROSTER_FLAGS = ("is_party_member", "is_volunteer", "is_official")
ROSTER_KEY = re.compile(r"member-(\d{1,3})-name")


def get_fields(filing, step):
    """Names of the fields that ``step`` asks; a request stays in its community."""
    return tuple(
        name for name in FIELDS.get(step, ()) if name != "area_id" or not filing.organization_id
    )


class FilingForm:
    """Posted text of one step, parsed.

    ``typed``: what was posted, to be shown again; ``values``: for ``write``;
    ``errors``: ``{field name: sentence}``.
    """

    def __init__(self, env, filing, step, post):
        self.env = env
        self.filing = filing
        # a database holds no NUL characters, and a file is no text
        self.typed = {
            name: text.replace("\0", "") for name, text in post.items() if isinstance(text, str)
        }
        self.values = {}
        self.errors = {}
        self.rows = []  # of the roster, as typed
        if step == "roster":
            self._parse_roster()
        else:
            for name in get_fields(filing, step):
                self._parse_field(name)
            for name in CHECKS.keys() & self.values.keys():
                self._check_value(name)

    def _parse_field(self, name):
        text = (self.typed.get(name) or "").strip()
        field = self.env["community.filing"]._fields[name]
        if not text and name in REQUIRED:
            self.errors[name] = self.env._("Please fill in this field.")
            return
        try:
            self.values[name] = getattr(self, f"_parse_{field.type}", self._parse_text)(field, text)
        except ValueError as error:
            self.errors[name] = str(error)

    def _check_value(self, name):
        """Ask the model's own constraint, so that its sentence stands beside the field."""
        try:
            getattr(self.env["community.filing"].new({name: self.values[name]}), CHECKS[name])()
        except ValidationError as error:
            self.errors[name] = str(error)

    def _parse_text(self, field, text):
        return text or False

    def _parse_date(self, field, text):
        try:
            return date.fromisoformat(text) if text else False
        except ValueError as error:
            raise ValueError(self.env._("This is not a date.")) from error

    def _parse_monetary(self, field, text):
        try:
            amount = float(text.replace(",", "") or 0)
        except ValueError as error:
            raise ValueError(self.env._("This is not an amount.")) from error
        if not 0 <= amount < 1e9:
            raise ValueError(self.env._("This is not an amount."))
        return amount

    def _parse_selection(self, field, text):
        if text and text not in field.get_values(self.env):
            raise ValueError(self.env._("Please choose from the list."))
        return text or False

    def _parse_many2one(self, field, text):
        """An id from our own list; a forged one is refused like a typing error."""
        record = self.env[field.comodel_name].search(
            [("id", "=", int(text) if text.isdecimal() else 0), *LIST_DOMAINS[field.name]]
        )
        if text and not record:
            raise ValueError(self.env._("Please choose from the list."))
        return record.id

    def _parse_roster(self):
        rows = sorted(int(match[1]) for match in map(ROSTER_KEY.fullmatch, self.typed) if match)
        saved = set(self.filing.member_ids.ids)
        commands = []
        for row in rows:
            line, line_id = self._parse_member(row), self.typed.get(f"member-{row}-id") or ""
            if not line["name"]:
                continue
            self.rows.append({**line, "id": line_id})
            # a line that is saved goes on, so that it stays tied to its member
            if line_id.isdecimal() and int(line_id) in saved:
                saved.remove(int(line_id))
                commands.append(Command.update(int(line_id), line))
            else:
                commands.append(Command.create(line))
        self.values["member_ids"] = [*map(Command.delete, sorted(saved)), *commands]

    def _parse_member(self, row):
        def posted(name):
            return (self.typed.get(f"member-{row}-{name}") or "").strip()

        line = {name: posted(name) for name in ROSTER_FIELDS}
        line.update({name: bool(posted(name)) for name in ROSTER_FLAGS}, sequence=row)
        if line["role"] not in self.env["community.filing.member"]._fields["role"].get_values(
            self.env
        ):
            line["role"] = "member"
        return line


# what an applicant may choose from
LIST_DOMAINS = {
    "area_id": [("tier", "=", "community"), ("valid_to", "=", False)],
    "category_id": [("child_ids", "=", False)],
}
