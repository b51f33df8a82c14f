"""A resident reports with a photo on the phone; the community accepts and answers; the private link shows it; rated."""

from pathlib import Path

import pytest
from PIL import Image

from tests.story import PHONE, Officer, Person

TEAM = "东柳坊社区夕阳红舞蹈队"
COMMUNITY = "东柳坊社区"
TEXT = "昨晚跳到九点四十，音响声音很大，孩子睡不着。"
NAME, MOBILE = "周女士", "13805746655"
ANSWER = "已与舞蹈队约定，每晚八点半前结束，音量调低。"
NARROW = {**PHONE, "viewport": {"width": 360, "height": 740}}


def photo(tmp_path):
    """A photo as a phone makes it: lying on its side, with the place in it."""
    path = tmp_path / "IMG_0001.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (29.0, 51.0, 30.0)
    square = Path(__file__).parents[1] / "data/district_330212_demo/static/report_square.jpg"
    Image.open(square).rotate(90, expand=True).save(path, exif=exif)
    return path


def assert_fits(person):
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert person.page.evaluate(wide) == 0, person.page.url


@pytest.fixture
def resident(new_page, server):
    return Person(new_page(**NARROW), server.url)


@pytest.fixture
def officer(new_page, server):
    return Officer(new_page(), server.url)


def report(resident, tmp_path):
    """From the organisation's page to the private page; returns its link."""
    page = resident.page
    resident.open("/community/organizations?search=夕阳红")
    page.click(f".list-group-item:has-text('{TEAM}')")
    page.click("a[href^='/community/report?organization']")
    page.wait_for_load_state("networkidle")
    assert TEAM in page.inner_text(".alert-info")
    resident.picture("36-report-form")
    assert_fits(resident)

    # something is missing: said beside the field, what was typed stays
    page.fill("[name=text]", TEXT)
    page.click(".o_community_report_form button[type=submit]")
    page.wait_for_selector("#report-type-error")
    assert page.input_value("[name=text]") == TEXT
    resident.picture("36-report-error", full_page=False)

    page.check("text=扰民")
    page.fill("[name=happened_on]", "2026-01-05T21:40")
    page.fill("[name=place]", "社区文化广场")
    page.set_input_files("[name=photos]", photo(tmp_path))
    page.fill("[name=contact_name]", NAME)
    page.fill("[name=contact_phone]", MOBILE)
    page.wait_for_timeout(4000)  # a person needs some seconds
    page.click(".o_community_report_form button[type=submit]")
    page.wait_for_selector("#report-link")
    assert_fits(resident)
    resident.picture("36-report-sent", full_page=False)
    return page.input_value("#report-link")


def deal_with_it(officer):
    page = officer.page
    officer.log_in("dongliu.dlf")
    officer.open("/odoo/community-reports")
    page.wait_for_selector(".o_data_row")
    officer.picture("36-report-list", full_page=False)
    assert NAME not in page.inner_text("body") and MOBILE not in page.inner_text("body")
    page.click(f".o_data_row:has-text('{TEXT[:12]}') td[name=target_name]")
    page.wait_for_selector(".o_form_view .o_community_report_photos img")
    page.click("button[name=action_accept]")
    page.wait_for_selector("button[name=action_ask]:has-text('答复')")
    officer.picture("36-report-officer", full_page=False)
    page.click("button[name=action_show_contact]")
    page.click(".modal .btn-primary")
    page.wait_for_selector(f".o_notification:has-text('{MOBILE}')")
    page.click(".o_notification_close")
    page.click("button[name=action_ask]:has-text('答复')")
    page.wait_for_selector(".modal [name=finding]")
    officer.picture("36-report-answer", full_page=False)
    page.click(".modal .o_field_widget[name=finding] label:has-text('部分属实')")
    page.fill(".modal [name=text] textarea", ANSWER)
    officer.picture("36-report-answer", full_page=False)
    page.click(".modal footer button.btn-primary:visible")
    page.wait_for_selector(".modal", state="detached")
    page.wait_for_selector("[name=answer]")


def test_report_story(resident, officer, tmp_path):
    link = report(resident, tmp_path)
    deal_with_it(officer)

    page = resident.page
    resident.open(
        link.partition("//")[2].partition("/")[1] + link.partition("//")[2].partition("/")[2]
    )
    assert ANSWER in page.inner_text("#wrap")
    text = page.inner_text("#wrap")
    assert NAME not in text and MOBILE not in text
    assert_fits(resident)
    resident.picture("36-report-answered")
    page.click("button[name=rating][value=satisfied]")
    page.wait_for_selector("text=已办结")
    assert_fits(resident)

    officer.open("/odoo/community-reports")
    officer.page.wait_for_selector(".o_list_view")
    assert TEXT[:12] not in officer.page.inner_text(".o_list_view")


def test_without_scripts(new_page, server):
    """The same form, and a supplement, with the buttons alone."""
    resident = Person(new_page(**NARROW, java_script_enabled=False), server.url)
    page = resident.page
    resident.open("/community")
    page.click("#wrap a.btn[href='/community/report']")
    page.check("text=安全隐患")
    page.select_option("[name=community]", label=COMMUNITY)
    page.fill("[name=text]", "消防通道里堆着演出用的道具。")
    page.wait_for_timeout(4500)
    page.click(".o_community_report_form button[type=submit]")
    page.wait_for_selector("#report-link")
    page.fill("#report-supplement", "今天更多了。")
    page.click("text=发送补充")
    page.wait_for_selector(".o_community_timeline:has-text('今天更多了。')")
    assert_fits(resident)


def test_street(page, server):
    """The street sees who is late, by office, and what the resident was not satisfied with."""
    officer = Officer(page, server.url)
    officer.log_in("dongliu")
    officer.open("/odoo/community-reports-late")
    page.wait_for_selector(".o_group_header")
    page.click(".o_group_header")
    page.wait_for_selector(".o_data_row.text-danger")
    officer.picture("36-report-late", full_page=False)
    officer.open("/odoo/community-reports-analysis")
    page.wait_for_selector(".o_pivot table")
    officer.picture("36-report-analysis", full_page=False)
