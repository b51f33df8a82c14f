import itertools

from odoo import api, fields, models
from odoo.tools import SQL
from psycopg2.errors import UniqueViolation


class CommunityNumber(models.Model):
    """Filing numbers that were given out: one row each, never deleted, so never reused.

    A number is claimed by inserting its row. A competing insert waits on the
    unique index and either gets the number (the other rolled back: no gap) or
    tries the next. Thus numbers are distinct and gapless, and no transaction
    has to be repeated however many approve at once.
    """

    _name = "community.number"
    _description = "Filing number"
    _rec_name = "number"
    _order = "street_code, year, serial"

    street_code = fields.Char(required=True, size=9)
    year = fields.Integer(required=True, aggregator=None)
    serial = fields.Integer(required=True, aggregator=None)
    number = fields.Char(required=True, index=True)

    _serial_uniq = models.Constraint(
        "UNIQUE (street_code, year, serial)", "This number has been given out."
    )

    @api.model
    def _claim(self, street, year):
        """Claim the next number of ``street`` (an area) in ``year``: ``330212001-2026-0001``."""
        street_code = street.code[:9]
        last = self._read_group(
            [("street_code", "=", street_code), ("year", "=", year)], [], ["serial:max"]
        )[0][0]
        for serial in itertools.count((last or 0) + 1):
            number = f"{street_code}-{year}-{serial:04d}"
            if self._insert(street_code, year, serial, number):
                return number

    @api.model
    def _claim_many(self, wanted):
        """A number for each ``(street, year)``, in their order; with two queries unless somebody competes."""
        last = {
            (code, year): serial
            for code, year, serial in self._read_group(
                [("street_code", "in", [street.code[:9] for street, _year in wanted])],
                ["street_code", "year"],
                ["serial:max"],
            )
        }
        rows = []
        for street, year in wanted:
            key = street.code[:9], year
            last[key] = last.get(key, 0) + 1
            rows.append((*key, last[key], f"{key[0]}-{year}-{last[key]:04d}"))
        if rows and self._insert_all(rows):
            return [number for *_key, number in rows]
        return [self._claim(street, year) for street, year in wanted]

    @api.model
    def _insert_all(self, rows):
        """Whether all could be inserted; like :meth:`_insert` it waits for a competitor."""
        values = SQL(", ").join(SQL("%s", row) for row in rows)
        query = SQL(
            "INSERT INTO community_number (street_code, year, serial, number) VALUES %s", values
        )
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query, log_exceptions=False)
        except UniqueViolation:
            return False
        return True

    @api.model
    def _insert(self, street_code, year, serial, number):
        """Whether the row could be inserted; it waits for a competitor that has not committed yet."""
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    "INSERT INTO community_number (street_code, year, serial, number) VALUES (%s, %s, %s, %s)",
                    [street_code, year, serial, number],
                    log_exceptions=False,
                )
        except UniqueViolation:
            return False
        return True
