"""The last seats of a session when many enrol at the same moment."""

from datetime import timedelta
from functools import partial

import pytest

from tests.concurrency import ROUNDS, at_once, failures, look

pytestmark = pytest.mark.usefixtures("no_mail")


def prepare(registry, town, people, seats):
    """A session of the street and one member for each of ``people`` to enrol."""
    from odoo import SUPERUSER_ID, api, fields

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        officer = env["res.users"].browse(town.officers[0])
        street = officer.area_id
        community = env["community.area"].search([("parent_id", "=", street.id)], limit=1)
        organization = env["community.organization"].create(
            {
                "name": "并发培训队",
                "area_id": community.id,
                "category_id": env["community.category"].browse(town.category_many).id,
                "filed_on": "2026-01-05",
                "partner_id": env["res.partner"].create({"name": "并发培训队"}).id,
            }
        )
        members = env["community.member"].create(
            [
                {
                    "organization_id": organization.id,
                    "area_id": community.id,
                    "name": f"并发{'甲乙丙丁戊己庚辛'[number]}",
                    "date_from": "2026-01-05",
                }
                for number in range(people)
            ]
        )
        course = env["community.course"].create(
            {
                "name": "并发课程",
                "area_id": street.id,
                "topic_id": env["community.course.topic"].create({"name": "并发"}).id,
                "audience": "member",
            }
        )
        begin = fields.Datetime.now() + timedelta(days=3)
        session = env["event.event"].create(
            {
                "name": "并发一讲",
                "course_id": course.id,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=2),
                "seats_max": seats,
            }
        )
        session.action_announce()
        return session.id, members.ids


def enrol(session, member, env):
    rows = env["event.registration"]._enrol(
        env["event.event"].browse(session), env["community.member"].browse(member)
    )
    return rows.state


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_last_seats_asked_for_by_eight(registry, town, number):
    """Exactly two have a seat, six wait, nobody is turned away."""
    session, members = prepare(registry, town, people=8, seats=2)
    calls = [(town.officers[0], partial(enrol, session, member)) for member in members]
    results = at_once(registry, calls)
    assert not failures(results), results
    assert sorted(results) == ["draft"] * 6 + ["open"] * 2

    def check(env):
        rows = env["event.event"].browse(session).registration_ids
        return sorted(rows.mapped("seat"))

    assert look(registry, check) == [0] * 6 + [1, 2]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_the_same_person_twice_at_once(registry, town, number):
    """Two offices enrol one person: once."""
    session, members = prepare(registry, town, people=1, seats=5)
    calls = [(officer, partial(enrol, session, members[0])) for officer in town.officers[:2]]
    results = at_once(registry, calls)
    assert len(failures(results)) == 1, results

    def check(env):
        return len(env["event.event"].browse(session).registration_ids)

    assert look(registry, check) == 1
