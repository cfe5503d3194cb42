"""One project from declaration to self-evaluation in a real browser: each document starts from the ones before it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.test_browser import text_of
from tests.tools.hand import (
    LIFE,
    fill_in,
    import_draft,
    open_form,
    render,
    start,
)
from tests.tools.missing import ROOT
from tests.tools.samples import DATA, changed, sample
from wenbiao.carry import Earlier, carried
from wenbiao.catalogue import Catalogue

pytest_plugins = ["tests.tools.browser"]

CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")


def left_to_type(value: Any, known: dict[str, Any], path: str = "") -> Any:
    """A payload without the answers that were carried over as they are; rows keep their places."""
    if isinstance(value, dict):
        return {
            name: left_to_type(inner, known, f"{path}/{name}")
            for name, inner in value.items()
            if known.get(f"{path}/{name}") != inner
        }
    if isinstance(value, list):
        return [left_to_type(row, known, f"{path}/{index}") for index, row in enumerate(value)]
    return value


def of_the_command_line(form: str, data: Path, folder: Path) -> list[str]:
    """The text of the document that `wenbiao render` makes of some data."""
    given = folder / f"{form}-given.docx"
    command = [Path(sys.executable).with_name("wenbiao"), "render", form, data, "-o", given]
    subprocess.run(command, check=True, capture_output=True)
    return text_of(given)


def test_declaration_gives_its_document(page: Page, tmp_path: Path) -> None:
    """The first document of the life, from its data; it has nothing to start from."""
    open_form(page)
    expect(page.get_by_role("button", name="从前序文书开始")).to_have_count(0)

    import_draft(page, DATA / "declaration.json")
    with page.expect_download() as download:
        render(page)
    download.value.save_as(tmp_path / "page.docx")

    assert of_the_command_line("declaration", DATA / "declaration.json", tmp_path) == text_of(
        tmp_path / "page.docx"
    )


@pytest.mark.parametrize("form", LIFE[1:])
def test_next_document_needs_only_what_is_new(page: Page, tmp_path: Path, form: str) -> None:
    """Started from the earlier documents and completed by hand, a document is that of the command line.

    Locked answers are printed as the earlier document has them: 8 where the sample repeats it as 8.00, and the
    dates of the approval, which the sample of the acceptance report leaves out.
    """
    entry = CATALOGUE[form]
    flowed = carried(
        entry.fields, entry.form.flows, Earlier([sample(name) for name in LIFE[: LIFE.index(form)]])
    )
    start(page, form)
    expect(page.locator("#wb-begun")).to_contain_text("文书编号 D04-DEMO-0001，填报日期 2023年9月15日")
    expect(page.locator("#wb-uncompared")).to_be_hidden()

    data = tmp_path / f"{form}.json"
    locked = {answer.path: answer.value for answer in flowed if answer.locked}
    data.write_text(json.dumps(changed(sample(form), locked)), "utf-8")

    fill_in(page, left_to_type(sample(form), {answer.path: answer.value for answer in flowed}))
    with page.expect_download() as download:
        render(page)
    download.value.save_as(tmp_path / "page.docx")

    assert of_the_command_line(form, data, tmp_path) == text_of(tmp_path / "page.docx")
