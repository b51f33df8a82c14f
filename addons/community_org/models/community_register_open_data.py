import csv
import hashlib
import io
import json
from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.tools import LazyTranslate, split_every

from .community_register import ROW_FIELDS, TEXT_FIELDS

_lt = LazyTranslate(__name__)
BATCH = 500
# A spreadsheet takes a cell that begins so for a formula; full-width marks count in Chinese ones.
FORMULA_MARKS = tuple("=+-@\t\r\n＝＋－＠")

# {key of an entry: (title, meaning)} in the order of the files
COLUMNS = {
    "number": (_lt("Filing number"), _lt("Given out once, kept for life, never used again.")),
    "name": (_lt("Name"), ""),
    "state": (_lt("Status code"), "filed, registered, cancelled"),
    "status": (_lt("Status"), ""),
    "main_category": (_lt("Main category"), ""),
    "category": (_lt("Category"), ""),
    "form": (_lt("Form of organisation"), ""),
    "street_code": (_lt("Code of the street"), _lt("12-digit statistical code.")),
    "street": (_lt("Street or town"), ""),
    "community_code": (_lt("Code of the community"), _lt("12-digit statistical code.")),
    "community": (_lt("Community or village"), _lt("Where its seat is today.")),
    "address": (_lt("Place of activity"), ""),
    "filed_on": (_lt("Filed on"), _lt("A day as 2026-01-31; empty for a body never filed.")),
    "valid_to": (_lt("Valid until"), _lt("Last day of the certificate in force.")),
    "registration_type": (_lt("Kind of registered body"), ""),
    "uscc": (
        _lt("Unified social credit code"),
        _lt("18 places; empty for a body that is only filed."),
    ),
    "registration_authority": (_lt("Registration authority"), ""),
    "registered_on": (_lt("Registered on"), ""),
    "cancelled_on": (_lt("Cancelled on"), _lt("Empty while it exists.")),
    "cancel_reason": (_lt("Reason for the cancellation"), ""),
    "purpose": (_lt("Purpose"), _lt("Phones, addresses and names of people are hidden.")),
    "business_scope": (_lt("Scope of business"), _lt("Likewise.")),
    "activity_content": (_lt("Content of activities"), _lt("Likewise.")),
    "url": (_lt("Page"), _lt("Its page in this register.")),
    "data_date": (_lt("Date of the data"), _lt("The day on which the file was made.")),
}


class Download(NamedTuple):
    chunks: list  # of bytes
    size: int
    etag: str


class CommunityRegisterOpenData(models.AbstractModel):
    """The register as files: the facts of every organisation, nothing personal."""

    _inherit = "community.register"

    @api.model
    def _get_columns(self):
        """:data:`COLUMNS` in the user's language. Other addons add theirs, here and to `_prepare_entry`."""
        return {
            key: (self.env._(title), meaning and self.env._(meaning))
            for key, (title, meaning) in COLUMNS.items()
        }

    @api.model
    def _get_download(self, kind):
        """The file of ``kind`` (csv, json), kept like the overview: ``(Download, as of)``."""
        # not in the language of who happens to ask first
        site = self._in_site_language()
        write = {"csv": site._write_csv, "json": site._write_json}[kind]

        def build():
            chunks = list(write())
            digest = hashlib.sha256()
            for chunk in chunks:
                digest.update(chunk)
            return Download(chunks, sum(map(len, chunks)), digest.hexdigest()[:32])

        return self._get_kept(kind, build)

    @api.model
    def _in_site_language(self):
        return self.with_context(lang=self.env["ir.http"]._get_default_lang().code)

    @api.model
    def _get_file_name(self, kind, as_of):
        title = self._in_site_language().env._("Register of organisations")
        return f"{title}-{as_of:%Y-%m-%d}.{kind}"

    @api.model
    def _iter_entries(self):
        """Lists of entries (dicts with the keys of :meth:`_get_columns`), some hundreds at a time."""
        organizations = self._get_organizations()
        ids = organizations.search(self._get_public_domain(), order="id").ids
        today = str(self.env["community.policy"]._today())
        base = organizations.get_base_url()
        columns = self._get_columns()
        for batch in split_every(BATCH, ids, organizations.browse):
            batch.fetch([*ROW_FIELDS, *TEXT_FIELDS])
            people = self._get_people(batch)
            entries = [
                {
                    **self._prepare_entry(organization, people.get(organization.id, ())),
                    "url": f"{base}{organization.register_path}",
                    "data_date": today,
                }
                for organization in batch
            ]
            yield [{key: _to_text(entry[key]) for key in columns} for entry in entries]
            batch.invalidate_recordset()  # thousands of texts need not stay in memory

    @api.model
    def _write_csv(self):
        """The file in pieces (bytes). UTF-8 with a mark at its start, by which Excel knows it."""
        columns = self._get_columns()
        yield "\ufeff".encode()
        yield _to_csv([[title for title, _meaning in columns.values()]])
        for entries in self._iter_entries():
            yield _to_csv([[_harmless(entry[key]) for key in columns] for entry in entries])

    @api.model
    def _write_json(self):
        """The file in pieces (bytes): fields, day of the data, organisations."""
        columns = self._get_columns()
        head = {
            "data_date": str(self.env["community.policy"]._today()),
            "fields": {
                key: f"{title}：{meaning}" if meaning else title
                for key, (title, meaning) in columns.items()
            },
        }
        text = json.dumps(head, ensure_ascii=False, indent=1)
        yield f'{text[:-2]},\n "organizations": [\n'.encode()
        between = ""
        for entries in self._iter_entries():
            lines = (json.dumps(entry, ensure_ascii=False) for entry in entries)
            yield (between + ",\n".join(lines)).encode()
            between = ",\n"
        yield b"\n]}\n"


def _to_text(value):
    return value.isoformat() if isinstance(value, date) else value or ""


def _to_csv(rows):
    page = io.StringIO()
    csv.writer(page).writerows(rows)
    return page.getvalue().encode()


def _harmless(text):
    """A cell that a spreadsheet shows and does not calculate."""
    return f"'{text}" if text.startswith(FORMULA_MARKS) else text
