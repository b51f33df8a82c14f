import base64
import logging
from itertools import islice

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import split_every
from psycopg2.extensions import TransactionRollbackError

from ..spreadsheet.reader import Unreadable, open_sheets
from ..spreadsheet.values import to_label, to_text
from .community_import_lookup import Lookup
from .community_import_mapping import KINDS

_logger = logging.getLogger(__name__)

WORKING = ("reading", "running")
# rows of one transaction
READ_ROWS = 1000
CHECK_ROWS = 1000
# a line of sums is no row, whatever stands in it
SUMS = {"合计", "总计", "小计", "共计"}


class CommunityImportRead(models.Model):
    """The background work of an import, and its first half: from a file to checked rows."""

    _inherit = "community.import"

    @api.model
    def _cron_work(self):
        """Go on with what is being read or imported, the smallest first; in turns with other jobs."""
        batches = self.search([("state", "in", WORKING)]).sorted(lambda batch: batch._count_left())
        for batch in batches:
            worker = batch.with_context(lang=batch.user_id.lang, tracking_disable=True)
            if not worker._work():
                self._trigger_cron()
                break

    def _work(self):
        """Whether everything is done; False when the time for this turn is over."""
        try:
            if self.state == "reading" and self.file:
                self._read()
            while self.state in WORKING and (rows := self._next_rows()):
                self._advance(rows)
                if not self._commit(len(rows)) and self._count_left():
                    return False
            self._finish_step()
            self._commit(0)
        except TransactionRollbackError:
            # an officer changed the same record at the same moment: look again what there is to do
            self.env.cr.rollback()
            return False
        except Unreadable as error:
            self._fail(self._explain(error.reason))
        except Exception:
            _logger.exception("import %s stopped", self.id)
            self._fail(
                self.env._(
                    "Something went wrong; the administrator finds it in the log. Try again."
                )
            )
        return True

    def _commit(self, count):
        """Keep what was done; returns the seconds that are left of this turn."""
        left = max(self._count_left(), 0 if self.state not in WORKING else 1)
        return self.env["ir.cron"]._commit_progress(count, remaining=left)

    def _count_left(self):
        """Rows that this step has still to do."""
        if self.state == "running":
            return self.ready_count + self.member_ready_count
        waiting = [("import_id", "=", self.id), ("state", "=", "new")]
        return sum(self.env[model].search_count(waiting) for model in KINDS.values())

    def _fail(self, text):
        """Give this step up, and say why; the one before it is still there."""
        self.env.cr.rollback()
        if self.state == "reading":
            self._forget_rows()
            self.read_count = 0
        self.write({"state": "draft" if self.state == "reading" else "checked", "failure": text})
        self._commit(0)

    def _next_rows(self):
        """The next rows of this step, as many as one transaction takes; all of one model."""
        if self.state == "running":
            return self._next_ready_rows()
        for model in KINDS.values():
            rows = self.env[model].search(
                [("import_id", "=", self.id), ("state", "=", "new")],
                limit=CHECK_ROWS,
                order="number, id",
            )
            if rows:
                return rows
        return self.env["community.import.organization"]

    def _advance(self, rows):
        if self.state == "running":
            self._import_rows(rows)
        else:
            rows._check(Lookup(self))

    def _finish_step(self):
        if self.state == "reading":
            # whose leader turned out to be wrong after the row itself was checked
            self.env["community.import.organization"].search(
                [
                    ("import_id", "=", self.id),
                    ("member_ids", "any", [("role", "=", "leader"), ("state", "=", "error")]),
                ]
            )._check(Lookup(self))
            self.state = "checked"
            self._report_read()
        elif self.state == "running":
            waiting = self.error_count + self.confirm_count + self.member_error_count
            self.state = "checked" if waiting else "done"
            self._report_imported()

    def _report_read(self):
        self._log(
            self.env._(
                "Read: %(organizations)s organisations, %(members)s members. To correct: %(errors)s"
                " and %(member_errors)s; to confirm: %(similar)s; exist already: %(existing)s.",
                organizations=self.organization_count,
                members=self.member_count,
                errors=self.error_count,
                member_errors=self.member_error_count,
                similar=self.confirm_count,
                existing=self.duplicate_count,
            )
        )

    def _report_imported(self):
        self._log(
            self.env._(
                "Imported so far: %(organizations)s organisations, %(members)s members.",
                organizations=self.done_count,
                members=self.member_done_count,
            )
        )

    def _log(self, text):
        """One message for a whole step: what happens to thousands of rows is told once."""
        self.message_post(body=text, author_id=self.user_id.partner_id.id)

    # ------------------------------------------------------------
    # FROM THE FILE TO ROWS
    # ------------------------------------------------------------

    def _read(self):
        """Keep the rows of the file, then forget it. What was kept before a crash is not read again."""
        lookup = Lookup(self)
        plan = self._plan()
        done = self.read_count
        rows = islice(self._iterate(base64.b64decode(self.file), plan), done, None)
        for chunk in split_every(READ_ROWS, rows, list):
            self._keep(chunk, lookup)
            done += len(chunk)
            self.read_count = done
            self._commit(len(chunk))
        self.file = False

    def _plan(self):
        """``[(kind, sheet index, header row, {position: field})]``, organisations before their members."""
        plan = []
        for index, columns in self.column_ids.filtered("target").grouped("sheet_index").items():
            kind = columns._get_kind(columns)
            fields = {column.position: column.target.split("/")[1] for column in columns}
            plan.append((kind, index, columns[0].header_row, fields))
        return sorted(plan, key=lambda part: (list(KINDS).index(part[0]), part[1]))

    @api.model
    def _iterate(self, content, plan):
        """``(kind, sheet, row number, {field: cell})`` of everything listed in the file, always in one order."""
        sheets = open_sheets(content)
        for kind, index, header_row, fields in plan:
            for number, values in sheets[index].rows():
                if number <= header_row:
                    continue
                cells = {
                    name: values[place] for place, name in fields.items() if place < len(values)
                }
                if any(to_text(cell) for cell in cells.values()) and not _is_sum(values, cells):
                    yield kind, sheets[index].name, number, cells

    def _keep(self, chunk, lookup):
        for kind, model in KINDS.items():
            rows = self.env[model]
            vals_list = [
                {
                    **rows._prepare_vals(cells, lookup),
                    "import_id": self.id,
                    "sheet": sheet,
                    "number": number,
                }
                for row_kind, sheet, number, cells in chunk
                if row_kind == kind
            ]
            rows._keep_identities(vals_list)
            created = rows.create(vals_list)
            if kind == "member":
                created._link()

    # ------------------------------------------------------------
    # KEEPING NO MORE THAN NEEDED
    # ------------------------------------------------------------

    @api.autovacuum
    def _gc_rows(self):
        """Forget the rows of finished imports after the days of the policy; their numbers stay in the messages."""
        days = self.env["community.policy"]._get_policy().import_keep_days
        old = self.search(
            Domain("state", "in", ("done", "cancelled"))
            & Domain("write_date", "<", f"now -{days}d")
        )
        for model in reversed(KINDS.values()):
            self.env[model].search([("import_id", "in", old.ids)]).unlink()


def _is_sum(values, cells):
    return not to_text(cells.get("name")) and any(to_label(value) in SUMS for value in values)
