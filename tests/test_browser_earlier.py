"""Starting from earlier documents in a real browser: what is locked, what may differ, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.tools import papers
from tests.tools.hand import (
    LIFE,
    box,
    choose,
    files_before,
    import_draft,
    open_form,
    overflow,
    put,
    question,
    saved,
    start,
    violations,
)
from tests.tools.samples import DATA, changed, sample

pytest_plugins = ["tests.tools.browser"]


def test_locked_answers_cannot_be_edited(page: Page) -> None:
    """Texts are read-only, choices disabled; each says where it comes from, also to a screen reader."""
    start(page)

    name = box(page, "/project/name")
    expect(name).to_have_value("皖美茶园数字管护与质量追溯场景应用项目")
    expect(name).not_to_be_editable()
    expect(name).to_have_accessible_description(
        "与申报书一致。示例：皖美茶园数字管护与质量追溯场景应用项目 来自：申报书和变更申请书"
    )
    expect(page.locator('[name="/project/level"]:checked')).to_have_value("省级")
    expect(page.locator('[name="/project/level"]:enabled')).to_have_count(0)
    expect(box(page, "/budget_execution/1/category")).to_be_disabled()
    expect(box(page, "/budget_execution/1/changed_wan")).not_to_be_editable()
    expect(box(page, "/budget_execution/1/settled_wan")).to_be_editable()
    expect(page.locator("#q-budget_execution-1-carried")).to_have_text(
        "来自：申报书的费用明细和各次变更。本行不能删除。"
    )
    assert "q-budget_execution-1-carried" in (
        box(page, "/budget_execution/1/line_no").get_attribute("aria-describedby") or ""
    )


def test_locked_rows_stay_and_further_rows_may_come(page: Page) -> None:
    """Only a row that was added here can be removed."""
    start(page)
    table = question(page, "/budget_execution")
    expect(table.locator("> .wb-rows > [data-row]")).to_have_count(15)
    remove = table.locator("> .wb-rows > [data-row] > [data-remove]")
    expect(remove.filter(visible=True)).to_have_count(0)

    table.get_by_role("button", name="添加一行").click()

    expect(remove.filter(visible=True)).to_have_text(["删除第 16 行：资金执行"])
    expect(box(page, "/budget_execution/15/line_no")).to_be_editable()
    expect(box(page, "/refs/changes/0")).not_to_be_editable()
    remove.last.click()
    expect(table.locator("> .wb-rows > [data-row]")).to_have_count(15)


def test_difference_of_an_open_answer_stays_visible(page: Page) -> None:
    """What was changed shows what it was, as people read it, also after a reload and after rows were removed."""
    start(page)
    said = question(page, "/contact/name").locator(".wb-carried")
    expect(said).to_have_text("来自：申报书和变更申请书")

    put(page, "/contact/name", "别人")
    put(page, "/security/mlps_level", "三级")
    question(page, "/content_completion").get_by_role("button", name="删除第 1 行").click()
    put(page, "/content_completion/0/item", "追溯")

    expect(said).to_have_text("来自：申报书和变更申请书（原为：陆雨前）")
    expect(question(page, "/security/mlps_level").locator(".wb-carried")).to_have_text(
        "来自：申报书（原为：二级）"
    )
    saved(page)
    page.reload()
    expect(said).to_have_text("来自：申报书和变更申请书（原为：陆雨前）")
    expect(box(page, "/contact/name")).to_have_value("别人")
    expect(box(page, "/content_completion/0/item")).to_have_value("追溯")
    expect(question(page, "/content_completion/1/item").locator(".wb-carried")).to_have_text(
        "来自：申报书的建设内容"
    )
    expect(question(page, "/content_completion").locator("[data-row]")).to_have_count(7)


def test_reload_keeps_the_locks_and_what_was_emptied(page: Page) -> None:
    """The documents are kept with the draft; an open answer that was taken away does not come back."""
    start(page)
    put(page, "/contact/position", "")
    put(page, "/budget_execution/0/approved_wan", "112.00")
    saved(page)

    page.reload()

    expect(page.locator("#wb-begun")).to_contain_text("D12-DEMO-0001")
    expect(box(page, "/project/name")).not_to_be_editable()
    expect(box(page, "/budget_execution/0/item")).not_to_be_editable()
    expect(box(page, "/budget_execution/0/approved_wan")).to_have_value("112.00")
    expect(box(page, "/contact/position")).to_have_value("")
    expect(question(page, "/contact/position").locator(".wb-carried")).to_contain_text("原为：三级主任科员")


def test_typed_answers_give_way_only_after_a_question(page: Page) -> None:
    """An answer that differs from the documents is replaced after a confirmation; rows are found by their number."""
    open_form(page, "acceptance_report")
    put(page, "/project/name", "别的项目")
    put(page, "/contact/name", "别人")
    put(
        page,
        "/budget_execution",
        [{"line_no": "L02", "settled_wan": "77.00"}, {"line_no": "L99", "item": "新增"}],
    )

    choose(page, "从前序文书开始", *files_before("acceptance_report"))
    page.get_by_role("dialog", name="有 1 项与前序文书不一致").get_by_role("button", name="取消").click()
    expect(box(page, "/project/name")).to_have_value("别的项目")
    expect(box(page, "/project/name")).to_be_editable()
    choose(page, "从前序文书开始", *files_before("acceptance_report"))
    page.get_by_role("dialog").get_by_role("button", name="从前序文书开始").click()

    expect(box(page, "/project/name")).to_have_value("皖美茶园数字管护与质量追溯场景应用项目")
    expect(box(page, "/contact/name")).to_have_value("别人")
    expect(box(page, "/budget_execution/1/settled_wan")).to_have_value("77.00")
    expect(box(page, "/budget_execution/15/line_no")).to_have_value("L99")
    expect(box(page, "/budget_execution/15/line_no")).to_be_editable()


def test_document_of_another_project_fills_nothing_in(page: Page, tmp_path: Path) -> None:
    """One clear problem in the summary, and the page is as it was."""
    other = tmp_path / "change_application.json"
    other.write_text(
        json.dumps(changed(sample("change_application"), {"/project/name": "另一个项目"})), "utf-8"
    )
    open_form(page, "acceptance_report")

    choose(page, "从前序文书开始", DATA / "declaration.json", other)

    summary = page.locator("#wb-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("没有从前序文书开始，本表没有改变")
    expect(summary).to_contain_text("前序文书不属于同一个项目和单位")
    expect(box(page, "/project/name")).to_have_value("")
    expect(page.locator(".wb-carried, #wb-begun, [data-locked]")).to_have_count(0)
    expect(page.locator("#wb-uncompared")).to_be_visible()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("这不是数据", "“前序.json”不是文书，也不是文书的数据文件"),
        ("[1]", "“前序.json”不是文书，也不是文书的数据文件"),
        ('{"project": {}}', "没有写明是哪一种文书"),
        ('{"form": "self_evaluation", "answers": {"a": 1}}', "项目变更申请书不从它开始"),
    ],
)
def test_wrong_files_change_nothing(page: Page, tmp_path: Path, content: str, said: str) -> None:
    """What is no earlier document is refused in Chinese, and stays refused while typing goes on."""
    file = tmp_path / "前序.json"
    file.write_text(content, "utf-8")
    open_form(page, "change_application")

    choose(page, "从前序文书开始", file)
    expect(page.locator("#wb-summary li")).to_contain_text(said)
    with page.expect_response("**/api/validate/**"):
        put(page, "/change_seq", 1)

    expect(page.locator("#wb-summary li")).to_contain_text(said)
    expect(page.locator("#wb-begun")).to_have_count(0)


def test_kept_document_that_cannot_be_used_any_more(page: Page) -> None:
    """Rules may have changed since: the page says so and offers to take the documents away."""
    start(page, "change_application")
    saved(page)

    def refused(route: Route) -> None:
        problem = {"path": "", "code": "type", "severity": "error", "message": "第 1 份前序文书有误"}
        route.fulfill(json={"complete": False, "problems": [problem], "computed": {}})

    page.route("**/api/validate/**", refused)
    page.reload()
    expect(page.locator("#wb-summary")).to_contain_text("第 1 份前序文书有误")
    page.unroute("**/api/validate/**")
    page.get_by_role("button", name="移除前序文书").click()

    expect(page.locator("#wb-begun")).to_have_count(0)
    expect(page.locator("#wb-summary")).to_be_hidden()
    expect(box(page, "/project/name")).to_be_editable()


def test_removing_the_documents_unlocks(page: Page) -> None:
    """The answers stay, as if they had been typed; also after a reload."""
    start(page)

    page.get_by_role("button", name="移除前序文书").click()

    expect(page.get_by_role("button", name="从前序文书开始")).to_be_focused()
    expect(box(page, "/project/name")).to_be_editable()
    expect(page.locator(".wb-carried, #wb-begun, [data-locked], :disabled")).to_have_count(0)
    saved(page)
    page.reload()
    expect(box(page, "/project/name")).to_have_value("皖美茶园数字管护与质量追溯场景应用项目")
    expect(box(page, "/project/name")).to_be_editable()
    expect(page.locator("#wb-uncompared")).to_be_visible()


def test_word_files_serve(page: Page, tmp_path: Path) -> None:
    """Several at once; where one was changed by hand, a notice says that the answers are those of the making."""
    declaration = papers.edited(papers.made("declaration"), {"陆雨前": "陆明前"})
    open_form(page, "acceptance_report")

    choose(
        page,
        "从前序文书开始",
        papers.saved(tmp_path, "申报书", declaration),
        papers.saved(tmp_path, "变更", papers.made("change_application")),
    )

    expect(page.locator("#wb-begun")).to_contain_text("D04-DEMO-0001")
    expect(page.locator("#wb-begun")).to_contain_text("D12-DEMO-0001")
    expect(box(page, "/contact/name")).to_have_value("陆雨前")
    expect(question(page, "/budget_execution").locator("> .wb-rows > [data-row]")).to_have_count(15)
    edited = page.locator("#wb-edited")
    expect(edited).to_contain_text("“申报书.docx”生成以后，填报内容改动了 1 处，带入的是生成时的内容")
    expect(edited).not_to_contain_text("变更.docx")
    assert violations(page) == []
    edited.get_by_role("button", name="知道了").click()
    expect(page.get_by_role("button", name="从前序文书开始")).to_be_focused()


def test_next_document_from_one_that_was_opened(page: Page, tmp_path: Path) -> None:
    """A document that this form can start from is offered as its beginning."""
    open_form(page, "change_application")
    choose(page, "打开已有文书", papers.saved(tmp_path, "申报书", papers.made("declaration")))

    page.get_by_role("button", name="以此文书为基础填写政务信息化项目变更申请书").click()

    expect(page.locator("#wb-begun")).to_contain_text("D04-DEMO-0001")
    expect(box(page, "/project/name")).to_have_value("皖美茶园数字管护与质量追溯场景应用项目")


def test_word_file_that_is_none_changes_nothing(page: Page, tmp_path: Path) -> None:
    """The function's words say what is wrong with which file."""
    open_form(page, "change_application")

    choose(page, "从前序文书开始", papers.saved(tmp_path, "坏的", b"PK\x03\x04 broken"))

    expect(page.locator("#wb-summary li")).to_contain_text("“坏的.docx”：")
    expect(box(page, "/project/name")).to_have_value("")


def test_exported_drafts_serve(page: Page, tmp_path: Path) -> None:
    """A draft of an earlier form is an earlier document, and a draft takes its earlier documents along."""
    open_form(page)
    import_draft(page, DATA / "declaration.json")
    put(page, "/plan_year", "２０２４")
    first = exported(page, tmp_path)
    open_form(page, "change_application")
    choose(page, "从前序文书开始", first)
    expect(box(page, "/declaration_ref")).not_to_be_editable()
    second = exported(page, tmp_path)

    page.get_by_role("button", name="清空草稿").click()
    page.get_by_role("dialog").get_by_role("button", name="清空草稿").click()
    expect(page.locator("#wb-begun")).to_have_count(0)
    expect(box(page, "/declaration_ref")).to_be_editable()
    import_draft(page, second)

    expect(page.locator("#wb-begun")).to_contain_text("D04-DEMO-0001")
    expect(box(page, "/declaration_ref")).not_to_be_editable()
    expect(box(page, "/declaration_ref")).to_have_value("D04-DEMO-0001")


def exported(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="导出草稿").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_service_away_when_starting(page: Page) -> None:
    """Nothing is filled in, and the page says why."""
    open_form(page, "change_application")
    page.route("**/api/**", lambda route: route.abort())

    choose(page, "从前序文书开始", DATA / "declaration.json")

    expect(page.locator("#wb-summary")).to_contain_text("暂时连不上服务")
    expect(box(page, "/project/name")).to_have_value("")


@pytest.mark.parametrize("form", LIFE[1:])
def test_axe_finds_nothing_with_carried_answers(page: Page, form: str) -> None:
    """Locked and open ones, one of them changed."""
    start(page, form)
    put(page, "/contact/name", "别人")
    expect(question(page, "/contact/name").locator(".wb-carried")).to_contain_text("原为")

    assert violations(page) == []


@pytest.mark.parametrize("form", LIFE[1:])
def test_narrow_screen_with_carried_answers(narrow: Page, form: str) -> None:
    """At 390 px nothing is wider than the screen, empty or started."""
    open_form(narrow, form)
    assert overflow(narrow) == []

    start(narrow, form)

    assert overflow(narrow) == []
