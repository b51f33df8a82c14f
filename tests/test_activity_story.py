"""A community works off its ledger; a leader looks at the year; an organisation enters on a phone."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.story import Officer

SAMPLES = Path(__file__).parent.parent / "data/district_330212_demo/static/activity"
DANCERS = "东柳坊社区夕阳红舞蹈队"


@pytest.fixture
def officer(new_page, server):
    person = Officer(new_page(), server.url)
    person.log_in("dongliu.dlf")
    return person


def open_list(officer):
    officer.open("/odoo/community-ledger")
    officer.page.wait_for_selector(".o_data_row")


def return_one(officer):
    """The remark is asked for, and stands on the form."""
    page = officer.page
    page.click(f".o_data_row:has-text('{DANCERS}'):has-text('送舞到老年食堂') td[name=name]")
    page.wait_for_selector(".o_form_view .o_statusbar_status")
    page.click("button[name=action_open_return]")
    page.fill(".modal .o_field_widget[name=remark] textarea", "请补一张现场照片。")
    page.click(".modal button[name=action_confirm]")
    page.wait_for_selector(".alert:has-text('请补一张现场照片')")


def confirm_all(officer):
    """What waits is chosen and confirmed in one go."""
    page = officer.page
    open_list(officer)
    # the list shows first what the browser remembers, then what has changed
    page.wait_for_selector(
        ".o_data_row:has-text('送舞到老年食堂'):has-text('待确认')", state="detached"
    )
    rows = page.locator(".o_data_row:has-text('待确认')")
    count = rows.count()
    assert count >= 3
    for number in range(count):
        rows.nth(number).locator(".o_list_record_selector input").check()
    officer.picture("30-confirm", full_page=False)
    page.click("button[name=action_confirm_selected]")
    page.wait_for_selector(f".o_notification:has-text('已确认 {count} 条')")
    page.wait_for_selector(".o_data_row:has-text('待确认')", state="detached")


def correct(officer):
    """After the confirmation a change asks for its reason and leaves a row."""
    page = officer.page
    officer.open("/odoo/community-ledger")
    page.click(".o_facet_remove")
    page.click(".o_data_row:has-text('已确认') td[name=name] >> nth=0")
    page.click("button[name=action_open_correct]")
    page.fill(".modal .o_field_widget[name=participant_count] input", "33")
    page.fill(".modal .o_field_widget[name=reason] textarea", "按签到表重新清点。")
    officer.picture("30-correct", full_page=False)
    page.click(".modal button[name=action_confirm]")
    page.click(".nav-link:has-text('更正记录')")
    page.wait_for_selector(".o_data_row:has-text('按签到表重新清点')")


def enter(officer):
    """A paper ledger: the place is there already, the end two hours later."""
    page = officer.page
    officer.open("/odoo/community-ledger/new")
    page.fill(
        ".o_field_widget[name=name] textarea, .o_field_widget[name=name] input", "冬季防火走访"
    )
    page.fill(".o_field_widget[name=organization_id] input", "平安巡防")
    page.click(".o-autocomplete--dropdown-item:has-text('平安巡防队')")
    page.fill(".o_field_widget[name=type_id] input", "平安巡逻")
    page.click(".o-autocomplete--dropdown-item:has-text('平安巡逻')")
    assert "警务室" in page.input_value(".o_field_widget[name=place] input")
    page.fill(".o_field_widget[name=participant_count] input", "8")
    officer.picture("30-entry", full_page=False)
    page.click(".o_form_button_save")
    page.wait_for_selector("button[name=action_confirm]:visible")


def test_ledger_story(officer):
    open_list(officer)
    officer.picture("30-ledger", full_page=False)
    return_one(officer)
    confirm_all(officer)
    correct(officer)
    enter(officer)


def test_views(officer):
    """Calendar and cards."""
    page = officer.page
    officer.open("/odoo/community-ledger")
    page.click(".o_facet_remove")
    page.click("button.o_switch_view.o_calendar")
    page.wait_for_selector(".fc-event")
    officer.picture("30-calendar", full_page=False)
    page.click("button.o_switch_view.o_kanban")
    page.wait_for_selector(".o_kanban_record img", state="attached")
    officer.picture("30-cards", full_page=False)


def test_few(new_page, server):
    """The street sees who is short of activities in this quarter, and opens the ledger of one."""
    officer = Officer(new_page(), server.url)
    officer.log_in("dongliu")
    page = officer.page
    officer.open("/odoo/community-few-activities")
    page.wait_for_selector(".o_data_row")
    officer.picture("30-few", full_page=False)
    page.click(".o_data_row td[name=name] >> nth=0")
    page.wait_for_selector("button[name=action_open_ledger]")
    officer.check_chinese()


def test_leader(new_page, server):
    """The year by streets and types, as of a time that is said; from a number to its rows."""
    leader = Officer(new_page(), server.url)
    leader.log_in("lingdao")
    leader.open("/odoo/community-activity-analysis")
    leader.page.wait_for_selector(".o_pivot td")
    assert "截至" in leader.page.inner_text(".o_breadcrumb")
    leader.picture("30-analysis", full_page=False)
    leader.page.click(".o_pivot_cell_value >> nth=1")
    leader.page.wait_for_selector(".o_list_view .o_data_row, .o_list_renderer .o_data_row")


def test_types(new_page, server):
    """The district keeps the kinds of activities."""
    officer = Officer(new_page(), server.url)
    officer.log_in("quminzheng")
    officer.open("/odoo/community-activity-types")
    officer.page.wait_for_selector(".o_data_row:has-text('文体活动')")
    officer.check_chinese()


def fill(leader, name):
    page = leader.page
    page.fill("#name", name)
    page.select_option("#type_id", index=1)
    page.fill("#participant_count", "26")


def enter_on_a_phone(leader):
    """Two texts, a choice, a photo: saved; the page says what happens next."""
    page = leader.page
    leader.open("/my")
    leader.picture("31-home", full_page=False)
    page.click("a.btn-primary[href='/my/activities/new']")
    fill(leader, "重阳慰问演出排练")
    page.set_input_files("#photos", [SAMPLES / "dance.jpg"])
    page.wait_for_selector("[type=submit]:not([disabled])")
    leader.picture("31-entry")
    page.click("[type=submit]")
    page.wait_for_selector(".alert:has-text('等待社区确认')")
    page.wait_for_selector("img.o_community_photo")
    leader.picture("31-saved")


def lose_the_connection(leader):
    """Without a connection nothing is sent and nothing lost, also when the page is closed meanwhile."""
    page = leader.page
    leader.open("/my/activities/new")
    fill(leader, "楼道清洁日")
    page.context.set_offline(True)
    page.click("[type=submit]")
    page.wait_for_selector(".o_community_draft_offline:visible")
    leader.picture("31-offline", full_page=False)
    page.context.set_offline(False)
    leader.open("/my")
    leader.open("/my/activities/new")
    page.wait_for_selector(".o_community_draft_restored:visible")
    assert page.input_value("#name") == "楼道清洁日"
    page.click("[type=submit]")
    page.wait_for_selector(".alert:has-text('等待社区确认')")
    leader.open("/my/activities/new")
    assert page.input_value("#name") == "", "what was saved is no draft any more"


def repeat(leader):
    """Two taps: once more, save. The begin may be moved, the end moves along."""
    page = leader.page
    leader.open("/my/activities")
    page.click("a[href*='repeat=']")
    before = [datetime.fromisoformat(page.input_value(name)) for name in ("#start", "#stop")]
    page.fill("#start", f"{before[0] - timedelta(days=1):%Y-%m-%dT%H:%M}")
    page.locator("#start").blur()
    end = datetime.fromisoformat(page.input_value("#stop"))
    assert end == before[1] - timedelta(days=1)
    page.click("[type=submit]")
    page.wait_for_selector(".alert:has-text('等待社区确认')")
    leader.open("/my/activities")
    assert page.locator(".o_community_card:has-text('楼道清洁日')").count() == 2
    leader.picture("31-list")


def test_leader_story(arrive):
    leader = arrive("wangfang@example.com")
    enter_on_a_phone(leader)
    lose_the_connection(leader)
    repeat(leader)
