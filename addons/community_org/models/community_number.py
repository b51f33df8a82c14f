import itertools

from odoo import api, fields, models
from odoo.tools import SQL
from psycopg2.errors import UniqueViolation

# of filings; {street}, {code}, {year}, {serial} and {serial4} (four places) are filled in
FILING = "filing"
FILING_PATTERN = "{code}-{year}-{serial4}"


class CommunityNumber(models.Model):
    """Numbers that were given out: one row each, never deleted, so never reused.

    Each series (filings, orders) of a street counts from 1 every year.

    A number is claimed by inserting its row. A competing insert waits on the
    unique index and either gets the number (the other rolled back: no gap) or
    tries the next. Thus numbers are distinct and gapless, and no transaction
    has to be repeated however many approve at once.
    """

    _name = "community.number"
    _description = "Filing number"
    _rec_name = "number"
    _order = "street_code, year, serial"

    series = fields.Char(required=True, default=FILING)
    street_code = fields.Char(required=True, size=9)
    year = fields.Integer(required=True, aggregator=None)
    serial = fields.Integer(required=True, aggregator=None)
    number = fields.Char(required=True, index=True)

    _serial_uniq = models.Constraint(
        "UNIQUE (series, street_code, year, serial)", "This number has been given out."
    )

    @api.model
    def _claim(self, street, year, series=FILING, pattern=FILING_PATTERN):
        """Claim the next number of ``street`` (an area) in ``year``: ``330212001-2026-0001``."""
        street_code = street.code[:9]
        last = self._read_group(
            [("series", "=", series), ("street_code", "=", street_code), ("year", "=", year)],
            [],
            ["serial:max"],
        )[0][0]
        for serial in itertools.count((last or 0) + 1):
            number = self._format(pattern, street, year, serial)
            if self._insert_all([(series, street_code, year, serial, number)]):
                return number

    @api.model
    def _format(self, pattern, street, year, serial):
        """Fill in ``pattern``; plain replacement, since the district edits patterns."""
        parts = {
            "street": street.name,
            "code": street.code[:9],
            "year": year,
            "serial": serial,
            "serial4": f"{serial:04d}",
        }
        for name, value in parts.items():
            pattern = pattern.replace(f"{{{name}}}", str(value))
        return pattern

    @api.model
    def _claim_many(self, wanted):
        """A number for each ``(street, year)``, in their order; with two queries unless somebody competes."""
        last = {
            (code, year): serial
            for code, year, serial in self._read_group(
                [
                    ("series", "=", FILING),
                    ("street_code", "in", [street.code[:9] for street, _year in wanted]),
                ],
                ["street_code", "year"],
                ["serial:max"],
            )
        }
        rows = []
        for street, year in wanted:
            key = street.code[:9], year
            last[key] = last.get(key, 0) + 1
            number = self._format(FILING_PATTERN, street, year, last[key])
            rows.append((FILING, *key, last[key], number))
        if rows and self._insert_all(rows):
            return [number for *_key, number in rows]
        return [self._claim(street, year) for street, year in wanted]

    @api.model
    def _insert_all(self, rows):
        """Whether all could be inserted; it waits for a competitor that has not committed yet."""
        values = SQL(", ").join(SQL("%s", row) for row in rows)
        query = SQL(
            "INSERT INTO community_number (series, street_code, year, serial, number) VALUES %s",
            values,
        )
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query, log_exceptions=False)
        except UniqueViolation:
            return False
        return True
