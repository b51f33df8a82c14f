"""One room, the same hours, many at the same moment: the database gives it to one."""

import os
from datetime import timedelta
from functools import partial

import pytest

from tests.concurrency import at_once, failures, look

pytestmark = pytest.mark.usefixtures("no_mail")

ROUNDS = int(os.environ.get("COMMUNITY_ROUNDS", "10"))
FIGHTERS = 16
PIECES = 3


@pytest.fixture
def place(registry, town):
    """A street's venue with two rooms, three pieces of an equipment and a weekly limit, and an organisation."""
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        street = env["res.users"].browse(town.officers[0]).area_id
        community = env["community.area"].search([("parent_id", "=", street.id)], limit=1)
        body = env["community.organization"].create(
            {
                "name": "并发舞蹈队",
                "area_id": community.id,
                "category_id": env["community.category"].browse(town.category_many).id,
                "filed_on": "2026-01-05",
                "partner_id": env["res.partner"].create({"name": "并发舞蹈队"}).id,
            }
        )
        venue = env["community.venue"].create(
            {"name": "并发文化宫", "area_id": street.id, "lead_hours": 0, "horizon_days": 4000}
        )
        rooms = env["community.room"].create(
            [{"name": f"并发房{number}", "venue_id": venue.id} for number in range(FIGHTERS)]
        )
        piece = env["community.equipment"].create(
            {"name": "并发音响", "venue_id": venue.id, "quantity": PIECES}
        )
        return {
            "venue": venue.id,
            "rooms": rooms.ids,
            "piece": piece.id,
            "organization": body.id,
        }


def book(place, day, env, room=0, **vals):
    """Two hours of the room, ``day`` days from today, by somebody who reads Chinese; the state it ends in."""
    env = env(context={"lang": "zh_CN"})
    policies = env["community.policy"]
    begin = policies._midnight(policies._today() + timedelta(days=day)) + timedelta(hours=10)
    booking = env["community.booking"].create(
        {
            "room_id": place["rooms"][room],
            "organization_id": place["organization"],
            "subject": "并发",
            "start": begin,
            "stop": begin + timedelta(hours=2),
            **vals,
        }
    )
    return booking.state


def fight(registry, town, calls):
    return at_once(registry, [(town.officers[0], call) for call in calls])


def test_sixteen_for_one_slot(registry, town, place):
    """Each round one has it, and every other one reads a sentence with the room and nobody's name."""
    for day in range(2, 2 + ROUNDS):
        results = fight(registry, town, [partial(book, place, day) for _n in range(FIGHTERS)])
        assert results.count("confirmed") == 1, results
        for error in failures(results):
            assert type(error).__name__ == "UserError", error
            assert "“并发房0”这个时间刚刚被订走" in str(error)
            assert "并发舞蹈队" not in str(error)

    def twice(env):
        env.cr.execute(
            """
            SELECT count(*) FROM community_booking one JOIN community_booking two
                ON one.room_id = two.room_id AND one.id < two.id
               AND one.state = 'confirmed' AND two.state = 'confirmed'
               AND one.block_start < two.block_stop AND two.block_start < one.block_stop
            """
        )
        return env.cr.fetchone()[0]

    assert look(registry, twice) == 0


def test_three_pieces_for_sixteen(registry, town, place):
    """In sixteen rooms at the same hours: three have a piece, nobody is refused while one is free."""
    line = [(0, 0, {"equipment_id": place["piece"], "quantity": 1})]
    calls = [
        partial(book, place, 2, room=room, equipment_line_ids=line) for room in range(FIGHTERS)
    ]
    results = fight(registry, town, calls)
    assert results.count("confirmed") == PIECES, results
    assert {type(error).__name__ for error in failures(results)} == {"UserError"}


def test_two_a_week_for_sixteen(registry, town, place):
    """An organisation that books sixteen rooms at once has as many as the week allows."""

    def limit(env):
        env["community.venue"].browse(place["venue"]).weekly_limit = 2

    look(registry, limit)
    calls = [partial(book, place, 2, room=room) for room in range(FIGHTERS)]
    results = fight(registry, town, calls)
    assert results.count("confirmed") == 2, results
    assert {type(error).__name__ for error in failures(results)} == {"UserError"}


def test_last_desk_for_four(registry, town, place):
    """Four agreements signed at once for one desk of the centre: one body has it, the others are told."""
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        body = env["community.organization"].browse(place["organization"])
        centre = env["community.venue"].create(
            {"name": "并发孵化", "kind": "incubation", "area_id": body.street_id.id}
        )
        env["community.incubation.place"].create({"name": "唯一", "venue_id": centre.id})
        admissions = env["community.incubation.admission"]
        for number in range(4):
            name = f"并发孵化队{number}"
            partner = env["res.partner"].create({"name": name})
            other = body.copy({"name": name, "number": False, "partner_id": partner.id})
            admissions |= admissions.create(
                {"organization_id": other.id, "venue_id": centre.id, "plan": "试"}
            )
        for admission in admissions:
            admission._engine_write({"state": "approved"})
        ids = admissions.ids

    def sign(admission, env):
        env["community.incubation.admission"].browse(admission).action_sign()
        return "signed"

    results = fight(registry, town, [partial(sign, admission) for admission in ids])
    assert results.count("signed") == 1, results
    assert {type(error).__name__ for error in failures(results)} == {"UserError"}
