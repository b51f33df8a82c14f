"""A filing from sign-up to the verified certificate, clicked through in Chinese in a real browser."""

from pathlib import Path

import pytest

from tests.story import PASSWORD, PHONE, Officer, Person

NAME = "东柳坊社区晨光太极队"
EMAIL = "ruanmeifen@example.com"
NUMBER = "999902196003150028"  # of no region, so nobody's
NAMES = [
    "阮美芬",
    "李秀兰",
    "王建国",
    "陈美珍",
    "林志强",
    "周玉兰",
    "吴国平",
    "郑小红",
    "孙丽华",
    "何永昌",
]
SAMPLES = Path(__file__).parent.parent / "data/district_330212_demo/static/material"
MATERIALS = {"场所使用权证明.pdf": "premises_huachuan.pdf", "章程.pdf": "charter_ql_taichi.pdf"}
APPROVE, RETURN = 0, 1


@pytest.fixture
def resident(new_page, server):
    return Person(new_page(**PHONE), server.url)


@pytest.fixture
def officer(new_page, server):
    """A function that opens a browser for a member of staff."""

    def arrive(login):
        person = Officer(new_page(), server.url)
        person.log_in(login)
        return person

    return arrive


def sign_up(resident):
    resident.open("/web/signup")
    for field, text in {
        "login": EMAIL,
        "name": NAMES[0],
        "password": PASSWORD,
        "confirm_password": PASSWORD,
    }.items():
        resident.page.fill(f"#{field}", text)
    resident.page.click(".oe_signup_form button[type=submit]")
    resident.page.wait_for_url("**/my**")
    resident.picture("01-portal-home", full_page=False)


def apply(resident):
    page = resident.page
    resident.open("/my/filings/new")
    page.fill("#name", NAME)
    page.select_option(".o_community_street", label="东柳街道")
    page.select_option("#area_id", label="东柳坊社区")
    page.select_option("#category_id", label="太极健身")
    page.select_option("#form", value="team")
    for field, text in {
        "founded_on": "2025-04-12",
        "address": "东柳坊社区文化活动室",
        "phone": "13805740001",
    }.items():
        page.fill(f"#{field}", text)
    resident.picture("02-application-basics")
    page.click(".o_community_buttons .btn-primary")

    page.wait_for_selector(".o_community_filing_roster")
    for row, name in enumerate(NAMES):
        page.fill(f"#member-{row}-name", name)
        page.fill(f"#member-{row}-phone", f"138057400{row + 1:02d}")
    page.fill("#member-0-identity_number", NUMBER)
    page.click(".o_community_buttons .btn-primary")

    page.fill("#purpose", "强身健体，和睦邻里。")
    page.fill("#activity_content", "打太极。")
    page.fill("#leader_method", "成员大会选举产生，任期三年。")
    page.click(".o_community_buttons .btn-primary")

    for number, (name, sample) in enumerate(MATERIALS.items()):
        upload = page.locator("form.o_community_upload").nth(number)
        upload.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": (SAMPLES / sample).read_bytes()}
        )
        upload.locator("button").click()
        page.wait_for_selector(f".fa-check >> nth={number}", state="attached")
    resident.picture("02-application-materials")
    page.click("a.btn-primary.btn-lg")
    submit(resident)


def submit(resident):
    resident.page.wait_for_selector("form button.w-100:not([disabled])")
    resident.picture("02-application-preview")
    resident.page.click("form button.w-100")
    resident.page.wait_for_selector(".o_community_timeline")
    resident.picture("02-application-progress")


def correct(resident):
    resident.open("/my")
    resident.picture("04-portal-correction", full_page=False)
    resident.page.click(".o_community_hints .alert-warning")
    resident.page.click("a.btn-primary.btn-lg")
    resident.page.click(".o_community_steps li:nth-child(3) a")
    resident.page.fill("#activity_content", "每周一、三、五晨练太极，每年重阳节展演。")
    resident.page.click(".o_community_buttons .btn-primary")
    resident.page.click("a.btn-primary.btn-lg")
    submit(resident)


def download_certificate(resident):
    resident.open("/my/filings")
    resident.page.click(f".o_community_card:has-text('{NAME}')")
    resident.picture("05-portal-approved")
    resident.page.click(".alert-success a")
    with resident.page.expect_download() as download:
        resident.page.click("a.btn-primary.btn-lg")
    return download.value.path().read_bytes()


def test_filing_story(resident, officer, new_page, server, mailbox):
    sign_up(resident)
    apply(resident)
    assert any(NAME in letter["Subject"] for letter in mailbox.wait(count=2, to=EMAIL))

    community = officer("dongliu.dlf")
    community.open("/odoo/community-inbox")
    community.page.wait_for_selector(".o_data_row")
    community.picture("03-inbox", full_page=False)
    community.open_task(NAME)
    community.picture("03-filing", full_page=False)
    community.decide(RETURN, "活动内容写得太简单，请补充每周、每年开展哪些活动。")
    correct(resident)

    community.open_task(NAME)
    community.decide(APPROVE)
    street = officer("dongliu")
    for _step in ("资格审查", "备案意见"):
        street.open_task(NAME)
        street.decide(APPROVE)

    certificate = download_certificate(resident)
    assert certificate.startswith(b"%PDF")

    filing = server.call(
        "dongliu",
        "community.filing",
        "search_read",
        [["name", "=", NAME]],
        ["organization_id"],
        password=PASSWORD,
    )
    [organization] = server.call(
        "dongliu",
        "community.organization",
        "read",
        [filing[0]["organization_id"][0]],
        ["number", "certificate_ids"],
        password=PASSWORD,
    )
    assert organization["number"].startswith("330212012-")
    [paper] = server.call(
        "dongliu",
        "community.certificate",
        "read",
        organization["certificate_ids"],
        ["verify_url"],
        password=PASSWORD,
    )

    anybody = Person(new_page(**PHONE), server.url)
    anybody.open(paper["verify_url"][paper["verify_url"].index("/community/") :])
    text = anybody.page.inner_text("#wrap")
    assert NAME in text and organization["number"] in text
    assert NAMES[0] not in text and "1380574" not in text
    anybody.picture("06-verify")


def test_district_counts_and_does_not_decide(officer):
    district = officer("quminzheng")
    district.open("/odoo/community-analysis")
    district.page.wait_for_selector(".o_pivot table tbody tr:nth-child(5)")
    district.picture("07-pivot", full_page=False)
    district.open("/odoo/community-filings")
    district.page.click(".o_data_row:has-text('审查中') >> nth=0")
    district.page.wait_for_selector(".o_form_view")
    assert not district.page.is_visible("button[name=action_decide]")
    district.open("/odoo/community-overdue")
    district.page.wait_for_selector(".o_list_view")
    district.picture("08-overdue", full_page=False)
