"""Several drafts of one form, drafts in files, and drafts of an older form, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.tools.drafts import store, stored
from tests.tools.hand import box, choose, files_before, import_draft, open_form, put, question, saved
from tests.tools.samples import DATA

pytest_plugins = ["tests.tools.browser"]

FOREIGN = "没有导入：这个文件不是导出的草稿。请选择用“导出草稿”得到的 .json 文件。"
NOT_DRAFTS: list[tuple[str | bytes, str]] = [
    ("这不是草稿", FOREIGN),
    ("", FOREIGN),
    ("[1]", FOREIGN),
    ("null", FOREIGN),
    ('{"answers": {"project": {"name": "断', FOREIGN),  # cut off
    ('{"name": "package", "version": "1.0.0"}', FOREIGN),
    ('{"answers": {"project": {}}, "earlier": "x"}', FOREIGN),
    (f'{{"project": {"[" * 100_000}{"]" * 100_000}}}', FOREIGN),
    (json.dumps({"form": "acceptance_report", "answers": {}}), "属于另一种文书，请在那种文书的页面上导入。"),
    (json.dumps({"risks": [{}] * 2001}), "文件里有一张表超过 2000 行，无法在网页上填写。"),
    (json.dumps({"project": {"name": "很" * 1_000_000}}), "文件超过 5 MB"),
    ('{"project": {"name": "皖美"}}'.encode("gbk"), FOREIGN),
]


def drafts(page: Page) -> Locator:
    """The entries of 我的草稿, opened."""
    page.get_by_role("button", name="我的草稿").first.click()
    return drafts_shown(page)


def drafts_shown(page: Page) -> Locator:
    """The entries of the list that is open."""
    return page.get_by_role("dialog", name="我的草稿").get_by_role("listitem")


def begin(page: Page, name: str) -> None:
    """One draft more, with the project's name."""
    drafts(page)
    page.get_by_role("link", name="填写新草稿").click()
    expect(page.locator("form[data-ready]")).to_be_attached()
    put(page, "/project/name", name)
    saved(page)


def answer_yes(page: Page, button: str) -> None:
    """Presses a button of the list, and the same word in the question that follows."""
    word = button.split(" ", maxsplit=1)[0]
    page.get_by_role("dialog", name="我的草稿").get_by_role("button", name=button).first.click()
    page.get_by_role("dialog", name="确定").get_by_role("button", name=word).click()


def names(page: Page) -> list[str]:
    return sorted(draft["answers"].get("project", {}).get("name", "") for draft in stored(page))


def test_one_draft_shows_nothing_of_others(page: Page) -> None:
    """With one draft no notice counts drafts; the list behind its button holds name, time and size."""
    open_form(page)
    put(page, "/project/name", "皖美茶园项目")
    saved(page)
    page.reload()
    expect(page.locator("#wb-status")).to_contain_text("已恢复草稿")

    expect(page.locator("#wb-count")).to_have_count(0)
    expect(drafts(page)).to_have_count(1)
    expect(drafts_shown(page)).to_contain_text("皖美茶园项目")
    expect(drafts_shown(page)).to_contain_text("现在打开的草稿")
    expect(drafts_shown(page)).to_contain_text("KB")


def test_each_tab_keeps_its_draft(page: Page) -> None:
    """A reload stays with the draft of the tab, an address without one opens the last saved, the list any."""
    open_form(page)
    put(page, "/project/name", "甲")
    saved(page)
    first = page.url
    begin(page, "乙")

    page.goto(first)
    expect(box(page, "/project/name")).to_have_value("甲")
    expect(page.locator("#wb-count")).to_contain_text("有 2 份草稿，现在打开的是“甲”")
    page.reload()
    expect(box(page, "/project/name")).to_have_value("甲")
    open_form(page)
    expect(box(page, "/project/name")).to_have_value("乙")
    drafts(page)
    page.get_by_role("link", name="甲").click()

    expect(box(page, "/project/name")).to_have_value("甲")
    assert names(page) == ["乙", "甲"]


def test_one_draft_is_deleted_and_the_others_stay(page: Page) -> None:
    """After a confirmation; the draft on the page takes its answers with it."""
    open_form(page)
    put(page, "/plan_year", "2024")
    saved(page)
    begin(page, "乙")
    begin(page, "丙")
    expect(drafts(page)).to_have_count(3)

    answer_yes(page, "删除 ：乙")
    expect(drafts_shown(page)).to_have_count(2)
    expect(box(page, "/project/name")).to_have_value("丙")
    answer_yes(page, "删除 ：丙")
    expect(drafts_shown(page)).to_have_count(1)

    expect(drafts_shown(page)).to_contain_text("未命名")
    expect(box(page, "/project/name")).to_have_value("")
    assert len(stored(page)) == 1


def test_all_drafts_of_a_form_are_deleted(page: Page) -> None:
    """Those of other forms stay."""
    open_form(page, "self_evaluation")
    put(page, "/project/name", "另一种文书")
    saved(page)
    open_form(page)
    put(page, "/project/name", "甲")
    saved(page)
    begin(page, "乙")
    drafts(page)

    answer_yes(page, "全部删除")

    expect(drafts_shown(page)).to_have_text(["现在没有草稿。"])
    expect(page.locator("#wb-status")).to_have_text("草稿已全部删除。")
    expect(box(page, "/project/name")).to_have_value("")
    assert names(page) == ["另一种文书"]


def test_draft_is_copied(page: Page) -> None:
    """A copy is a draft of its own."""
    open_form(page)
    put(page, "/project/name", "甲")
    saved(page)
    drafts(page)

    page.get_by_role("button", name="复制 ：甲").click()
    expect(drafts_shown(page)).to_have_count(2)
    page.get_by_role("link", name="甲").click()
    expect(page.locator("#wb-count")).to_be_visible()
    put(page, "/project/name", "甲二")
    saved(page)

    assert names(page) == ["甲", "甲二"]


def test_draft_is_exported_and_imported(page: Page, tmp_path: Path) -> None:
    """The exported file brings the same draft back on another day or PC; the draft on the page stays in the list."""
    open_form(page)
    put(page, "/project/name", "皖美茶园项目")
    put(page, "/plan_year", "二〇")
    put(page, "/risks", [{"risk": "一"}, {"risk": "二"}])
    saved(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="导出草稿").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith("省级政务信息化项目年度计划申报书草稿-")
    put(page, "/project/name", "别的项目")
    put(page, "/risks", [{}, {}, {"risk": "三"}])

    import_draft(page, file)

    expect(box(page, "/project/name")).to_have_value("皖美茶园项目")
    expect(box(page, "/plan_year")).to_have_value("二〇")
    expect(question(page, "/risks").locator("[data-row]")).to_have_count(2)
    expect(page.locator("#wb-count")).to_contain_text("有 2 份草稿，现在打开的是“皖美茶园项目”")
    saved(page)
    page.reload()
    expect(box(page, "/project/name")).to_have_value("皖美茶园项目")
    assert names(page) == ["别的项目", "皖美茶园项目"]


def test_answers_of_the_command_line_can_be_imported(page: Page) -> None:
    """A file for `wenbiao render` is a draft too, and every answer in it finds its question."""
    open_form(page)

    import_draft(page, DATA / "declaration.json")

    expect(page.locator('output[data-pointer="/budget/total_wan"]')).to_have_text("486.00")


def test_other_files_are_not_imported(page: Page, tmp_path: Path) -> None:
    """What is no draft of this form is refused in Chinese, and the present draft stays as it is."""
    open_form(page)
    put(page, "/project/name", "皖美茶园项目")
    saved(page)
    before = stored(page)
    file = tmp_path / "草稿.json"

    for content, said in NOT_DRAFTS:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        page.locator("#wb-result").evaluate("line => line.textContent = ''")
        choose(page, "导入草稿", file)
        expect(page.locator("#wb-result")).to_contain_text(said)

    expect(box(page, "/project/name")).to_have_value("皖美茶园项目")
    assert stored(page) == before


def test_answers_of_the_wrong_type_are_named(page: Page, tmp_path: Path) -> None:
    """An imported file's answers that the page cannot hold are counted and named; the others are taken."""
    file = tmp_path / "草稿.json"
    answers = {
        "project": {"name": {"x": 1}, "construction_nature": "扩建"},
        "plan_year": "2024",
        "risks": "无",
    }
    file.write_text(json.dumps({"form": "declaration", "answers": answers}), "utf-8")
    open_form(page)

    choose(page, "导入草稿", file)

    lost = "/project/name、/project/construction_nature、/risks"
    expect(page.locator("#wb-result")).to_have_text(
        f"草稿已导入。有 3 项在本表中没有对应的问题，没有带入：{lost}。"
    )
    expect(box(page, "/plan_year")).to_have_value("2024")
    expect(box(page, "/project/name")).to_have_value("")


def older(page: Page, form: str = "declaration", **answers: Any) -> dict[str, Any]:
    """The one draft, as an older form would have left it, with these answers more."""
    open_form(page, form)
    put(page, "/project/name", "皖美茶园项目")
    saved(page)
    [draft] = stored(page)
    changed = draft | {"version": "0.9", "answers": draft["answers"] | answers}
    store(page, changed)
    page.reload()
    return changed


def test_older_draft_that_still_fits_is_brought_up_to_date(page: Page) -> None:
    """It opens for filling in, the page asks for a look at it, and the next save has today's version."""
    older(page, plan_year="2024")

    expect(page.locator("#wb-status")).to_contain_text("表单已有新版本，请从头核对一遍。")
    put(page, "/plan_year", "2025")
    saved(page)

    assert [(draft["version"], draft["answers"]["plan_year"]) for draft in stored(page)] == [("1.0", "2025")]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"formerly_asked": "以前问过的"}, "/formerly_asked：以前问过的"),
        ({"project": {"name": "皖美茶园项目", "construction_nature": "扩建"}}, "建设性质：扩建"),
    ],
)
def test_older_draft_that_does_not_fit_is_only_shown(page: Page, answers: dict[str, Any], said: str) -> None:
    """It cannot be changed here, is exported whole, goes on as a new draft, and stays as it is."""
    old = older(page, **answers)

    notice = page.locator("#wb-shown")
    expect(notice).to_contain_text("按旧版表单填的，有 1 项内容在现在的表单里没有位置")
    expect(notice).to_contain_text(said)
    expect(box(page, "/project/name")).to_have_value("皖美茶园项目")
    expect(box(page, "/project/name")).to_be_disabled()
    with page.expect_download() as download:
        notice.get_by_role("button", name="导出草稿").click()
    assert json.loads(Path(download.value.path()).read_text("utf-8"))["answers"] == old["answers"]
    notice.get_by_role("button", name="另存为新草稿继续填写").click()
    saved(page)
    put(page, "/project/name", "皖美茶园二期")
    saved(page)

    expect(notice).to_have_count(0)
    assert names(page) == ["皖美茶园二期", "皖美茶园项目"]
    assert old in stored(page)


def test_what_is_only_shown_takes_nothing_from_earlier_documents(page: Page) -> None:
    """They would be filled in and not be saved; the page says what to do first."""
    older(page, "change_application", formerly_asked="以前问过的")

    choose(page, "从前序文书开始", *files_before("change_application"))

    expect(page.locator("#wb-start [role=status]")).to_contain_text("请先“另存为新草稿继续填写”")
    expect(page.locator("#wb-begun")).to_have_count(0)
