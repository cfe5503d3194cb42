"""Without JavaScript: the page is filled in, comes back with what is wrong, and becomes a document."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.tools.hand import overflow, violations
from tests.tools.samples import DATA, sample
from tests.tools.text import text_of
from wenbiao.catalogue import Catalogue
from wenbiao.fields import Fields
from wenbiao.names import flatten

pytest_plugins = ["tests.tools.browser"]

FORM = "declaration"
ROOT = Path(__file__).parents[1]
WORDS = {True: "true", False: "false"}


@pytest.fixture(scope="module")
def fields() -> Fields:
    return Catalogue.load(ROOT / "forms", ROOT / "templates")[FORM].fields


def typed(fields: Fields) -> dict[str, Any]:
    """What a person types for the sample, by the inputs' names; what is worked out is not asked."""
    answers: dict[str, Any] = {}
    for pointer, value in flatten(sample(FORM)).items():
        field = fields.at(pointer)
        if value is None or field.output or field.hidden:
            continue
        many = field.kind is not None and field.kind.name == "choices"
        if many:
            answers.setdefault(pointer.rpartition("/")[0], []).append(value)
        else:
            answers[pointer] = value
    return answers


def put(page: Page, name: str, value: Any) -> None:
    inputs = page.locator(f'[name="{name}"]')
    sort = inputs.first.get_attribute("type") or inputs.first.evaluate("one => one.tagName")
    if sort in ("radio", "checkbox"):
        for one in value if isinstance(value, list) else [value]:
            inputs.and_(page.locator(f'[value="{WORDS.get(one, one)}"]')).check()
    elif sort == "SELECT":
        inputs.select_option(str(value))
    else:
        inputs.fill(str(value))


def fill_in(page: Page, answers: dict[str, Any]) -> None:
    """Every answer; where rows are lacking, the page is asked for more."""
    left = dict(answers)
    while left:
        there = [name for name in left if page.locator(f'[name="{name}"]').count()]
        assert there, left
        for name in there:
            put(page, name, left.pop(name))
        if left:
            page.get_by_role("button", name="核对并增加空行").click()


def by_hand(page: Page) -> None:
    """The page posts as it does without scripts, in a window where axe can run."""
    page.route("**/assets/form.js", lambda route: route.abort())
    page.goto(f"/forms/{FORM}/")
    page.locator('[name="/project/name"]').fill("茶园好")
    page.locator('[name="/budget/lines/0/item"]').fill("茶" * 61)
    page.locator("#wb-form").evaluate("form => form.submit()")
    expect(page.get_by_role("heading", name="还不能生成文书")).to_be_visible()


def test_a_form_filled_in_without_scripts_becomes_a_document(
    plain: Page, fields: Fields, tmp_path: Path
) -> None:
    """From the empty page over more rows, errors and their mending to the document of the command line."""
    answers = typed(fields)
    plain.goto(f"/forms/{FORM}/")
    fill_in(plain, answers | {"/plan_year": "去年", "/budget/lines/0/quantity": "很多"})
    plain.get_by_role("button", name="生成文书").click()

    summary = plain.get_by_role("group", name=re.compile("还不能生成文书：有 [0-9]+ 处"))
    expect(summary).to_be_focused()
    expect(plain.locator('[name="/plan_year"]')).to_have_value("去年")
    expect(plain.locator('[name="/plan_year"]')).to_have_accessible_description(re.compile("应当是四位年份"))
    summary.get_by_role("link", name="费用明细第 1 行：数量应当只写数字").click()
    expect(plain.locator('[name="/budget/lines/0/quantity"]')).to_be_in_viewport()
    put(plain, "/plan_year", answers["/plan_year"])
    put(plain, "/budget/lines/0/quantity", answers["/budget/lines/0/quantity"])
    with plain.expect_download() as download:
        plain.get_by_role("button", name="生成文书").click()
    download.value.save_as(tmp_path / "typed.docx")

    given = tmp_path / "given.docx"
    command = [Path(sys.executable).with_name("wenbiao"), "render", FORM, DATA / f"{FORM}.json", "-o", given]
    subprocess.run(command, check=True, capture_output=True)
    assert text_of(given) == text_of(tmp_path / "typed.docx")


def test_without_scripts_every_table_can_be_filled_in(plain: Page) -> None:
    """Three rows at least, also in a table within a row, and no button that needs a script."""
    plain.goto(f"/forms/{FORM}/")

    for name in ("budget/lines", "attachments", "construction_content/2/budget_lines"):
        expect(plain.locator(f'[id="q-{name.replace("/", "-")}"] > .wb-rows .wb-row').nth(2)).to_be_visible()
    expect(plain.locator('.wb-page button[type="button"]:visible')).to_have_count(0)
    # Playwright takes what stands in noscript for no text.
    condition = plain.locator("#q-project-partner_orgs > noscript > p")
    expect(condition).to_be_visible()
    assert condition.inner_text() == "“是否跨部门共建”为“是”的填写"


def test_with_scripts_an_optional_table_has_no_row(page: Page) -> None:
    """The rows for browsers without scripts are not there where scripts run."""
    page.goto(f"/forms/{FORM}/")
    expect(page.locator("form[data-ready]")).to_be_attached()

    expect(page.locator("#q-attachments .wb-row")).to_have_count(0)
    expect(page.locator("#q-budget-lines .wb-row")).to_have_count(1)


def test_axe_finds_nothing_on_the_form_that_comes_back(page: Page) -> None:
    """WCAG 2.2 AA, with errors, warnings and empty rows."""
    by_hand(page)

    assert violations(page) == []


def test_the_form_that_comes_back_fits_a_narrow_screen(narrow: Page) -> None:
    """At 390 px it never scrolls sideways."""
    by_hand(narrow)

    assert overflow(narrow) == []
