"""The shape of a form in a real browser: steps and progress, and questions that come and go with other answers."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.tools.hand import box, import_draft, open_form, overflow, put, question, saved, step_to, violations
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
    expect(page.locator("#wb-done")).to_have_text(f"：{SECTIONS} 节中已齐 2 节")
    put(page, "/commitment_accepted", True)

    expect(dates).to_contain_text("（已齐）")
    expect(page.locator("#wb-done")).to_have_text(f"：{SECTIONS} 节中已齐 3 节")


def test_classified_project_leaves_no_section_complete(page: Page) -> None:
    """Where the form is not to be filled in at all, nothing else was judged, and the list does not say that it was."""
    open_form(page)

    put(page, "/project/is_classified", True)

    expect(progress(page, "项目基本信息")).to_contain_text("（1 处要改）")
    expect(progress(page, "、资金")).to_contain_text("（未检查）")
    expect(page.locator("#wb-done")).to_have_text(f"：{SECTIONS} 节中已齐 0 节")


def asked(page: Page) -> None:
    """A form whose conditional block was asked for and filled in."""
    open_form(page)
    put(page, NATURE, "升级改造")
    put(page, f"{BEFORE}/name", "皖美茶园台账系统")
    put(page, f"{BEFORE}/approval_docno", "皖数示〔2020〕18号")


def test_question_appears_with_the_answer_it_depends_on(page: Page) -> None:
    """It comes and goes; where nothing was typed, nothing is asked or said."""
    open_form(page)
    expect(question(page, BEFORE)).to_be_hidden()

    put(page, NATURE, "升级改造")
    expect(question(page, BEFORE)).to_be_visible()
    put(page, NATURE, "新建")

    expect(question(page, BEFORE)).to_be_hidden()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-dropped]")).to_have_count(0)


def choose_new(page: Page) -> Locator:
    """Chooses the answer that ends the block; the question that follows."""
    put(page, NATURE, "新建")
    dialog = page.locator("dialog")
    expect(dialog).to_contain_text("“建设性质”改成“新建”后，“前期项目”下已填的 2 项会删去。")
    return dialog


def test_answers_go_only_after_a_warning(page: Page) -> None:
    """The warning names what goes; 保留原来的选择 (or Esc) leaves everything as it was."""
    asked(page)

    dialog = choose_new(page)
    assert violations(page) == []
    dialog.get_by_role("button", name="保留原来的选择").click()

    expect(box(page, NATURE)).to_have_value("升级改造")
    expect(box(page, f"{BEFORE}/name")).to_have_value("皖美茶园台账系统")
    expect(question(page, BEFORE)).to_be_visible()
    choose_new(page).press("Escape")
    expect(box(page, NATURE)).to_have_value("升级改造")
    expect(question(page, BEFORE)).to_be_visible()
    saved(page)
    page.reload()
    expect(box(page, f"{BEFORE}/name")).to_have_value("皖美茶园台账系统")


def test_answers_that_no_longer_apply_are_dropped(page: Page) -> None:
    """A note says so; they are neither sent nor in the draft, and empty when the question is asked again."""
    asked(page)

    with page.expect_request(lambda request: "新建" in (request.post_data or "")) as request:
        choose_new(page).get_by_role("button", name="删去并继续").click()

    expect(question(page, BEFORE)).to_be_hidden()
    expect(page.locator("[data-dropped]")).to_contain_text("“前期项目”下已填的 2 项已删去。")
    assert "previous_project" not in request.value.post_data_json["project"]
    saved(page)
    page.reload()
    expect(page.locator("form[data-ready]")).to_be_attached()
    put(page, NATURE, "升级改造")
    expect(box(page, f"{BEFORE}/name")).to_have_value("")


def test_dropped_answers_can_be_brought_back(page: Page) -> None:
    """撤销 brings back the choice and the answers, in the draft as well."""
    asked(page)
    choose_new(page).get_by_role("button", name="删去并继续").click()

    page.locator("[data-dropped]").get_by_role("button", name="撤销").click()

    expect(box(page, NATURE)).to_have_value("升级改造")
    expect(box(page, f"{BEFORE}/name")).to_have_value("皖美茶园台账系统")
    expect(box(page, f"{BEFORE}/name")).to_be_focused()
    expect(page.locator("[data-dropped]")).to_have_count(0)
    saved(page)
    page.reload()
    expect(box(page, f"{BEFORE}/approval_docno")).to_have_value("皖数示〔2020〕18号")


def test_rows_that_no_longer_apply_are_dropped(page: Page) -> None:
    """A whole table goes with its rows, and comes back with them."""
    open_form(page)
    put(page, "/project/is_cross_department", True)
    put(page, "/project/partner_orgs", [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}])

    no = box(page, "/project/is_cross_department").and_(page.locator('[value="false"]'))
    no.press("Space")
    page.locator("dialog").get_by_role("button", name="删去并继续").click()
    expect(box(page, "/project/partner_orgs/2/name")).to_have_count(0)
    page.locator("[data-dropped]").get_by_role("button", name="撤销").click()

    expect(box(page, "/project/partner_orgs/0/name")).to_have_value("甲")
    expect(box(page, "/project/partner_orgs/2/name")).to_have_value("丙")


def test_import_asks_nothing(page: Page, tmp_path: Any) -> None:
    """Other answers as a whole are not a change of mind; what they hold of a question that is not asked is dropped, visibly."""
    answers = sample(FORM)
    answers["project"] |= {"construction_nature": "新建", "previous_project": {"name": "旧系统"}}
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers), "utf-8")
    asked(page)

    import_draft(page, file)

    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-dropped]")).to_have_text("“前期项目”下已填的 1 项已删去。")


def test_network_that_fails_leaves_the_choice(page: Page) -> None:
    """Where the warning cannot be loaded, the choice is put back and nothing is lost."""
    asked(page)
    saved(page)
    page.route("**/assets/dropped.js", lambda route: route.abort())

    put(page, NATURE, "新建")

    expect(page.locator("#wb-result")).to_contain_text("这项选择没有改动")
    expect(box(page, NATURE)).to_have_value("升级改造")
    expect(box(page, f"{BEFORE}/name")).to_have_value("皖美茶园台账系统")
