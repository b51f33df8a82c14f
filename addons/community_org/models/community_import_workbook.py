from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..spreadsheet.values import to_label, to_text
from ..spreadsheet.writer import Cell, Column, Workbook
from .community_import import NEEDED
from .community_import_lookup import Lookup
from .community_import_mapping import KINDS

WIDE = {
    "purpose",
    "business_scope",
    "activity_content",
    "leader_method",
    "finance_rules",
    "address",
}
WIDTHS = {"name": 26, "organization_name": 26, "leader_identity_number": 22, "identity_number": 22}
# by it a corrected row finds its way back; of this import only
REFERENCES = {"organization": "O", "member": "M"}


class CommunityImportWorkbook(models.Model):
    """Workbooks that an office fills in: the template, and the rows with errors, which come back corrected."""

    _inherit = "community.import"

    @api.model
    def _make_template(self, area):
        """The template for ``area``, a street or a district, as bytes of an xlsx."""
        book = Workbook()
        for kind, model in KINDS.items():
            labels = self.env[model]._get_target_labels()
            columns = [self._make_column(kind, name, label, area) for name, label in labels.items()]
            book.add_sheet(self._get_sheet_name(kind), columns)
        book.add_notes(self.env._("How to fill in"), self._get_notes())
        return book.get_bytes()

    def _make_column(self, kind, name, label, area):
        field = self.env[KINDS[kind]]._fields[name]
        return Column(
            label,
            40 if name in WIDE else WIDTHS.get(name, 16),
            name in NEEDED[kind] or name == "leader_name",
            choices=self._get_choices(field, area),
        )

    @api.model
    def _get_choices(self, field, area):
        """What the drop-down of a column offers; empty where anything may be written."""
        if field.type == "boolean":
            return self.env._("Yes"), self.env._("No")
        if field.type == "selection":
            return tuple(label for _value, label in field._description_selection(self.env))
        if field.name in ("area_id", "street_id"):
            return self._get_area_names(area, "community" if field.name == "area_id" else "street")
        if field.name == "category_id":
            leaves = self.env["community.category"].search(
                [("child_ids", "=", False), ("policy", "!=", "prohibited")]
            )
            return tuple(leaves.mapped("name"))
        return ()

    def _get_area_names(self, area, tier):
        """Names of the areas; of a whole district with the street before it, since some names are used twice."""
        areas = self.env["community.area"]
        below = areas.search(
            Domain("tier", "=", tier)
            & (Domain("district_id", "=", area.id) | Domain("street_id", "=", area.id))
            & areas._in_force(self.env["community.policy"]._today())
        )
        full = tier == "community" and area.tier == "district"
        return tuple(f"{one.street_id.name}{one.name}" if full else one.name for one in below)

    @api.model
    def _get_sheet_name(self, kind):
        return {"organization": self.env._("Organisations"), "member": self.env._("Roster")}[kind]

    @api.model
    def _get_notes(self):
        return [
            self.env._("Columns with an orange title are needed; the others may stay empty."),
            self.env._(
                "Dates: 2023-05-01, 2023.5.1 or 2023年5月1日. The day of filing decides which year it counts for."
            ),
            self.env._(
                "A former number is the one that the street has used so far; it stays searchable."
            ),
            self.env._(
                "Members name their organisation by its name and community, or by its former number."
            ),
            self.env._(
                "Identity numbers are stored encrypted when the file is read; the file itself is not kept."
            ),
            self.env._(
                "Titles may be changed and columns moved: what they mean is asked once and remembered."
            ),
        ]

    # ------------------------------------------------------------
    # ROWS WITH ERRORS: down, and up again
    # ------------------------------------------------------------

    def _make_errors(self):
        """The rows to correct, cells in red with what is wrong, as bytes of an xlsx."""
        self.check_access("read")
        book = Workbook()
        for kind, model in KINDS.items():
            rows = self.env[model].search(
                [("import_id", "=", self.id), ("state", "in", ("error", "confirm"))],
                order="number, id",
            )
            if rows or kind == "organization":
                labels = rows._get_target_labels()
                columns = [
                    Column(self._get_reference_title(), 12),
                    Column(self.env._("What is wrong"), 40),
                    *(
                        self._make_column(kind, name, label, self.area_id)
                        for name, label in labels.items()
                    ),
                ]
                book.add_sheet(
                    self._get_sheet_name(kind),
                    columns,
                    (self._make_error_row(row, kind, labels) for row in rows),
                )
        return book.get_bytes()

    @api.model
    def _get_reference_title(self):
        return self.env._("Row (leave as it is)")

    def _make_error_row(self, row, kind, labels):
        errors = row.errors or {}
        return [
            f"{REFERENCES[kind]}{row.id}",
            row.problem or row.similar_names,
            *(Cell(row._show_cell(name), errors.get(name, "")) for name in labels),
        ]

    def _receive_corrections(self, content):
        """Take the cells that were changed in a workbook of :meth:`_make_errors`; then check these rows again."""
        lookup = Lookup(self)
        count = 0
        for sheet in self._open(content):
            lines = [values for _number, values in sheet.rows()]
            titles = [to_label(title) for title in lines[0]] if lines else []
            if to_label(self._get_reference_title()) in titles:
                count += self._correct_sheet(titles, lines[1:], lookup)
        if not count:
            raise UserError(
                self.env._(
                    "Nothing was changed. Upload the file with the errors of this import, corrected;"
                    " for another file begin a new import."
                )
            )
        self._log_correction(count)

    def _correct_sheet(self, titles, lines, lookup):
        place = titles.index(to_label(self._get_reference_title()))
        references = [to_text(line[place]) if place < len(line) else "" for line in lines]
        kind = next(
            (kind for kind, mark in REFERENCES.items() if references and references[0][:1] == mark),
            None,
        )
        if not kind:
            return 0
        model = self.env[KINDS[kind]]
        names = {to_label(label): name for name, label in model._get_target_labels().items()}
        fields = {names[title]: column for column, title in enumerate(titles) if title in names}
        ids = [int(text[1:]) for text in references if text[1:].isdecimal()]
        own = {
            row.id: row for row in model.search([("import_id", "=", self.id), ("id", "in", ids)])
        }
        changed = {}
        for text, line in zip(references, lines, strict=True):
            row = own.get(int(text[1:])) if text[1:].isdecimal() else None
            cells = {
                name: line[column] if column < len(line) else None
                for name, column in fields.items()
            }
            changes = row and {
                name: cell for name, cell in cells.items() if to_text(cell) != row._show_cell(name)
            }
            if changes:
                changed[row] = changes
        model._correct(changed, lookup)
        return len(changed)

    def _log_correction(self, count):
        # sudo: mail.message - the officer may write the import; what he did is kept with it
        self.sudo().message_post(
            body=self.env._("%(count)s rows corrected by an uploaded file.", count=count),
            author_id=self.env.user.partner_id.id,
        )
