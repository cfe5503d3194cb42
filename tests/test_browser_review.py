"""核对 in a real browser: what the document will say, before it is made."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Locator, Page, expect

from tests.tools.hand import box, import_draft, open_form, overflow, put, question, render, saved, violations
from tests.tools.samples import DATA

pytest_plugins = ["tests.tools.browser"]

FORM = "declaration"


def filled(page: Page, form: str = FORM) -> None:
    open_form(page, form)
    import_draft(page, DATA / f"{form}.json")


def check(page: Page) -> Locator:
    """Opens the review, and waits for its words."""
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator(".wb-part").first).to_be_visible()
    return page.get_by_role("region", name="核对")


def line(review: Locator, label: str) -> Locator:
    """The line of a question; the first, where several have the label."""
    return (
        review.locator(".wb-said > div")
        .filter(has=review.page.locator("dt", has_text=re.compile(f"^{label}")))
        .first
    )


def test_every_answer_stands_in_the_words_of_the_document(page: Page, tmp_path: Path) -> None:
    """All that the review says of the sample stands in the document that is made next."""
    filled(page)

    review = check(page)
    expect(review.get_by_role("heading", name="核对")).to_be_focused()
    expect(line(review, "项目级别").locator("dd").first).to_have_text("■省级　□市级　□县级")
    expect(line(review, "填报日期").locator("dd").first).to_have_text("2023年9月15日；二〇二三年九月十五日")
    expect(review).to_contain_text("人民币肆佰捌拾陆万元整")
    expect(review).to_contain_text("没有需要修改的地方，可以生成文书。")
    words = review.locator(".wb-said > div > dd:not(.wb-way)").all_text_contents()
    with page.expect_download() as download:
        render(page)
    download.value.save_as(tmp_path / "made.docx")

    with ZipFile(tmp_path / "made.docx") as members:
        xml = members.read("word/document.xml").decode()
    xml = re.sub(r"<w:br/>|</w:p>", "\n", xml)
    document = re.sub(r"\s", "", re.sub(r"<[^>]+>", "", xml)).replace("&amp;", "&")
    assert len(words) > 300
    lost = [
        one for text in words for one in re.split("[；、]", re.sub(r"\s", "", text)) if one not in document
    ]
    assert lost == []


def test_sections_stand_in_the_order_of_the_form(page: Page) -> None:
    """Every section that asks something, by its title; tables have a card for each row."""
    filled(page)
    titles = page.locator("[data-section] > h2").all_text_contents()

    review = check(page)

    assert review.locator(".wb-part > h3").all_text_contents() == titles
    table = review.locator(".wb-part").filter(has_text="风险").last
    expect(table.locator(".wb-part-row").first).to_contain_text("第 1 行")


def test_each_line_leads_back_to_its_question(page: Page) -> None:
    """修改 closes the review and moves to the question; “back” is the review again."""
    filled(page)
    review = check(page)

    line(review, "计划年度").get_by_role("link", name="修改").click()

    expect(box(page, "/plan_year")).to_be_focused()
    expect(box(page, "/plan_year")).to_be_in_viewport()
    expect(review).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("region", name="核对").get_by_role("heading", name="核对")).to_be_focused()


def test_each_row_leads_back_to_itself(page: Page) -> None:
    """The link of the third row leads to the third row."""
    filled(page)

    check(page).get_by_role("link", name=re.compile("修改.*费用明细第 3 行")).click()

    expect(box(page, "/budget/lines/2/category")).to_be_in_viewport()
    row = page.locator("#q-budget-lines-2")
    assert row.evaluate("one => one.contains(document.activeElement)")


def test_every_link_leads_to_something(page: Page) -> None:
    """No link of the review is dead."""
    filled(page)

    targets = (
        check(page).locator("a.wb-change").evaluate_all("links => links.map(link => link.hash.slice(1))")
    )

    assert len(targets) > 100
    assert page.evaluate("ids => ids.filter(id => !document.getElementById(id))", targets) == []


def test_what_blocks_comes_first_and_what_does_not_second(page: Page) -> None:
    """Both with links; what was typed wrongly stands in red as it was typed, what is missing as 未填写."""
    filled(page)
    put(page, "/plan_year", "二〇二四")
    put(page, "/applicant/name", "")
    put(page, "/project/name", "茶园好")

    review = check(page)

    expect(review.get_by_role("heading", name="还不能生成文书：有 2 处需要填写或修改")).to_be_visible()
    expect(review.get_by_role("heading", name=re.compile("另有 1 处提醒，不影响生成文书"))).to_be_visible()
    expect(line(review, "计划年度")).to_contain_text("二〇二四")
    expect(line(review, "计划年度")).to_have_class("wb-wrong")
    expect(line(review, "单位名称")).to_contain_text("未填写")
    expect(line(review, "项目名称")).to_contain_text("提醒：")
    review.get_by_role("link", name=re.compile("计划年度应当是")).click()
    expect(box(page, "/plan_year")).to_be_focused()
    expect(question(page, "/plan_year").locator(".wb-error")).to_be_visible()


def test_refused_document_is_explained_once(page: Page) -> None:
    """Asked for from the review, the list of errors takes the focus and the place of the review's own."""
    filled(page)
    put(page, "/plan_year", "")
    review = check(page)

    render(page)

    expect(page.locator("#wb-summary")).to_be_focused()
    expect(review.locator(".wb-blocking")).to_be_hidden()
    page.locator("#wb-summary").get_by_role("link").first.click()
    expect(box(page, "/plan_year")).to_be_focused()


def test_back_to_the_form_by_keyboard(page: Page) -> None:
    """返回修改 closes the review, gives the focus back to 核对, and what was typed is all there."""
    filled(page)
    button = page.get_by_role("button", name="核对", exact=True)
    button.press("Enter")
    expect(page.locator(".wb-part").first).to_be_visible()

    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="返回修改").first).to_be_focused()
    page.keyboard.press("Enter")

    expect(button).to_be_focused()
    expect(page.locator("#wb-review")).to_have_count(0)
    button.press("Enter")
    expect(page.locator(".wb-part").first).to_be_visible()


def test_answers_that_are_not_asked_for_are_not_reviewed(page: Page) -> None:
    """A conditional block appears in the review only while it is asked."""
    open_form(page)
    expect(check(page)).not_to_contain_text("前期项目名称")
    page.get_by_role("button", name="返回修改").first.click()

    put(page, "/project/construction_nature", "升级改造")

    expect(check(page)).to_contain_text("前期项目名称")


def test_comparison_with_earlier_documents_is_told_apart(page: Page) -> None:
    """Without earlier documents the review says that nothing was compared with them."""
    filled(page, "acceptance_report")

    expect(check(page).locator(".wb-note--strong")).to_contain_text("未与前序文书比对")


def test_service_away_is_said(page: Page) -> None:
    """Cut off before anything of the review was loaded: the page says so, and the next try succeeds."""
    filled(page)
    saved(page)
    button = page.get_by_role("button", name="核对", exact=True)
    page.context.set_offline(True)
    button.click()
    expect(page.locator("#wb-result")).to_contain_text("暂时连不上服务，没有打开核对")

    page.context.set_offline(False)
    button.click()

    expect(page.locator(".wb-part").first).to_be_visible()


def test_words_come_by_themselves_when_the_service_is_back(page: Page) -> None:
    """The view that was opened while the functions were away fills itself."""
    filled(page)
    check(page)
    page.get_by_role("button", name="返回修改").first.click()
    page.context.set_offline(True)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator("#wb-review [role=status]")).to_contain_text("暂时连不上服务")
    expect(page.locator(".wb-part")).to_have_count(0)

    page.context.set_offline(False)

    expect(page.locator(".wb-part").first).to_be_visible()
    expect(page.locator("#wb-review [role=status]")).to_be_empty()


def test_axe_finds_nothing_on_the_review(page: Page) -> None:
    """With errors and warnings shown."""
    filled(page)
    put(page, "/plan_year", "二〇二四")
    put(page, "/project/name", "茶园好")
    check(page)

    assert violations(page) == []


def test_narrow_screen_shows_the_review_alone(narrow: Page) -> None:
    """At 390 px nothing stands out sideways, and the steps are out of the way until one comes back."""
    open_form(narrow)
    import_draft(narrow, DATA / f"{FORM}.json")

    review = check(narrow)

    expect(review.get_by_role("heading", name="核对")).to_be_in_viewport()
    expect(narrow.locator(".wb-place")).to_be_hidden()
    assert overflow(narrow) == []
    assert violations(narrow) == []
    line(review, "填报日期").get_by_role("link", name="修改").click()
    expect(box(narrow, "/filled_on")).to_be_focused()
    expect(narrow.locator(".wb-place")).to_have_text("第 13 步，共 13 步")
