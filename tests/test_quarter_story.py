"""A street's quarter is closed in the browser: from the ledger to the roll-up of the district."""

import io

from openpyxl import load_workbook

COMMUNITY, STREET = "东柳坊社区", "东柳街道"


def open_return(officer, area):
    """The return of ``area`` for the quarter that is over."""
    officer.open("/odoo/community-returns")
    officer.page.click(f".o_data_row:has(td[name=area_id]:text-is('{area}')) td[name=area_id]")
    officer.page.wait_for_selector(".o_form_view .o_community_figures")


def click(officer, name, sure=False):
    officer.page.click(f"button[name={name}]:visible")
    if sure:
        officer.page.click(".modal .btn-primary")


def wait_for(officer, state):
    officer.page.wait_for_selector(
        f".o_statusbar_status button[data-value={state}].o_arrow_button_current", state="attached"
    )


def confirm_all(officer):
    """What waits in the ledger is confirmed, or the reason is stated."""
    page = officer.page
    page.click(".o_notebook a[name=words]")
    page.fill(".o_field_widget[name=exception_reason] textarea", "个别活动照片待补，已口头核实")
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_form_button_save", state="hidden")


def test_quarter_story(arrive):
    community = arrive("dongliu.dlf")
    open_return(community, COMMUNITY)
    community.picture("35-community", full_page=False)
    confirm_all(community)
    click(community, "action_submit", sure=True)
    wait_for(community, "submitted")

    street = arrive("dongliu")
    open_return(street, COMMUNITY)
    street.page.click("button:has-text('退回补正'):visible")
    street.page.fill(".modal .o_field_widget[name=reason] textarea", "请补写典型事例")
    street.page.click(".modal button[name=action_confirm]:visible")
    wait_for(street, "returned")

    open_return(community, COMMUNITY)
    community.page.click(".o_notebook a[name=words]")
    community.page.fill(
        ".o_field_widget[name=highlights] textarea", "舞蹈队重阳节为老人义演，到场八十多人。"
    )
    click(community, "action_submit", sure=True)
    wait_for(community, "submitted")

    open_return(street, COMMUNITY)
    click(street, "action_accept")
    wait_for(street, "accepted")
    open_return(street, STREET)
    street.picture("35-street", full_page=False)
    click(street, "action_submit", sure=True)
    wait_for(street, "submitted")

    district = arrive("quminzheng")
    open_return(district, STREET)
    click(district, "action_accept")
    wait_for(district, "accepted")
    with district.page.expect_download() as download:
        click(district, "action_download")
    sheet = load_workbook(io.BytesIO(download.value.path().read_bytes())).active
    names = [row[0] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert COMMUNITY in names and "合计" in names
    open_return(district, "鄞州区")
    district.picture("35-district", full_page=False)
    held = district.page.inner_text("button[name=action_open_activities] .o_stat_value")
    assert int(held) > 0
