"""A record of every model of the addon in every place, for the access matrix."""

from odoo.addons.community_org.tests.access_matrix import AccessMatrixCase, Sample
from odoo.addons.community_org.tests.samples import Samples

from .common_training import TrainingData

WRITE_VALS = {
    "community.course.topic": {"name": "改"},
    "community.course": {"description": "改"},
    "community.talent": {"note": "改"},
    "community.talent.honour": {"issuer": "改"},
    "community.talent.nomination": {"reason": "改"},
    "community.party.report": {"member_count": 7},
    "community.training.owed": {"hours": 7},
    "community.training.enrol": {},
}


class TrainingSamples(TrainingData, Samples, AccessMatrixCase):
    @classmethod
    def _samples(cls):
        super()._samples()
        samples = {model: [] for model in WRITE_VALS}
        topic = {"name": "样"}
        samples["community.course.topic"] = [cls._sample("community.course.topic", topic, topic)]
        used = cls.env["community.course.topic"].create({"name": "用"})
        # a community sees the courses of its street and district too: left to test_session.py
        for place in cls.area_a1 + cls.area_a2 + cls.area_b1 + cls.area_x1:
            organization, _owner = cls.filed[place]
            cls._add_rows(samples, place, used, organization)
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
            "community.course": {"name": "样", "area_id": place.id, "topic_id": topic.id},
            "community.talent": talent,
            "community.talent.nomination": {"name": "样本人", "area_id": place.id},
        }
        for model, vals in rows.items():
            samples[model].append(cls._sample(model, vals, vals, place=place))
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
