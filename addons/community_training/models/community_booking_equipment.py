from odoo import fields, models
from odoo.tools import SQL
from psycopg2.errors import ExclusionViolation


class CommunityBookingEquipment(models.Model):
    """So many pieces of an equipment wanted with a booking."""

    _name = "community.booking.equipment"
    _description = "Equipment of a booking"
    _inherit = ["community.area.mixin"]
    _area_follows = "booking_id"

    booking_id = fields.Many2one("community.booking", required=True, index=True, ondelete="cascade")
    area_id = fields.Many2one(related="booking_id.area_id", store=True, precompute=True)
    equipment_id = fields.Many2one(
        "community.equipment", required=True, index=True, ondelete="restrict"
    )
    quantity = fields.Integer("Pieces", required=True, default=1, aggregator="sum")

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "Ask for one piece at least.")
    _once = models.Constraint(
        "UNIQUE (booking_id, equipment_id)", "This equipment is on the booking already."
    )


class CommunityBookingUnit(models.Model):
    """A piece of equipment that a booking holds: the database gives a piece to one booking at a time.

    To claim a piece its number is inserted with the hours; a competitor for the same piece waits for
    the first one and then tries the next, as with the seats of a session. So the stock is never
    exceeded, and nobody is turned away while a piece is free.
    """

    _name = "community.booking.unit"
    _description = "Piece of equipment in use"

    booking_id = fields.Many2one("community.booking", required=True, index=True, ondelete="cascade")
    equipment_id = fields.Many2one("community.equipment", required=True, ondelete="restrict")
    number = fields.Integer(required=True, aggregator=None)
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True)

    _in_one_place = models.Constraint(
        "EXCLUDE USING gist (int4range(equipment_id, equipment_id, '[]') WITH &&,"
        " int4range(number, number, '[]') WITH &&, tsrange(start, stop) WITH &&)",
        "This piece of equipment is in use already.",
    )

    def _claim(self, line):
        """Hold the pieces of a line of a booking; whether all could be had."""
        # in order, so that two bookings never wait for each other
        query = SQL(
            "SELECT 1 FROM community_equipment WHERE id = %s FOR NO KEY UPDATE",
            line.equipment_id.id,
        )
        self.env.cr.execute(query)
        numbers = iter(range(1, line.equipment_id.quantity + 1))
        return all(
            any(self._insert(line, number) for number in numbers) for _piece in range(line.quantity)
        )

    def _insert(self, line, number):
        booking = line.booking_id
        query = SQL(
            "INSERT INTO community_booking_unit (booking_id, equipment_id, number, start, stop)"
            " VALUES (%s, %s, %s, %s, %s)",
            booking.id,
            line.equipment_id.id,
            number,
            booking.block_start,
            booking.block_stop,
        )
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(query, log_exceptions=False)
        except ExclusionViolation:
            return False
        return True
