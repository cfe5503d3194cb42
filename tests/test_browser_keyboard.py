"""A whole form without a mouse: from the first question to the document, with the focus always in sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.tools.hand import open_form
from tests.tools.keyboard import Keyboard
from tests.tools.samples import sample
from tests.tools.text import text_of

pytest_plugins = ["tests.tools.browser"]


@pytest.mark.parametrize("screen", ["page", "narrow"])
def test_a_form_is_filled_in_with_the_keyboard(
    request: pytest.FixtureRequest, screen: str, tmp_path: Path
) -> None:
    """Tab, arrows, space and Enter are enough; nothing that has the focus lies behind a part that sticks."""
    page: Page = request.getfixturevalue(screen)
    open_form(page)
    hand = Keyboard(page, sample("declaration"))
    page.locator("#wb-form").focus()
    page.locator("[name^='/']:visible").first.focus()
    page.keyboard.press("Shift+Tab")

    hand.run("wb-render")
    expect(page.locator('output[data-pointer="/budget/total_wan"]')).to_have_text("486.00")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    file = tmp_path / "made.docx"
    download.value.save_as(file)

    assert hand.hidden == []
    assert sample("declaration")["project"]["name"] in text_of(file.read_bytes())
