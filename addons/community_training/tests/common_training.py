"""A course and sessions of a street, and the organisation of community_org's own tests."""

from datetime import timedelta

from odoo import Command, fields
from odoo.addons.community_org.tests.common_ledger import LedgerCase
from odoo.addons.community_training.models.survey_survey import EXAM


class TrainingData:
    """A mixin: a course of 甲街道 for everybody, and sessions of it."""

    @classmethod
    def _course(cls, **vals):
        return cls.env["community.course"].create(
            {
                "name": "测试课程",
                "area_id": cls.street_a.id,
                "topic_id": cls.env["community.course.topic"].create({"name": "测试"}).id,
                "audience": "member",
                "hours": 3,
                **vals,
            }
        )

    @classmethod
    def _session(cls, course=None, seats=2, hours=48, announce=True, **vals):
        """Of two hours, beginning ``hours`` hours from now."""
        begin = fields.Datetime.now() + timedelta(hours=hours)
        session = cls.env["event.event"].create(
            {
                "name": "测试一讲",
                "course_id": (course or cls.course).id,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=2),
                "seats_max": seats,
                **vals,
            }
        )
        if announce:
            session.action_announce()
        return session

    @classmethod
    def _members(cls, organization, count):
        """``count`` more members on its roster."""
        return cls.env["community.member"].create(
            [
                {
                    "organization_id": organization.id,
                    "area_id": organization.area_id.id,
                    "name": f"学员{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{'一二三四五六七八九十'[number // 10]}",
                    "phone": f"1390000{number:04d}",
                    "date_from": "2026-01-05",
                }
                for number in range(count)
            ]
        )

    @classmethod
    def _enrol(cls, session, members, user=None):
        rows = cls.env["event.registration"].with_user(user or cls.officer_a)
        return rows._enrol(session.with_user(user or cls.officer_a), members).with_env(cls.env)

    @classmethod
    def _move_to(cls, session, hours):
        """Shift it so that it begins ``hours`` hours from now."""
        begin = fields.Datetime.now() + timedelta(hours=hours)
        session._engine_write({"date_begin": begin, "date_end": begin + timedelta(hours=2)})


class ExamData:
    """A mixin: the course ends with a test of one question, to be tried twice."""

    @classmethod
    def _set_exam(cls):
        cls.course.write({"exam_id": cls._exam().id, "certificate_months": 12})

    @classmethod
    def _exam(cls):
        answers = [("对", True, 1), ("错", False, 0)]
        return cls.env["survey.survey"].create(
            {
                **EXAM,
                "title": "测试考卷",
                "area_id": cls.street_a.id,
                "access_mode": "token",
                "attempts_limit": 2,
                "question_and_page_ids": [
                    Command.create(
                        {
                            "title": "社区社会组织由街道备案？",
                            "question_type": "simple_choice",
                            "suggested_answer_ids": [
                                Command.create(
                                    {"value": value, "is_correct": right, "answer_score": score}
                                )
                                for value, right, score in answers
                            ],
                        }
                    )
                ],
            }
        )

    @classmethod
    def _attended(cls, member=None):
        """A session that is just over, and the enrolment of somebody who came."""
        session = cls._session(seats=5)
        row = cls._enrol(session, member or cls._members(cls.organization, 1))
        cls._move_to(session, -2.5)
        row.with_user(cls.officer_a).action_set_done()
        return session, row

    @classmethod
    def _answer(cls, row, value):
        """Hand the sheet in with the choice ``value``."""
        sheet = row._start_exam(cls.env["res.partner"])
        question = sheet.survey_id.question_ids
        choice = question.suggested_answer_ids.filtered(lambda answer: answer.value == value)
        sheet._save_lines(question, str(choice.id))
        sheet._mark_done()


class TrainingCase(TrainingData, LedgerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.course = cls._course()
        cls.leader_member = cls.organization.member_ids.filtered(
            lambda member: member.role == "leader"
        )
        cls.env["community.review.route"].create(
            {
                "name": "测试推荐",
                "sequence": -1000,
                "res_model": "community.talent.nomination",
                "step_ids": [
                    Command.create({"sequence": 10, "name": "审核", "tier": "street", "days": 3})
                ],
            }
        )
