"""WCAG 2.2 AA in every state that a page can be in, and at every width: what the page 无障碍说明 promises."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.tools.hand import (
    import_draft,
    open_form,
    overflow,
    put,
    question,
    render,
    saved,
    step_to,
    violations,
)
from tests.tools.missing import ROOT
from tests.tools.samples import DATA

pytest_plugins = ["tests.tools.browser"]

FORMS = sorted(file.stem for file in (ROOT / "forms").glob("[!_]*.py"))
ROWS = 20


@pytest.mark.parametrize("form", FORMS)
def test_every_form_as_it_opens(page: Page, form: str) -> None:
    """axe finds nothing on an empty form."""
    open_form(page, form)

    assert violations(page) == []


def test_twenty_rows_in_every_table(page: Page) -> None:
    """axe finds nothing with twenty rows, in tables and lists that can be seen."""
    open_form(page)
    for table in page.locator("[data-section] > .wb-table, .wb-block > .wb-grid > .wb-table").all():
        if table.is_visible():
            put(page, table.get_attribute("data-pointer") or "", [{}] * ROWS)

    assert page.locator("[data-row]").count() > 100
    assert violations(page) == []


def asked_to_clear(page: Page) -> None:
    page.get_by_role("button", name="清空草稿").click()


def asked_to_drop(page: Page) -> None:
    put(page, "/project/construction_nature", "升级改造")
    put(page, "/project/previous_project/name", "台账系统")
    page.locator('[name="/project/construction_nature"]').select_option("新建")


def pasting(page: Page) -> None:
    step_to(page, "/budget")
    question(page, "/budget/lines").get_by_role("button", name="从 Excel 粘贴").click()


def drafts(page: Page) -> None:
    put(page, "/project/name", "皖美茶园")
    saved(page)
    page.get_by_role("button", name="我的草稿").click()


DIALOGS: list[Callable[[Page], None]] = [asked_to_clear, asked_to_drop, pasting, drafts]


@pytest.mark.parametrize("opened", DIALOGS)
@pytest.mark.parametrize("screen", ["page", "narrow"])
def test_every_dialog(request: pytest.FixtureRequest, screen: str, opened: Callable[[Page], None]) -> None:
    """axe finds nothing in a dialog; it has the focus inside, fits the screen, and Escape closes it."""
    page: Page = request.getfixturevalue(screen)
    open_form(page)
    opened(page)
    dialog = page.locator("dialog[open]")
    expect(dialog).to_be_visible()

    assert violations(page) == []
    assert overflow(page) == []
    assert page.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize("screen", ["page", "narrow"])
def test_the_review(request: pytest.FixtureRequest, screen: str) -> None:
    """axe finds nothing in the review of an incomplete form and of the sample."""
    page: Page = request.getfixturevalue(screen)
    open_form(page)
    page.get_by_role("button", name="核对").first.click()
    expect(page.locator("#wb-review")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="返回修改").first.click()
    import_draft(page, DATA / "declaration.json")
    page.get_by_role("button", name="核对").first.click()
    expect(page.locator("#wb-review")).to_contain_text("肆佰捌拾陆万元整")

    assert violations(page) == []
    assert overflow(page) == []


def test_nothing_scrolls_sideways_when_enlarged(enlarged: Page) -> None:
    """A filled form with its errors, and the pages to read, fit a narrow window."""
    open_form(enlarged)
    import_draft(enlarged, DATA / "declaration.json")
    step_to(enlarged, "/budget")
    put(enlarged, "/budget/lines/0/quantity", "很多")
    render(enlarged)
    expect(enlarged.locator("#wb-summary")).to_be_visible()
    assert overflow(enlarged) == []
    for path in ("/", "/life/", "/accessibility/", "/inside/", "/verify/", "/maintainers/templates/"):
        enlarged.goto(path)
        assert overflow(enlarged) == [], path


def test_every_input_has_a_visible_label(page: Page) -> None:
    """No answer is asked for by a placeholder or a hidden name alone."""
    open_form(page)
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll("#wb-form input, #wb-form select, #wb-form textarea")]
            .filter((one) => one.offsetParent && !(one.labels || []).length)
            .map((one) => one.outerHTML.slice(0, 100))"""
    )

    assert unnamed == []
