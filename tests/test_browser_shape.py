"""The shape of a form in a real browser: sections as steps, and the progress."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.tools.hand import box, open_form, overflow, put, question, saved, step_to, violations
from tests.tools.samples import sample

pytest_plugins = ["tests.tools.browser"]

FORM = "declaration"
SECTIONS = 13
BEFORE = "/project/previous_project"
NATURE = "/project/construction_nature"


def sections(page: Page) -> Locator:
    """The sections that can be seen now."""
    return page.locator("[data-section]:visible")


def heading(page: Page, number: int) -> Locator:
    return page.locator(f"#section-{number} > h2")


def progress(page: Page, section: str) -> Locator:
    """The entry of a section in the list of progress."""
    return page.locator(".wb-progress li a").filter(has_text=section)


def test_narrow_screen_shows_one_section(narrow: Page) -> None:
    """上一步 and 下一步 turn the sections; each takes the focus with its heading, below nothing that sticks."""
    open_form(narrow)
    place = narrow.locator(".wb-place")
    expect(sections(narrow)).to_have_count(1)
    expect(place).to_have_text(f"第 1 步，共 {SECTIONS} 步")
    expect(narrow.get_by_role("link", name="上一步")).to_have_count(0)

    narrow.get_by_role("link", name="下一步").click()

    expect(sections(narrow)).to_have_count(1)
    expect(heading(narrow, 2)).to_be_focused()
    expect(heading(narrow, 2)).to_be_in_viewport()
    expect(place).to_have_text(f"第 2 步，共 {SECTIONS} 步")
    expect(place).to_be_in_viewport()
    assert place.evaluate(
        "one => { const {x, y, width, height} = one.getBoundingClientRect();"
        " return one.contains(document.elementFromPoint(x + width / 2, y + height / 2)); }"
    )
    narrow.get_by_role("link", name="上一步").click()
    expect(heading(narrow, 1)).to_be_focused()
    assert overflow(narrow) == []
    assert violations(narrow) == []


def test_the_question_about_the_computer_goes_along(narrow: Page) -> None:
    """Asked beside the first answer, it stands above the form once that section is left."""
    open_form(narrow)
    put(narrow, "/plan_year", "2024")
    expect(question(narrow, "/plan_year").locator("+ #wb-computer")).to_be_visible()

    narrow.get_by_role("link", name="下一步").click()
    expect(narrow.locator("#wb-computer")).to_be_visible()
    narrow.get_by_role("button", name="选“公用电脑”").click()
    narrow.get_by_role("button", name="公用电脑", exact=True).click()

    expect(narrow.get_by_role("button", name="结束填写")).to_be_visible()


def test_back_leads_to_the_section_before(narrow: Page) -> None:
    """The browser's own buttons turn the sections too, however one came there."""
    open_form(narrow)
    narrow.get_by_role("link", name="下一步").click()
    narrow.get_by_role("button", name="生成文书").click()
    narrow.locator("#wb-summary").get_by_role("link", name="请填写填报日期").click()
    expect(box(narrow, "/filled_on")).to_be_focused()
    expect(sections(narrow)).to_have_count(1)

    narrow.go_back()
    expect(heading(narrow, 2)).to_be_focused()
    narrow.go_back()
    expect(heading(narrow, 1)).to_be_visible()
    narrow.go_forward()

    expect(heading(narrow, 2)).to_be_focused()


def test_address_of_a_question_opens_its_section(narrow: Page) -> None:
    """As a hit of the search has it: when the page is opened, and later."""
    narrow.goto(f"/forms/{FORM}/#q-budget-lines-0-item")

    expect(narrow.locator("form[data-ready]")).to_be_attached()
    expect(box(narrow, "/budget/lines/0/item")).to_be_focused()
    step_to(narrow, "/risks")
    expect(sections(narrow)).to_have_count(1)
    expect(narrow.locator(".wb-place")).to_have_text(f"第 11 步，共 {SECTIONS} 步")


def test_list_of_steps_unfolds(narrow: Page) -> None:
    """It is one line that says where one is; opened, it leads to every section and folds again."""
    open_form(narrow)
    place = narrow.locator(".wb-place")
    expect(place).to_have_attribute("aria-expanded", "false")
    expect(progress(narrow, "资金")).to_be_hidden()

    place.press("Enter")
    expect(place).to_have_attribute("aria-expanded", "true")
    expect(progress(narrow, "项目基本信息")).to_have_attribute("aria-current", "step")
    assert violations(narrow) == []
    progress(narrow, "、资金").press("Enter")

    expect(heading(narrow, 9)).to_be_focused()
    expect(place).to_have_attribute("aria-expanded", "false")
    expect(place).to_have_text(f"第 9 步，共 {SECTIONS} 步")


def test_last_step_leads_to_the_review(narrow: Page) -> None:
    """After the last section 下一步 is 核对; “back” is the last section again."""
    narrow.goto(f"/forms/{FORM}/#section-{SECTIONS}")
    expect(narrow.locator("form[data-ready]")).to_be_attached()

    narrow.get_by_role("link", name=re.compile("下一步.*核对")).click()
    expect(narrow.get_by_role("heading", name="核对", exact=True)).to_be_focused()
    narrow.go_back()

    expect(heading(narrow, SECTIONS)).to_be_focused()
    expect(narrow.locator("#wb-review")).to_have_count(0)


def test_print_shows_all_sections(narrow: Page) -> None:
    """Paper has no steps."""
    open_form(narrow)

    narrow.emulate_media(media="print")

    expect(sections(narrow)).to_have_count(SECTIONS)
    expect(narrow.locator(".wb-turns")).to_be_hidden()


def test_window_that_grows_shows_all_sections(narrow: Page) -> None:
    """A telephone that is turned, or a page made smaller: all sections, with the list beside them, and back."""
    open_form(narrow)

    narrow.set_viewport_size({"width": 1300, "height": 900})
    expect(sections(narrow)).to_have_count(SECTIONS)
    expect(progress(narrow, "、资金")).to_be_visible()
    put(narrow, "/risks", [{}])
    box(narrow, "/risks/0/risk").focus()
    narrow.set_viewport_size({"width": 390, "height": 844})

    expect(sections(narrow)).to_have_count(1)
    expect(box(narrow, "/risks/0/risk")).to_be_visible()


def test_without_scripts_all_sections_stand_below_each_other(browser: Any, served: str) -> None:
    """Nothing is hidden that only a script could show."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 390, "height": 844}, base_url=served
    )
    page = context.new_page()
    page.goto(f"/forms/{FORM}/")

    expect(sections(page)).to_have_count(SECTIONS)
    context.close()


def test_wide_screen_keeps_the_list_beside_a_long_page(page: Page) -> None:
    """All sections stand below each other, and the list stays in view at the end of the page."""
    open_form(page)
    expect(sections(page)).to_have_count(SECTIONS)

    progress(page, "承诺与填报日期").click()

    expect(heading(page, SECTIONS)).to_be_focused()
    expect(heading(page, SECTIONS)).to_be_in_viewport()
    expect(progress(page, "项目基本信息")).to_be_in_viewport()


def test_progress_counts_what_is_open_and_what_is_wrong(page: Page) -> None:
    """差 n 项 for what must still be filled in, n 处要改 for what is wrong, 已齐 when neither is left."""
    open_form(page)
    dates = progress(page, "承诺与填报日期")
    expect(dates).to_contain_text("（差 2 项）")

    put(page, "/filled_on", "昨天")
    expect(dates).to_contain_text("（差 1 项，1 处要改）")
    put(page, "/filled_on", "2023-09-15")
    expect(dates).to_contain_text("（差 1 项）")
    expect(page.locator("#wb-done")).to_have_text(f"：{SECTIONS} 节中已齐 0 节，选填未填 2 节")
    put(page, "/commitment_accepted", True)

    expect(dates).to_contain_text("（已齐）")
    expect(page.locator("#wb-done")).to_have_text(f"：{SECTIONS} 节中已齐 1 节，选填未填 2 节")


def test_progress_tells_what_may_stay_empty_from_what_is_done(page: Page) -> None:
    """A section where nothing must be answered is 选填，未填 until somebody answers, and 已齐 then."""
    open_form(page)
    papers = progress(page, "附件")
    expect(papers).to_contain_text("（选填，未填）")

    put(page, "/attachments", sample(FORM)["attachments"][:1])

    expect(papers).to_contain_text("（已齐）")


def test_steps_that_do_not_load_leave_a_page_to_work_with(narrow: Page) -> None:
    """Without the module for steps all sections stand below each other, and the page says so and offers to refresh."""
    narrow.route("**/assets/steps.js", lambda route: route.abort())
    open_form(narrow)

    expect(sections(narrow)).to_have_count(SECTIONS)
    expect(narrow.locator("#wb-long")).to_contain_text("没有分步显示")
    put(narrow, "/filled_on", "2023-09-15")
    saved(narrow)
    narrow.unroute("**/assets/steps.js")
    narrow.locator("#wb-long").get_by_role("button", name="刷新").click()

    expect(sections(narrow)).to_have_count(1)
    expect(box(narrow, "/filled_on")).to_have_value("2023-09-15")


def test_classified_project_leaves_no_section_complete(page: Page) -> None:
    """Where the form is not to be filled in at all, nothing else was judged, and the list does not say that it was."""
    open_form(page)

    put(page, "/project/is_classified", True)

    expect(progress(page, "项目基本信息")).to_contain_text("（1 处要改）")
    expect(progress(page, "、资金")).to_contain_text("（未检查）")
    expect(page.locator("#wb-done")).to_have_text(f"：{SECTIONS} 节中已齐 0 节")
