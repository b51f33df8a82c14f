"""A session from the plan to the door: seats run out, the list moves up, a phone checks in, the hours
count, the test is passed, and the certificate is genuine."""

from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields

from tests.story import PHONE, Person

SESSION = "公益项目怎么写（第一讲）"
LEADER_PHONE = "138 5743 1026"
ANSWERS = ("街道办事处", "没有", "向街道申请变更", "大型户外演出", "涉外交流", "面向公众募捐")
NARROW = {**PHONE, "viewport": {"width": 360, "height": 740}}


def enrol(leader):
    """Three people for two seats; who gives a seat back lets the third one in."""
    page = leader.page
    leader.open("/my")
    page.click("a:has-text('给成员报名')")
    page.click(f"a:has-text('{SESSION}')")
    boxes = page.locator("input[name=member]")
    assert boxes.count() >= 3
    for number in range(3):
        boxes.nth(number).check()
    leader.picture("45-training-enrol")
    page.click("button:text-is('报名')")
    page.wait_for_selector(".badge:has-text('候补')")
    assert page.locator(".badge:has-text('报名成功')").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    give_back = page.locator(".list-group-item:has(.badge:has-text('报名成功')) button").nth(1)
    with page.expect_navigation():
        give_back.click()
    page.wait_for_selector("button:text-is('报名')")
    assert not page.locator(".badge:has-text('候补')").count()
    assert page.locator(".badge:has-text('报名成功')").count() == 2
    leader.check_chinese()


def begin_now(registry):
    """The day has come: the session begins in ten minutes. Returns where its poster leads."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        session = env["event.event"].search([("name", "=", SESSION)])
        begin = fields.Datetime.now() + timedelta(minutes=10)
        session._engine_write({"date_begin": begin, "date_end": begin + timedelta(hours=3)})
        return f"/community/check-in/{session.check_in_token}"


def set_exam(registry):
    """The course ends with the district's test, which may be a street's too."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        session = env["event.event"].search([("name", "=", SESSION)])
        session.course_id.exam_id = env["survey.survey"].search(
            [("title", "=", "负责人政策法规必修课考卷")]
        )


def take_the_test(member):
    """On the phone, on Odoo's own sheet: the right answers, then the certificate."""
    page = member.page
    with page.expect_navigation():
        page.click("a:has-text('去考试')")
    member.check_chinese()
    with page.expect_navigation():
        page.click("button:has-text('开始考试')")
    page.click("button[value=start]")
    for answer in ANSWERS:
        page.click(f".o_survey_choice_btn:has-text('{answer}')")
    member.picture("46-training-test")
    page.click("button[value=finish]")
    page.click(".modal-footer .btn-primary")
    page.wait_for_selector("text=恭喜，考试通过！")
    with page.expect_navigation():
        page.click("a:has-text('查看证书')")
    page.wait_for_selector("a:has-text('下载结业证书')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    member.check_chinese()


def find_check(registry):
    """Where the QR code of the certificate leads."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env["community.training.certificate"].search([], limit=1, order="id desc").token


def test_training_story(arrive, new_page, server, registry, mailbox):
    leader = arrive("wangfang@example.com", **NARROW)
    enrol(leader)
    mailbox.wait(to="wangfang@example.com")

    street = arrive("dongliu")
    street.open("/odoo/community-sessions")
    street.page.click(f".o_data_row td[name=name]:has-text('{SESSION}')")
    street.page.wait_for_selector(".o_form_view .oe_stat_button")
    street.picture("45-training-session", full_page=False)

    set_exam(registry)
    door = begin_now(registry)
    member = Person(new_page(**NARROW), server.url)
    member.open(door)
    member.page.fill("#phone", "13800000001")
    member.page.click("button:has-text('签到')")
    member.page.wait_for_selector(".alert-danger:has-text('没有查到')")
    member.page.fill("#phone", LEADER_PHONE)
    member.page.click("button:has-text('签到')")
    member.page.wait_for_selector(".alert-success:has-text('签到成功')")
    member.check_chinese()

    take_the_test(member)
    resident = Person(new_page(**NARROW), server.url)
    resident.open(f"/community/certificate/{find_check(registry)}")
    resident.page.wait_for_selector(".alert-success:has-text('有效')")
    resident.picture("46-training-certificate")
    resident.check_chinese()

    street.open("/odoo/community-training-certificates")
    street.page.wait_for_selector(".o_data_row:has-text('王芳')")
    street.check_chinese()
    street.open("/odoo/community-tests")
    street.page.click(".o_data_row td[name=title]")
    street.page.wait_for_selector(".o_form_view .alert:has-text('上级单位的考卷')")
    assert not street.page.locator(".o_field_x2many_list:visible").count()
    street.check_chinese()
    street.open("/odoo/community-enrolments")
    street.page.wait_for_selector(f".o_data_row:has-text('{SESSION}'):has-text('已参加')")
    street.check_chinese()
    for path in ("community-hours-owed", "community-courses", "community-talents"):
        street.open(f"/odoo/{path}")
        street.page.wait_for_selector(".o_list_view .o_data_row")
        street.check_chinese()
    chief = arrive("lingdao")
    for path in (
        "community-training-analysis",
        "community-training-cost",
        "community-party-analysis",
    ):
        chief.open(f"/odoo/{path}")
        chief.page.wait_for_selector(".o_pivot td")
        chief.check_chinese()
    resident.open("/community/training")
    resident.page.wait_for_selector("h2:has-text('负责人政策法规必修课')")
    resident.check_chinese()
