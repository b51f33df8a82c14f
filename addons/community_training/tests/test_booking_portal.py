from odoo.addons.community_org.controllers.public_page import LIMITER
from odoo.addons.community_org.tests.common_portal import PortalCase
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_booking import BookingData


@tagged("post_install", "-at_install")
class TestBookingPortal(BookingData, PortalCase):
    """An organisation finds and books on its phone; of others it sees only that a room is taken."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        LIMITER.clear()
        cls.organization = cls._organization_of(cls.portal_1)
        cls.venue = cls._venue()
        cls.room = cls._room()

    def _wish(self, begin="09:00", end="11:00", days=3, **vals):
        day = self.env["community.policy"]._local(self._moment(9, days)).date()
        return {
            "day": str(day),
            "begin": begin,
            "end": end,
            "people": 10,
            "subject": "排练",
            **vals,
        }

    def _bookings(self):
        self.env.invalidate_all()
        return self.env["community.booking"].search([("room_id", "=", self.room.id)], order="id")

    def test_find_and_book(self):
        wish = self._wish()
        query = "&".join(f"{name}={value}" for name, value in wish.items())
        self.assertIn(f"/my/rooms/{self.room.id}?", self.url_open(f"/my/rooms?{query}").text)
        page = self._post(f"/my/rooms/{self.room.id}/book", wish)
        booked = self._bookings()
        self.assertEqual((booked.state, booked.start), ("confirmed", self._moment(9)))
        self.assertIn(booked.code, page.text)
        again = self._post(f"/my/rooms/{self.room.id}/book", wish)
        self.assertIn('name="wait"', again.text, "the waiting list is offered")
        self.assertIn('value="排练"', again.text, "what was typed stays")
        self._post(f"/my/rooms/{self.room.id}/book", {**wish, "wait": "1"})
        self.assertEqual(self._bookings()[1:].state, "waiting")

    def test_bad_input(self):
        """Nonsense is refused whole, with a sentence."""
        for wrong in ({"day": "nie"}, {"begin": "25:61"}, {"people": "9" * 9}, {"day": ""}):
            answer = self._post(f"/my/rooms/{self.room.id}/book", {**self._wish(), **wrong})
            self.assertEqual(answer.status_code, 200)
        self.assertEqual(len(self._bookings()), 1, "too long a number falls back to ten")
        self.assertEqual(
            self.url_open(f"/my/rooms/{self.room.id}/busy?start=x&end=y").status_code, 404
        )

    def test_change_and_cancel(self):
        booked = self._book(9, 11, user=self.portal_1)
        self._post(f"/my/bookings/{booked.id}/change", self._wish("14:00", "15:30"))
        self.env.invalidate_all()
        self.assertEqual(booked.start, self._moment(14))
        self._post(f"/my/bookings/{booked.id}/cancel")
        self.env.invalidate_all()
        self.assertEqual(booked.state, "cancelled")

    def test_every_week(self):
        """A series with its skipped dates; over RPC it is nobody's."""
        until = self.env["community.policy"]._local(self._moment(9, 17)).date()
        self._book(9, 10, days=10)
        page = self._post(f"/my/rooms/{self.room.id}/book", self._wish(until=str(until)))
        self.assertEqual(len(self._bookings().series_id.booking_ids), 2)
        self.assertIn(
            str(self.env["community.policy"]._local(self._moment(9, 10)).date()), page.text
        )
        with self.assertRaises(AccessError):
            self.env["community.booking.series"].with_user(self.portal_1).search([])

    def test_others_see_only_that_it_is_taken(self):
        """Neither the name nor the booking; it is not theirs to cancel, change or check in."""
        booked = self._book(9, 11, user=self.portal_1)
        self._organization_of(
            self.portal_2,
            "portal.two@test.example",
            name="乙方队",
            category_id=self.category_other.id,
        )
        self._login(self.portal_2)
        busy = self.url_open(
            f"/my/rooms/{self.room.id}/busy?start={self._moment(0)}&end={self._moment(24)}"
        )
        (row,) = busy.json()
        self.assertTrue(row["start"].endswith("T09:00:00"), "in Shanghai's time")
        self.assertNotIn(self.organization.name, busy.text + self.url_open("/my/bookings").text)
        for act in ("cancel", "change", "check-in", "accept"):
            self._post(f"/my/bookings/{booked.id}/{act}", self._wish("14:00", "15:00"))
        self.env.invalidate_all()
        self.assertEqual((booked.state, booked.start), ("confirmed", self._moment(9)))
        self.assertTrue(self.url_open(f"/my/bookings/{booked.id}").url.endswith("/my/bookings"))
        with self.assertRaises(AccessError):
            booked.with_user(self.portal_2).read(["code"])
        with self.assertRaises(AccessError):
            self.env["community.booking"].with_user(self.portal_2)._book(
                {
                    "room_id": self.room.id,
                    "organization_id": self.organization.id,
                    "subject": "冒用",
                    "start": self._moment(14),
                    "stop": self._moment(15),
                }
            )

    def test_nobody_writes_by_rpc(self):
        booked = self._book(9, 11, user=self.portal_1).with_user(self.portal_1)
        for call in (
            lambda: booked.write({"start": self._moment(12)}),
            lambda: booked.create({"room_id": self.room.id}),
            lambda: booked.unlink(),
            lambda: self.room.with_user(self.portal_1).read(["door_token"]),
            lambda: self.room.with_user(self.portal_1).read(["feed_token"]),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_at_the_door(self):
        booked = self._book(9, 11, user=self.portal_1)
        url = f"/my/rooms/door/{self.room.sudo().door_token}"
        self.assertNotIn("<form", self.url_open(url).text.split("<main")[1])
        self._move_near(booked)
        self._post(url)
        self.env.invalidate_all()
        self.assertEqual(booked.state, "attended")
        self.assertEqual(self.url_open("/my/rooms/door/nonsense").status_code, 200)

    def _move_near(self, booked):
        """As if it began in ten minutes (whatever the opening hours say)."""
        self.env.cr.execute(
            "UPDATE community_booking SET start = now() AT TIME ZONE 'UTC' + interval '10 minutes',"
            " stop = now() AT TIME ZONE 'UTC' + interval '1 hour' WHERE id = %s",
            [booked.id],
        )
        self.env.invalidate_all()

    def test_feeds(self):
        """By a secret address that can be ended; the room's for staff, the organisation's for its phone."""
        self._book(9, 11, user=self.portal_1)
        self._post(f"/my/bookings/feed/{self.organization.id}")
        self.env.invalidate_all()
        url = self.organization._get_feed_url().removeprefix(self.organization.get_base_url())
        self.room.with_user(self.officer_a).action_renew_feed()
        room_url = self.room.feed_url.removeprefix(self.room.get_base_url())
        self.env.flush_all()
        self.logout()
        for address in (url, room_url):
            feed = self.url_open(address)
            self.assertEqual(feed.headers["Content-Type"], "text/calendar; charset=utf-8")
            self.assertIn("BEGIN:VEVENT", feed.text)
        self.organization.with_user(self.portal_1)._renew_feed(ends=True)
        self.room.with_user(self.officer_a).action_end_feed()
        self.env.flush_all()
        for address in (url, room_url):
            self.assertEqual(self.url_open(address).status_code, 404)
        with self.assertRaises(AccessError):
            self.organization.with_user(self.portal_2)._renew_feed()
