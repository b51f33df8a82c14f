from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common_booking import BookingCase


@tagged("post_install", "-at_install")
class TestIncubation(BookingCase):
    """孵化: admission by review, agreement and desks, support and checks, graduation, handing over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre = cls._venue(name="测试孵化中心", kind="incubation", audience="tenant")
        cls.desks = cls.env["community.incubation.place"].create(
            [{"name": f"{n}号", "venue_id": cls.centre.id} for n in (1, 2)]
        )
        cls.env["community.review.route"].create(
            {
                "name": "测试入驻",
                "sequence": -1000,
                "res_model": "community.incubation.admission",
                "step_ids": [
                    Command.create({"sequence": 10, "name": "初核", "tier": "street", "days": 5}),
                    Command.create({"sequence": 20, "name": "评议", "tier": "street", "days": 9}),
                ],
            }
        )
        cls.env["community.incubation.criterion"].search([]).active = False
        cls.env["community.incubation.criterion"].create(
            [{"name": "制度", "weight": 60, "is_must": True}, {"name": "项目", "weight": 40}]
        )

    def _apply(self, user=None, **vals):
        admissions = self.env["community.incubation.admission"].with_user(user or self.officer_a)
        return admissions.create(
            {
                "organization_id": self.organization.id,
                "venue_id": self.centre.id,
                "plan": "能独立承接项目",
                **vals,
            }
        )

    def _admitted(self, **vals):
        admission = self._apply(**vals)
        admission.action_submit()
        self._approve_all(admission)
        admission.action_sign()
        return admission

    def test_from_application_to_desk(self):
        """Two steps of the street, then the agreement gives a desk and a period."""
        admission = self._apply(self.portal_1)
        admission.action_submit()
        self.assertEqual(admission.state, "review")
        self._approve_all(admission)
        with self.assertRaises(AccessError):
            admission.with_user(self.officer_b).action_sign()
        admission.with_user(self.officer_a).action_sign()
        admission = admission.with_user(self.officer_a)
        self.assertEqual((admission.state, len(admission.place_ids)), ("resident", 1))
        self.assertEqual((self.centre.taken_count, self.centre.place_count), (1, 2))
        self.assertEqual(admission.date_from, self._local_today())

    def test_no_more_desks_than_there_are(self):
        admission = self._apply(desks=3)
        admission.action_submit()
        self._approve_all(admission)
        self.assertIn("2", self._refusal(admission.action_sign))
        self.assertEqual(admission.state, "approved")

    def test_once_at_a_time(self):
        """A body applies once; without a plan it does not."""
        self.assertRefused(UserError, self._apply(plan=" ").action_submit)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self._apply()
            self.env.flush_all()

    def test_in_a_call(self):
        """Applications are taken within the days of the call; a correction is never too late."""
        today = self._local_today()
        self.centre.write(
            {
                "admission_mode": "call",
                "call_from": today - timedelta(days=9),
                "call_to": today - timedelta(days=1),
            }
        )
        admission = self._apply()
        self.assertIn(str(self.centre.call_to), self._refusal(admission.action_submit))
        self.centre.call_to = today
        admission.action_submit()
        self.assertEqual(admission.state, "review")

    def test_only_bodies_of_the_street(self):
        far = self._venue(self.street_b, name="乙街孵化中心", kind="incubation")
        self.assertRefused(ValidationError, self._apply, venue_id=far.id)
        self.assertRefused(ValidationError, self._apply, venue_id=self.venue.id)

    def test_tenants_book(self):
        """A room for tenants is booked by who is in incubation, and by nobody else."""
        room = self._room(self.centre)
        self.assertTrue(self._refusal(self._book, user=self.portal_1, room_id=room.id))
        admission = self._admitted()
        booked = self._book(user=self.portal_1, room_id=room.id)
        admission._leave("停办")
        self.assertEqual((admission.state, booked.state), ("left", "cancelled"))
        self.assertEqual(set(self.desks.mapped("state")), {"free"})
        self.assertGreaterEqual(admission.handover_until, self._local_today() + timedelta(days=15))
        self.assertIn("1号", admission.handover_ids.mapped("name"))

    def test_graduation_needs_the_check(self):
        """Score and what must be reached, both; then desks are free at once."""
        admission = self._admitted()
        self.assertRefused(UserError, admission.action_graduate)
        checks = self.env["community.incubation.check"].with_user(self.officer_a)
        check = checks.create({"admission_id": admission.id})
        self.assertEqual(len(check.line_ids), 2)
        must, other = check.line_ids
        for scores, expected in (((99, 100), False), ((100, 40), False), ((100, 50), True)):
            must.score, other.score = scores
            self.assertEqual(check.is_ready, expected, scores)
        admission.action_graduate()
        self.assertEqual(admission.state, "graduated")
        self.assertFalse(admission.place_ids)
        admission.follow_up = "已登记为社会团体"
        self.assertRefused(UserError, admission.write, {"desks": 9})

    def test_extended_once(self):
        admission = self._admitted()
        before = admission.date_to
        admission.action_extend()
        self.assertGreater(admission.date_to, before)
        self.assertRefused(UserError, admission.action_extend)

    def test_ends_with_the_organisation(self):
        """A cancelled body's desks are free at once."""
        admission = self._admitted()
        self.organization._cancel(self._local_today(), "测试")
        self.assertEqual(self._as_root(admission).state, "left")
        self.assertEqual(set(self.desks.mapped("state")), {"free"})

    def test_nobody_forges(self):
        """State, period and places are nobody's to write; another's admission is not an applicant's."""
        admission = self._apply(self.portal_1)
        for vals in ({"state": "resident"}, {"date_to": "2099-01-01"}, {"place_ids": []}):
            self.assertRefused(AccessError, admission.write, vals)
        self.assertRefused(
            AccessError, self.desks[0].with_user(self.officer_a).write, {"state": "taken"}
        )
        self.assertFalse(admission.with_user(self.portal_2).has_access("read"))
        self.assertFalse(admission.with_user(self.officer_a).has_access("read"), "a draft")

    def test_by_hand(self):
        """By the forms, from the empty ones; then support and a check on the form of the admission."""
        with Form(self.env["community.incubation.admission"].with_user(self.officer_a)) as form:
            form.organization_id = self.organization.with_user(self.officer_a)
            form.venue_id = self.centre.with_user(self.officer_a)
            form.plan = "手工录入"
        admission = form.record
        admission.action_submit()
        self._approve_all(admission)
        admission.action_sign()
        with Form(admission) as form:
            with form.log_ids.new() as log:
                log.name = "一对一辅导"
            with form.check_ids.new() as check:
                check.note = "继续努力"
        self.assertEqual(len(admission.check_ids.line_ids), 2)
        self.assertEqual(admission.log_ids.organization_id, self.organization)
