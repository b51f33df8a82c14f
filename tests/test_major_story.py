"""A major activity from the phone to the street, and the report on one that is over; in Chinese, in a real browser."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.story import PHONE, Officer, Person

TITLE = "东柳坊邻里百家宴"
OVER = "欢庆丰收歌舞晚会"
SAMPLES = Path(__file__).parent.parent / "data/district_330212_demo/static"
PHOTOS = ("activity/dance.jpg", "activity/market.jpg")
APPROVE, RETURN = 0, 1


@pytest.fixture
def leader(new_page, server):
    person = Person(new_page(**PHONE), server.url)
    person.log_in("wangfang@example.com")
    return person


@pytest.fixture
def officer(new_page, server):
    """A function that opens a browser for a member of staff."""

    def arrive(login):
        person = Officer(new_page(), server.url)
        person.log_in(login)
        return person

    return arrive


def declare(leader):
    """Facts on one page, the plan on the next; what is missing is said before."""
    page = leader.page
    leader.open("/my")
    leader.picture("34-portal-home", full_page=False)
    leader.open("/my/major-activities")
    leader.picture("34-portal-list")
    page.click("a.btn-primary.btn-lg")
    day = date.today() + timedelta(days=20)
    for field, text in {
        "name": TITLE,
        "start": f"{day}T09:00",
        "stop": f"{day}T12:00",
        "place": "东柳坊社区文化广场",
        "participant_count": "150",
        "budget": "4800",
        "description": "每家带一道菜，社区备桌椅；设消防器材和医疗点。",
        "organizer_name": "王芳",
        "organizer_phone": "13857431026",
    }.items():
        page.fill(f"#{field}", text)
    page.select_option("#type_id", label="社区事务")
    leader.picture("34-portal-form")
    page.click(".o_community_buttons .btn-primary")
    page.wait_for_selector("button[disabled]")
    leader.picture("34-portal-missing")
    plan = (SAMPLES / "material/plan_square.pdf").read_bytes()
    page.set_input_files(
        "#file", {"name": "应急预案.pdf", "mimeType": "application/pdf", "buffer": plan}
    )
    page.click("form[action$='/papers'] button")
    submit(leader)


def submit(leader):
    leader.page.click("form[action$='/submit'] button:not([disabled])")
    leader.page.wait_for_selector(".o_community_timeline")


def correct(leader):
    leader.open("/my")
    leader.page.click(f".o_community_hints a:has-text('{TITLE}')")
    leader.picture("34-portal-returned")
    leader.page.click("a[href$='/edit']")
    leader.page.fill("#participant_count", "120")
    leader.page.click(".o_community_buttons .btn-primary")
    submit(leader)


def report(leader):
    """What is over is reported with photos; then its page says thank you."""
    page = leader.page
    leader.open("/my")
    page.click(f".o_community_hints a:has-text('{OVER}')")
    for field, text in {
        "participant_count": "152",
        "volunteer_count": "16",
        "cost": "5080",
        "summary": "十五个节目，散场分两个出口，秩序良好。",
        "incidents": "无",
    }.items():
        page.fill(f"#{field}", text)
    page.set_input_files("#photos", [SAMPLES / photo for photo in PHOTOS])
    leader.picture("34-portal-report")
    page.click(".o_community_buttons .btn-primary")
    page.wait_for_selector(".alert-success")
    leader.picture("34-portal-reported")


def look_at_lists(community):
    """The list opens on what is to be done; the calendar, the ledger's flag, the organisation."""
    page = community.page
    community.open("/odoo/community-major-activities")
    page.wait_for_selector(".o_data_row")
    community.picture("34-list", full_page=False)
    page.click(".o_switch_view.o_calendar")
    page.wait_for_selector(".fc-event")
    community.picture("34-calendar", full_page=False)


def test_major_story(leader, officer):
    declare(leader)
    community = officer("dongliu.dlf")
    community.open_task(TITLE)
    community.picture("34-form", full_page=False)
    community.decide(RETURN, "广场一次容一百二十人左右，请调整人数。")
    correct(leader)
    community.open_task(TITLE)
    community.decide(APPROVE)
    street = officer("dongliu")
    street.open_task(TITLE)
    street.decide(APPROVE)
    leader.open("/my/major-activities")
    leader.page.click(f".o_community_card:has-text('{TITLE}')")
    leader.page.wait_for_selector(".alert-success")
    leader.picture("34-portal-approved")
    report(leader)
    look_at_lists(community)


def test_same_place_same_day(officer):
    """Another activity at the same place on the same day stands at the top."""
    community = officer("dongliu.dlf")
    community.open_task("邻里文化节开幕演出")
    community.page.wait_for_selector(".alert-warning:has-text('平安宣传集市')")
    community.picture("34-clash", full_page=False)


def test_declared_late(officer):
    """The reason for the delay stands at the top for the street."""
    street = officer("baizhang")
    street.open_task("金秋惠民音乐会")
    street.page.wait_for_selector(".alert-danger:has-text('送文化进社区')")
    street.picture("34-late", full_page=False)


def test_undeclared(officer):
    """A community finds what nobody declared, and looks at the declaration that stands beside it."""
    village = officer("jiangshan.zmt")
    village.open("/odoo/community-ledger")
    village.page.click(".o_data_row:has-text('古村清洁日') td[name=name]")
    village.page.wait_for_selector("button[name=action_open_exempt]")
    village.picture("34-undeclared", full_page=False)
    village.open("/odoo/community-major-activities")
    village.page.click(".o_data_row:has-text('甬剧折子戏会演') td[name=name]")
    village.page.wait_for_selector(".alert-danger:has-text('总结')")
    village.picture("34-overdue", full_page=False)
