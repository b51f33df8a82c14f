from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

MOST = 60


class CommunityBookingSeries(models.Model):
    """The same hours every week or every other week; dates that cannot be had are skipped and listed."""

    _name = "community.booking.series"
    _description = "Series of bookings"
    _inherit = ["community.area.mixin"]
    _order = "id desc"
    _area_follows = "room_id"

    room_id = fields.Many2one("community.room", required=True, index=True, ondelete="restrict")
    area_id = fields.Many2one(related="room_id.area_id", store=True, precompute=True)
    organization_id = fields.Many2one(
        "community.organization", index="btree_not_null", ondelete="restrict"
    )
    subject = fields.Char("What for", required=True)
    people = fields.Integer(required=True, default=10, aggregator=None)
    date_from = fields.Date("First day", required=True)
    date_to = fields.Date("Last day", required=True)
    every = fields.Integer("Every (weeks)", required=True, default=1, aggregator=None)
    hour_from = fields.Float("From", required=True, default=9, aggregator=None)
    hour_to = fields.Float("To", required=True, default=11, aggregator=None)
    booking_ids = fields.One2many("community.booking", "series_id", "Bookings", readonly=True)
    skipped = fields.Text("Skipped dates", readonly=True)

    _in_order = models.Constraint(
        "CHECK (date_to >= date_from AND every > 0 AND hour_from >= 0 AND hour_to > hour_from"
        " AND hour_to <= 36 AND people > 0)",
        "Days and hours are in order; an end after midnight is written as more than 24.",
    )

    @api.depends("room_id", "subject")
    def _compute_display_name(self):
        for series in self:
            series.display_name = f"{series.room_id.name or ''} · {series.subject or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        """Book all dates at once; one that is not to be had does not hinder the others."""
        series = super().create([{**vals, "skipped": False} for vals in vals_list])
        for one in series:
            one._book_all()
        return series

    @api.model
    def _book(self, vals):
        """A series of an organisation whose representative asks in the portal.

        :raises UserError: none of the dates can be had
        """
        self.env["community.organization"].browse(vals["organization_id"]).check_access("read")
        # sudo: community.booking.series - nobody's to write in the portal; it has been checked who asks
        return self.sudo().create(vals)

    def write(self, vals):
        """Other hours or another room: the bookings to come move along, or stay where they cannot."""
        result = super().write(vals)
        if vals.keys() & {"room_id", "hour_from", "hour_to"}:
            for one in self:
                one._move_all()
        return result

    def _get_hours(self, day):
        """Begin and end on ``day`` (naive UTC); an end of more than 24 lies on the next day."""
        midnight = self.env["community.policy"]._midnight(day)
        return (
            midnight + timedelta(hours=self.hour_from),
            midnight + timedelta(hours=self.hour_to),
        )

    def _get_days(self):
        days = []
        day = self.date_from
        while day <= self.date_to:
            days.append(day)
            day += timedelta(weeks=self.every)
        if len(days) > MOST:
            raise ValidationError(
                self.env._("A series has at most %(most)s dates: end it earlier.", most=MOST)
            )
        return days

    def _book_all(self):
        self.ensure_one()
        bookings, skipped = self.env["community.booking"], []
        for day in self._get_days():
            start, stop = self._get_hours(day)
            vals = {
                "room_id": self.room_id.id,
                "organization_id": self.organization_id.id,
                "subject": self.subject,
                "people": self.people,
                "start": start,
                "stop": stop,
            }
            error = self._try(bookings.create, vals)
            if isinstance(error, str):
                skipped.append(f"{day}：{error}")
            else:
                error._engine_write({"series_id": self.id})
        if not self.booking_ids:
            raise UserError("\n".join([self.env._("None of the dates can be had:"), *skipped]))
        # sudo: community.booking.series - what came of it is nobody's to write
        self.sudo().skipped = "\n".join(skipped)

    def _move_all(self):
        skipped = []
        coming = self.booking_ids.filtered(
            lambda booking: (
                booking.state in ("requested", "confirmed")
                and booking.start > fields.Datetime.now()
            )
        )
        for booking in coming.sorted("start"):
            start, stop = self._get_hours(booking.day)
            vals = {"room_id": self.room_id.id, "start": start, "stop": stop}
            error = self._try(booking.write, vals)
            if isinstance(error, str):
                skipped.append(f"{booking.day}：{error}")
        # sudo: community.booking.series - what came of it is nobody's to write
        self.sudo().skipped = "\n".join(skipped)

    def _try(self, act, vals):
        """What ``act`` returns, or the sentence that says why not."""
        try:
            with self.env.cr.savepoint():
                return act(vals)
        except (UserError, ValidationError) as error:
            return str(error)

    def action_cancel(self):
        """Give back all that is still to come."""
        coming = self.booking_ids.filtered(
            lambda booking: (
                booking.state in ("requested", "confirmed", "waiting", "offered")
                and booking.start > fields.Datetime.now()
            )
        )
        return coming.action_cancel()
