"""A venue of 甲街道 with two rooms, open every day of the year, and the organisation of the ledger's tests."""

from datetime import timedelta

from odoo import Command
from odoo.addons.community_org.tests.common_ledger import LedgerCase
from odoo.exceptions import UserError


class BookingData:
    """A mixin: a venue whose rules let everything through, until a test says otherwise."""

    @classmethod
    def _venue(cls, area=None, hours=((8, 22),), **vals):
        return cls.env["community.venue"].create(
            {
                "name": "测试文化宫",
                "area_id": (area or cls.street_a).id,
                "audience": "street",
                "lead_hours": 0,
                "longest_hours": 8,
                "cleaning_minutes": 0,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "开放",
                            "dayofweek": str(day),
                            "hour_from": begin,
                            "hour_to": end,
                            "day_period": "morning",
                        }
                    )
                    for day in range(7)
                    for begin, end in hours
                ],
                **vals,
            }
        )

    @classmethod
    def _room(cls, venue=None, **vals):
        return cls.env["community.room"].create(
            {"name": "舞蹈房", "venue_id": (venue or cls.venue).id, "capacity": 30, **vals}
        )

    @classmethod
    def _moment(cls, hour, days=3):
        """The hour (Shanghai) of the day ``days`` from today, as UTC; 25 is one o'clock of the next."""
        policies = cls.env["community.policy"]
        return policies._midnight(policies._today() + timedelta(days=days)) + timedelta(hours=hour)

    @classmethod
    def _book(cls, begin=9, end=11, user=None, days=3, **vals):
        """A booking of the organisation by the street officer (or ``user``)."""
        user = user or cls.officer_a
        bookings = cls.env["community.booking"].with_user(user)
        vals = {
            "room_id": cls.room.id,
            "organization_id": cls.organization.id,
            "subject": "排练",
            "people": 10,
            "start": cls._moment(begin, days),
            "stop": cls._moment(end, days),
            **vals,
        }
        if user.share:
            return bookings._book(vals).with_env(cls.env)
        return bookings.create(vals).with_env(cls.env)


class BookingCase(BookingData, LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.venue = cls._venue()
        cls.room = cls._room()

    def _refusal(self, call, *args, **kwargs):
        """What the user reads when it is refused."""
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            call(*args, **kwargs)
        return str(caught.exception)
