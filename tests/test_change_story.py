"""A leader hands over: until the change takes effect the old one signs, then access moves at once."""

ORGANIZATION = "东柳坊社区夕阳红舞蹈队"
OLD, NEW = "wangfang@example.com", "zhouting@example.com"
APPROVE = 0


def sees(person):
    person.open("/my/organizations")
    return person.page.is_visible(f".o_community_card:has-text('{ORGANIZATION}')")


def hand_over(leader):
    """On the roster the first member, the leader, becomes a member and the second becomes leader."""
    page = leader.page
    leader.open("/my/organizations")
    page.click(f".o_community_card:has-text('{ORGANIZATION}')")
    leader.picture("09-organization")
    page.click("button[value=change]")
    page.click(".o_community_steps li:nth-child(2) a")
    page.select_option("#member-0-role", "member")
    page.select_option("#member-1-role", "leader")
    page.fill("#member-1-email", NEW)
    page.click(".o_community_buttons .btn-primary")
    page.click(".o_community_steps li:nth-child(5) a")
    page.wait_for_selector("table.table-bordered")
    leader.picture("09-change-preview")
    page.click("form button.w-100")
    page.wait_for_selector(".o_community_timeline")


def test_leader_change_story(arrive):
    old, new = arrive(OLD), arrive(NEW)
    hand_over(old)
    assert sees(old) and not sees(new)

    community = arrive("dongliu.dlf")
    community.open_task(ORGANIZATION)
    community.picture("10-change", full_page=False)
    community.decide(APPROVE)
    assert sees(old) and not sees(new)

    street = arrive("dongliu")
    street.open_task(ORGANIZATION)
    street.decide(APPROVE)
    assert sees(new) and not sees(old)
