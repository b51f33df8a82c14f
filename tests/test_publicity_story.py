"""A case from the community to the public page, and a demonstration site from the nomination to the plaque."""

from tests.story import PHONE, Person

CASE = "夜里十点，巡防队又发现一辆楼道里充电的车"
ORGANIZATION = "东柳坊社区平安巡防队"
NARROW = {**PHONE, "viewport": {"width": 360, "height": 740}}


def publish_case(street, resident):
    """The street reads and publishes it; until then nobody finds it."""
    resident.open("/community/cases")
    assert CASE not in resident.page.inner_text("body")
    street.open_task(CASE)
    street.picture("44-case", full_page=False)
    street.decide(0, "写得实在，同意公开。")
    street.page.wait_for_selector(".modal", state="detached")
    resident.open("/community/cases")
    resident.picture("44-cases")
    resident.page.click(f"a:has-text('{CASE}')")
    resident.page.wait_for_selector("article h1")
    assert resident.page.evaluate("document.documentElement.scrollWidth") <= 360
    resident.check_chinese()


def nominate(community):
    """From an empty form to a nomination that lies with the street."""
    page = community.page
    community.open("/odoo/community-demonstrations")
    page.click(".o_list_button_add")
    page.fill(".o_field_widget[name=organization_id] input", ORGANIZATION)
    page.click(f".o-autocomplete--dropdown-item:has-text('{ORGANIZATION}')")
    page.fill(".o_field_widget[name=statement] textarea", "每晚两班，一年处理隐患一百三十余起。")
    page.click(".o_form_button_save")
    page.click("button[name=action_submit]")
    page.wait_for_selector("button[name=action_submit]", state="detached")
    community.check_chinese()


def award(officer, opinion):
    officer.open_task(ORGANIZATION + " · 示范点")
    officer.decide(0, opinion)
    officer.page.wait_for_selector(".modal", state="detached")


def visit(street):
    """A visit is written down on the form of a title that is held."""
    page = street.page
    street.open("/odoo/community-demonstrations")
    page.click(f".o_data_row:has-text('现行') td[name=organization_id]:has-text('{ORGANIZATION}')")
    page.click(".nav-link:has-text('回访')")
    page.click(".o_field_widget[name=visit_ids] .o_field_x2many_list_row_add a")
    page.fill(".modal .o_field_widget[name=finding] textarea", "巡逻照常，新添两名队员。")
    street.check_chinese()
    page.click(".modal .o_form_button_save")
    page.wait_for_selector(".modal", state="detached")
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_field_widget[name=last_visit_on]:visible")


def test_publicity_story(arrive, new_page, server):
    street = arrive("dongliu")
    resident = Person(new_page(**NARROW), server.url)
    publish_case(street, resident)

    nominate(arrive("dongliu.dlf"))
    award(street, "事迹属实，同意推荐。")
    district = arrive("quminzheng")
    award(district, "经评审，予以评定。")
    district.open("/odoo/community-demonstrations")
    district.page.wait_for_selector(f".o_data_row:has-text('{ORGANIZATION}'):has-text('现行')")
    district.picture("44-demonstrations", full_page=False)

    visit(street)

    resident.open("/community/demonstrations")
    resident.page.click(f"a:has-text('{ORGANIZATION}')")
    resident.page.wait_for_selector("section:has-text('牌匾编号')")
    resident.check_chinese()
