"""Fixtures for tests that cross addons: cloned databases, real servers, mail, a browser.

database   name of a fresh clone of the template (everything installed, demo users), one for each
           module of tests, dropped after it
server     a real Odoo in a process of its own on `database`: server.url, server.call(login, model,
           method, ...); its log must hold no warning of ours when the module ends
registry   Odoo's registry of `database` in this process, for several cursors at once
mailbox    what Odoo sent: mailbox.messages, mailbox.wait(to="a@b.c"); empty for each test
arrive     arrive(login, **options): a person of tests/story.py, logged in at a browser of his kind
town       the fictive district of community_org's own tests, committed; file_up_to(names, steps, category)
           commits filings in it (tests/concurrency.py has what goes with them)
page       a Playwright page: desktop browser, Chinese, in Shanghai; new_page(**options) for more

Run them with ./dev test tests/FILE.py, which has a PostgreSQL running.
"""

import itertools
from types import SimpleNamespace

import pytest

from tests.concurrency import bind
from tests.story import PHONE, Officer, Person
from tools import databases, odoo_source, process, system, testing
from tools.mailbox import Mailbox
from tools.progress import Steps

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
numbers = itertools.count(1)


def pytest_configure(config):
    process.stop_on_signals()  # so that fixtures end their servers also when we are terminated


@pytest.fixture(scope="session")
def odoo():
    """The Odoo tree in use (tools.odoo_source.Odoo)."""
    return odoo_source.find()


@pytest.fixture(scope="session")
def template(odoo):
    """The name of the template database, brought up to date with the addons."""
    databases.ensure_template(odoo, Steps(1))
    return databases.TEMPLATE


@pytest.fixture(scope="module")
def database(request, template):
    words = request.module.__name__.rpartition(".")[2]
    with databases.cloned(f"{next(numbers)}_{words}") as name:
        yield name


@pytest.fixture(scope="module")
def server(odoo, database, _mail_server):
    with testing.serving(odoo, database, *_mail_server.options()) as running:
        yield running
    found = running.problems()
    assert not found, "\n\n".join(["The server's log:", *found])


@pytest.fixture(scope="module")
def registry(odoo, database, _mail_server):
    """For `registry.cursor()` and odoo.api.Environment(cr, uid, {})."""
    from odoo.modules.registry import Registry
    from odoo.sql_db import close_db
    from odoo.tools import config

    from tools import server as odoo_server

    options = [*odoo_server.options(odoo, database), *_mail_server.options()]
    config.parse_config(options, setup_logging=False)
    yield Registry(database)
    Registry.delete(database)
    close_db(database)


@pytest.fixture(scope="session")
def _mail_server():
    with Mailbox() as box:
        yield box


@pytest.fixture
def mailbox(_mail_server):
    _mail_server.clear()
    return _mail_server


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium (Playwright, sync). A failure when missing where ./dev may install it."""
    from playwright.sync_api import sync_playwright

    missing = "Chrome executable not found"
    if system.lacks(missing):
        pytest.skip(missing)
    path = system.browser()
    assert path, missing
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield started
        started.close()


@pytest.fixture
def new_page(browser):
    """A function that opens a page in its own session: new_page(viewport=…, is_mobile=True)."""
    contexts = []

    def open_page(**options):
        settings = {
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "viewport": {"width": 1366, "height": 800},
            **options,
        }
        contexts.append(browser.new_context(**settings))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page):
    return new_page()


@pytest.fixture
def arrive(new_page, server):
    """A function that opens a browser for a login: a phone for residents and leaders, a desktop for staff."""

    def open_browser(login, **options):
        resident = "@" in login
        usual = PHONE if resident else {"accept_downloads": True}
        page = new_page(**(options or usual))
        person = (Person if resident else Officer)(page, server.url)
        person.log_in(login)
        return person

    return open_browser


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


@pytest.fixture
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
            bind(town, env)
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
