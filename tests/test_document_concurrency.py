"""Rules that are adopted at the same moment: one version is in force, and none gets lost."""

from functools import partial
from types import SimpleNamespace

import pytest

from tests.concurrency import ROUNDS, at_once, failures, look


@pytest.fixture(scope="module")
def place(registry, town):
    """A representative, a liaison and an officer of one community, committed."""
    return SimpleNamespace(
        area=town.areas[0],
        category=town.category_many,
        kind=look(registry, create_kind),
        people=(town.data.portal_1.id, town.data.portal_2.id),
        officer=town.data.officer_a1.id,
    )


def create_kind(env):
    return env["community.document.type"].create({"name": "并发制度"}).id


@pytest.fixture
def draft(registry, place):
    """A function that commits drafts ``[(user id, text)]`` of a new organisation: their ids."""
    from odoo import SUPERUSER_ID, api
    from odoo.addons.community_org.tests.common_document import FILE

    def commit(name, drafts, adopted=0):
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            organization = new_organization(env, place, name)
            keys = {"organization_id": organization.id, "type_id": place.kind}
            files = {"file": FILE, "file_name": "签字稿.pdf"}
            documents = []
            for uid, text in drafts:
                owned = env["community.document"].with_user(uid)
                documents.append(owned.create({**keys, **files, "body": text}).id)
                if len(documents) <= adopted:
                    owned.browse(documents[-1]).action_adopt()
            return documents

    return commit


def new_organization(env, place, name):
    partners = env["res.users"].browse(place.people).partner_id
    members = [
        {
            "name": f"成员{'甲乙'[number]}",
            "role": ("leader", "liaison")[number],
            "partner_id": partner.id,
            "date_from": "2026-01-05",
            "area_id": place.area,
        }
        for number, partner in enumerate(partners)
    ]
    return env["community.organization"].create(
        {
            "name": name,
            "area_id": place.area,
            "category_id": place.category,
            "filed_on": "2026-01-05",
            "partner_id": env["res.partner"].create({"name": name}).id,
            "member_ids": [(0, 0, vals) for vals in members],
        }
    )


def adopt(document_id, env):
    return env["community.document"].browse(document_id).action_adopt()


def versions(document_ids, env):
    """``[(number, state)]`` of all adopted versions, the first one first."""
    document = env["community.document"].browse(document_ids[0])
    adopted = document.organization_id.document_ids.filtered("version").sorted("version")
    return [(version.version, version.state) for version in adopted]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_adopt_the_same_draft(registry, place, draft, number):
    """The leader and the liaison press the button at once: it is adopted once, the other is told."""
    from odoo.exceptions import UserError

    documents = draft(f"同稿{'甲乙丙'[number]}队", [(place.people[0], "第一条 好。")])
    results = at_once(registry, [(uid, partial(adopt, documents[0])) for uid in place.people])
    (refused,) = failures(results)
    assert isinstance(refused, UserError), refused
    assert "community_document" not in str(refused), "a message for people"
    assert look(registry, partial(versions, documents)) == [(1, "in_force")]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_next_versions(registry, place, draft, number):
    """The organisation and the office each adopt a next version at once: one after the other."""
    leader, officer = place.people[0], place.officer
    documents = draft(
        f"次版{'甲乙丙'[number]}队",
        [(leader, "第一条 旧。"), (leader, "第一条 新。"), (officer, "第一条 代录。")],
        adopted=1,
    )
    calls = [(leader, partial(adopt, documents[1])), (officer, partial(adopt, documents[2]))]
    results = at_once(registry, calls)
    assert not failures(results), results
    expected = [(1, "replaced"), (2, "replaced"), (3, "in_force")]
    assert look(registry, partial(versions, documents)) == expected


@pytest.mark.parametrize("number", range(ROUNDS))
def test_two_first_versions(registry, place, draft, number):
    """Both adopt the first version at once: the database lets one pass, in words for the other."""
    from odoo.exceptions import UserError

    leader, officer = place.people[0], place.officer
    documents = draft(
        f"首版{'甲乙丙'[number]}队", [(leader, "第一条 网。"), (officer, "第一条 纸。")]
    )
    calls = [(leader, partial(adopt, documents[0])), (officer, partial(adopt, documents[1]))]
    (refused,) = failures(at_once(registry, calls))
    assert isinstance(refused, UserError), refused
    assert "_one_in_force" not in str(refused), "a message for people"
    assert look(registry, partial(versions, documents)) == [(1, "in_force")]
