"""评估 from the phone of a leader to the grade: self-assessment, check, score, notice, appeal, grade."""

import re
from datetime import timedelta

from odoo import SUPERUSER_ID, api

from tests.story import PHONE, Person

ORGANIZATION = "东柳坊社区夕阳红舞蹈队"
NARROW = {**PHONE, "viewport": {"width": 360, "height": 740}}


def take_part(leader):
    """Begin from the portal's home, give points, save, then submit."""
    page = leader.page
    leader.open("/my")
    page.click("a:has-text('可以参加')")
    leader.picture("43-assessment-offer")
    page.click(f".card:has-text('{ORGANIZATION}') button:has-text('参加评估')")
    page.wait_for_url(re.compile(r"/my/assessments/\d+$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    inputs = page.locator("input[name^=self_points_]")
    for number in range(inputs.count()):
        field = inputs.nth(number)
        field.fill(field.get_attribute("max"))
    first = inputs.nth(0).get_attribute("name").rpartition("_")[2]
    page.fill("#summary", "全年排练八十多次，演出十二场。")
    page.click("button:has-text('先保存')")
    page.wait_for_selector(".alert-success:has-text('已保存')")
    page.click("button:text-is('提交')")
    # points without anything that shows them are not submitted, and nothing typed is lost
    page.wait_for_selector(".alert-danger:has-text('佐证')")
    notes = page.locator("textarea[name^=self_note_]")
    for number in range(notes.count()):
        notes.nth(number).fill("照片和名单在活动室")
    page.fill(f"input[name=self_points_{first}]", "999")
    page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
    page.click("button:text-is('提交')")
    page.wait_for_selector(".invalid-feedback:visible")
    assert page.input_value(f"input[name=self_points_{first}]") == "999"
    page.fill(f"input[name=self_points_{first}]", "20")
    leader.picture("43-assessment-form")
    page.click("button:text-is('提交')")
    page.wait_for_selector("h2:has-text('办理进度')")
    leader.check_chinese()


def score(officer, opinion):
    """Open the task in the inbox and confirm what is entered."""
    officer.open_task(ORGANIZATION)
    officer.page.wait_for_selector(".o_field_widget[name=line_ids] .o_data_row")
    officer.check_chinese()
    officer.decide(0, opinion)
    officer.page.wait_for_selector(".modal", state="detached")


def open_assessment(officer, path="/odoo/community-assessments"):
    officer.open(path)
    officer.page.click(f".o_data_row td[name=organization_id]:has-text('{ORGANIZATION}') >> nth=0")
    officer.page.wait_for_selector(".o_form_view")


def publish(officer):
    officer.open("/odoo/community-assessment-cycles")
    officer.page.click(".o_data_row td[name=name]:has-text('东柳')")
    officer.page.click("button[name=action_publish]")
    officer.page.click(".modal .btn-primary")
    officer.page.wait_for_selector(".modal", state="detached")
    officer.page.wait_for_selector("button[name=action_publish]", state="detached")


def lower(officer, points, reason):
    """Give less for the first indicator that people score; without the reason it is not confirmed."""
    page = officer.page
    row = page.locator(".o_field_widget[name=line_ids] .o_data_row:has-text('负责人和骨干分工')")
    row.locator("td[name=checked_points]").click()
    row.locator("td[name=checked_points] input").fill(points)
    officer.picture("43-assessment-check", full_page=False)
    row.locator("td[name=checked_note]").click()
    row.locator("td[name=checked_note] input").fill(reason)
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_form_status_indicator_buttons.invisible", state="attached")


def test_assessment_story(arrive, new_page, server, registry, mailbox):
    leader = arrive("wangfang@example.com", **NARROW)
    take_part(leader)

    community = arrive("dongliu.dlf")
    community.open_task(ORGANIZATION)
    community.page.wait_for_selector(".o_field_widget[name=line_ids] .o_data_row")
    lower(community, "10", "分工名单缺财务")
    community.decide(0, "与平时掌握的情况一致。")

    street = arrive("dongliu")
    score(street, "同意社区核查意见。")
    publish(street)
    mailbox.wait(to="wangfang@example.com")

    resident = Person(new_page(**NARROW), server.url)
    resident.open("/community/assessments")
    resident.page.wait_for_selector(f"a:has-text('{ORGANIZATION}')")
    resident.check_chinese()

    leader.open("/my/assessments")
    leader.page.click(f"a:has-text('{ORGANIZATION}')")
    leader.page.fill("textarea[name=statement]", "财务分工写在名单背面，核查时漏看了。")
    leader.page.click("button:has-text('申请复核')")
    leader.page.wait_for_selector(".badge:has-text('审查中')")
    leader.picture("43-assessment-appeal")

    street.open_task(f"{ORGANIZATION}申请复核")
    street.decide(0, "名单背面确有财务分工，建议更正。")
    district = arrive("quminzheng")
    district.open_task(f"{ORGANIZATION}申请复核")
    district.decide(0, "复核成立。")

    open_assessment(street)
    row = street.page.locator(".o_data_row:has-text('负责人和骨干分工')")
    row.locator("td[name=points]").click()
    row.locator("td[name=points] input").fill("30")
    street.page.click(".o_form_button_save")
    street.page.wait_for_selector(".o_form_status_indicator_buttons.invisible", state="attached")
    street.check_chinese()
    publish(street)

    end_notice(registry)
    leader.open("/my/assessments")
    leader.page.wait_for_selector(f".card:has-text('{ORGANIZATION}'):has-text('已评定')")
    leader.check_chinese()
    chief = arrive("lingdao")
    chief.open("/odoo/community-assessment-analysis")
    chief.page.wait_for_selector(".o_pivot td")
    chief.check_chinese()


def end_notice(registry):
    """The days of the notice go by, and the morning job runs."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "zh_CN"})
        found = env["community.assessment"].search(
            [("organization_id.name", "=", ORGANIZATION), ("state", "=", "published")]
        )
        assert len(found) == 1
        found._engine_write({"notice_until": env["community.policy"]._today() - timedelta(days=1)})
        env["community.assessment"]._cron_grade()
        assert found.state == "graded"
