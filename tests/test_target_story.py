"""A leader of the district looks where to push: targets, the organisations behind a number, the gaps."""

from tests.story import Officer


def test_target_story(new_page, server):
    leader = Officer(new_page(), server.url)
    leader.log_in("lingdao")
    page = leader.page

    leader.open("/odoo/community-targets")
    page.wait_for_selector(".o_data_row")
    # the worst stand on top
    assert "落后" in page.inner_text(".o_data_row >> nth=0")
    leader.picture("41-targets", full_page=False)

    page.click(".o_data_row:has-text('百丈街道') td[name=area_id]")
    page.wait_for_selector(".o_form_view .oe_stat_button[name=action_open_new]")
    count = int(page.inner_text("button[name=action_open_new] .o_stat_value"))
    leader.picture("41-target", full_page=False)
    page.click("button[name=action_open_new]")
    page.wait_for_selector(".o_list_view .o_data_row, .o_kanban_record:not(.o_kanban_ghost)")
    assert page.locator(".o_data_row, .o_kanban_record:not(.o_kanban_ghost)").count() == count > 0

    leader.open("/odoo/community-layout")
    page.wait_for_selector(".o_pivot td.o_pivot_cell_value")
    leader.picture("41-layout", full_page=False)
    page.click(".o_pivot tbody tr:has-text('东柳街道') td.o_pivot_cell_value >> nth=1")
    page.wait_for_selector(".o_list_view .o_data_row:has-text('东柳街道')")
    leader.check_chinese()
