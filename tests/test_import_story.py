"""A district loads its list in the browser: dropped, read, corrected in place, imported; again, nothing changes."""

import base64

import pytest

from tests.story import PASSWORD, Officer
from tools import sample, sample_workbook, testing

COUNT = 60
LOGIN = "quminzheng"
WRONG_AREA, WRONG_DATE = 3, 10  # rows of the list that are spoiled


@pytest.fixture(scope="module")
def server(odoo, database, _mail_server):
    """Like the one of conftest, with the background jobs that an import needs."""
    options = [*_mail_server.options(), "--max-cron-threads=1"]
    with testing.serving(odoo, database, *options) as running:
        yield running
    found = running.problems()
    assert not found, "\n\n".join(["The server's log:", *found])


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    """Bytes of a list like the sample, of sixty organisations with their members, two rows of them wrong."""
    made = sample.Sample(COUNT)
    made.organizations[WRONG_AREA]["area_text"] = "假山社区"
    made.organizations[WRONG_DATE]["filed_text"] = "2023年13月1日"
    path = tmp_path_factory.mktemp("import") / "list.xlsx"
    sample_workbook.write(made, str(path))
    return made, path.read_bytes()


@pytest.fixture
def officer(new_page, server):
    person = Officer(new_page(), server.url)
    person.log_in(LOGIN)
    return person


def drop(officer, content):
    """Drop the file on the new import, as from the desktop."""
    page = officer.page
    officer.open("/odoo/community-imports")
    page.click(".o_list_button_add")
    page.wait_for_selector(".o_community_import_upload")
    transfer = page.evaluate_handle(
        """data => {
            const bytes = Uint8Array.from(atob(data), sign => sign.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], "社会组织名单.xlsx"));
            return transfer;
        }""",
        base64.b64encode(content).decode(),
    )
    page.dispatch_event(".o_community_import_upload", "drop", {"dataTransfer": transfer})
    page.wait_for_selector("button[name=action_read]:visible")


def read(officer):
    officer.page.click("button[name=action_read]")
    officer.page.wait_for_selector("button[name=action_finish]:visible", timeout=60_000)


def figure(officer, name):
    """A figure of the boxes above the form; 0 when it is not there."""
    field = officer.page.locator(f".o_field_widget[name={name}] .o_stat_value:visible")
    return int(field.inner_text().replace(",", "")) if field.count() else 0


def correct(officer, made):
    """Choose the community in its cell, type the date in its cell, and go back."""
    page = officer.page
    page.click("button[name=action_open_organizations].text-danger")
    page.wait_for_selector(".o_community_import_wrong")
    officer.picture("21-import-errors", full_page=False)
    wrong = made.organizations
    page.click("td[name=area_id].o_community_import_wrong")
    page.keyboard.type(wrong[WRONG_AREA]["area"])
    page.click(f".o-autocomplete--dropdown-item:has-text('{wrong[WRONG_AREA]['area']}') >> nth=0")
    page.click(".o_list_button_save")
    page.wait_for_selector(".o_list_button_save", state="detached")
    page.click("td[name=filed_on].o_community_import_wrong")
    page.fill(".o_selected_row td[name=filed_on] input", "2023/12/01")
    page.click(".o_list_button_save")
    page.wait_for_selector(".o_community_import_wrong", state="detached")
    page.go_back()
    page.wait_for_selector("button[name=action_import]:visible")


def organizations(server):
    """What there is, as it would differ if an import changed anything."""
    fields = ["number", "name", "write_date", "member_count", "valid_to"]
    return server.call(
        LOGIN, "community.organization", "search_read", [], fields, order="id", password=PASSWORD
    )


def test_import_story(officer, server, workbook, mailbox):
    made, content = workbook
    before = organizations(server)
    drop(officer, content)
    officer.picture("21-import-columns", full_page=False)
    read(officer)
    assert (figure(officer, "ready_count"), figure(officer, "error_count")) == (COUNT - 2, 2)
    officer.picture("21-import-checked", full_page=False)
    correct(officer, made)
    assert figure(officer, "ready_count") == COUNT

    officer.page.click("button[name=action_import]:visible")
    officer.page.click(".modal .btn-primary")
    officer.page.wait_for_selector("button[name=action_open_imported]:visible")
    officer.page.wait_for_selector(".o_arrow_button_current[data-value=done]", timeout=60_000)
    officer.picture("21-import-done", full_page=False)
    after = organizations(server)
    assert len(after) == len(before) + COUNT
    members = sum(one["member_count"] for one in after) - sum(one["member_count"] for one in before)
    assert members == len(made.members)
    imported = {one["name"] for one in after} - {one["name"] for one in before}
    letters = [message["Subject"] for message in mailbox.messages]
    assert not [letter for letter in letters if any(name in letter for name in imported)]

    drop(officer, content)
    assert officer.page.is_visible("[name=same_file]")
    officer.page.click("button[name=action_read]")
    officer.page.wait_for_selector("button[name=action_finish]:visible", timeout=60_000)
    # also what is still misspelt in the file: the word is known by now, and the name is there
    assert figure(officer, "duplicate_count") == COUNT
    assert figure(officer, "ready_count") == 0
    assert not officer.page.is_visible("button[name=action_import]")
    assert organizations(server) == after
