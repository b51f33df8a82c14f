"""A room on the phone: find, book, wait, check in at the door; and the board of the office beside it."""

from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields

from tests.story import PHONE

NARROW = {**PHONE, "viewport": {"width": 360, "height": 740}}
ROOM = "舞蹈房"


def wish(page, day, begin="18:00", end="19:30", people="25"):
    for name, value in (("day", day), ("begin", begin), ("end", end), ("people", people)):
        page.fill(f"#{name}", value)


def find_and_book(leader, day):
    """From the portal's home to a booking with its code for the desk."""
    page = leader.page
    leader.open("/my")
    with page.expect_navigation():
        page.click("a:has-text('查空闲房间')")
    leader.check_chinese()
    with page.expect_navigation():
        page.click("a:text-is('找房间')")
    wish(page, day)
    with page.expect_navigation():
        page.click("button:has-text('查空闲房间')")
    leader.picture("47-rooms")
    leader.check_chinese()
    with page.expect_navigation():
        page.click(f".card:has-text('{ROOM}')")
    page.wait_for_selector(".fc-timegrid")
    assert page.input_value("#day") == day
    page.fill("#subject", "合唱合练")
    leader.picture("47-room")
    leader.check_chinese()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with page.expect_navigation():
        page.click("form.o_community_booking button:text-is('预约')")
    page.wait_for_selector(".badge:has-text('已预约')")
    leader.picture("47-booking")
    leader.check_chinese()


def ask_again(leader, day):
    """The same hours once more: refused in words, and the waiting list is offered."""
    page = leader.page
    leader.open("/my/rooms")
    wish(page, day, "18:30", "19:00")
    with page.expect_navigation():
        page.click("button:has-text('查空闲房间')")
    assert not page.locator(f".card:has-text('{ROOM}')").count()
    leader.open(f"/my/rooms/{leader.room}?day={day}&begin=18:30&end=19:00&people=25")
    page.fill("#subject", "再来一次")
    with page.expect_navigation():
        page.click("form.o_community_booking button:text-is('预约')")
    page.wait_for_selector(".alert-danger:has-text('刚刚被订走')")
    with page.expect_navigation():
        page.click("button:has-text('排队候补')")
    page.wait_for_selector(".badge:has-text('候补')")
    leader.check_chinese()


def at_the_door(registry):
    """The hour has come. Returns where the code at the door leads."""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        booking = env["community.booking"].search([("subject", "=", "合唱合练")])
        begin = fields.Datetime.now() + timedelta(minutes=5)
        booking._engine_write({"start": begin, "stop": begin + timedelta(hours=1)})
        return f"/my/rooms/door/{booking.room_id.door_token}"


def test_booking_story(arrive, registry, mailbox):
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        day = str(env["community.policy"]._today() + timedelta(days=6))
        room = env["community.room"].search([("name", "=", ROOM)]).id
    leader = arrive("wangfang@example.com", **NARROW)
    leader.room = room
    find_and_book(leader, day)
    ask_again(leader, day)

    street = arrive("dongliu")
    street.open("/odoo/community-room-board")
    street.page.wait_for_selector(".o_community_board_row")
    street.page.click("button:text-is('一周')")
    street.page.wait_for_selector(".o_community_board_week")
    for _week in range(2):
        if street.page.locator("button:has-text('夕阳红')").count():
            break
        street.page.click("button[aria-label='往后']")
        street.page.wait_for_timeout(800)
    street.picture("48-board", full_page=False)
    street.check_chinese()
    street.page.click("button:text-is('今天')")
    street.page.click("button:text-is('一天')")
    street.page.wait_for_selector(".o_community_board_gap")
    street.page.click("button[aria-label='往后']")
    street.page.wait_for_selector(".o_community_board_gap")
    street.page.locator(f".o_community_board_gap[aria-label^='{ROOM} 16:']").click()
    street.page.wait_for_selector(".modal .o_form_view")
    street.page.fill(".modal div[name=subject] input", "街道文艺骨干会")
    street.page.click(".modal .o_form_button_save")
    street.page.wait_for_selector(".o_community_board_block:has-text('街道文艺骨干会')")
    street.picture("48-board-day", full_page=False)

    leader.open(at_the_door(registry))
    with leader.page.expect_navigation():
        leader.page.click("button:has-text('签到')")
    leader.page.wait_for_selector(".alert-success:has-text('签到成功')")
    leader.picture("47-door")
    leader.check_chinese()
    street.open("/odoo/community-booking-calendar")
    street.page.wait_for_selector(".fc-event")
    for path, what in (
        ("community-venues", ".o_data_row"),
        ("community-rooms", ".o_data_row"),
        ("community-incubation", ".o_data_row:has-text('在孵')"),
        ("community-supporters", ".o_data_row"),
        ("community-venue-usage", ".o_pivot td"),
    ):
        street.open(f"/odoo/{path}")
        street.page.wait_for_selector(what)
        street.check_chinese()

    leader.open("/my/incubation")
    with leader.page.expect_navigation():
        leader.page.click(".card:has-text('在孵')")
    leader.check_chinese()
    with leader.page.expect_download() as agreement:
        leader.page.click("a:has-text('下载协议')")
    assert agreement.value.suggested_filename.endswith(".pdf")
