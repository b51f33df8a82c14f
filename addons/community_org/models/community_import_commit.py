import logging

from odoo import models
from odoo.exceptions import UserError
from psycopg2 import IntegrityError
from psycopg2.extensions import TransactionRollbackError

_logger = logging.getLogger(__name__)

# rows of one transaction: about two seconds, so that an approval never waits longer for its number
COMMIT_ORGANIZATIONS = 50
COMMIT_MEMBERS = 500
TRIES = 3


class CommunityImportCommit(models.Model):
    """The second half: from checked rows to organisations, some at a time."""

    _inherit = "community.import"

    def _next_ready_rows(self):
        organizations = self.env["community.import.organization"].search(
            [("import_id", "=", self.id), ("state", "=", "ready")],
            limit=COMMIT_ORGANIZATIONS,
            order="filed_on, number, id",
        )
        return organizations or self.env["community.import.member"].search(
            [
                ("import_id", "=", self.id),
                ("state", "=", "ready"),
                ("row_id.state", "=", "done"),
            ],
            limit=COMMIT_MEMBERS,
            order="number, id",
        )

    def _import_rows(self, rows):
        """Import ``rows`` together; if that fails, one by one, and what fails then says so in its row.

        Somebody may have approved a filing of the same category or number at the same moment:
        then the whole is tried again, on what is stored by now.
        """
        for _attempt in range(TRIES):
            if self.state != "running":
                return  # somebody stopped it
            try:
                with self.env.cr.savepoint():
                    rows._import()
                return
            except (TransactionRollbackError, IntegrityError):
                self.env.cr.rollback()
                rows = rows.exists()
            except Exception:
                break  # told, or logged, by the row that it comes from
        for row in rows:
            self._import_row(row)

    def _import_row(self, row):
        try:
            with self.env.cr.savepoint():
                row._import()
        except IntegrityError as error:
            row._refuse(row.env[row._name]._sql_error_to_message(error))
        except UserError as error:
            row._refuse(str(error))
        except TransactionRollbackError:
            raise
        except Exception:
            # without its values, which are personal
            _logger.exception("%s cannot be imported", row)
            row._refuse(self.env._("Something went wrong; the administrator finds it in the log."))
