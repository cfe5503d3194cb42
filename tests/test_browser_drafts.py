"""Drafts in a real browser: saved after every change, brought back, cleared, taken along, and gone from shared PCs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.tools.hand import box, open_form, put, question, saved
from tests.tools.samples import DATA

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


def test_draft_survives_the_window(page: Page, context: BrowserContext) -> None:
    """A window that was closed in the middle of a word has lost nothing but that moment."""
    started(page)
    page.close(run_before_unload=False)

    again = context.new_page()
    open_form(again)

    expect_started(again)


def test_answers_of_a_hidden_question_stay_in_the_draft(page: Page) -> None:
    """Hidden when the page was left, there again when the question is asked again."""
    started(page)
    put(page, "/project/construction_nature", "新建")
    saved(page)

    page.reload()
    expect(question(page, "/project/previous_project")).to_be_hidden()
    put(page, "/project/construction_nature", "升级改造")

    expect(box(page, "/project/previous_project/name")).to_have_value("台账系统")


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


def test_draft_is_exported_and_imported(page: Page, tmp_path: Path) -> None:
    """The exported file brings the same draft back on another day or PC."""
    started(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="导出草稿").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith("省级政务信息化项目年度计划申报书草稿-")
    put(page, "/project/name", "别的项目")
    put(page, "/risks", [{}, {}, {"risk": "三"}])

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="导入草稿").click()
    chooser.value.set_files(file)
    page.get_by_role("dialog").get_by_role("button", name="导入").click()

    expect(page.locator("#wb-result")).to_have_text("草稿已导入。")
    expect_started(page)
    expect(question(page, "/risks").locator("[data-row]")).to_have_count(2)
    saved(page)
    page.reload()
    expect_started(page)


def test_answers_of_the_command_line_can_be_imported(page: Page) -> None:
    """A file for `wenbiao render` is a draft too, and every answer in it finds its question."""
    open_form(page)

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="导入草稿").click()
    chooser.value.set_files(DATA / "declaration.json")
    page.get_by_role("dialog").get_by_role("button", name="导入").click()

    expect(page.locator("#wb-result")).to_have_text("草稿已导入。")
    expect(page.locator('output[data-pointer="/budget/total_wan"]')).to_have_text("486.00")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("这不是草稿", "没有导入：这个文件不是导出的草稿。"),
        ("[1]", "没有导入：这个文件不是导出的草稿。"),
        (json.dumps({"form": "acceptance_report", "answers": {}}), "没有导入：这份草稿属于另一种文书。"),
    ],
)
def test_other_files_are_not_imported(page: Page, tmp_path: Path, content: str, said: str) -> None:
    """What is no draft of this form is refused in Chinese, and the page stays as it is."""
    started(page)
    file = tmp_path / "草稿.json"
    file.write_text(content, "utf-8")

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="导入草稿").click()
    chooser.value.set_files(file)

    expect(page.locator("#wb-result")).to_have_text(said)
    expect_started(page)


def test_computer_is_asked_once(page: Page) -> None:
    """本人电脑 or 公用电脑: asked until answered, then remembered."""
    open_form(page)
    notice = page.locator("#wb-computer")
    notice.get_by_role("button", name="本人电脑").click()

    expect(notice).to_contain_text("直到您清空")
    page.reload()

    expect(notice).to_contain_text("直到您清空")
    notice.get_by_role("button", name="更改").click()
    expect(notice.get_by_role("button", name="公用电脑")).to_be_visible()


@pytest.mark.parametrize(
    ("hours", "said", "name"), [(11, "已恢复草稿", "皖美茶园项目"), (13, "已经删除", "")]
)
def test_draft_on_a_shared_computer_lasts_twelve_hours(page: Page, hours: int, said: str, name: str) -> None:
    """Afterwards it is gone when a form is opened the next time, and the page says why."""
    started(page)
    page.locator("#wb-computer").get_by_role("button", name="公用电脑").click()
    expect(page.locator("#wb-computer")).to_contain_text("12 小时")

    page.clock.set_system_time(datetime.now(UTC) + timedelta(hours=hours))
    page.reload()

    expect(page.locator("#wb-status")).to_contain_text(said)
    expect(box(page, "/project/name")).to_have_value(name)


def test_two_windows_do_not_overwrite_each_other(page: Page, context: BrowserContext) -> None:
    """The window that is behind stops saving, says so, and offers to export what it has."""
    started(page)
    other = context.new_page()
    open_form(other)
    put(other, "/project/name", "另一个窗口的项目")
    saved(other)

    put(page, "/project/name", "本窗口的项目")

    expect(page.locator("#wb-overtaken")).to_contain_text("在另一个窗口里改过")
    other.reload()
    expect(box(other, "/project/name")).to_have_value("另一个窗口的项目")
