"""Letters of the daily jobs, sent through a real SMTP server and read as they arrived."""

from datetime import timedelta

import pytest

ORGANIZATION = "东柳坊社区夕阳红舞蹈队"
LEADER = "wangfang@example.com"


@pytest.fixture
def as_root(registry):
    """A function that runs another in a transaction of its own and commits it, as a job does."""
    from odoo import SUPERUSER_ID, api

    def run(function):
        with registry.cursor() as cr:
            return function(api.Environment(cr, SUPERUSER_ID, {}))

    return run


def find(env):
    return env["community.organization"].search([("name", "=", ORGANIZATION)])


def run_job(env, name):
    """Run one of our jobs and then Odoo's mail queue, which sends what jobs write."""
    env.ref(f"community_org.{name}").method_direct_trigger()
    env.ref("mail.ir_cron_mail_scheduler_action").method_direct_trigger()


def expire_in(env, days):
    """Leave the organisation with one certificate, valid until ``days`` days from today."""
    env["community.certificate"].search([]).unlink()
    today = env["community.policy"]._today()
    organization = find(env)
    organization._issue_certificate(
        today - timedelta(days=900), valid_to=today + timedelta(days=days)
    )
    return organization.number, organization.valid_to


def text_of(message):
    return message.get_body(preferencelist=("html", "plain")).get_content()


@pytest.mark.parametrize(("days", "subject"), [(10, "请为"), (-1, "备案已到期")])
def test_reminder(as_root, mailbox, days, subject):
    """The leader reads in Chinese until when, and what to do; once, also when the job runs again."""
    number, valid_to = as_root(lambda env: expire_in(env, days))
    for _times in range(2):
        as_root(lambda env: run_job(env, "ir_cron_remind_renewal"))
    # other letters of the demo may be under way to the same leader
    (message,) = [one for one in mailbox.wait(to=LEADER) if subject in one["Subject"]]
    assert ORGANIZATION in message["Subject"]
    text = text_of(message)
    assert number in text and "换发证书" in text
    assert f"{valid_to.year}年{valid_to.month}月{valid_to.day}日" in text
    assert "查看组织" in text
    as_root(check_portal_message)


def check_portal_message(env):
    """The same words stand in the portal, from the office."""
    leader = env["res.users"].search([("login", "=", LEADER)])
    messages = env["mail.message"].with_user(leader)
    letters = messages.search([("model", "=", "community.organization"), ("subject", "!=", False)])
    assert ORGANIZATION in letters[:1].subject
    assert letters[:1].author_id == env.company.partner_id


def test_area_change(as_root, mailbox):
    """Officers get one notice at once, representatives their letter by the job; both in Chinese."""

    def plan(env):
        planned = env["community.area.change"].search([("state", "=", "planned")])
        planned.action_cancel()
        area = find(env).community_id
        target = area.parent_id.child_ids.filtered(lambda other: not other.valid_to) - area
        change = env["community.area.change"].create(
            {
                "area_id": area.district_id.id,
                "document_number": "鄞民〔2026〕9号",
                "target_id": target[0].id,
                "line_ids": [(0, 0, {"area_id": area.id})],
            }
        )
        env["res.users"].search([("area_id", "=", area.id)]).notification_type = "email"
        change.with_context(lang="zh_CN").action_confirm()
        return target[0].name

    target = as_root(plan)
    (notice,) = mailbox.wait(to="dongliu.dlf@example.com")
    assert "区划调整" in notice["Subject"] and "鄞民〔2026〕9号" in text_of(notice)
    assert not mailbox.to(LEADER)
    as_root(lambda env: run_job(env, "ir_cron_area_change_tell"))
    (letter,) = mailbox.wait(to=LEADER)
    assert ORGANIZATION in letter["Subject"] and target in letter["Subject"]
    assert "不需要办任何手续" in text_of(letter)
