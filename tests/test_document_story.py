"""A leader gives her team its rules on a phone; the community reads them and comments."""

import pytest

from tests.story import Officer, Person

ORGANIZATION = "东柳坊社区夕阳红舞蹈队"
# the narrowest phone that counts
SMALL = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}


@pytest.fixture
def leader(new_page, server):
    person = Person(new_page(**SMALL), server.url)
    person.page.on("dialog", lambda dialog: dialog.accept())
    person.log_in("wangfang@example.com")
    return person


@pytest.fixture
def officer(new_page, server):
    person = Officer(new_page(), server.url)
    person.log_in("dongliu.dlf")
    return person


def fits(person):
    """Nothing hangs over the edge of the phone."""
    assert person.page.evaluate("document.documentElement.scrollWidth") <= 360, person.page.url


def draft_rules(leader):
    """From the hint on the home page to the draft, its blanks filled in."""
    page = leader.page
    leader.open("/my/home")
    page.click("a.alert:has-text('还没有制定')")
    leader.picture("20-documents")
    fits(leader)
    page.click("section[aria-label='活动规则'] a.btn")
    page.wait_for_selector("#body")
    leader.picture("20-document-edit")
    fits(leader)
    page.click("button[value=adopt]")
    page.wait_for_selector(".alert-warning:has-text('空格')")
    assert page.is_disabled("form.o_community_confirm button")
    fits(leader)
    page.click("a:has-text('返回修改')")
    text = (
        page.input_value("#body")
        .replace("开展＿＿次", "开展三次")
        .replace("晚上＿＿点", "晚上八点")
    )
    page.fill("#body", text)
    page.click("button[value=adopt]")
    page.wait_for_selector("form.o_community_confirm button:enabled")


def test_rules_story(leader, officer):
    draft_rules(leader)
    leader.page.click("form.o_community_confirm button")
    leader.page.wait_for_selector(".badge:has-text('现行')")
    leader.picture("20-document")
    fits(leader)
    with leader.page.expect_download() as download:
        leader.page.click("a:has-text('下载 PDF')")
    assert download.value.suggested_filename.endswith(".pdf")
    address = leader.page.url

    # the community reads what changed in the members' rules, and comments on the new ones
    officer.open("/odoo/community-documents")
    row = f".o_data_row:has-text('{ORGANIZATION}')"
    officer.page.click(f"{row}:has-text('人员管理制度') td[name=version]")
    officer.page.click("a[name=difference]")
    officer.page.wait_for_selector(".o_community_difference ins")
    officer.picture("20-document-difference", full_page=False)
    officer.open("/odoo/community-documents")
    officer.page.click(f"{row}:has-text('活动规则') td[name=version]")
    officer.page.click("button.o-mail-Chatter-sendMessage")
    officer.page.fill(".o-mail-Composer-input", "请把音响停用时间也贴在活动室门口。")
    officer.page.click(".o-mail-Composer-send")
    officer.page.wait_for_selector(".o-mail-Message:has-text('音响停用时间')")

    leader.page.goto(address)
    leader.page.wait_for_selector("text=音响停用时间")
    leader.open("/my/home")
    assert not leader.page.is_visible("a.alert:has-text('还没有制定')")


def test_lacking_rules(officer):
    """The list of organisations lacking rules, by one filter each."""
    page = officer.page
    officer.open("/odoo/community-lacking-rules")
    page.wait_for_selector(".o_data_row")
    officer.picture("20-lacking", full_page=False)
    page.click(".o_searchview_dropdown_toggler")
    page.click(".o-dropdown-item:has-text('缺少人员管理制度')")
    page.wait_for_selector(".o_facet_value:has-text('缺少人员管理制度')")
