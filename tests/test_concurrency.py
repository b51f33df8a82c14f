"""Officers who act at the same moment, in transactions of their own as in production.

Each thread takes its snapshot before any of them writes, so they do collide:
what holds here is held by the database and by Odoo's retries, not by luck.
"""

import logging
import threading
import time
from functools import partial
from types import SimpleNamespace

import pytest

ROUNDS = 3


@pytest.fixture(scope="module")
def town(registry):
    """The fictive district of community_org's own tests, committed; without mails."""
    from odoo import SUPERUSER_ID, api
    from odoo.addons.community_org.tests.common import CommunityData

    class Town(CommunityData):
        """Its helpers on an environment that is set for each use."""

    with registry.cursor() as cr:
        Town.env = api.Environment(cr, SUPERUSER_ID, {})
        for create in ("areas", "policy", "categories", "material_types", "route", "users"):
            getattr(Town, f"_create_{create}")()
        return SimpleNamespace(
            data=Town,
            officers=[Town.officer_a.id, Town.officer_a_too.id],
            category=Town.category.id,
            category_many=Town.category_many.id,
            areas=[Town.area_a1.id, Town.area_a2.id],
            applicant=Town.portal_1.id,
            district=Town.officer_d.id,
        )


@pytest.fixture(autouse=True)
def no_mail(registry, monkeypatch):
    """Nothing is sent: sending is not what is tried here, and takes its time."""
    monkeypatch.setattr(registry["mail.mail"], "send", lambda self, *args, **kwargs: True)


@pytest.fixture
def file_up_to(registry, town):
    """A function that commits filings with ``steps`` of three approved: [(filing id, task id)]."""
    from odoo import SUPERUSER_ID, Command, api

    def file(names, steps, category, areas=None):
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            _bind(town, env)
            filings = []
            for number, name in enumerate(names):
                members = town.data._prepare_member_vals(3, email=False)
                filing = town.data._submit(
                    name=name,
                    category_id=category,
                    area_id=(areas or town.areas[:1])[number % len(areas or [1])],
                    member_ids=[Command.create(line[2]) for line in members],
                )
                for _step in range(steps):
                    town.data._decide(filing)
                filings.append((filing.id, town.data._current_task(filing).id))
        return filings

    return file


def _bind(town, env):
    """Let the helpers of the class work in ``env``, which is another transaction every time."""
    for name, value in list(vars(town.data).items()):
        if hasattr(value, "_name") and hasattr(value, "with_env"):
            setattr(town.data, name, value.with_env(env))
    town.data.officers = {
        area.with_env(env): user.with_env(env) for area, user in town.data.officers.items()
    }
    town.data.env = env


def at_once(registry, calls):
    """Run ``calls``, ``(user id, function of an environment)``, each in its own transaction.

    They begin together: every snapshot is taken before one of them goes on.
    Returns what each returned or raised, in the order of ``calls``.
    """
    from odoo import api
    from odoo.service.model import retrying

    barrier = threading.Barrier(len(calls), timeout=60)
    results = [None] * len(calls)

    def attempt(env, call, tries):
        env.cr.execute("SELECT count(*) FROM community_review_task")
        if not tries:
            barrier.wait()
        tries.append(1)
        return call(env)

    def run(number, uid, call):
        try:
            with registry.cursor() as cr:
                env = api.Environment(cr, uid, {})
                results[number] = retrying(partial(attempt, env, call, []), env)
        except Exception as error:
            results[number] = error

    threads = [
        threading.Thread(target=run, args=(number, uid, call))
        for number, (uid, call) in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results


def approve(task_id, env):
    return env["community.review.task"].browse(task_id).action_approve("同意")


def look(registry, function):
    """What ``function`` finds in a fresh transaction, as superuser."""
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        return function(api.Environment(cr, SUPERUSER_ID, {}))


def failures(results):
    return [result for result in results if isinstance(result, Exception)]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_officers_decide_the_same_task(registry, town, file_up_to, number):
    """One decides; the other is told who did; there is one organisation."""
    from odoo.exceptions import UserError

    name = f"同时审批{number}队"
    ((filing, task),) = file_up_to([name], 2, town.category_many)
    calls = [(uid, partial(approve, task)) for uid in town.officers]
    results = at_once(registry, calls)
    (refused,) = failures(results)
    assert isinstance(refused, UserError), refused
    winner = town.officers[results.index(True)]

    def check(env):
        assert env["res.users"].browse(winner).name in str(refused)
        record = env["community.filing"].browse(filing)
        assert record.state == "approved"
        last = record.task_ids.sorted("id")[-1]
        assert (last.state, last.actor_id.id) == ("approved", winner)
        return env["community.organization"].search_count([("name", "=", name)])

    assert look(registry, check) == 1


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_verdicts_on_the_same_task(registry, town, file_up_to, number):
    """An approval and a refusal at once: one of them counts, whole."""
    ((filing, task),) = file_up_to([f"意见不一{number}队"], 2, town.category_many)

    def reject(env):
        return env["community.review.task"].browse(task).action_reject("不同意")

    calls = [(town.officers[0], partial(approve, task)), (town.officers[1], reject)]
    results = at_once(registry, calls)
    assert len(failures(results)) == 1, results

    def check(env):
        record = env["community.filing"].browse(filing)
        return record.state, bool(record.organization_id)

    expected = ("approved", True) if results[0] is True else ("rejected", False)
    assert look(registry, check) == expected


@pytest.mark.parametrize("number", range(ROUNDS))
def test_withdrawn_while_decided(registry, town, file_up_to, number):
    """The applicant withdraws while the street decides: one of them counts, whole."""
    ((filing, task),) = file_up_to([f"撤回同时{number}队"], 2, town.category_many)

    def withdraw(env):
        return env["community.filing"].browse(filing).action_withdraw()

    calls = [(town.officers[0], partial(approve, task)), (town.applicant, withdraw)]
    results = at_once(registry, calls)
    assert len(failures(results)) == 1, results

    def check(env):
        record = env["community.filing"].browse(filing)
        return record.state, bool(record.organization_id), "open" in record.task_ids.mapped("state")

    expected = ("approved", True, False) if results[0] is True else ("withdrawn", False, False)
    assert look(registry, check) == expected


@pytest.mark.parametrize("number", range(ROUNDS))
def test_one_per_category(registry, town, file_up_to, number):
    """Two filings of one category in one community: one passes, the other when it is overridden."""
    from odoo.exceptions import UserError

    category = look(registry, partial(new_category, number=number))
    filings = file_up_to([f"同类甲{number}队", f"同类乙{number}队"], 2, category)
    calls = [
        (uid, partial(approve, task))
        for uid, (_filing, task) in zip(town.officers, filings, strict=True)
    ]
    results = at_once(registry, calls)
    (refused,) = failures(results)
    assert isinstance(refused, UserError), refused
    assert "_one_per_category" not in str(refused), "a message for people, not for programmers"
    loser, task = filings[results.index(refused)]
    assert look(registry, lambda env: holders(env, category)) == [True]
    assert look(registry, lambda env: env["community.filing"].browse(loser).state) == "review"

    def override(env):
        dialog = env["community.filing.override"].create({"filing_id": loser, "reason": "两处"})
        dialog.action_confirm()
        return approve(task, env)

    assert at_once(registry, [(town.officers[0], override)]) == [True]
    assert sorted(look(registry, lambda env: holders(env, category))) == [False, True]


def new_category(env, number):
    vals = {"code": f"C{number}", "name": f"并发{number}", "policy": "normal"}
    return env["community.category"].create(vals).id


def holders(env, category):
    found = env["community.organization"].search([("category_id", "=", category)])
    return found.mapped("holds_category")


def test_sixteen_numbers(registry, town, file_up_to):
    """16 approvals in one street at once get 16 distinct numbers without a gap."""
    names = [f"十六之{number}队" for number in range(16)]
    filings = file_up_to(names, 2, town.category_many, town.areas)
    taken = look(registry, numbers)
    calls = [
        (town.officers[number % 2], partial(approve, task))
        for number, (_filing, task) in enumerate(filings)
    ]
    start = time.monotonic()
    results = at_once(registry, calls)
    seconds = time.monotonic() - start
    logging.getLogger(__name__).info("16 approvals at once: %.1f s", seconds)
    assert not failures(results), results
    given = look(registry, numbers)[len(taken) :]
    assert len(set(given)) == 16
    first = len(taken) + 1
    assert [int(number[-4:]) for number in given] == list(range(first, first + 16))
    assert look(registry, organization_numbers) >= set(given)
    assert seconds < 60


def numbers(env):
    """The numbers that the street has given out, in order."""
    found = env["community.number"].search([("street_code", "=", "999901001")], order="serial")
    return found.mapped("number")


def organization_numbers(env):
    return set(env["community.organization"].search([]).mapped("number"))


def test_failed_approvals_leave_no_gap(registry):
    """After all the collisions above, the street's numbers are still 1, 2, 3 …, each used once."""
    given = look(registry, numbers)
    assert [int(number[-4:]) for number in given] == list(range(1, len(given) + 1))
    assert look(registry, organization_numbers) >= set(given)


def plan(env, areas, target):
    """A draft by which ``areas`` join ``target``; ids."""
    lines = [(0, 0, {"area_id": area}) for area in areas]
    vals = {"document_number": "并发", "target_id": target, "line_ids": lines}
    district = env["community.area"].browse(target).district_id.id
    return env["community.area.change"].create({**vals, "area_id": district}).id


def confirm(change_id, env):
    return env["community.area.change"].browse(change_id).action_confirm()


def test_area_change_is_applied_once(registry, town, file_up_to):
    """Two officers confirm one merger at once: it takes effect once, the other is told."""
    from odoo.exceptions import UserError

    old, target = look(registry, lambda env: new_communities(env, 2))
    ((filing, task),) = file_up_to(["并调甲队"], 0, town.category_many, [old])
    change = look(registry, lambda env: plan(env, [old], target))
    results = at_once(registry, [(town.district, partial(confirm, change))] * 2)
    (refused,) = failures(results)
    assert isinstance(refused, UserError), refused

    def check(env):
        record = env["community.area.change"].browse(change)
        moved = env["community.filing"].browse(filing).area_id.id
        office = env["community.review.task"].browse(task).acting_area_id.id
        notes = record.message_ids.filtered(lambda note: "1" in (note.body or ""))
        return record.state, moved, office, len(notes)

    assert look(registry, check) == ("done", target, target, 1)


def test_chain_of_changes_at_once(registry, town):
    """甲 → 乙 and 乙 → 丙 at the same moment: whoever comes second sees what the first did."""
    first, middle, last = look(registry, lambda env: new_communities(env, 3))
    changes = [
        look(registry, lambda env: plan(env, [first], middle)),
        look(registry, lambda env: plan(env, [middle], last)),
    ]
    results = at_once(registry, [(town.district, partial(confirm, change)) for change in changes])

    def check(env):
        states = env["community.area.change"].browse(changes).mapped("state")
        return states, env["community.area"].browse(first).community_id.id

    states, responsible = look(registry, check)
    if not failures(results):
        assert (states, responsible) == (["done", "done"], last)
    else:  # the second found its target gone
        assert (states, responsible) == (["draft", "done"], first)


def test_decision_while_the_community_moves(registry, town, file_up_to):
    """A community's approval and its merger at once: both count, and nothing is left behind."""
    old, target = look(registry, lambda env: new_communities(env, 2))
    officer = look(registry, lambda env: new_officer(env, old))
    ((filing, task),) = file_up_to(["并调乙队"], 0, town.category_many, [old])
    change = look(registry, lambda env: plan(env, [old], target))
    results = at_once(
        registry, [(officer, partial(approve, task)), (town.district, partial(confirm, change))]
    )
    assert results[1] is True, results

    def check(env):
        env["community.area"]._sweep()
        record = env["community.filing"].browse(filing)
        first = env["community.review.task"].browse(task)
        assert (first.state, first.actor_id.id) == ("approved", officer)
        following = record.task_ids.filtered(lambda step: step.state in ("open", "waiting"))
        assert following.mapped("state") == ["open", "waiting"]
        return record.area_id.id, following.area_id.ids, env["res.users"].browse(officer).area_id.id

    assert look(registry, check) == (target, [target], target)


def new_officer(env, area):
    group = env.ref("community_org.group_community_officer")
    vals = {"name": "并发社工", "login": f"officer_of_{area}", "area_id": area}
    return env["res.users"].create({**vals, "group_ids": [(6, 0, group.ids)]}).id


def new_communities(env, count):
    """Ids of new communities in the street where the officers sit."""
    street = env["community.area"].search([("code", "=", "999901001000")])
    taken = env["community.area"].search_count([("parent_id", "=", street.id)])
    areas = env["community.area"].create(
        [
            {
                "code": f"999901001{taken + number + 10:03d}",
                "name": f"并发{taken + number}社区",
                "parent_id": street.id,
            }
            for number in range(count)
        ]
    )
    return areas.ids
