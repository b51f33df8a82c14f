from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from .common_booking import BookingCase


@tagged("post_install", "-at_install")
class TestBookingSeries(BookingCase):
    """Series, forms by hand, finding a room, and the figures."""

    # ------------------------------------------------------------
    # SERIES
    # ------------------------------------------------------------

    def _series(self, weeks=3, user=None, **vals):
        day = self._local_today() + timedelta(days=3)
        return (
            self.env["community.booking.series"]
            .with_user(user or self.officer_a)
            .create(
                {
                    "room_id": self.room.id,
                    "organization_id": self.organization.id,
                    "subject": "每周排练",
                    "date_from": day,
                    "date_to": day + timedelta(weeks=weeks),
                    "hour_from": 9,
                    "hour_to": 11,
                    **vals,
                }
            )
        ).with_env(self.env)

    def test_series(self):
        """Dates that cannot be had are skipped and listed; moving it moves what can be moved."""
        self._book(9, 10, days=10)
        series = self._series()
        self.assertEqual(len(series.booking_ids), 3)
        self.assertIn(str(self._local_today() + timedelta(days=10)), series.skipped)
        self._book(14, 15, days=17)
        series.with_user(self.officer_a).write({"hour_from": 14, "hour_to": 16})
        moved = series.booking_ids.filtered(lambda row: row.start == self._moment(14, 3))
        self.assertTrue(moved)
        self.assertEqual(
            series.booking_ids.sorted("start").mapped("start"),
            [self._moment(14, 3), self._moment(9, 17), self._moment(14, 24)],
        )
        self.assertIn(str(self._local_today() + timedelta(days=17)), series.skipped)
        series.with_user(self.officer_a).action_cancel()
        self.assertEqual(set(series.booking_ids.mapped("state")), {"cancelled"})

    def test_series_of_nothing(self):
        """When no date can be had there is no series."""
        self.assertTrue(self._refusal(self._series, hour_from=1, hour_to=2))

    # ------------------------------------------------------------
    # FORMS, FINDING, FIGURES
    # ------------------------------------------------------------

    def test_by_hand(self):
        """Venue, room, booking and series by the forms, from the empty ones, as a street officer."""
        with Form(self.env["community.venue"].with_user(self.officer_a)) as form:
            form.name = "手工场馆"
        venue = form.record
        self.assertEqual(len(venue.attendance_ids), 7)
        with Form(venue) as form, form.leave_ids.new() as closed:
            closed.name = "检修"
            closed.date_from, closed.date_to = self._moment(0, 20), self._moment(24, 20)
        with Form(
            self.env["community.room"]
            .with_user(self.officer_a)
            .with_context(default_venue_id=venue.id)
        ) as form:
            form.name = "手工房间"
        room = form.record
        with Form(self.env["community.booking"].with_user(self.officer_a)) as form:
            form.room_id = room
            form.subject = "手工预约"
            form.start, form.stop = self._moment(9), self._moment(10)
        self.assertEqual(form.record.state, "confirmed")
        with Form(self.env["community.booking.series"].with_user(self.officer_a)) as form:
            form.room_id = room
            form.subject = "手工系列"
            form.date_from = self._local_today() + timedelta(days=4)
            form.date_to = form.date_from
        self.assertEqual(len(form.record.booking_ids), 1)
        with Form(self.env["community.supporter"].with_user(self.officer_a)) as form:
            form.name = "鄞州某公司"

    def test_hours_of_others_stay(self):
        """Opening hours and closures of another street's venue are not an officer's to change."""
        hours = self.venue.attendance_ids[:1]
        for call in (
            lambda: hours.with_user(self.officer_b).write({"hour_to": 23}),
            lambda: self.venue.with_user(self.officer_b).write(
                {"attendance_ids": [Command.update(hours.id, {"hour_to": 23})]}
            ),
            lambda: self.venue.calendar_id.with_user(self.officer_b).write({"tz": "UTC"}),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_nobody_gives_away(self):
        """Room, hours, question: nothing that is one's own is moved into what is another office's."""
        far = self._venue(self.street_b, name="乙街文化宫")
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": "停",
                "calendar_id": self.venue.calendar_id.id,
                "date_from": self._moment(0, 20),
                "date_to": self._moment(1, 20),
            }
        )
        exams = self.env["survey.survey"].create(
            [{"title": "卷", "area_id": area.id} for area in (self.street_a, self.street_b)]
        )
        question = self.env["survey.question"].create(
            {"title": "题", "survey_id": exams[0].id, "question_type": "simple_choice"}
        )
        hours = self.venue.attendance_ids[:1]
        for record, vals in (
            (self.room, {"venue_id": far.id}),
            (leave, {"calendar_id": far.calendar_id.id}),
            (hours, {"calendar_id": far.calendar_id.id}),
            (question, {"survey_id": exams[1].id}),
        ):
            self.assertRefused(AccessError, record.with_user(self.officer_a).write, vals)

    def test_board_of_the_office_above(self):
        """A community sees when the street's rooms are taken, not by whom, and books nothing there."""
        booked = self._book(9, 11)
        board = self.env["community.room.board"].with_user(self.officer_a1)
        (row,) = (
            room for room in board.get_board(str(booked.day))["rooms"] if room["id"] == self.room.id
        )
        (block,) = row["blocks"]
        self.assertEqual((row["can_book"], block["id"], block["from"]), (False, False, 9))
        self.assertNotIn(self.organization.name, str(row))

    def test_find_free(self):
        """Rooms that are open, large enough and free, by where the organisation lies."""
        small = self._room(name="小间", capacity=5)
        rooms = self.env["community.room"].with_user(self.portal_1)
        hours = self._moment(9), self._moment(11)
        self.assertEqual(rooms._find_free(self.organization, *hours, 1), self.room + small)
        self.assertEqual(rooms._find_free(self.organization, *hours, 6), self.room)
        self._book(10, 12)
        self.assertEqual(rooms._find_free(self.organization, *hours, 1), small)

    def test_find_free_by_few_queries(self):
        """As many queries for twelve venues as for two."""

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["community.room"]._find_free(
                self.organization, self._moment(9), self._moment(11)
            )
            return self.env.cr.sql_log_count - before

        self._room(self._venue(name="场馆0"))
        count()
        two = count()
        for number in range(1, 11):
            self._room(self._venue(name=f"场馆{number}"))
        self.assertEqual(count(), two)

    def test_usage(self):
        """Hours used of hours open; what was saved is the difference to the market."""
        self.room.market_price = 80
        booked = self._book(9, 11, days=1)
        with freeze_time(self._moment(9, 1)):
            booked.with_user(self.officer_a).action_check_in()
        with freeze_time(self._moment(12, 1)):
            usage = self.env["community.venue.usage"]
            self.env.flush_all()
            domain = [("room_id", "=", self.room.id), ("day", "=", booked.day)]
            row = usage.search(domain)
            self.assertEqual((row.open_hours, row.used_hours, row.saved), (14, 2, 160))
            self.assertAlmostEqual(usage._read_group(domain, [], ["usage:avg"])[0][0], 100 / 7)
            self.assertFalse(usage.with_user(self.officer_b).search(domain))

    def test_calendar_takes_few_queries(self):
        """A month of a venue: as many queries with 2,000 bookings as with 2."""
        self._book(9, 10)
        self._book(10, 11)
        names = ["room_id", "organization_id", "subject", "people", "state", "start", "stop"]
        spec = {name: {} for name in names} | {
            "room_id": {"fields": {"display_name": {}}},
            "organization_id": {"fields": {"display_name": {}}},
        }

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = (
                self.env["community.booking"]
                .with_user(self.officer_a)
                .web_search_read([("venue_id", "=", self.venue.id)], spec)
            )
            return self.env.cr.sql_log_count - before, found["length"]

        count()
        few = count()[0]
        self.env.cr.execute(
            """
            INSERT INTO community_booking (room_id, venue_id, area_id, street_id, district_id, subject,
                                           people, start, stop, block_start, block_stop, day, state)
                 SELECT %(room)s, %(venue)s, %(street)s, %(street)s, %(district)s, '批量', 5, hour,
                        hour + interval '1 hour', hour, hour + interval '1 hour', hour::date, 'confirmed'
                   FROM generate_series(timestamp '2027-06-01', timestamp '2027-08-23 07:00', '1 hour') hour
            """,
            {
                "room": self.room.id,
                "venue": self.venue.id,
                "street": self.street_a.id,
                "district": self.district.id,
            },
        )
        self.assertEqual(count(), (few, 2002))

    def test_a_session_books_its_room(self):
        """In one step, with its hours and people; called off, it gives the room back."""
        topic = self.env["community.course.topic"].create({"name": "测试"})
        course = self.env["community.course"].create(
            {"name": "课", "topic_id": topic.id, "area_id": self.street_a.id}
        )
        session = self.env["event.event"].create(
            {
                "name": "第一讲",
                "course_id": course.id,
                "date_begin": self._moment(9),
                "date_end": self._moment(11),
                "seats_max": 20,
            }
        )
        session = session.with_user(self.officer_a)
        action = session.action_book_room()
        bookings = self.env["community.booking"].with_user(self.officer_a)
        with Form(bookings.with_context(action["context"])) as form:
            form.room_id = self.room.with_user(self.officer_a)
        self.assertEqual((session.booking_ids, form.record.people), (form.record, 20))
        self.assertEqual(session.place, self.room.display_name)
        hours = {"date_begin": self._moment(13), "date_end": self._moment(15)}
        session.write(hours)
        self.assertEqual(form.record.start, self._moment(13))
        self._book(16, 18)
        taken = {"date_begin": self._moment(15), "date_end": self._moment(17)}
        self.assertIn(self.room.name, self._refusal(session.write, taken))
        session._call_off("讲师生病")
        self.assertEqual(form.record.state, "cancelled")
