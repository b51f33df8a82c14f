"""Entries of the ledger and the closing of their quarter at the same moment."""

from datetime import timedelta
from functools import partial

import pytest

from tests.concurrency import ROUNDS, at_once, bind, failures, look

pytestmark = pytest.mark.usefixtures("no_mail")

FIGURES = ("activity_count", "confirmed_count", "participant_count")


@pytest.fixture(scope="module")
def people(registry, town):
    """The officer of 甲一社区."""
    return town.data.officer_a1.id


@pytest.fixture
def organization(file_up_to, registry, town):
    """A new organisation of 甲一社区: its ledger is empty."""
    ((filing, _task),) = file_up_to(["同时记台账队"], 3, town.category_many)
    return look(registry, lambda env: env["community.filing"].browse(filing).organization_id.id)


@pytest.fixture(autouse=True)
def _clean(registry):
    """Each test begins with no return of the fictive district, so that what is tried opens the quarter."""
    yield
    town = "WHERE area_id IN (SELECT id FROM community_area WHERE code LIKE '9999%')"
    with registry.cursor() as cr:
        for table in ("community_activity", "community_quarterly_return"):
            cr.execute(f"DELETE FROM {table} {town}")  # noqa: S608


def vals(town, env, organization, **more):
    bind(town, env)
    return town.data._activity_vals(env["community.organization"].browse(organization), **more)


def enter(town, organization, env, **more):
    """An entry by an officer; its id and whether it is a supplement."""
    ledger = env["community.activity"]
    activity = ledger.create(vals(town, ledger.sudo().env, organization, **more))
    return activity.id


def close(env):
    """Hand the quarter of yesterday in; the figures as they were handed in."""
    policies = env["community.policy"]
    area = env["community.area"].search([("code", "=", "999901001001")])
    day = policies._today() - timedelta(days=1)
    returns = env["community.quarterly.return"].sudo()
    period = returns._get_for({(area, day)})[area, day]
    period._engine_write({"state": "submitted"})
    env.flush_all()
    return period.id, [period[name] for name in FIGURES]


def counted(period, env):
    """The figures of the closed return as they are, and added up anew."""
    record = env["community.quarterly.return"].browse(period)
    entries = env["community.activity"].search([("return_id", "=", period)])
    assert not any(entries.mapped("is_supplement"))
    again = [
        len(entries),
        len(entries.filtered(lambda entry: entry.state == "confirmed")),
        sum(entries.mapped("participant_count")),
    ]
    return [record[name] for name in FIGURES], again


def assert_frozen(registry, closing):
    """What was handed in is what the ledger holds, and stays."""
    assert not isinstance(closing, Exception), closing
    period, handed_in = closing
    stored, again = look(registry, partial(counted, period))
    assert stored == handed_in == again


@pytest.mark.parametrize("first", [True, False], ids=["quarter opened", "no return yet"])
@pytest.mark.parametrize("number", range(ROUNDS))
def test_entry_while_the_quarter_closes(registry, town, people, organization, number, first):
    """The entry is in the figures that were handed in, or it is a supplement of another quarter."""
    if first:
        look(registry, lambda env: enter(town, organization, env))
    calls = [(people, partial(enter, town, organization)), (people, close)]
    entry, closing = at_once(registry, calls)
    assert not isinstance(entry, Exception), entry
    assert_frozen(registry, closing)

    def check(env):
        activity = env["community.activity"].browse(entry)
        return activity.is_supplement, activity.return_id.id

    is_supplement, period = look(registry, check)
    assert is_supplement == (period != closing[0])
    assert closing[1][0] == first + (not is_supplement)


@pytest.mark.parametrize("verb", ["figure", "words", "type", "confirm", "unlink", "photo"])
@pytest.mark.parametrize("number", range(ROUNDS))
def test_change_while_the_quarter_closes(registry, town, people, organization, number, verb):
    """Each change is before the closing and in its figures, or it is refused."""
    from odoo.exceptions import UserError

    entry = look(registry, lambda env: enter(town, organization, env))
    results = at_once(registry, [(people, partial(change, entry, verb)), (people, close)])
    assert_frozen(registry, results[1])
    if isinstance(results[0], Exception):
        assert isinstance(results[0], UserError), results[0]
        assert look(registry, lambda env: env["community.activity"].browse(entry).exists())


def change(entry, verb, env):
    from odoo.addons.community_org.tests.common import PNG_BASE64

    activity = env["community.activity"].browse(entry)
    if verb == "figure":
        activity.participant_count = 77
    elif verb == "words":
        activity.summary = "改"
    elif verb == "type":
        types = env["community.activity.type"]
        activity.type_id = types.search([("id", "!=", activity.type_id.id)], limit=1)
    elif verb == "confirm":
        activity.action_confirm()
    elif verb == "unlink":
        activity.unlink()
    else:
        activity.photo_ids.create({"activity_id": entry, "image": PNG_BASE64})
    return True


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_first_entries(registry, town, people, organization, number):
    """Two open the return of the quarter at once: there is one, and both count in it."""
    calls = [(people, partial(enter, town, organization))] * 3
    results = at_once(registry, calls)
    assert not failures(results), results

    def check(env):
        periods = env["community.activity"].browse(results).return_id
        return [(period.activity_count, period.participant_count) for period in periods]

    assert look(registry, check) == [(3, 60)]


def test_reported_while_the_quarter_closes(registry, town, people, organization):
    """What was planned and is reported meanwhile is counted or becomes a supplement."""
    from odoo.fields import Datetime

    def plan(env):
        later = Datetime.now() + timedelta(days=1)
        entry = enter(town, organization, env, start=later)
        start = vals(town, env, organization)
        env["community.activity"].browse(entry).write(
            {"start": start["start"], "stop": start["stop"]}
        )
        return entry

    def report(entry, env):
        return env["community.activity"].browse(entry).action_report()

    entry = look(registry, plan)
    results = at_once(registry, [(people, partial(report, entry)), (people, close)])
    assert results[0] is True, results
    assert_frozen(registry, results[1])
