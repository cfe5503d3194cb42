"""The covers: one page however long the names are, and no line for a number that is not there."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.test_documents import FORMS, rendered
from tests.tools.missing import need
from tests.tools.pictures import pdfs_of
from tests.tools.samples import GONE, sample
from tests.tools.text import paragraphs_of, text_of

PROSE = "皖美茶园数字管护与质量追溯（二期）暨“数字皖茶”跨部门、跨层级联合监管场景应用及网络安全能力提升项目"
LONGEST = (PROSE * 2)[:60]  # punctuation takes more lines than plain characters
FOLLOWS = {  # what the page after the cover begins with
    "declaration": "填报说明",
    "change_application": "填报说明",
    "acceptance_report": "目录",
    "self_evaluation": "一、",
}
LAST_ON_COVER = "日"  # the date in Chinese figures
ENOUGH = 12  # characters of a page's first line


def longest(form: str) -> dict[str, Any]:
    """Changes that make every name on the cover as long as the form allows."""
    return {
        "/doc_id": "W" * 40,  # the widest letter
        "/project/name": LONGEST,
        "/applicant/name": LONGEST,
        "/supervising_org": {**sample(form)["applicant"], "name": LONGEST},
        "/project_manager/name": "茶" * 30,
        "/contact/name": "茶" * 30,
    }


def pages_of(pdf: Path) -> list[str]:
    """The text of each page, without spaces."""
    need("pdftoppm")  # pdftotext comes with it
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
    return ["".join(page.split()) for page in text.split("\f")]


def test_covers_are_one_page(tmp_path: Path) -> None:
    """With common and with the longest names, page 2 is what follows the cover."""
    need("soffice")
    documents = []
    for form in FORMS:
        for case, changes in (("sample", {}), ("prose", longest(form))):
            documents.append(tmp_path / f"{form}-{case}.docx")
            documents[-1].write_bytes(rendered(form, changes))

    for pdf in pdfs_of(documents, tmp_path):
        cover, second, *_ = pages_of(pdf)
        assert cover.endswith(LAST_ON_COVER), pdf.stem
        assert second.startswith(FOLLOWS[pdf.stem.partition("-")[0]]), f"{pdf.stem}: {second[:ENOUGH]}"


@pytest.mark.parametrize("form", FORMS)
def test_number_that_is_there_is_the_first_line(form: str) -> None:
    """The cover begins with the document's number."""
    assert f"文书编号：{sample(form)['doc_id']}" == paragraphs_of(rendered(form, {}))[0]


@pytest.mark.parametrize("form", FORMS)
def test_number_that_is_not_there_leaves_no_line(form: str) -> None:
    """Neither the label nor an empty paragraph stands where the number would be."""
    document = rendered(form, {"/doc_id": GONE})

    assert "文书编号" not in text_of(document)
    assert "安徽省政务信息化项目" == paragraphs_of(document)[0]


def test_code_of_a_resource_stands_beside_its_provider() -> None:
    """A code of any length has the width of the table, and an absent one no line."""
    place = "/data/catalog_items/0/code"
    given = paragraphs_of(rendered("declaration", {place: "3" * 200}))
    line = given.index(f"信息资源代码：{'3' * 200}")

    assert given[line - 1].startswith("提供方：")
    absent = text_of(rendered("declaration", {f"/data/catalog_items/{row}/code": GONE for row in coded()}))
    assert "信息资源代码" not in absent


def coded() -> list[int]:
    """The sample's rows that have a code."""
    return [
        row for row, item in enumerate(sample("declaration")["data"]["catalog_items"]) if item.get("code")
    ]
