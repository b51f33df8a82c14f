from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common_training import TrainingCase


@tagged("post_install", "-at_install")
class TestSession(TrainingCase):
    """培训班: seats and the waiting list, who may come, attendance and the hours of a leader."""

    def test_a_session_follows_its_course(self):
        """Office, hours and the limit of seats come from the course; none of Odoo's schedules are made."""
        session = self._session(announce=False)
        self.assertEqual((session.area_id, session.training_hours), (self.street_a, 3))
        self.assertFalse(session.event_mail_ids or session.question_ids)
        self.assertTrue(session.seats_limited)

    def test_by_hand(self):
        """A street plans a course, a session of it, and enrols somebody: by the forms, from the empty one."""
        model = self.env["community.course"].with_user(self.officer_a)
        with Form(model) as form:
            form.name = "手工录入"
            form.topic_id = self.course.topic_id
            form.audience = "member"
        begin = fields.Datetime.now() + timedelta(days=3)
        sessions = self.env["event.event"].with_user(self.officer_a)
        sessions = sessions.with_context(default_course_id=form.record.id)
        with Form(sessions, view="community_training.event_event_view_form") as form:
            form.name = "手工录入一讲"
            form.date_begin, form.date_end = begin, begin + timedelta(hours=2)
            form.seats_max = 5
        session = form.record
        session.action_announce()
        action = session.action_open_enrol()
        dialogs = self.env["community.training.enrol"].with_user(self.officer_a)
        with Form(dialogs.with_context(action["context"])) as form:
            form.member_ids.add(self.leader_member.with_user(self.officer_a))
        form.record.action_confirm()
        self.assertEqual(session.enrolled_count, 1)

    def test_seats_then_the_waiting_list(self):
        """In order: two have a seat, the third waits, and moves up when a seat is given back."""
        session = self._session(seats=2)
        first, second, third = self._enrol(session, self._members(self.organization, 3))
        self.assertEqual([row.state for row in (first, second, third)], ["open", "open", "draft"])
        self.assertEqual((first.seat, second.seat, third.seat), (1, 2, 0))
        first.with_user(self.officer_a).action_cancel()
        self.assertEqual((first.state, third.state, third.seat), ("cancel", "open", 1))
        self.assertEqual((session.enrolled_count, session.waiting_count), (2, 0))

    def test_more_seats_move_the_list_up(self):
        session = self._session(seats=1)
        rows = self._enrol(session, self._members(self.organization, 3))
        session.with_user(self.officer_a).write({"seats_max": 2})
        self.assertEqual(rows.mapped("state"), ["open", "open", "draft"])
        self.assertRefused(
            ValidationError, session.with_user(self.officer_a).write, {"seats_max": 1}
        )

    def test_nobody_twice(self):
        """The same person is not enrolled again, also not from another organisation."""
        session = self._session(seats=5)
        member = self._members(self.organization, 1)
        self._enrol(session, member)
        self.assertRefused(UserError, self._enrol, session, member)
        session.registration_ids.with_user(self.officer_a).action_cancel()
        self._enrol(session, member)

    def test_all_or_nobody(self):
        """One who may not come keeps the others from being half enrolled."""
        session = self._session(self._course(audience="leader"), seats=9)
        members = self.leader_member | self._members(self.organization, 1)
        message = self.assertRefused(UserError, self._enrol, session, members)
        self.assertIn("学员甲一", message)
        self.assertFalse(session.registration_ids)
        self._enrol(session, self.leader_member)

    def test_only_where_the_office_is(self):
        """A session of another street takes nobody of this one; one of the district takes all."""
        members = self._members(self.organization, 1)
        elsewhere = self._session(self._course(area_id=self.street_b.id))
        self.assertRefused(UserError, self._enrol, elsewhere, members)
        self._enrol(self._session(self._course(area_id=self.district.id)), members)

    def test_enrolment_has_an_end(self):
        session = self._session(enrol_until=fields.Datetime.now() - timedelta(hours=1))
        self.assertRefused(UserError, self._enrol, session, self._members(self.organization, 1))
        draft = self._session(announce=False)
        self.assertRefused(UserError, self._enrol, draft, self._members(self.organization, 1))

    def test_attendance_gives_hours(self):
        """Not before it begins; by the office that holds it; who stays away is absent."""
        session = self._session(seats=3)
        came, away = self._enrol(session, self._members(self.organization, 2))
        self.assertRefused(UserError, came.with_user(self.officer_a).action_set_done)
        self._move_to(session, -3)
        self.assertRefused(AccessError, came.with_user(self.officer_b).action_set_done)
        self.assertRefused(AccessError, came.with_user(self.portal_1).action_set_done)
        came.with_user(self.officer_a).action_set_done()
        session.with_user(self.officer_a).action_finish()
        self.assertEqual((came.state, came.hours), ("done", 3))
        self.assertEqual(away.status, "absent")
        self.assertEqual(came.talent_id.hours, 3 if came.year == self._local_today().year else 0)

    def test_waiting_people_do_not_attend(self):
        session = self._session(seats=1)
        _first, second = self._enrol(session, self._members(self.organization, 2))
        self._move_to(session, -1)
        self.assertRefused(UserError, second.with_user(self.officer_a).action_set_done)

    def test_rows_are_nobody_s_to_write(self):
        """Neither seat nor state comes from a client, whoever he is."""
        session = self._session()
        (row,) = self._enrol(session, self._members(self.organization, 1))
        vals = {"event_id": session.id, "name": "塞进来", "organization_id": self.organization.id}
        for user in (self.portal_1, self.officer_a1, self.officer_a, self.officer_d, self.leader):
            self.assertRefused(AccessError, row.with_user(user).write, {"state": "done"})
            self.assertRefused(AccessError, row.with_user(user).unlink)
            self.assertRefused(
                AccessError, self.env["event.registration"].with_user(user).create, vals
            )
        for vals in ({"state": "done"}, {"cancel_reason": "x"}):
            self.assertRefused(AccessError, session.with_user(self.officer_a).write, vals)

    def test_who_cancels(self):
        """The organisation and its offices do; a leader who reads only and other streets do not."""
        session = self._session(seats=9)
        rows = self._enrol(session, self._members(self.organization, 3))
        for user in (self.leader, self.officer_b, self.portal_2):
            self.assertRefused(AccessError, rows[0].with_user(user).action_cancel)
        rows[0].with_user(self.portal_1).action_cancel()
        rows[1].with_user(self.officer_a1).action_cancel()
        self.assertEqual(rows.mapped("state"), ["cancel", "cancel", "open"])

    def test_late_cancellation_is_noted(self):
        session = self._session(hours=2)
        (row,) = self._enrol(session, self._members(self.organization, 1))
        row.with_user(self.portal_1).action_cancel()
        self.assertTrue(row.is_late_cancel)

    def test_calling_off_tells_everybody(self):
        """With a reason; nobody keeps a seat in what is not held, and nothing is deleted."""
        session = self._session()
        rows = self._enrol(session, self._members(self.organization, 3))
        self.assertRefused(AccessError, session.with_user(self.officer_b)._call_off, "台风")
        action = session.with_user(self.officer_a).action_open_call_off()
        dialog = self.env["community.reason"].with_user(self.officer_a)
        dialog.with_context(action["context"]).create({"reason": "台风"}).action_confirm()
        self.assertEqual((session.state, session.cancel_reason), ("cancelled", "台风"))
        self.assertEqual(set(rows.mapped("state")), {"cancel"})
        self.assertRefused(UserError, session.with_user(self.officer_a).unlink)

    def test_reminder_once(self):
        session = self._session(hours=30)
        self._enrol(session, self.leader_member)
        before = len(self.organization.message_ids)
        self.env["event.event"]._cron_remind()
        self.env["event.event"]._cron_remind()
        self.assertEqual(len(self.organization.message_ids) - before, 1)

    def test_area_of_events_that_are_no_sessions(self):
        """Odoo's own events stay what they are, and are not in anybody's area."""
        now = fields.Datetime.now()
        plain = self.env["event.event"].create(
            {"name": "无关活动", "date_begin": now, "date_end": now + timedelta(hours=1)}
        )
        self.assertSees(self.officer_d, plain, plain.browse())
        self.assertSees(self.portal_1, plain, plain.browse())

    # ------------------------------------------------------------
    # HOURS OWED
    # ------------------------------------------------------------

    def _attended(self, members, course=None):
        session = self._session(course, seats=len(members))
        rows = self._enrol(session, members)
        self._move_to(session, -3)
        rows.with_user(self.officer_a).action_set_done()
        return rows

    def test_hours_owed(self):
        """A leader owes the hours of the policy less those of mandatory courses he attended."""
        self.env["community.policy"]._get_policy().sudo()._write({"leader_training_hours": 8})
        owed = self.env["community.training.owed"]
        domain = [("organization_id", "=", self.organization.id)]
        self.assertEqual(owed.search(domain).missing, 8)
        rows = self._attended(self.leader_member)
        self._attended(self.leader_member, self._course(is_mandatory=False))
        self.env.flush_all()
        self.env.invalidate_all()
        if rows.year == self._local_today().year:
            self.assertEqual(owed.search(domain).missing, 5)
        self.assertSees(self.officer_b, owed.search(domain), owed)

    def test_hours_of_last_year_block_funds(self):
        """By policy only, and only whoever led all of last year."""
        policy = self.env["community.policy"]._get_policy().sudo()
        policy._write({"leader_training_hours": 8, "training_blocks": True})
        policy.invalidate_recordset()
        self.leader_member._write({"date_from": "2020-01-05"})
        self.leader_member.invalidate_recordset()
        sudo = self.organization.sudo()
        self.assertTrue(sudo._get_hours_owed(policy))
        self.assertTrue(any("8" in text for text in sudo._get_obstacles("apply")))
        self.assertFalse(any("8" in text for text in sudo._get_obstacles("book")))
        self.leader_member._write({"date_from": f"{self._local_today().year}-01-01"})
        self.leader_member.invalidate_recordset()
        self.assertFalse(sudo._get_hours_owed(policy))

    def test_hours_take_one_query(self):
        """The hours of many people are one query, as of one."""
        members = self._members(self.organization, 20)
        self._attended(members)
        talents = members.talent_id
        year = self._local_today().year

        def count(records):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            records._count_hours(year)
            return self.env.cr.sql_log_count - before

        count(talents)
        self.assertEqual(count(talents), count(talents[0]))

    def test_hours_of_five_thousand(self):
        """The hours of a whole district's people: the same one query, and the right sums."""
        session = self._session()
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH people AS (
                INSERT INTO community_talent (name, area_id, street_id, create_date)
                     SELECT '人' || n, %(area)s, %(street)s, now()
                       FROM generate_series(1, 5000) n
                  RETURNING id
            )
            INSERT INTO event_registration
                        (event_id, talent_id, name, state, year, hours, company_id, active)
                 SELECT %(session)s, id, '人', 'done', %(year)s, 1 + id %% 3, %(company)s, true
                   FROM people
            """,
            {
                "area": self.area_a1.id,
                "street": self.street_a.id,
                "session": session.id,
                "year": self._local_today().year,
                "company": self.env.company.id,
            },
        )
        talents = self.env["community.talent"].search([("name", "=like", "人%")])
        self.assertEqual(len(talents), 5000)
        before = self.env.cr.sql_log_count
        hours = talents._count_hours(self._local_today().year)
        self.assertEqual(self.env.cr.sql_log_count - before, 1)
        self.assertEqual(hours, {talent.id: 1 + talent.id % 3 for talent in talents})
