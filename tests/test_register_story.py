"""A resident without a login finds a dance team nearby, opens it and sees that it is genuine."""

import csv
import io
from urllib.parse import urlsplit

import pytest

from tests.story import PASSWORD, PHONE, Person

STREET, COMMUNITY = "东柳街道", "东柳坊社区"
TEAM = "东柳坊社区夕阳红舞蹈队"
SEARCH = ".o_community_register_search"
NARROW = {**PHONE, "viewport": {"width": 360, "height": 740}}


@pytest.fixture
def resident(new_page, server):
    """On a narrow phone."""
    return Person(new_page(**NARROW), server.url)


@pytest.fixture
def private(server):
    """What must not be seen: the names and phones of everybody on a roster."""
    ask = {"password": PASSWORD}
    members = server.call(
        "quminzheng", "community.member", "search_read", [], ["name", "phone", "email"], **ask
    )
    assert len(members) > 100
    return {member[name] for member in members for name in ("name", "phone", "email")} - {False}


def assert_fits(person):
    """Nothing sticks out of the screen sideways."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert person.page.evaluate(wide) == 0, person.page.url


def assert_public(person, private):
    text = person.page.inner_text("body")
    assert not [secret for secret in private if secret in text], person.page.url


def verify(resident, server):
    """Scan the QR code of the certificate: open the address that it holds."""
    (paper,) = server.call(
        "dongliu",
        "community.certificate",
        "search_read",
        [["organization_id.name", "=", TEAM]],
        ["verify_url"],
        limit=1,
        password=PASSWORD,
    )
    resident.open(urlsplit(paper["verify_url"]).path)


def test_register_story(resident, server, private):
    page = resident.page
    resident.open("/web/login")
    page.click("a[href='/community']")
    page.wait_for_selector(".o_community_counts")
    resident.picture("11-register-overview", full_page=False)
    assert_fits(resident)

    # choosing the street narrows the communities
    page.wait_for_load_state("networkidle")  # scripts come last
    page.select_option(f"{SEARCH} [name=street]", label=STREET)
    assert page.locator(f"{SEARCH} optgroup").count() == 1
    page.select_option(f"{SEARCH} [name=community]", label=COMMUNITY)
    page.fill(f"{SEARCH} [name=search]", "舞蹈")
    page.click(f"{SEARCH} button")
    page.wait_for_url("**search=%E8**")
    assert page.locator(".stretched-link").all_inner_texts() == [TEAM]
    resident.picture("12-register-list", full_page=False)
    assert_fits(resident)
    assert_public(resident, private)

    page.click(f".list-group-item:has-text('{TEAM}')")
    page.wait_for_selector(".alert-success")
    assert TEAM in page.title()
    resident.picture("13-register-entry")
    assert_fits(resident)
    assert_public(resident, private)

    verify(resident, server)
    assert page.is_visible(".alert-success") and TEAM in page.inner_text("#wrap")
    assert_public(resident, private)
    page.click("#wrap a.btn-primary")
    page.wait_for_selector(f"h1:has-text('{TEAM}')")


def test_without_scripts(new_page, server):
    """The same search by the button alone, and the pages of the list."""
    resident = Person(new_page(**NARROW, java_script_enabled=False), server.url)
    page = resident.page
    resident.open("/community/organizations")
    page.select_option(f"{SEARCH} [name=community]", label=COMMUNITY)
    page.click(f"{SEARCH} button")
    assert TEAM in page.locator(".stretched-link").all_inner_texts()

    resident.open("/community/organizations")
    first = page.locator(".stretched-link").all_inner_texts()
    page.click("a[rel=next]")
    assert not set(first) & set(page.locator(".stretched-link").all_inner_texts())


def test_leader_at_a_desk(page, server):
    """On a desktop: the figures of a street, and the list behind a number."""
    person = Person(page, server.url)
    person.open("/community")
    person.picture("14-register-table")
    row = page.locator(f"tbody tr:has-text('{STREET}')")
    count = int(row.locator(".o_community_bar_cell a").inner_text())
    row.locator(".o_community_bar_cell a").click()
    page.wait_for_selector(".list-group-item")
    assert page.locator(".list-group-item").count() == count > 1
    person.open("/community")
    row.locator("th a").click()
    page.wait_for_selector(f"h1:has-text('{STREET}')")
    assert page.is_visible(f"th:has-text('{COMMUNITY}')")
    assert_fits(person)


def test_open_data(page, server, private):
    """The table that a resident downloads opens in a spreadsheet and names no person."""
    person = Person(page, server.url)
    person.open("/community/open-data")
    with page.expect_download() as download:
        page.click("a[href$='.csv']")
    content = download.value.path().read_bytes()
    name = download.value.suggested_filename
    assert name.startswith("社区社会组织名录-") and name.endswith(".csv")
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert TEAM in {row["名称"] for row in rows}
    assert not [secret for secret in private if secret in text]
