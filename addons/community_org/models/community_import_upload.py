import base64
import hashlib
import re

from odoo import fields, models
from odoo.exceptions import UserError

from ..spreadsheet.header import find_header
from ..spreadsheet.reader import Unreadable, open_sheets
from ..spreadsheet.values import to_label, to_text
from .community_import_mapping import KINDS

EXAMPLE_LENGTH = 80
# identity and phone numbers, also with blanks between their groups
LONG_NUMBER = re.compile(r"\d[\d \-]{13,}[\dXx]|\d{11,}")


def hide_numbers(text):
    """``text`` with the middle of long numbers hidden."""
    return LONG_NUMBER.sub(
        lambda found: f"{found[0][:3]}{'*' * (len(found[0]) - 5)}{found[0][-2:]}", text
    )


class CommunityImportUpload(models.Model):
    """From an uploaded file to its columns: what can be said about it without reading its rows."""

    _inherit = "community.import"

    def _receive(self, name, content):
        """Take a file: find its tables and columns, guess what they mean. Nothing of it is kept but that and itself."""
        self.ensure_one()
        if self.state == "checked":
            return self._receive_corrections(content)
        if self.state != "draft":
            raise UserError(self.env._("Begin a new import for another file."))
        sheets = self._open(content)
        columns = [
            column for index, sheet in enumerate(sheets) for column in self._guess(index, sheet)
        ]
        if not columns:
            raise UserError(self._explain("empty"))
        # sudo: community.import - the fields of the file are nobody's to write
        batch = self.sudo()
        batch.column_ids.unlink()
        batch.write(
            {
                "name": name,
                "file": base64.b64encode(content),
                "file_hash": hashlib.sha256(content).hexdigest(),
                "column_ids": [fields.Command.create(column) for column in columns],
                "read_count": 0,
            }
        )

    def _open(self, content):
        largest = self.env["community.policy"]._get_policy().upload_max_mb
        if len(content) > largest * 2**20:
            raise UserError(
                self.env._(
                    "The file is larger than %(largest)s MB. Split it by street.", largest=largest
                )
            )
        try:
            return open_sheets(content)
        except Unreadable as error:
            raise UserError(self._explain(error.reason)) from error

    def _explain(self, reason):
        return {
            "empty": self.env._("There is no table in the file."),
            "type": self.env._("Only xlsx, xls and csv files can be imported."),
            "html": self.env._(
                "This is a web page with the name of a spreadsheet. Open it and save it as xlsx."
            ),
            "password": self.env._("The file is protected by a password. Save it without one."),
            "encoding": self.env._("The text of the file cannot be read. Save it as xlsx."),
            "size": self.env._(
                "The file has too many rows or is too large unpacked. Split it by street."
            ),
        }.get(
            reason,
            self.env._(
                "The file is damaged. Open it in the spreadsheet program and save it as xlsx."
            ),
        )

    def _guess(self, index, sheet):
        """Values of the columns of ``sheet``, each with what it probably means."""
        titles, _values = self.env["community.import.mapping"]._get_words(self.area_id)
        for kind, model in KINDS.items():
            labels = self.env[model]._get_target_labels()
            titles[kind] = {to_label(label): name for name, label in labels.items()} | titles[kind]
        try:
            found = [
                (find_header(sheet, known.__contains__), kind) for kind, known in titles.items()
            ]
        except Unreadable as error:
            raise UserError(self._explain(error.reason)) from error
        headers = [(header, kind) for header, kind in found if header]
        if not headers:
            return []
        header, kind = max(headers, key=lambda one: one[0].score)
        known = titles[kind] if header.score > 1 else {}
        return list(self._prepare_columns(index, sheet, header, kind, known))

    def _prepare_columns(self, index, sheet, header, kind, known):
        taken = set()
        for position, title in enumerate(header.titles):
            if not title:
                continue
            name = known.get(to_label(title))
            target = f"{kind}/{name}" if name and name not in taken else False
            taken.add(name)
            yield {
                "sheet_index": index,
                "sheet": sheet.name,
                "header_row": header.row,
                "position": position,
                "title": title[:EXAMPLE_LENGTH],
                "examples": self._show_examples(header.examples, position),
                "target": target,
            }

    def _show_examples(self, rows, position):
        """Some values of a column; long numbers, which may be anybody's identity, are masked."""
        texts = [to_text(row[position]) for row in rows if position < len(row)]
        shown = [hide_numbers(text) for text in texts if text]
        return " | ".join(dict.fromkeys(shown))[:EXAMPLE_LENGTH]
