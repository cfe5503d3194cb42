"""Questions that come and go with other answers, in a real browser: asked, dropped after a warning, brought back."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.tools.hand import box, import_draft, open_form, put, question, saved, violations
from tests.tools.samples import sample

pytest_plugins = ["tests.tools.browser"]

FORM = "declaration"
BEFORE = "/project/previous_project"
NATURE = "/project/construction_nature"


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
