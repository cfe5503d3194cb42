"""Drafts in a real browser: saved after every change, brought back, cleared, and gone when their time is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.tools.drafts import store, stored
from tests.tools.hand import box, open_form, put, question, saved

pytest_plugins = ["tests.tools.browser"]


def started(page: Page) -> None:
    """A draft with rows, a conditional question, and something half typed."""
    open_form(page)
    put(page, "/project/name", "皖美茶园项目")
    put(page, "/plan_year", "二〇")
    put(page, "/project/construction_nature", "升级改造")
    put(page, "/project/previous_project/name", "台账系统")
    put(page, "/project/project_types", ["业务应用", "标准规范"])
    put(page, "/risks", [{"risk": "一"}, {"risk": "二", "measure": "甲\n\n乙"}])
    put(page, "/construction_content", [{"name": "管护", "budget_lines": ["L01", "L02"]}])
    saved(page)


def stop_time(page: Page) -> None:
    """A form, empty, whose timers run only as far as a test lets them."""
    page.clock.install(time=datetime(2024, 5, 6, 8, tzinfo=UTC))
    open_form(page)
    page.clock.pause_at(datetime(2024, 5, 6, 9, tzinfo=UTC))


def expect_started(page: Page) -> None:
    expect(box(page, "/project/name")).to_have_value("皖美茶园项目")
    expect(box(page, "/plan_year")).to_have_value("二〇")
    expect(box(page, "/project/previous_project/name")).to_have_value("台账系统")
    expect(box(page, "/project/previous_project/name")).to_be_visible()
    expect(question(page, "/project/project_types").locator("input:checked")).to_have_count(2)
    expect(box(page, "/risks/1/risk")).to_have_value("二")
    expect(box(page, "/construction_content/0/budget_lines/1")).to_have_value("L02")


def test_draft_survives_a_reload(page: Page) -> None:
    """Everything typed is back: rows, rows in rows, conditional questions, answers that are not valid."""
    started(page)
    expect(page.locator("#wb-status")).to_contain_text("已保存 ")

    page.reload()

    expect(page.locator("#wb-status")).to_contain_text("已恢复草稿，上次保存 ")
    expect_started(page)


def test_typing_on_does_not_put_a_save_off(page: Page) -> None:
    """A change is in the database 300 ms later, however fast others follow it."""
    stop_time(page)
    box(page, "/project/name").focus()

    for character in "皖美茶园":
        page.keyboard.insert_text(character)
        page.clock.run_for(75)

    assert stored(page)[0]["answers"]["project"]["name"].startswith("皖")


def test_leaving_the_page_saves(page: Page) -> None:
    """What was typed in the last moment is saved when the page goes away."""
    stop_time(page)
    put(page, "/project/name", "皖美茶园项目")

    page.goto("/")

    assert [draft["answers"]["project"]["name"] for draft in stored(page)] == ["皖美茶园项目"]


def test_saved_is_said_after_the_write_only(page: Page) -> None:
    """Between the change and the end of the write the page says that it is saving."""
    stop_time(page)
    status = page.locator("#wb-status")

    put(page, "/project/name", "皖美茶园项目")

    expect(status).to_have_attribute("data-saved", "soon")
    assert stored(page) == []
    page.clock.run_for(300)
    expect(status).to_have_attribute("data-saved", "true")
    expect(status).to_contain_text("已保存 ")
    assert len(stored(page)) == 1


def test_draft_survives_the_window(page: Page, context: BrowserContext) -> None:
    """A window that was closed in the middle of a word has lost nothing but that moment."""
    started(page)
    page.close(run_before_unload=False)

    again = context.new_page()
    open_form(again)

    expect_started(again)


def test_clear_asks_first_and_then_forgets(page: Page) -> None:
    """Nothing is cleared without a confirmation in Chinese; after it nothing comes back."""
    started(page)

    page.get_by_role("button", name="清空草稿").click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    expect_started(page)
    page.get_by_role("button", name="清空草稿").click()
    page.get_by_role("dialog").get_by_role("button", name="清空草稿").click()

    expect(page.locator("#wb-status")).to_have_text("草稿已清空。")
    expect(box(page, "/project/name")).to_have_value("")
    expect(question(page, "/risks").locator("[data-row]")).to_have_count(0)
    page.reload()
    expect(page.locator("#wb-status")).to_contain_text("还没有草稿")
    expect(box(page, "/project/name")).to_have_value("")


def test_computer_is_asked_at_the_first_answer(page: Page) -> None:
    """Not before; then beside that answer, which neither moves nor loses the focus; answered once, never again."""
    open_form(page)
    asked = page.locator("#wb-computer")
    expect(asked).to_have_count(0)
    first = box(page, "/project/name")
    first.focus()
    first.evaluate("input => input.scrollIntoView({block: 'center'})")
    before = first.bounding_box()

    page.keyboard.insert_text("皖")
    expect(asked).to_contain_text("本人用的电脑，还是几个人公用的电脑")
    expect(asked).to_be_in_viewport()
    expect(first).to_be_focused()
    assert first.bounding_box() == before
    asked.get_by_role("button", name="本人电脑").click()

    expect(asked).to_contain_text("最后一次改动后保留 30 天")
    expect(asked.get_by_role("button", name="更改")).to_be_focused()
    saved(page)
    page.reload()
    expect(asked).to_contain_text("最后一次改动后保留 30 天")
    put(page, "/project/name", "皖美")
    saved(page)
    expect(asked).to_contain_text("最后一次改动后保留 30 天")
    asked.get_by_role("button", name="更改").click()
    expect(asked.get_by_role("button", name="本人电脑")).to_be_focused()


def test_question_about_the_computer_comes_into_sight(narrow: Page) -> None:
    """Below an answer at the lower edge of a telephone the page moves up, so that both are seen."""
    open_form(narrow)
    first = box(narrow, "/project/name")
    first.focus()
    first.evaluate("input => input.scrollIntoView({block: 'end'})")

    narrow.keyboard.insert_text("皖")

    expect(narrow.locator("#wb-computer")).to_be_in_viewport(ratio=0.95)
    expect(first).to_be_in_viewport(ratio=0.95)


@pytest.mark.parametrize(
    ("computer", "hours", "said", "name"),
    [
        ("本人电脑", 29 * 24, "已恢复草稿", "皖美茶园项目"),
        ("本人电脑", 31 * 24, "超过 30 天没有改动的草稿已经删除。", ""),
        ("公用电脑", 1, "已恢复草稿", "皖美茶园项目"),
        ("公用电脑", 3, "超过 2 小时没有改动的草稿已经删除。", ""),
    ],
)
def test_draft_is_kept_its_time(page: Page, computer: str, hours: int, said: str, name: str) -> None:
    """30 days on one's own computer, 2 hours on a shared one; then it is gone at the next visit, and the page says so."""
    started(page)
    page.locator("#wb-computer").get_by_role("button", name=computer).click()
    expect(page.locator("#wb-computer")).to_contain_text(f"{computer}：")

    page.clock.set_system_time(datetime.now(UTC) + timedelta(hours=hours))
    page.reload()

    expect(page.locator("#wb-status")).to_contain_text(said)
    expect(box(page, "/project/name")).to_have_value(name)
    assert bool(stored(page)) == bool(name)


def test_end_deletes_all_drafts_of_a_shared_computer(page: Page) -> None:
    """结束填写 stands on shared computers only; after a confirmation no draft of any form is left."""
    open_form(page, "self_evaluation")
    put(page, "/project/name", "另一种文书")
    saved(page)
    started(page)
    end = page.get_by_role("button", name="结束填写")
    expect(end).to_be_hidden()
    page.locator("#wb-computer").get_by_role("button", name="公用电脑").click()

    end.click()
    page.get_by_role("dialog").get_by_role("button", name="结束填写").click()

    expect(page.locator("#wb-status")).to_contain_text("已结束填写，草稿已全部删除。")
    expect(box(page, "/project/name")).to_have_value("")
    assert stored(page) == []
    put(page, "/project/name", "下一个人的项目")
    saved(page)
    assert len(stored(page)) == 1


def test_two_windows_do_not_overwrite_each_other(page: Page, context: BrowserContext) -> None:
    """The window that is behind stops saving and says so; what it has can become a draft of its own."""
    started(page)
    other = context.new_page()
    other.goto(page.url)
    expect(box(other, "/project/name")).to_have_value("皖美茶园项目")
    put(other, "/project/name", "另一个窗口的项目")
    saved(other)

    put(page, "/project/name", "本窗口的项目")

    expect(page.locator("#wb-overtaken")).to_contain_text("在另一个窗口里改过")
    expect(page.locator("#wb-status")).to_have_text(
        "草稿没有保存：在另一个窗口里改过或删除了。请看页首的提示。"
    )
    page.get_by_role("button", name="另存为新草稿").click()
    saved(page)
    expect(page.locator("#wb-overtaken")).to_have_count(0)
    page.reload()
    expect(box(page, "/project/name")).to_have_value("本窗口的项目")
    other.reload()
    expect(box(other, "/project/name")).to_have_value("另一个窗口的项目")


def test_deleted_draft_does_not_come_back_from_another_window(page: Page, context: BrowserContext) -> None:
    """What was cleared in one window is not saved again by another that still shows it."""
    started(page)
    other = context.new_page()
    other.goto(page.url)
    expect(box(other, "/project/name")).to_have_value("皖美茶园项目")
    other.get_by_role("button", name="清空草稿").click()
    other.get_by_role("dialog").get_by_role("button", name="清空草稿").click()
    expect(other.locator("#wb-status")).to_have_text("草稿已清空。")

    put(page, "/project/name", "本窗口的项目")

    expect(page.locator("#wb-overtaken")).to_contain_text("改过或删除了")
    assert stored(page) == []


def test_draft_of_the_first_database_is_taken_over(page: Page) -> None:
    """Version 1 kept one draft for each form: it is the first of that form's drafts now."""
    page.goto("/")
    old = {"form": "declaration", "version": "1.0", "build": "b", "answers": {"project": {"name": "旧草稿"}}}
    when = {"savedAt": page.evaluate("Date.now()"), "writer": "w", "earlier": []}
    store(page, old | when | {"key": "/declaration"}, version=1)

    open_form(page)

    expect(box(page, "/project/name")).to_have_value("旧草稿")
    put(page, "/project/name", "新名称")
    saved(page)
    [draft] = stored(page)
    assert (draft["place"], draft["answers"]["project"]["name"]) == ("/declaration", "新名称")
