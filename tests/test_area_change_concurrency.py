"""Area changes that are applied while others work."""

from functools import partial

import pytest

from tests.concurrency import approve, at_once, failures, look

pytestmark = pytest.mark.usefixtures("no_mail")


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
