"""Paper from the form's page: a blank before anything is filled in, a draft on the way, the letter at the end."""

from __future__ import annotations

from playwright.sync_api import Download, Page, Route, expect

from tests.tools.hand import box, fill_in, open_form
from tests.tools.samples import sample
from tests.tools.text import text_of

pytest_plugins = "tests.tools.browser"

NAME = "云雾茶园管护"
TITLE = "省级政务信息化项目年度计划申报书"


def pressed(page: Page, button: str) -> Download:
    """The file that a button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return download.value


def test_half_a_form_is_printed(page: Page) -> None:
    """打印草稿 gives what is there, with blanks; it blocks on nothing, and points at no missing answer."""
    open_form(page)
    box(page, "/project/name").fill(NAME)
    box(page, "/plan_year").fill("二〇二四")
    made = pressed(page, "打印草稿")

    assert f"{TITLE}-{NAME}（草稿）.docx" == made.suggested_filename
    assert f"{NAME}\n" in (text := text_of(made.path()))
    assert "二〇二四年度" in text
    expect(page.locator("#wb-result")).to_have_text(f"草稿已生成，保存为“{made.suggested_filename}”。")
    expect(page.locator("#wb-summary")).to_be_hidden()
    expect(page.locator('[data-shape][data-pointer="/contact/name"]')).not_to_have_attribute("data-error", "")


def test_a_blank_holds_nothing_of_what_was_typed(page: Page) -> None:
    """打印空白表, at the top, is for the pen, whatever stands in the form."""
    open_form(page)
    box(page, "/project/name").fill(NAME)
    made = pressed(page, "打印空白表")

    assert f"{TITLE}（空白表）.docx" == made.suggested_filename
    assert NAME not in text_of(made.path())
    expect(page.locator("#wb-service")).to_have_text(f"空白表已生成，保存为“{made.suggested_filename}”。")


def test_a_check_leaves_what_was_said_of_the_blank(page: Page) -> None:
    """What a button made is said until something is changed, also when a check comes back meanwhile."""
    open_form(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/validate/**", hold)
    with page.expect_request("**/validate/**"):
        box(page, "/project/name").fill(NAME)
    pressed(page, "打印空白表")
    said = page.locator("#wb-service")
    expect(said).to_contain_text("空白表已生成")
    with page.expect_response("**/validate/**"):
        held[0].continue_()

    expect(page.locator('[data-state="open"]').first).to_be_visible()
    expect(said).to_contain_text("空白表已生成")
    box(page, "/plan_year").fill("2024")
    expect(said).to_be_empty()


def test_the_letter_has_its_button(page: Page) -> None:
    """生成公函 gives the letter that goes with the document."""
    open_form(page)
    fill_in(page, sample("declaration"))
    made = pressed(page, "生成公函")

    assert made.suggested_filename.endswith("-公函.docx")
    assert text_of(made.path()).startswith("关于申报2024年度政务信息化项目的函")
    expect(page.locator("#wb-result")).to_contain_text("公函已生成")


def test_without_the_service_nothing_is_printed(page: Page) -> None:
    """A draft that cannot be made says so, by the name of its own button."""
    open_form(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="打印草稿").click()

    expect(page.locator("#wb-result")).to_have_text("暂时连不上服务，没有打印草稿。请稍后再按“打印草稿”。")
    page.context.set_offline(False)


def test_a_draft_needs_no_script(plain: Page) -> None:
    """Without JavaScript 打印草稿 sends what is typed and gets the draft; what needs a script has no button."""
    plain.goto("/forms/declaration/")
    box(plain, "/project/name").fill(NAME)
    made = pressed(plain, "打印草稿")

    assert f"{NAME}\n" in text_of(made.path())
    expect(plain.get_by_role("button", name="打印空白表")).to_have_count(0)
