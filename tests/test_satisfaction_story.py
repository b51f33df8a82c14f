"""A street asks its residents: the poster, the answer on a phone without an account, the count as it comes."""

import re

from tests.story import PHONE, Person

COMMUNITY = "东柳坊社区"
NARROW = {**PHONE, "viewport": {"width": 360, "height": 740}}


def begin(officer):
    """From an empty form to an open campaign with a line for each community; returns the address of one."""
    page = officer.page
    officer.open("/odoo/community-satisfaction")
    page.wait_for_selector(".o_data_row")
    officer.picture("42-satisfaction-list", full_page=False)
    page.click(".o_list_button_add")
    page.fill(".o_field_widget[name=name] input", "冬季服务满意度调查")
    page.fill(".o_field_widget[name=date_to] input", "2199-12-31")
    page.click("button[name=action_open]")
    page.click(".modal .btn-primary")
    page.wait_for_selector(f".o_field_widget[name=line_ids] .o_data_row:has-text('{COMMUNITY}')")
    officer.picture("42-satisfaction-open", full_page=False)
    return int(re.search(r"/(\d+)$", page.url)[1])


def find_address(server, campaign):
    """What the QR code on the poster of the community says."""
    lines = server.call(
        "dongliu",
        "community.satisfaction.line",
        "search_read",
        [("satisfaction_id", "=", campaign), ("area_id.name", "=", COMMUNITY)],
        ["url"],
        password="yinzhou2026",
    )
    return lines[0]["url"].partition("/community/rate/")[2]


def rate(resident, token):
    """Scan, tap, send; a second time the page says thanks and asks nothing."""
    page = resident.page
    resident.open(f"/community/rate/{token}")
    page.wait_for_selector("input[type=radio]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    resident.picture("42-satisfaction-page")
    page.click("label:text-is('满意')")
    page.fill("textarea", "希望多办健康讲座。")
    page.click("button[type=submit]")
    page.wait_for_selector(".alert-success:has-text('已收到您的评价')")
    resident.open(f"/community/rate/{token}")
    page.wait_for_selector(".alert-success")
    assert not page.query_selector("input[type=radio]")


def test_satisfaction_story(arrive, new_page, server):
    officer = arrive("dongliu")
    campaign = begin(officer)
    token = find_address(server, campaign)
    for _browser in range(2):
        rate(Person(new_page(**NARROW), server.url), token)
    officer.open(f"/odoo/community-satisfaction/{campaign}")
    row = f".o_field_widget[name=line_ids] .o_data_row:has-text('{COMMUNITY}')"
    officer.page.wait_for_selector(f"{row} td[name=valid_count]:has-text('2')")
    officer.page.wait_for_selector(f"{row}:has-text('达标')")
    officer.page.click(".nav-link:has-text('居民意见')")
    officer.page.wait_for_selector("[name=remarks]:has-text('希望多办健康讲座')")
    officer.open("/odoo/community-satisfaction-analysis")
    officer.page.wait_for_selector(".o_pivot td")
    officer.check_chinese()
    community = arrive("dongliu.dlf")
    community.open("/odoo/community-satisfaction-lines")
    community.page.wait_for_selector(f".o_data_row:has-text('{COMMUNITY}')")
    community.picture("42-satisfaction-lines", full_page=False)
