"""A record of every model of the addon in every place, for the access matrix."""

from datetime import timedelta

from odoo import fields
from odoo.addons.community_org.tests.access_matrix import AccessMatrixCase, Sample
from odoo.addons.community_org.tests.samples import Samples

from .common_training import TrainingData

# of Odoo: opened to our offices by our rules
BORROWED = {
    "event.event",
    "event.registration",
    "survey.survey",
    "survey.question",
    "survey.question.answer",
    "survey.user_input",
}
WRITE_VALS = {
    "community.course.topic": {"name": "改"},
    "community.course": {"description": "改"},
    "community.talent": {"note": "改"},
    "community.talent.honour": {"issuer": "改"},
    "community.talent.nomination": {"reason": "改"},
    "community.training.certificate": {"state": "revoked"},
    "community.party.report": {"member_count": 7},
    "community.training.owed": {"hours": 7},
    "community.training.enrol": {},
    "event.event": {"teacher": "改"},
    "event.registration": {"name": "改"},
    "survey.survey": {"title": "改"},
    "survey.question": {"title": "改"},
    "survey.question.answer": {"value": "改"},
    "survey.user_input": {"nickname": "改"},
}


class TrainingSamples(TrainingData, Samples, AccessMatrixCase):
    @classmethod
    def _samples(cls):
        super()._samples()
        samples = {model: [] for model in WRITE_VALS}
        topic = {"name": "样"}
        samples["community.course.topic"] = [cls._sample("community.course.topic", topic, topic)]
        used = cls.env["community.course.topic"].create({"name": "用"})
        for place in cls.area_a1 + cls.area_a2 + cls.area_b1 + cls.area_x1:
            organization, owner = cls.filed[place]
            cls._add_rows(samples, place, used, organization)
            cls._add_tests(samples, place)
            cls._add_session(samples, place, organization, owner)
        for place in cls.street_a + cls.district:
            cls._add_course(samples, place, used)
        course = cls._course(area_id=cls.street_a.id)
        session, other = cls._session(course), cls._session(course)
        WRITE_VALS["community.training.enrol"] = {"event_id": other.id}
        samples["community.training.enrol"] = cls._dialogs(
            "community.training.enrol", {"event_id": session.id}
        )
        return samples

    @classmethod
    def _add_rows(cls, samples, place, topic, organization):
        talent = {"name": "样本人", "area_id": place.id}
        rows = {
            "community.talent": talent,
            "community.talent.nomination": {"name": "样本人", "area_id": place.id},
        }
        for model, vals in rows.items():
            samples[model].append(cls._sample(model, vals, vals, place=place))
        cls._add_course(samples, place, topic)
        person = cls.env["community.talent"].create(talent)
        honour = {"talent_id": person.id, "name": "样"}
        samples["community.talent.honour"].append(
            cls._sample("community.talent.honour", honour, honour, place=place)
        )
        leader = organization.member_ids[:1]
        cls.env.flush_all()
        for model, key in (
            ("community.party.report", organization.id),
            ("community.training.owed", leader.id),
        ):
            samples[model].append(
                Sample(
                    cls.env[model].browse(key),
                    {"organization_id": organization.id},
                    place,
                    cls._nobody(),
                )
            )

    @classmethod
    def _add_course(cls, samples, place, topic):
        vals = {"name": "样", "area_id": place.id, "topic_id": topic.id}
        samples["community.course"].append(cls._sample("community.course", vals, vals, place=place))

    @classmethod
    def _add_session(cls, samples, place, organization, owner):
        """A session in draft; somebody in an announced one, and his certificate."""
        begin = fields.Datetime.now() + timedelta(days=3)
        course = cls._course(area_id=place.id)
        vals = {
            "name": "样",
            "course_id": course.id,
            "seats_max": 5,
            "date_begin": begin,
            "date_end": begin + timedelta(hours=2),
        }
        sample = cls._sample("event.event", vals, vals, place=place)
        samples["event.event"].append(sample)
        session = cls._session(course)
        row = cls.env["event.registration"]._enrol(session, cls._members(organization, 1))
        cls.env["community.training.certificate"]._issue(row)
        here = {"place": place, "owner": owner}
        copy = {"event_id": sample.record.id, "name": "样"}
        samples["event.registration"].append(Sample(row, copy, **here))
        samples["community.training.certificate"].append(
            Sample(row.certificate_ids, {"registration_id": row.id, "name": "样"}, **here)
        )

    @classmethod
    def _add_tests(cls, samples, place):
        """A test with a question, an answer and a sheet."""
        here = {"place": place}
        test = {"title": "样", "area_id": place.id}
        sample = cls._sample("survey.survey", test, test, **here)
        samples["survey.survey"].append(sample)
        question = {"title": "样", "survey_id": sample.record.id, "question_type": "simple_choice"}
        asked = cls._sample("survey.question", question, question, **here)
        samples["survey.question"].append(asked)
        answer = {"value": "样", "question_id": asked.record.id}
        samples["survey.question.answer"].append(
            cls._sample("survey.question.answer", answer, answer, **here)
        )
        sheet = {"survey_id": sample.record.id}
        samples["survey.user_input"].append(cls._sample("survey.user_input", sheet, sheet, **here))
