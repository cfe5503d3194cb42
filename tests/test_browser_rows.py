"""Rows of tables in a real browser: moved by keyboard and mouse, duplicated, and what no answer can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.tools.hand import box, open_form, put, question, saved
from tests.tools.missing import ROOT
from tests.tools.pasting import column
from wenbiao.submission import ROWS_MAX

if TYPE_CHECKING:
    from tests.tools.browser import Seen

pytest_plugins = ["tests.tools.browser"]

LINES = "/budget/lines"
RISKS = [{"risk": "一"}, {"risk": "二"}, {"risk": "三"}]
# As pasting does; typing so much would take minutes.
INSERT = """(field, text) => {
    field.value = text;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, {bubbles: true}));
}"""


def test_rows_move_by_keyboard(page: Page) -> None:
    """The button keeps the focus on its way; at the end of the way the other one has it; each place is said."""
    open_form(page)
    put(page, "/risks", RISKS)
    table = question(page, "/risks")
    table.get_by_role("button", name="下移第 1 行").focus()

    page.keyboard.press("Enter")

    expect(table.get_by_role("button", name="下移第 2 行：风险")).to_be_focused()
    expect(page.locator("#wb-announce")).to_have_text("风险第 1 行已移到第 2 行。")
    page.keyboard.press("Space")
    expect(table.get_by_role("button", name="上移第 3 行")).to_be_focused()
    assert column(page, "/risks", "risk") == ["二", "三", "一"]
    expect(table.get_by_role("button", name="下移第 3 行")).to_be_hidden()
    expect(table.get_by_role("button", name="上移第 1 行")).to_be_hidden()
    saved(page)
    page.reload()
    expect(box(page, "/risks/2/risk")).to_have_value("一")


def test_rows_move_under_the_mouse(page: Page) -> None:
    """The pressed button stays where the mouse is; radio buttons and problems go along with their row."""
    open_form(page)
    pointer = "/platform/reused_components"
    put(
        page,
        pointer,
        [{"name": "甲", "reused": True}, {"name": "乙", "reused": False}, {"name": "丙", "reused": True}],
    )
    press = question(page, pointer).get_by_role("button", name="上移第 3 行")
    press.scroll_into_view_if_needed()
    where = press.bounding_box()
    assert where

    for said in ("复用组件第 3 行已移到第 2 行。", "复用组件第 2 行已移到第 1 行。"):
        page.mouse.click(where["x"] + 5, where["y"] + 5)
        expect(page.locator("#wb-announce")).to_have_text(said)

    assert column(page, pointer, "name") == ["丙", "甲", "乙"]
    for index, chosen in enumerate(["true", "true", "false"]):
        expect(page.locator(f'[name="{pointer}/{index}/reused"]:checked')).to_have_value(chosen)


def test_row_is_duplicated(page: Page) -> None:
    """The copy stands below with every answer, lists included, and has the focus; what must differ is said."""
    open_form(page)
    put(page, "/construction_content", [{"name": "甲", "budget_lines": ["L01", "L02"]}, {"name": "乙"}])
    put(page, LINES, [{"line_no": "L01", "category": "A1"}, {"line_no": "L02", "category": "B1"}])

    question(page, LINES).get_by_role("button", name="复制本行：第 1 行").click()
    expect(box(page, f"{LINES}/1/line_no")).to_be_focused()
    question(page, "/construction_content").get_by_role("button", name="复制本行：第 1 行").click()

    expect(box(page, "/construction_content/1/name")).to_be_focused()
    expect(page.locator("#wb-announce")).to_have_text("建设内容已复制第 1 行，新的一行是第 2 行。")
    assert column(page, "/construction_content", "name") == ["甲", "甲", "乙"]
    expect(box(page, "/construction_content/1/budget_lines/1")).to_have_value("L02")
    assert column(page, LINES, "category") == ["A1", "A1", "B1"]
    expect(question(page, f"{LINES}/1/line_no").locator(".wb-error")).to_contain_text("重复了")


def test_limit_of_rows_is_the_functions_own() -> None:
    """The page refuses what the functions would refuse."""
    script = (ROOT / "site/pages/assets/rows.js").read_text("utf-8")

    assert f"ROWS_MAX = {ROWS_MAX};" in script


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("茶" * 1_000_000, "最多 2 MiB。“背景与必要性”有 1000000 个字，请先删减这一项。"),
        ("a" * 1_000_000, "背景与必要性最多 3000 个字，现有 1000000 个字，请删减"),
        ("茶\x07园", "背景与必要性含有无法打印的字符（U+0007），请删去后重新输入"),
    ],
)
def test_strange_text_is_named_and_kept(page: Page, seen: Seen, text: str, says: str) -> None:
    """1 MB in one field, more than the functions take, control characters: told, kept in the draft, put right."""
    seen.expected.add(413)
    open_form(page)
    field = box(page, "/background_and_necessity")

    field.evaluate(INSERT, text)

    told = page.locator("#wb-service").or_(question(page, "/background_and_necessity").locator(".wb-error"))
    expect(told.filter(has_text=says)).to_have_count(1)
    saved(page)
    page.reload()
    expect(page.locator("form[data-ready]")).to_be_attached()
    assert field.input_value() == text
    field.fill("茶园" * 60)
    expect(told.filter(has_text=says)).to_have_count(0)


LOW = """pointer => {
    const row = document.querySelector(`[data-row] [data-pointer="${pointer}"]`).closest("[data-row]");
    const inputs = [...row.querySelectorAll("input, select, output")];
    return new Set(inputs.map((one) => Math.round(one.getBoundingClientRect().bottom))).size;
}"""


def test_a_row_is_low(page: Page) -> None:
    """At 1300 px the nine columns of the estimate take three lines."""
    open_form(page)
    put(page, LINES, [{"item": "甲"}, {"item": "乙"}])

    assert 3 == page.evaluate(LOW, f"{LINES}/0/item")
    assert 3 == page.evaluate(LOW, f"{LINES}/1/item")


def test_a_column_is_explained_once(page: Page) -> None:
    """What explains a column stands in the first row only, and is read out in every row."""
    open_form(page)
    put(page, LINES, [{"item": "甲"}, {"item": "乙"}])
    said = "每行不同，后面的文书用它对照。示例：L01"

    expect(question(page, f"{LINES}/0/line_no").get_by_text(said)).to_be_visible()
    expect(question(page, f"{LINES}/1/line_no").get_by_text(said)).to_be_hidden()
    expect(box(page, f"{LINES}/1/line_no")).to_have_accessible_description(said)
    question(page, LINES).get_by_role("button", name="删除第 1 行").click()
    expect(question(page, f"{LINES}/0/line_no").get_by_text(said)).to_be_visible()


def test_too_much_is_told_where_one_presses(page: Page, seen: Seen) -> None:
    """Beside 生成文书 and in 核对 the answer is named that is to blame, as above the form."""
    seen.expected.add(413)
    says = "“背景与必要性”有 1000000 个字，请先删减这一项。"
    open_form(page)
    box(page, "/background_and_necessity").evaluate(INSERT, "茶" * 1_000_000)

    page.get_by_role("button", name="生成文书").click()
    expect(page.locator("#wb-result")).to_contain_text(says)
    page.get_by_role("button", name="核对", exact=True).click()

    expect(page.locator("#wb-review [role=status]")).to_contain_text(says)
