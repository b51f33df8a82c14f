"""Decisions, categories and numbers when several act at the same moment."""

import logging
import time
from functools import partial

import pytest

from tests.concurrency import ROUNDS, approve, at_once, failures, look

pytestmark = pytest.mark.usefixtures("no_mail")


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
