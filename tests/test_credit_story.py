"""A community proposes an entry, the street enters it, the leader appeals on the phone and is heard."""

ORGANIZATION = "东柳坊社区夕阳红舞蹈队"
EVENT = "违规收费"
LEADER = "wangfang@example.com"
APPROVE = 0


def propose(officer):
    page = officer.page
    officer.open("/odoo/community-credit")
    page.click(".o_list_button_add")
    for field, text in (("rule_id", EVENT), ("organization_id", "夕阳红")):
        page.fill(f".o_field_widget[name={field}] input", text)
        page.click(f".o-autocomplete--dropdown-menu li:has-text('{text}') >> nth=0")
    page.fill(".o_field_widget[name=note] textarea", "向跳舞的居民每人收音响费二十元。")
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_form_saved, .o_form_view .o_form_statusbar")


def test_credit_story(arrive):
    community = arrive("dongliu.dlf")
    propose(community)
    community.picture("32-proposal", full_page=False)

    street = arrive("dongliu")
    street.open("/odoo/community-credit")
    street.page.wait_for_selector(".o_data_row")
    street.picture("32-record", full_page=False)
    street.page.click(f".o_data_row:has-text('{EVENT}') td[name=rule_id]")
    street.page.click("button[name=action_confirm]")
    street.page.click(".modal .btn-primary")
    street.page.wait_for_selector(
        ".o_statusbar_status button[data-value=pending].o_arrow_button_current"
    )

    leader = arrive(LEADER)
    leader.open("/my/organizations")
    leader.page.click(f".o_community_card:has-text('{ORGANIZATION}')")
    leader.page.click("a[href$='/credit']")
    leader.page.wait_for_selector(f".card:has-text('{EVENT}')")
    leader.picture("32-portal")
    leader.page.click(f".card:has-text('{EVENT}') button")
    leader.page.fill("#statement", "音响费是队员自愿凑的，收支每月公布，附表可查，没有向居民收费。")
    leader.picture("32-appeal")
    leader.page.click("form button.w-100")
    leader.page.wait_for_selector(".o_community_timeline")
    leader.check_chinese()

    for officer in (community, street):
        officer.open_task(f"{ORGANIZATION} · 申诉")
        officer.decide(APPROVE, "收费事实不成立。")
    leader.open("/my/organizations")
    leader.page.click(f".o_community_card:has-text('{ORGANIZATION}')")
    leader.page.click("a[href$='/credit']")
    assert "已撤销" in leader.page.inner_text(f".card:has(strong:has-text('{EVENT}'))")
    leader.check_chinese()
