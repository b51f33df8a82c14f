from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..spreadsheet.values import parse_phone, to_label, to_lines, to_text

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


class CommunityImportRow(models.AbstractModel):
    """A row of an uploaded file: its cells as values, what could not be understood, what is wrong.

    A cell that was not understood is empty here; what was typed stands in ``typed`` with
    the reason until somebody fills the cell. Everything but the cells is written by the
    import alone: :meth:`write` of a client takes cells and checks the row again.

    A kind of row has ``_check(lookup=None)``: it finds what is wrong with its rows and settles
    each, with a number of queries that does not grow with the rows.
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
    street_id = fields.Many2one(
        "community.area", "Street or town", domain=[("tier", "=", "street")], ondelete="restrict"
    )
    area_id = fields.Many2one(
        "community.area",
        "Community or village",
        domain="[('tier', '=', 'community'), ('street_id', '=?', street_id)]",
        ondelete="restrict",
    )
    area_label = fields.Char(readonly=True, help="The community as the file has it.")
    typed = fields.Json(readonly=True, help="{field: {typed, text}} of cells not understood.")
    errors = fields.Json(readonly=True, help="{field: what is wrong with this cell}")
    problem = fields.Text("What is wrong", readonly=True)
    remark = fields.Text("To notice", readonly=True)
    skipped = fields.Boolean("Leave out", readonly=True)

    # ------------------------------------------------------------
    # CHECK
    # ------------------------------------------------------------

    def _settle(self, errors, remark="", ignore=(), **vals):
        """Write what a check found. ``vals["state"]`` holds if there are no errors.

        ``ignore``: fields that need not be understood.
        """
        if self.state == "done":
            return
        if vals["state"] != "duplicate":
            typed = {name: cell for name, cell in (self.typed or {}).items() if name not in ignore}
            errors = {**errors, **{name: cell["text"] for name, cell in typed.items()}}
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
        rows |= rows._find_alike(vals)
        rows._remember_words(vals)
        for row in rows:
            row._write_cells(dict(vals))
        rows._check_edited(vals)
        return True

    def _find_alike(self, vals):
        """Rows where the same word could not be understood: one correction is meant for all of them."""
        alike = self.browse()
        for name in self._get_words(vals):
            typed = {row.typed[name]["typed"] for row in self if name in (row.typed or {})}
            query = SQL(
                "SELECT id FROM %s WHERE import_id IN %s AND state = 'error' AND typed -> %s ->> 'typed' IN %s",
                SQL.identifier(self._table),
                tuple(self.import_id.ids),
                name,
                tuple(typed) or ("",),
            )
            found = self.browse([row_id for (row_id,) in self.env.execute_query(query)])
            # two streets may have a community that is misspelt in the same way
            streets = {row.street_id.id for row in self}
            alike |= found.filtered(
                lambda row, name=name, streets=streets: (
                    name != "area_id" or row.street_id.id in streets
                )
            )
        return alike

    @api.model
    def _get_words(self, vals):
        """Those of the fields of ``vals`` whose values are chosen, not typed; if only one is corrected."""
        types = ("many2one", "selection")
        return [
            name
            for name, value in vals.items()
            if len(vals) == 1 and value and self._fields[name].type in types
        ]

    def _remember_words(self, vals):
        """A word that was not understood is understood in the next file of this area."""
        for name in self._get_words(vals):
            value = vals[name]
            if self._fields[name].type == "many2one":
                value = self.env[self._fields[name].comodel_name].browse(value).code
            for batch, rows in self.grouped("import_id").items():
                typed = {row.typed[name]["typed"] for row in rows if name in (row.typed or {})}
                self.env["community.import.mapping"]._remember(
                    batch.area_id,
                    {(to_label(text), f"{self._kind}/{name}", value) for text in typed},
                )

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
