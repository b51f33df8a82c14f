from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.addons.community_org.controllers.public_page import LIMITER
from odoo.addons.community_org.tests.common_portal import PortalCase
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common_training import ExamData, TrainingCase, TrainingData


@tagged("post_install", "-at_install")
class TestExam(ExamData, TrainingCase):
    """考试与结业证书: on Odoo's survey; the result goes to the person, who passes gets a certificate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_exam()
        cls.training, cls.row = cls._attended()

    def _letters(self):
        return self.organization.message_ids

    def test_by_hand(self):
        """A street writes a test by the form, from the empty one; it is a certification with attempts."""
        tests = self.env["survey.survey"].with_user(self.officer_a)
        with Form(tests, view="community_training.survey_survey_view_form") as form:
            form.title = "手工出题"
            with form.question_and_page_ids.new() as question:
                question.title = "一加一？"
                question.question_type = "simple_choice"
                with question.suggested_answer_ids.new() as choice:
                    choice.value = "二"
                    choice.is_correct = True
                    choice.answer_score = 1
        test = form.record
        self.assertEqual(
            (test.area_id, test.certification, test.access_mode, test.attempts_limit),
            (self.street_a, True, "token", 3),
        )
        test._check_is_exam()

    def test_no_test_without_right_answers(self):
        """A session is not announced with a test that nobody can pass."""
        self.course.exam_id.question_ids.suggested_answer_ids.is_correct = False
        session = self._session(announce=False)
        self.assertRefused(UserError, session.action_announce)

    def test_pass(self):
        """The score stands on the person, the certificate has a number of the office and an end."""
        self.assertEqual(self.row.exam_result, "open")
        self._answer(self.row, "对")
        self.assertEqual((self.row.exam_result, self.row.exam_score), ("passed", 100))
        certificate = self.row.certificate_ids
        year = self.env["community.policy"]._today().year
        self.assertEqual(certificate.number, f"{self.street_a.code[:9]}-PX-{year}-0001")
        self.assertEqual(certificate.talent_id, self.row.talent_id)
        self.assertEqual(certificate.standing, "valid")
        with freeze_time(fields.Datetime.now() + timedelta(days=400)):
            certificate.invalidate_recordset(["standing"])
            self.assertEqual(certificate.standing, "expired")
        self.assertRefused(UserError, self.row._start_exam, self.env["res.partner"])

    def test_attempts(self):
        """Who fails tries again, as often as the test allows; the best score stays."""
        for left in (1, 0):
            self._answer(self.row, "错")
            self.assertEqual(
                (self.row.exam_result, self.row._get_attempts_left()), ("failed", left)
            )
        self.assertFalse(self.row.certificate_ids)
        self.assertRefused(UserError, self.row._start_exam, self.env["res.partner"])

    def test_only_in_time_and_only_who_came(self):
        absent = self._enrol(self._session(), self._members(self.organization, 1))
        self.assertRefused(UserError, absent._start_exam, self.env["res.partner"])
        self._move_to(self.training, -24 * 15)
        self.assertRefused(UserError, self.row._start_exam, self.env["res.partner"])

    def test_a_sheet_begun_is_gone_on_with(self):
        nobody = self.env["res.partner"]
        self.assertEqual(self.row._start_exam(nobody), self.row._start_exam(nobody))

    def test_attendance_under_a_test_stays(self):
        self._answer(self.row, "错")
        self.assertRefused(UserError, self.row.with_user(self.officer_a).action_set_draft)

    def test_make_up(self):
        """Who failed or was absent is offered for the next session, and noted as making up."""
        absent = self._enrol(self._session(self.course), self._members(self.organization, 3)[2])
        self._move_to(absent.event_id, -3)
        absent.event_id.with_user(self.officer_a).action_finish()
        session = self._session(self.course)
        dialog = (
            self.env["community.training.enrol"]
            .with_user(self.officer_a)
            .create({"event_id": session.id})
        )
        dialog.action_add_missed()
        self.assertEqual(dialog.member_ids.ids, absent.member_id.ids)
        dialog.action_confirm()
        self.assertEqual(session.registration_ids.makes_up_id, absent)
        self.assertRefused(UserError, dialog.action_add_missed)

    def test_revoke(self):
        """By the office that held the session, with a reason; no value moves it."""
        self._answer(self.row, "对")
        certificate = self.row.certificate_ids
        with self.assertRaises(AccessError):
            certificate.with_user(self.officer_a).write({"state": "revoked"})
        for stranger in (self.officer_b, self.officer_a1):
            with self.assertRaises(AccessError):
                certificate.with_user(stranger)._revoke("错发")
        certificate.with_user(self.officer_a)._revoke("错发")
        self.assertEqual(certificate.standing, "revoked")

    def test_remind_once(self):
        """A month before the end the representatives are told, once."""
        self._answer(self.row, "对")
        certificate = self.row.certificate_ids
        certificate._engine_write({"valid_to": fields.Date.today() + timedelta(days=20)})
        for expected in (1, 0):
            letters = self._letters()
            with self.enter_registry_test_mode():
                self.env.ref("community_training.ir_cron_certificate_ends").method_direct_trigger()
            self.assertEqual(len(self._letters() - letters), expected)

    def test_rights_on_tests(self):
        """A test of another street is neither read nor changed; a community reads the street's, not its questions."""
        exam = self.course.exam_id
        with self.assertRaises(AccessError):
            exam.with_user(self.officer_b).read(["title"])
        self.assertTrue(exam.with_user(self.officer_a1).read(["title"]))
        for call in (
            lambda: exam.with_user(self.officer_a1).write({"title": "改"}),
            lambda: exam.question_ids.with_user(self.officer_a1).read(["title"]),
            lambda: exam.question_ids.suggested_answer_ids.with_user(self.officer_b).read(
                ["value"]
            ),
            lambda: (
                self.row._start_exam(self.env["res.partner"])
                .with_user(self.officer_a)
                .read(["access_token"])
            ),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_figures(self):
        """Pass rate of those who were tested; the cost of an hour over all sessions, not a mean of means."""
        other = self._attended(self._members(self.organization, 2)[1])[1]
        self._answer(self.row, "对")
        self._answer(other, "错")
        rows = self.env["event.registration"]
        domain = [("course_id", "=", self.course.id)]
        self.assertEqual(rows._read_group(domain, [], ["pass_rate:avg"]), [(50,)])
        for session, cost in ((self.training, 300), (other.event_id, 60)):
            session.with_user(self.officer_a).action_finish()
            session.with_user(self.officer_a).cost = cost
        self.assertEqual(self.training.person_hours, 3)
        sessions = self.env["event.event"]
        self.assertEqual(sessions._read_group(domain, [], ["cost_per_hour:avg"]), [(60,)])

    def test_letter_about_the_test(self):
        """When the session is closed, each organisation gets the personal addresses of its people."""
        letters = self._letters()
        self.training.with_user(self.officer_a).action_finish()
        letter = self._letters() - letters
        self.assertEqual(len(letter), 1)
        self.assertIn(self.row.exam_token, letter.body)

    def test_excellent_of_the_year(self):
        """By review, once a year: an honour with the points of the policy, counted for the organisation."""
        talent = self.row.talent_id
        vals = {
            "kind": "excellent",
            "talent_id": talent.id,
            "name": talent.name,
            "reason": "全年带队服务",
            "consent": True,
        }
        nominations = self.env["community.talent.nomination"].with_user(self.officer_a1)
        nomination = nominations.create(vals)
        nomination.action_submit()
        self._approve_all(nomination)
        self.assertEqual(talent.honour_points, 30)
        today = self.env["community.policy"]._today()
        indicators = self.env["community.assessment.indicator"]
        counts = indicators._count_honours(self.organization, today, today)
        self.assertEqual(counts, {self.organization.id: (1, 1)})
        second = nominations.create(vals)
        second.action_submit()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self._approve_all(second)
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestExamPages(ExamData, TrainingData, PortalCase):
    """The personal page, Odoo's sheet, the certificate and its public check."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        LIMITER.clear()
        cls.organization = cls._organization_of(cls.portal_1)
        cls.course = cls._course()
        cls._set_exam()
        cls.training, cls.row = cls._attended()
        cls.url = cls.row._get_exam_url()

    def test_from_page_to_certificate(self):
        page = self.url_open(self.url)
        self.assertIn(self.row.name, page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        started = self._post(self.url)
        self.assertIn(f"/survey/{self.course.exam_id.access_token}/", started.url)
        self.assertEqual(self.url_open(f"{self.url}/certificate").status_code, 404)
        self._answer(self.row, "对")
        self.env.flush_all()
        self.assertIn(self.row.certificate_ids.number, self.url_open(self.url).text)
        self.assertEqual(
            self.url_open(f"{self.url}/certificate").headers["Content-Type"], "application/pdf"
        )
        self.logout()
        check = self.url_open(f"/community/certificate/{self.row.certificate_ids.sudo().token}")
        self.assertIn(self.row.certificate_ids.number, check.text)
        self.assertNotIn(self.row.name, check.text)
        self.assertEqual(self.url_open("/community/certificate/nonsense").status_code, 404)
        self.assertEqual(self.url_open("/community/exam/nonsense").status_code, 404)

    def test_certificates_of_others(self):
        """An organisation reads the certificates of its people, another one does not."""
        self._answer(self.row, "对")
        certificate = self.row.certificate_ids
        self.assertTrue(certificate.with_user(self.portal_1).has_access("read"))
        self.assertFalse(certificate.with_user(self.portal_2).has_access("read"))
        with self.assertRaises(AccessError):
            self.row.with_user(self.portal_1).read(["exam_token"])
        self._login(self.portal_2)
        url = f"/my/training/{self.training.id}/certificate/{self.row.id}"
        self.assertTrue(self.url_open(url).url.endswith("/my/training"))
