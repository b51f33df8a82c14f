from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..spreadsheet.reader import CellError
from ..spreadsheet.values import (
    lost_digits,
    parse_amount,
    parse_bool,
    parse_date,
    parse_phone,
    to_lines,
    to_text,
)

STATES = [
    ("new", "Not checked yet"),
    ("error", "With errors"),
    ("confirm", "Similar, to confirm"),
    ("ready", "Can be imported"),
    ("duplicate", "Exists already"),
    ("skipped", "Left out"),
    ("done", "Imported"),
]
# what an officer may still change
OPEN_STATES = {"error", "confirm", "ready", "duplicate", "skipped"}
TYPED_LENGTH = 80  # of what could not be understood, so much is shown


class Misread(ValueError):
    """A cell that cannot be understood; its text says what to do."""


class CommunityImportRow(models.AbstractModel):
    """A row of an uploaded file: its cells as values, what could not be understood, what is wrong.

    A cell that was not understood is empty here; what was typed stands in ``typed`` with
    the reason until somebody fills the cell. Everything but the cells is written by the
    import alone: :meth:`write` of a client takes cells and checks the row again.
    """

    _name = "community.import.row"
    _description = "Row of an import"
    _order = "import_id, number, id"

    # fields that a column of a file can lead to, in the order of the template
    _targets = ()
    # {field that shows an identity number: field of the stored identity}
    _identities = {}
    _phones = ()
    # dates for which a month is enough
    _months = ()

    import_id = fields.Many2one(
        "community.import", required=True, readonly=True, ondelete="cascade", index=True
    )
    sheet = fields.Char(readonly=True)
    number = fields.Integer("Row", readonly=True, aggregator=None)
    state = fields.Selection(STATES, required=True, default="new", readonly=True, group_expand=True)
    typed = fields.Json(readonly=True, help="{field: {typed, text}} of cells not understood.")
    errors = fields.Json(readonly=True, help="{field: what is wrong with this cell}")
    problem = fields.Text("To correct", readonly=True)
    remark = fields.Text("To notice", readonly=True)
    skipped = fields.Boolean("Leave out", readonly=True)

    # ------------------------------------------------------------
    # CELLS
    # ------------------------------------------------------------

    @api.model
    def _get_target_labels(self):
        """``{field: label}`` of what can be imported, in the order of the template."""
        return {
            name: self._fields[name]._description_string(self.env) or name for name in self._targets
        }

    @api.model
    def _prepare_vals(self, cells, lookup, known=None):
        """Values of a row from ``{field: cell}``; ``known``: values that it has already.

        Identity numbers are still as typed: see :meth:`_keep_identities`.
        """
        vals, typed = {}, {}
        for name in self._targets:
            cell = cells.get(name)
            if cell is None or not to_text(cell):
                continue
            try:
                vals[name] = self._parse(name, cell, lookup, {**(known or {}), **vals})
            except Misread as error:
                typed[name] = {"typed": self._show(name, cell), "text": str(error)}
        return {**vals, "typed": typed}

    @api.model
    def _show(self, name, cell):
        text = to_text(cell)[:TYPED_LENGTH]
        return self._mask(text) if name in self._identities else text

    @api.model
    def _parse(self, name, cell, lookup, vals):
        """The value of ``cell`` for the field ``name``.

        :raises Misread: it has none
        """
        if isinstance(cell, CellError):
            raise Misread(
                self.env._(
                    "There is no value in the file. Open it in the spreadsheet program and save it again."
                )
            )
        if name in self._identities:
            return self._parse_identity(cell)
        if name in self._phones:
            return parse_phone(cell)
        field = self._fields[name]
        try:
            return {
                "date": self._parse_date,
                "float": lambda *args: parse_amount(cell),
                "boolean": self._parse_word,
                "selection": self._parse_selection,
                "many2one": self._parse_record,
                "text": lambda *args: to_lines(cell),
                "char": lambda *args: to_text(cell),
            }[field.type](name, cell, lookup, vals)
        except Misread:
            raise
        except (ValueError, OverflowError) as error:
            raise Misread(self._get_misreading(field)) from error

    def _get_misreading(self, field):
        return {
            "date": self.env._("Not a date. Write it like 2023-05-01."),
            "float": self.env._("Not an amount. Write a number in yuan."),
            "boolean": self.env._("Write yes or no."),
        }.get(field.type, self.env._("Not understood."))

    def _parse_date(self, name, cell, lookup, vals):
        return parse_date(cell, month=name in self._months)

    def _parse_word(self, name, cell, lookup, vals):
        word = lookup.find_word(f"{self._kind}/{name}", cell)
        return parse_bool(word if word is not None else cell)

    def _parse_selection(self, name, cell, lookup, vals):
        value = lookup.find_selection(f"{self._kind}/{name}", self._fields[name], cell)
        if not value:
            labels = [
                label for _value, label in self._fields[name]._description_selection(self.env)
            ]
            raise Misread(self.env._("Choose one of: %(choices)s.", choices="、".join(labels)))
        return value

    def _parse_record(self, name, cell, lookup, vals):
        return getattr(self, f"_find_{name}")(cell, lookup, vals).id

    def _find_street_id(self, cell, lookup, vals):
        found = lookup.find_streets(cell)
        if len(found) != 1:
            raise Misread(self.env._("There is no such street or town. Write its full name."))
        return found

    def _find_area_id(self, cell, lookup, vals):
        found = lookup.find_communities(cell, lookup.area.browse(vals.get("street_id")))
        if not found:
            raise Misread(self.env._("There is no such community or village. Write its full name."))
        if len(found) > 1:
            own = found.filtered(lambda area: area.street_id == lookup.area)
            if len(own) == 1:
                return own
            raise Misread(
                self.env._(
                    "There are several of this name: %(names)s. Say which street or town.",
                    names="、".join(f"{area.street_id.name}{area.name}" for area in found),
                )
            )
        return found

    def _find_category_id(self, cell, lookup, vals):
        found = lookup.find_category(to_text(cell))
        if not found:
            raise Misread(self.env._("There is no such category. Choose one from the list."))
        return found

    # ------------------------------------------------------------
    # IDENTITY NUMBERS: never in a row, only their mask and the stored identity
    # ------------------------------------------------------------

    def _parse_identity(self, cell):
        if lost_digits(cell):
            raise Misread(
                self.env._(
                    "The spreadsheet kept it as a number and lost its last digits. Type all 18 of them again."
                )
            )
        return self.env["community.identity"]._clean(to_text(cell))

    @api.model
    def _mask(self, text):
        return self.env["community.identity"]._mask(text)

    @api.model
    def _keep_identities(self, vals_list):
        """Put the numbers of ``vals_list`` into the vault, all at once; what stays here is a mask."""
        # sudo: community.identity - it stores for everybody and shows nobody
        identities = self.env["community.identity"].sudo()
        cells = [(vals, name) for vals in vals_list for name in self._identities if vals.get(name)]
        wrong = {}
        for number in {vals[name] for vals, name in cells}:
            wrong[number] = identities._check_number(number)
        stored = identities._store([number for number, message in wrong.items() if not message])
        for vals, name in cells:
            number = vals[name]
            if wrong[number]:
                vals["typed"][name] = {"typed": self._mask(number), "text": wrong[number]}
                vals[name] = False
            else:
                vals[self._identities[name]] = stored[number].id
                vals[name] = stored[number].mask

    # ------------------------------------------------------------
    # CHECK
    # ------------------------------------------------------------

    def _check(self, lookup=None):
        """Find what is wrong with these rows, set their state. The queries do not grow with the rows."""
        raise NotImplementedError

    def _settle(self, errors, remark="", **vals):
        """Write what a check found. ``vals["state"]`` holds if there are no errors."""
        if self.state == "done":
            return
        if vals["state"] != "duplicate":
            errors = {**errors, **{name: cell["text"] for name, cell in (self.typed or {}).items()}}
        labels = self._get_target_labels()
        problem = "\n".join(f"{labels.get(name, name)}：{text}" for name, text in errors.items())
        if self.skipped:
            vals["state"] = "skipped"
        elif errors:
            vals["state"] = "error"
        vals = {**vals, "errors": errors, "problem": problem, "remark": remark}
        self.write({name: value for name, value in vals.items() if self[name] != value})

    # ------------------------------------------------------------
    # WHAT AN OFFICER DOES
    # ------------------------------------------------------------

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self.check_access("write")
        if vals.keys() - set(self._targets):
            raise AccessError(self.env._("Only the cells of a row can be changed."))
        self._check_open()
        # sudo: the row - the officer may write it; what a cell changes besides is the import's to write
        rows = self.sudo()
        for row in rows:
            row._write_cells(dict(vals))
        rows._check_edited(vals)
        return True

    def _check_open(self):
        for batch in self.import_id:
            if batch.state != "checked":
                raise UserError(
                    self.env._(
                        "«%(batch)s» is being worked on. Stop it first, then correct the rows.",
                        batch=batch.name,
                    )
                )
        if any(row.state not in OPEN_STATES for row in self):
            raise UserError(
                self.env._(
                    "This row has been imported. Apply for a change of the organisation instead."
                )
            )

    def _write_cells(self, vals):
        """Cells that an officer typed: tidied like those of a file."""
        self.ensure_one()
        vals = {name: self._tidy(name, value) for name, value in vals.items()}
        vals["typed"] = {
            name: cell for name, cell in (self.typed or {}).items() if name not in vals
        }
        for name, identity in self._identities.items():
            if name in vals and vals[name] == self[name]:
                del vals[name]  # the mask, untouched
            elif name in vals:
                vals[identity] = False
        self._keep_identities([vals])
        self.write(vals)

    def _show_cell(self, name):
        """The cell as it stands in a workbook: its value, or what was typed and not understood."""
        self.ensure_one()
        typed = (self.typed or {}).get(name)
        if typed:
            return typed["typed"]
        field, value = self._fields[name], self[name]
        if field.type == "boolean":
            return self.env._("Yes") if value else ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "many2one":
            return value.name or ""
        return to_text(value or "")

    @api.model
    def _correct(self, changed, lookup):
        """Take ``{row: {field: cell}}`` from a corrected workbook."""
        rows = self.browse([row.id for row in changed])
        rows.check_access("write")
        rows._check_open()
        for row, cells in changed.items():
            # sudo: the row - the officer may write it; what a cell changes besides is the import's to write
            row.sudo()._correct_cells(cells, lookup)
        if changed:
            # sudo: the rows - as above
            rows.sudo()._check_edited({name for cells in changed.values() for name in cells})

    def _correct_cells(self, cells, lookup):
        known = {"street_id": self.street_id.id}
        vals = self._prepare_vals({**cells}, lookup, known)
        wrong = vals.pop("typed")
        self._write_cells({name: vals.get(name, False) for name in cells})
        # a number that the vault refused has its reason in `typed` already
        self.typed = {**(self.typed or {}), **wrong}

    def _tidy(self, name, value):
        if not isinstance(value, str):
            return value
        if name in self._identities:
            return self.env["community.identity"]._clean(value)
        if name in self._phones:
            return parse_phone(value)
        return to_lines(value) if self._fields[name].type == "text" else to_text(value)

    def _check_edited(self, vals):
        """Check the rows whose cells ``vals`` were changed, and those that depend on them."""
        self._check()

    def action_skip(self):
        return self._decide(skipped=True)

    def action_unskip(self):
        return self._decide(skipped=False)

    def _decide(self, **vals):
        self.check_access("write")
        self._check_open()
        # sudo: the row - the decision is the officer's, the state that follows is the import's to write
        rows = self.sudo()
        rows.write(vals)
        rows._check_edited(vals)
        return True
