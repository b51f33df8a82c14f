from odoo import api, models

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

TYPED_LENGTH = 80  # of what could not be understood, so much is shown


class Misread(ValueError):
    """A cell that cannot be understood; its text says what to do."""


class CommunityImportRowParse(models.AbstractModel):
    """From cells as they stand in a file to values of the fields."""

    _inherit = "community.import.row"

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
        if not vals.get("street_id") and "street_id" not in typed:
            area = lookup.area.browse(vals.get("area_id")) or lookup.area
            vals["street_id"] = area.street_id.id
        return {**vals, "typed": typed}

    @api.model
    def _show(self, name, cell):
        text = to_text(int(cell) if lost_digits(cell) else cell)[:TYPED_LENGTH]
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
        street = lookup.area.browse(vals.get("street_id"))
        found = lookup.find_communities(cell, street)
        if not found:
            raise Misread(self.env._("There is no such community or village. Write its full name."))
        if street and found.street_id != street:
            raise Misread(
                self.env._(
                    "%(area)s does not lie in %(street)s.", area=found[0].name, street=street.name
                )
            )
        if len(found) > 1:
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
