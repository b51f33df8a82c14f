"""A record of every model of the addon in every place, for the access matrix."""

from datetime import timedelta

from odoo import fields
from odoo.addons.community_org.tests.access_matrix import AccessMatrixCase, Sample
from odoo.addons.community_org.tests.samples import Samples

from .common_booking import BookingData
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
    "community.venue": {"phone": "改"},
    "community.room": {"floor": "改"},
    "community.equipment": {"name": "改"},
    "community.booking": {"subject": "改"},
    "community.booking.series": {"subject": "改"},
    "community.booking.equipment": {"quantity": 1},
    "community.booking.unit": {"number": 7},
    "community.supporter": {"phone": "改"},
    "community.support.offer": {"name": "改"},
    "community.support.use": {"note": "改"},
    "community.venue.usage": {"used_hours": 7},
    "community.incubation.place": {"name": "改"},
    "community.incubation.admission": {"plan": "改"},
    "community.incubation.check": {"note": "改"},
    "community.incubation.check.line": {"score": 7},
    "community.incubation.log": {"name": "改"},
    "community.incubation.handover": {"note": "改"},
    "community.incubation.criterion": {"explanation": "改"},
    "event.event": {"teacher": "改"},
    "event.registration": {"name": "改"},
    "survey.survey": {"title": "改"},
    "survey.question": {"title": "改"},
    "survey.question.answer": {"value": "改"},
    "survey.user_input": {"nickname": "改"},
}


class TrainingSamples(TrainingData, BookingData, Samples, AccessMatrixCase):
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
            cls._add_venue(samples, place, organization, owner)
            cls._add_supporter(samples, place)
            cls._add_incubation(samples, place, organization)
        for place in cls.street_a + cls.district:
            cls._add_course(samples, place, used)
        criterion = {"name": "样"}
        samples["community.incubation.criterion"] = [
            cls._sample("community.incubation.criterion", criterion, criterion)
        ]
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

    @classmethod
    def _add_venue(cls, samples, place, organization, owner):
        """A venue with a room, equipment, a booking and a series; each with values for another one."""
        here = {"place": place, "owner": owner}
        venue = cls._venue(place)
        room, empty = cls._room(venue), cls._room(venue, name="空房")
        piece = cls.env["community.equipment"].create(
            {"name": "样", "venue_id": venue.id, "quantity": 9}
        )
        spare = {"name": "样", "area_id": place.id}
        samples["community.venue"].append(cls._sample("community.venue", spare, spare, place=place))
        samples["community.room"].append(
            Sample(cls._room(venue, name="闲房"), {"name": "样", "venue_id": venue.id}, **here)
        )
        samples["community.equipment"].append(
            Sample(
                cls.env["community.equipment"].create({"name": "闲", "venue_id": venue.id}),
                {"name": "样二", "venue_id": venue.id},
                **here,
            )
        )
        vals = {
            "room_id": room.id,
            "organization_id": organization.id,
            "subject": "样",
            "start": cls._moment(9),
            "stop": cls._moment(10),
        }
        bookings = cls.env["community.booking"].sudo()
        booking = bookings.create(vals)
        booked_line = cls.env["community.booking.equipment"].create(
            {"booking_id": booking.id, "equipment_id": piece.id, "quantity": 2}
        )
        other = bookings.create({**vals, "room_id": empty.id})
        free = {**vals, "start": cls._moment(13), "stop": cls._moment(14)}
        line = {"booking_id": other.id, "equipment_id": piece.id}
        samples["community.booking"].append(Sample(booking, free, **here))
        samples["community.booking.equipment"].append(Sample(booked_line, line, **here))
        cls.env["community.booking.unit"]._claim(booked_line)
        unit = cls.env["community.booking.unit"].search([("booking_id", "=", booking.id)], limit=1)
        taken = {
            "booking_id": other.id,
            "equipment_id": piece.id,
            "number": 8,
            "start": cls._moment(9),
            "stop": cls._moment(10),
        }
        samples["community.booking.unit"].append(Sample(unit, taken, **here))
        day = fields.Date.to_date(booking.day) + timedelta(days=2)
        series = {
            "room_id": room.id,
            "organization_id": organization.id,
            "subject": "样",
            "date_from": day,
            "date_to": day,
        }
        sample = cls.env["community.booking.series"].create(series)
        again = {**series, "hour_from": 15, "hour_to": 16}
        samples["community.booking.series"].append(Sample(sample, again, **here))
        usage = cls.env["community.venue.usage"].search([("room_id", "=", room.id)], limit=1)
        samples["community.venue.usage"].append(Sample(usage, {"room_id": room.id}, **here))

    @classmethod
    def _add_supporter(cls, samples, place):
        unit = {"name": "样", "area_id": place.id}
        sample = cls._sample("community.supporter", unit, unit, place=place)
        samples["community.supporter"].append(sample)
        offer = {"name": "样", "supporter_id": sample.record.id}
        offered = cls._sample("community.support.offer", offer, offer, place=place)
        samples["community.support.offer"].append(offered)
        use = {"offer_id": offered.record.id, "note": "样"}
        samples["community.support.use"].append(
            cls._sample("community.support.use", use, use, place=place)
        )

    @classmethod
    def _add_incubation(cls, samples, place, organization):
        """A centre with a place and an admission of the counter, with all that hangs on it."""
        centre = cls._venue(place, name="样孵化", kind="incubation")
        partner = cls.env["res.partner"].create({"name": "样二"})
        other = organization.copy(
            {"name": "样二", "number": False, "holds_category": False, "partner_id": partner.id}
        )
        spot = {"name": "样", "venue_id": centre.id}
        samples["community.incubation.place"].append(
            cls._sample("community.incubation.place", spot, {**spot, "name": "二"}, place=place)
        )
        admission = {"organization_id": organization.id, "venue_id": centre.id, "plan": "样"}
        sample = cls._sample(
            "community.incubation.admission",
            admission,
            {**admission, "organization_id": other.id},
            place=place,
        )
        samples["community.incubation.admission"].append(sample)
        part = {"admission_id": sample.record.id, "name": "样"}
        for model in ("community.incubation.log", "community.incubation.handover"):
            samples[model].append(cls._sample(model, part, part, place=place))
        check = {"admission_id": sample.record.id}
        sample = cls._sample(
            "community.incubation.check", check, {**check, "day": "2026-01-01"}, place=place
        )
        samples["community.incubation.check"].append(sample)
        line = {"check_id": sample.record.id, "name": "样", "weight": 1}
        samples["community.incubation.check.line"].append(
            cls._sample("community.incubation.check.line", line, line, place=place)
        )
