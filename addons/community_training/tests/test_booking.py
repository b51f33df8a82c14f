from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2.errors import ExclusionViolation

from .common_booking import BookingCase


@tagged("post_install", "-at_install")
class TestBooking(BookingCase):
    """场地预约: no room twice, opening hours, buffers, limits, waiting list, the door."""

    # ------------------------------------------------------------
    # NO ROOM TWICE
    # ------------------------------------------------------------

    def test_the_constraints_are_there(self):
        """Without them the install only logs an error: nothing would hold."""
        self.env.cr.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'x' AND conname LIKE 'community_booking%'"
        )
        names = {name for (name,) in self.env.cr.fetchall()}
        self.assertEqual(
            names, {"community_booking_no_overlap", "community_booking_unit_in_one_place"}
        )

    def test_no_room_twice(self):
        """Hours that meet are refused; hours that touch are not, nor another room, nor hours given back."""
        booked = self._book(9, 11)
        self.assertEqual(booked.state, "confirmed")
        self.assertIn(self.room.name, self._refusal(self._book, 10, 12))
        self.assertIn(self.room.name, self._refusal(self._book, 8, 13))
        self._book(11, 12)
        self._book(9, 11, room_id=self._room(name="琴房").id)
        booked.with_user(self.officer_a).action_cancel()
        self._book(9, 11)

    def test_the_database_holds_it(self):
        """Whatever the code forgets: two rows that hold a room cannot meet."""
        self._book(9, 11)
        with self.assertRaises(ExclusionViolation), mute_logger("odoo.sql_db"):
            self.env["community.booking"]._as_engine().create(
                {
                    "room_id": self.room.id,
                    "subject": "硬写",
                    "start": self._moment(10),
                    "stop": self._moment(12),
                    "state": "confirmed",
                }
            )
            self.env.flush_all()

    def test_buffers(self):
        """The time to prepare and to clean is the room's too."""
        self.venue.write({"preparation_minutes": 15, "cleaning_minutes": 30})
        self._book(9, 11)
        self.assertIn(self.room.name, self._refusal(self._book, 11.5, 12))
        self._book(11.75, 12.5)

    def test_nobody_forges(self):
        """State, number of the week and code are nobody's to write; a booking stays with its organisation."""
        booked = self._book().with_user(self.officer_a)
        other = self._organization(name="甲一合唱队", category_id=self.category_other.id)
        for vals, error in (
            ({"state": "attended"}, AccessError),
            ({"week_slot": 0}, AccessError),
            ({"organization_id": other.id}, UserError),
        ):
            self.assertRefused(error, booked.write, vals)
        self.assertRefused(AccessError, self._book, 13, 14, user=self.officer_b)
        self.assertRefused(UserError, booked.unlink)
        with self.assertRaises(AccessError):
            booked.with_user(self.officer_b).action_cancel()

    # ------------------------------------------------------------
    # WHEN AND WHO
    # ------------------------------------------------------------

    def test_opening_hours_and_closures(self):
        """Hours of Shanghai, whatever the user's zone; a closed day says so."""
        self.officer_a.tz = "America/New_York"
        self.assertIn("08:00—22:00", self._refusal(self._book, 7, 9))
        self.assertIn("08:00—22:00", self._refusal(self._book, 21, 23))
        self._book(8, 10)
        self.venue.with_user(self.officer_a).leave_ids = [
            Command.create(
                {
                    "name": "设备检修",
                    "calendar_id": self.venue.calendar_id.id,
                    "date_from": self._moment(0, 4),
                    "date_to": self._moment(24, 4),
                }
            )
        ]
        self.assertTrue(self._refusal(self._book, 9, 10, days=4))
        self._book(9, 10, days=5)

    def test_across_midnight(self):
        """A venue that is open day and night is booked across midnight; another is not."""
        self.assertTrue(self._refusal(self._book, 21, 25))
        night = self._venue(name="通宵自习室", hours=((0, 24),))
        booked = self._book(22, 26, room_id=self._room(night).id)
        self.assertEqual(booked.hours, 4)
        self.assertEqual(booked.day, self._local_today() + timedelta(days=3))
        board = self.env["community.room.board"].with_user(self.officer_a)
        for days, hours in ((3, (22, 24)), (4, (0, 2))):
            day = self._local_today() + timedelta(days=days)
            (row,) = (
                room for room in board.get_board(str(day))["rooms"] if room["venue"] == night.name
            )
            self.assertEqual([(block["from"], block["to"]) for block in row["blocks"]], [hours])

    def test_rules_of_the_venue(self):
        """Length, days ahead, hours before, seats: each refusal says what is possible."""
        self.venue.write({"longest_hours": 2, "horizon_days": 10, "lead_hours": 24})
        self.assertIn("2", self._refusal(self._book, 9, 12))
        self.assertIn("10", self._refusal(self._book, 9, 10, days=12))
        self.assertIn("30", self._refusal(self._book, 9, 10, people=31))
        with freeze_time(self._moment(8)):
            self._book(9, 10, days=0)  # an office books somebody in at the counter
            self.assertIn("24", self._refusal(self._book, 11, 12, user=self.portal_1, days=0))

    def test_audience(self):
        """A venue of one street is for its organisations, one of the district for all of them."""
        far = self._venue(self.street_b, name="乙街文化宫")
        room = self._room(far)
        self.assertTrue(self._refusal(self._book, user=self.portal_1, room_id=room.id))
        far.audience = "district"
        self._book(user=self.portal_1, room_id=room.id)

    def test_who_may_not_book(self):
        """The one question of eligibility is asked here too: an expired organisation books no rooms."""
        self.organization._write({"valid_to": "2020-01-01"})
        self.organization.invalidate_recordset()
        self.assertTrue(self._refusal(self._book, user=self.portal_1))

    def test_weekly_limit(self):
        """So many a week for an organisation in a venue; a cancelled one does not count."""
        self.venue.weekly_limit = 2
        monday = 7 - self._local_today().weekday()
        first = self._book(9, 10, days=monday)
        self._book(10, 11, days=monday + 1)
        self.assertIn("2", self._refusal(self._book, 9, 10, days=monday + 2))
        self._book(9, 10, days=monday + 7)
        first.with_user(self.officer_a).action_cancel()
        self._book(9, 10, days=monday + 2)

    def test_equipment(self):
        """No more pieces than there are at any moment, over all rooms; given back with the booking."""
        piece = self.env["community.equipment"].create(
            {"name": "音响", "venue_id": self.venue.id, "quantity": 3}
        )
        other = self._room(name="琴房")

        def wanting(quantity, **vals):
            line = Command.create({"equipment_id": piece.id, "quantity": quantity})
            return self._book(equipment_line_ids=[line], **vals)

        first = wanting(2)
        self.assertIn("音响", self._refusal(wanting, 2, room_id=other.id))
        wanting(1, room_id=other.id)
        wanting(3, begin=11, end=12)
        first.with_user(self.officer_a).action_cancel()
        wanting(2)

    # ------------------------------------------------------------
    # CHANGE, WAIT, APPROVE
    # ------------------------------------------------------------

    def test_change_keeps_the_slot(self):
        """Other hours when they are free, also ones that meet the old; else everything stays."""
        booked = self._book(9, 11)
        self._book(14, 16)
        mine = booked.with_user(self.portal_1)
        mine._change({"start": self._moment(10), "stop": self._moment(12)})
        self.assertEqual(booked.start, self._moment(10))
        self.assertTrue(
            self._refusal(mine._change, {"start": self._moment(13), "stop": self._moment(15)})
        )
        booked.invalidate_recordset()
        self.assertEqual((booked.start, booked.state), (self._moment(10), "confirmed"))
        self.assertTrue(self._refusal(self._book, 11, 12))

    def test_an_office_moves_by_dragging(self):
        """With all rules, and the organisation is told."""
        booked = self._book(9, 11)
        before = len(self.organization.message_ids)
        dragged = booked.with_user(self.officer_a)
        dragged.write({"start": self._moment(12), "stop": self._moment(14)})
        self.assertEqual(len(self.organization.message_ids) - before, 1)
        self.assertTrue(
            self._refusal(dragged.write, {"start": self._moment(2), "stop": self._moment(4)})
        )
        self.assertEqual(booked.start, self._moment(12))

    def test_until_when(self):
        """The organisation cancels until some hours before; the office always, with a reason that is told."""
        booked = self._book(9, 11)
        with freeze_time(self._moment(8)):
            self.assertIn("12", self._refusal(booked.with_user(self.portal_1).action_cancel))
            booked.with_user(self.officer_a)._call_off("停电")
        self.assertEqual((booked.state, booked.reason), ("cancelled", "停电"))

    def test_approval(self):
        """Where the office agrees to each booking the room is kept meanwhile."""
        self.venue.approval = True
        asked = self._book(user=self.portal_1)
        self.assertEqual(asked.state, "requested")
        self.assertTrue(self._refusal(self._book))
        with self.assertRaises(AccessError):
            asked.with_user(self.portal_1).action_confirm()
        asked.with_user(self.officer_a).action_confirm()
        self.assertEqual(asked.state, "confirmed")
        second = self._book(13, 14, user=self.portal_1)
        second.with_user(self.officer_a)._refuse("另有安排")
        self.assertEqual(second.state, "refused")
        self._book(13, 14)

    def test_waiting_list(self):
        """What is given back is offered to who waits longest; who does not accept in time loses it to the next."""
        booked = self._book(9, 11)
        vals = {
            "room_id": self.room.id,
            "organization_id": self.organization.id,
            "subject": "候补",
            "start": self._moment(9),
            "stop": self._moment(11),
        }
        mine = self.env["community.booking"].with_user(self.portal_1)
        first, second = (mine._book(vals, wait=True).with_env(self.env) for _n in range(2))
        self.assertEqual((first.state, second.state), ("waiting", "waiting"))
        booked.with_user(self.officer_a).action_cancel()
        self.assertEqual((first.state, second.state), ("offered", "waiting"))
        self.assertTrue(self._refusal(self._book))
        with freeze_time(first.offer_until + timedelta(minutes=1)):
            with self.enter_registry_test_mode():
                self.env.ref("community_training.ir_cron_booking_lapse").method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual((first.state, second.state), ("lapsed", "offered"))
            second.with_user(self.portal_1).action_accept()
        self.assertEqual(second.state, "confirmed")

    # ------------------------------------------------------------
    # THE DOOR
    # ------------------------------------------------------------

    def test_check_in(self):
        """From half an hour before; by the organisation or at the desk."""
        booked = self._book(9, 11)
        mine = booked.with_user(self.portal_1)
        self.assertTrue(self._refusal(mine.action_check_in))
        with freeze_time(self._moment(8.75)):
            self.assertEqual(mine._find_at_door(self.room), mine)
            mine.action_check_in()
        self.assertEqual(booked.state, "attended")

    def test_nobody_came(self):
        """The room is given away and the credit record says so, once; the office's own is not asked."""
        rules = self.env["community.credit.rule"]
        if not rules.search([("code", "=", "booking_missed")]):
            rules.create({"name": "预约未到场", "code": "booking_missed", "points": -1})
        booked, own = self._book(9, 11), self._book(13, 15, organization_id=False)
        with freeze_time(self._moment(9.75)), self.enter_registry_test_mode():
            for _time in range(2):
                self.env.ref("community_training.ir_cron_booking_miss").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((booked.state, own.state), ("missed", "confirmed"))
        entries = self.organization.credit_entry_ids.filtered(
            lambda entry: entry.res_model == "community.booking"
        )
        self.assertEqual(entries.mapped("res_id"), booked.ids)
        with freeze_time(self._moment(10)):
            self._book(10, 11)

    def test_ends_with_the_organisation(self):
        """A cancelled body gives its future rooms back at once, and who waits gets them."""
        other = self._organization(name="甲一合唱队", category_id=self.category_other.id)
        booked = self._book(9, 11, organization_id=other.id)
        waiting = (
            self.env["community.booking"]
            .with_user(self.portal_1)
            ._book(
                {
                    "room_id": self.room.id,
                    "organization_id": self.organization.id,
                    "subject": "候补",
                    "start": self._moment(9),
                    "stop": self._moment(11),
                },
                wait=True,
            )
        ).with_env(self.env)
        other._cancel(self._local_today(), "测试")
        self.assertEqual((booked.state, waiting.state), ("cancelled", "offered"))
