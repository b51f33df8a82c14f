"""A merger that is approved while others work."""

from functools import partial

import pytest

from tests.concurrency import ROUNDS, approve, at_once, bind, look

pytestmark = pytest.mark.usefixtures("no_mail")


@pytest.mark.parametrize("number", range(ROUNDS))
def test_change_of_what_is_being_merged(registry, town, file_up_to, number):
    """An organisation's change and its merger into another at once: nobody stays on the roster of what ended."""
    from odoo import Command

    filings = file_up_to([f"整合甲{number}队", f"整合乙{number}队"], 3, town.category_many)

    def prepare(env):
        bind(town, env)
        kept, ended = (env["community.filing"].browse(one).organization_id for one, _ in filings)
        merger = kept.with_user(town.officers[0])._start_request("merger")
        merger.merged_ids = ended.with_env(merger.env)
        change = ended.with_user(town.officers[1])._start_request("change")
        change.member_ids = [Command.create({"name": "后来人", "phone": "13811110000"})]
        for request in (merger, change):
            town.data._add_material(request)
        return kept.id, ended.id, merger.id, change.id

    def submit(request, env):
        return env["community.filing"].browse(request).action_submit()

    def to_the_last_step(env):
        bind(town, env)
        requests = env["community.filing"].browse([merger, change])
        for request in requests:
            for _step in range(2):
                town.data._decide(request)
        return [town.data._current_task(request).id for request in requests]

    def check(env):
        organizations = env["community.organization"].browse([kept, ended])
        rosters = [one._get_current_members().mapped("name") for one in organizations]
        return organizations[1].state, rosters[1], len(rosters[0])

    kept, ended, merger, change = look(registry, prepare)
    requests = [partial(submit, merger), partial(submit, change)]
    # neither submission sees the other one
    assert at_once(registry, list(zip(town.officers, requests, strict=True))) == [True, True]
    tasks = look(registry, to_the_last_step)
    results = at_once(
        registry,
        [(uid, partial(approve, task)) for uid, task in zip(town.officers, tasks, strict=True)],
    )
    assert results[0] is True, results
    assert results[1] is True or "cancelled" in str(results[1]), results
    state, left, together = look(registry, check)
    assert (state, left) == ("cancelled", [])
    assert together >= 3
