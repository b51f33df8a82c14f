"""A visit with failed items becomes an order; the organisation answers on a phone; the office accepts.
And an organisation that would not stop is dissolved by a second officer of its town."""

from tests.story import PHONE

ORGANIZATION = "东柳坊社区夕阳红舞蹈队"
DISSOLVED = "姜山社区姜韵舞蹈队"
APPROVE = 0
FAILED = {"章程、负责人公示上墙": "公示栏里是旧的负责人", "活动场所安全": "灭火器过期"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da"
    "63640860f80f0001870180eb47ba920000000049454e44ae426082"
)


def visit(officer):
    """From the organisation to the finished record."""
    page = officer.page
    officer.open("/odoo/community-organizations")
    page.click(f".o_data_row:has-text('{ORGANIZATION}') td[name=name]")
    page.click("button[name=action_inspect]")
    page.wait_for_selector(".o_field_widget[name=line_ids] .o_kanban_record")
    for item, note in FAILED.items():
        page.click(f".o_kanban_record:has-text('{item}') .fw-bold")
        page.click(".modal .o_field_widget[name=result] label:has-text('不合格')")
        page.fill(".modal .o_field_widget[name=note] input", note)
        page.click(".modal .o_form_button_save")
        page.wait_for_selector(".modal", state="detached")
    page.click("button[name=action_pass_rest]")
    page.wait_for_selector("button[name=action_pass_rest]", state="detached")
    page.fill(".o_field_widget[name=finding] textarea", "活动正常，公示和消防需要整改。")
    page.fill(".o_field_widget[name=present] input", "王芳")
    officer.picture("33-inspection")
    page.click("button[name=action_finish]")
    page.click(".modal .btn-primary")
    page.wait_for_selector("button[name=action_make_order]")


def order(officer):
    page = officer.page
    page.click("button[name=action_make_order]")
    page.wait_for_selector("button[name=action_issue]")
    officer.picture("33-order-draft")
    page.click("button[name=action_issue]")
    page.click(".modal .btn-primary")
    page.wait_for_selector("button[name=action_issue]", state="detached")


def answer(leader):
    page = leader.page
    leader.open("/my")
    leader.picture("33-order-home")
    page.click(f"a.alert-danger:has-text('{ORGANIZATION}')")
    page.wait_for_selector("#answer")
    leader.picture("33-order-phone")
    page.fill("#text", "负责人公示已更换，灭火器已换新。")
    page.set_input_files("#files", {"name": "灭火器.png", "mimeType": "image/png", "buffer": PNG})
    page.click("button[value=send]")
    page.wait_for_selector(".alert-info")
    leader.picture("33-order-answered")


def accept(officer):
    page = officer.page
    officer.open("/odoo/community-orders")
    officer.picture("33-orders", full_page=False)
    page.click(f".o_data_row:has-text('{ORGANIZATION}') td[name=addressee]")
    page.wait_for_selector(".o_field_widget[name=answer_ids] .o_data_row")
    officer.picture("33-order-check", full_page=False)
    page.click("button[name=action_decide] >> nth=0")
    page.click(".modal button[name=action_confirm]")
    page.wait_for_selector(".modal", state="detached")
    page.wait_for_selector("button[name=action_decide]", state="detached")


def test_rectification_story(arrive):
    community, leader = arrive("dongliu.dlf"), arrive("wangfang@example.com")
    visit(community)
    order(community)
    answer(leader)
    accept(community)
    leader.page.reload()
    leader.page.wait_for_selector(".alert-success")


def test_inspection_on_a_phone(arrive):
    """The checklist on a small screen: a tap for each item."""
    officer = arrive("dongliu.dlf", **PHONE)
    page = officer.page
    officer.open("/odoo/community-inspections")
    page.click(".o_kanban_record:has-text('平安巡防队')")
    page.wait_for_selector(".o_field_widget[name=line_ids] .o_kanban_record")
    page.click(".o_kanban_record:has-text('不扰民') button[name=action_pass]")
    page.wait_for_selector(".o_kanban_record:has-text('不扰民') button.btn-success")
    officer.picture("33-inspection-phone")


def test_dissolution_story(arrive):
    second = arrive("jiangshan.zr")
    second.open_task(DISSOLVED)
    second.picture("33-dissolution", full_page=False)
    second.decide(APPROVE, "事实清楚，同意责令解散。")
    second.open("/community/organizations?search=姜韵")
    second.page.click(f"a:has-text('{DISSOLVED}')")
    second.page.wait_for_selector(".alert-danger:has-text('已责令解散')")
    second.picture("33-register")
