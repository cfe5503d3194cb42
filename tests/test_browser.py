"""The form's page in a real browser, on the built site with the functions beside it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, Route, expect

from tests.tools.hand import box, fill_in, open_form, put, question, render
from tests.tools.samples import DATA, sample

pytest_plugins = ["tests.tools.browser"]

FORM = "declaration"


def text_of(docx: Path) -> list[str]:
    """The paragraphs' texts of a document's body, as they stand in its XML."""
    with ZipFile(docx) as members:
        xml = members.read("word/document.xml").decode()
    return ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", line)) for line in re.split(r"</w:p>", xml)]


def test_sample_typed_in_gives_the_document_of_the_command_line(page: Page, tmp_path: Path) -> None:
    """What is typed into the page and what is given on the command line make the same document."""
    open_form(page)

    fill_in(page, sample(FORM))
    expect(page.locator('output[data-pointer="/budget/lines/0/amount_wan"]')).to_have_text("118.00")
    expect(page.locator('output[data-pointer="/budget/total_wan"]')).to_have_text("486.00")
    expect(page.locator('output[data-pointer="/budget/total_in_words"]')).to_have_text(
        "人民币肆佰捌拾陆万元整"
    )
    with page.expect_download() as download:
        render(page)
    download.value.save_as(tmp_path / "typed.docx")

    assert "皖美茶园数字管护与质量追溯场景应用项目" in download.value.suggested_filename
    assert download.value.suggested_filename.endswith(".docx")
    given = tmp_path / "given.docx"
    command = [Path(sys.executable).with_name("wenbiao"), "render", FORM, DATA / f"{FORM}.json", "-o", given]
    subprocess.run(command, check=True, capture_output=True)
    assert text_of(given) == text_of(tmp_path / "typed.docx")
    assert "人民币肆佰捌拾陆万元整" in "".join(text_of(given))


def test_empty_form_is_refused_with_a_summary(page: Page) -> None:
    """Every error is listed with a link, the list has the focus, and a link leads to its question."""
    open_form(page)

    render(page)

    summary = page.locator("#wb-summary")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    expect(summary.get_by_role("link", name="请填写计划年度")).to_be_visible()
    error = question(page, "/plan_year").locator(".wb-error")
    expect(error).to_have_text("请填写计划年度")
    expect(box(page, "/plan_year")).to_have_attribute("aria-invalid", "true")
    assert (
        error.get_attribute("id") in (box(page, "/plan_year").get_attribute("aria-describedby") or "").split()
    )
    summary.get_by_role("link", name="请填写计划年度").click()
    expect(box(page, "/plan_year")).to_be_focused()
    expect(box(page, "/plan_year")).to_be_in_viewport()


def test_every_error_of_the_summary_leads_somewhere(page: Page) -> None:
    """No error of an empty form is without a question to go to."""
    open_form(page)

    render(page)

    entries = page.locator("#wb-summary li")
    expect(entries.first).to_be_visible()
    for link in page.locator("#wb-summary li a").all():
        target = (link.get_attribute("href") or "").removeprefix("#")
        assert page.locator(f'[id="{target}"]').count() == 1
    assert entries.count() == page.locator("#wb-summary li a").count()


def test_error_goes_when_it_is_put_right(page: Page) -> None:
    """After a refusal, what is put right leaves the summary and its question."""
    open_form(page)
    render(page)
    expect(page.locator("#wb-summary").get_by_role("link", name="请填写计划年度")).to_be_visible()

    put(page, "/plan_year", 2024)

    expect(question(page, "/plan_year").locator(".wb-error")).to_be_hidden()
    expect(page.locator("#wb-summary").get_by_role("link", name="请填写计划年度")).to_have_count(0)
    expect(box(page, "/plan_year")).not_to_have_attribute("aria-invalid", "true")


def test_problem_shows_when_its_field_is_left(page: Page) -> None:
    """A wrong answer is marked once its field was left, a missing one is not before the document is asked for."""
    open_form(page)
    error = question(page, "/applicant/uscc").locator(".wb-error")

    with page.expect_response("**/api/validate/**"):
        box(page, "/applicant/uscc").fill("123")
    expect(error).to_be_hidden()
    box(page, "/applicant/name").focus()

    expect(error).to_have_text("统一社会信用代码应当是 18 位，现在是 3 位")
    expect(question(page, "/applicant/name").locator(".wb-error")).to_be_hidden()


def test_warning_does_not_look_like_an_error(page: Page) -> None:
    """A warning is called 提醒 and leaves its field valid."""
    open_form(page)

    put(page, "/project/name", "茶园好")
    put(page, "/applicant/name", "安徽省茶事管理局")

    expect(question(page, "/project/name").locator(".wb-warning")).to_contain_text("提醒：项目名称“茶园好”")
    expect(box(page, "/project/name")).not_to_have_attribute("aria-invalid", "true")


def test_full_width_digits_and_separators_are_numbers(page: Page) -> None:
    """１，２００.００ typed with a Chinese input method is 1200.00."""
    open_form(page)

    put(page, "/budget/lines", [{"category": "A1", "quantity": "１０", "unit_price_wan": "１，２００．５０"}])

    expect(page.locator('output[data-pointer="/budget/lines/0/amount_wan"]')).to_have_text("12005.00")


def test_rows_are_added_removed_and_brought_back(page: Page) -> None:
    """Rows stay numbered from one, keep their answers, and the focus stays where the work is."""
    open_form(page)
    table = question(page, "/risks")
    put(page, "/risks", [{"risk": "一"}, {"risk": "二"}, {"risk": "三"}])
    table.get_by_role("button", name="添加一行").click()
    expect(box(page, "/risks/3/risk")).to_be_focused()

    table.get_by_role("button", name="删除第 2 行").click()

    expect(box(page, "/risks/1/risk")).to_have_value("三")
    expect(table.get_by_role("group", name="第 2 行")).to_be_focused()
    expect(page.locator("#wb-announce")).to_have_text("风险已删除第 2 行，还有 3 行。")
    table.get_by_role("button", name="撤销删除").click()
    expect(box(page, "/risks/1/risk")).to_have_value("二")
    expect(box(page, "/risks/2/risk")).to_have_value("三")
    expect(table.get_by_role("textbox", name="风险").nth(2)).to_have_value("三")


def test_radio_buttons_keep_their_answers_when_rows_move(page: Page) -> None:
    """Rows that pass through each other's names do not lose what was chosen in them."""
    open_form(page)
    rows = [{"reused": True}, {"reused": False}, {"reused": True}]
    put(page, "/platform/reused_components", rows)
    table = question(page, "/platform/reused_components")

    table.get_by_role("button", name="删除第 1 行").click()
    table.get_by_role("button", name="撤销删除").click()

    for index, chosen in enumerate(["true", "false", "true"]):
        expect(page.locator(f'[name="/platform/reused_components/{index}/reused"]:checked')).to_have_value(
            chosen
        )


def test_service_away_is_said_and_caught_up(page: Page) -> None:
    """Without the service the page says so in Chinese, and checks by itself once it is back."""
    open_form(page)
    page.route("**/api/**", lambda route: route.abort())

    put(page, "/budget/contingency_wan", "1.00")
    put(page, "/budget/lines", [{"category": "A1", "quantity": "2", "unit_price_wan": "3.00"}])
    expect(page.locator("#wb-service")).to_have_text("暂时连不上服务，草稿已保存，恢复后自动检查。")
    render(page)
    expect(page.locator("#wb-result")).to_contain_text("没有生成文书")
    page.unroute("**/api/**")

    expect(page.locator('output[data-pointer="/budget/total_wan"]')).to_have_text("7.00")
    expect(page.locator("#wb-service")).to_be_empty()


def test_older_verdict_never_overwrites_a_newer_one(page: Page) -> None:
    """The answer to the first question comes after the second one's: it is never shown."""
    open_form(page)
    late: list[Route] = []
    page.route("**/api/validate/**", lambda route: late.append(route) if not late else route.continue_())
    total = page.locator('output[data-pointer="/budget/total_wan"]')
    with page.expect_request("**/api/validate/**"):
        put(page, "/budget/lines", [{"category": "A1", "quantity": "2", "unit_price_wan": "3.00"}])
    put(page, "/budget/contingency_wan", "1.00")
    expect(total).to_have_text("7.00")
    total.evaluate(
        """output => new MutationObserver(() => output.before(output.textContent + "；"))
            .observe(output, {childList: true, characterData: true, subtree: true})"""
    )

    late[0].fulfill(json={"complete": False, "problems": [], "computed": {"/budget/total_wan": "6.00"}})
    put(page, "/budget/contingency_wan", "2.00")

    expect(total).to_have_text("8.00")
    expect(total.locator("..")).to_have_text("8.00；8.00万元")


def test_page_of_another_build_asks_for_a_refresh(page: Page) -> None:
    """Functions of another build than the page: a notice, and the draft stays."""
    open_form(page)

    def other_build(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, headers=reply.headers | {"x-wenbiao-build": "another"})

    page.route("**/api/**", other_build)
    put(page, "/project/name", "皖美茶园项目")

    expect(page.locator("#wb-outdated")).to_contain_text("页面已更新，请刷新，草稿会保留")
    page.unroute_all(behavior="wait")  # a check may be under way
    page.locator("#wb-outdated").get_by_role("button", name="刷新").click()
    expect(page.locator("form[data-ready]")).to_be_attached()
    expect(box(page, "/project/name")).to_have_value("皖美茶园项目")
