"""Page breaks between repeated sections: how many pages LibreOffice makes of them, and what stands on each."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.tools.garden import ANSWERS, GARDEN
from tests.tools.markup import PAGE, SECTION, p, table, written
from tests.tools.missing import need
from tests.tools.ooxml import problems_of
from tests.tools.pictures import pdfs_of
from tests.tools.text import paragraphs_of
from wenbiao.document.render import render
from wenbiao.document.template import compile

FOR, END = "{%p for l in lines %}", "{%p endfor %}"
FOR_ROW, END_ROW = "{%tr for l in lines %}", "{%tr endfor %}"
NEW_PAGE = "<w:pageBreakBefore/>"
UNLESS_LAST = ["{%p if not loop.last %}", p(PAGE), "{%p endif %}"]
TOOLS = table(
    ["工具"], ["{%tr for t in l.tools %}"], ["{{ t.title }}"], ["{%tr else %}"], ["无"], ["{%tr endfor %}"]
)

TEMPLATES: dict[str, tuple[list[str], list[str]]] = {  # name → body, the text of each page
    "a paragraph that begins a page": (["封面", FOR, p("{{ l.item }}", properties=NEW_PAGE), TOOLS, "完", END],
                                       ["封面", "苗木工具锄铲完", "肥料工具无完"]),
    "a break but after the last": ([FOR, "{{ l.item }}", TOOLS, "完", *UNLESS_LAST, END, "末"],
                                   ["苗木工具锄铲完", "肥料工具无完末"]),
    "a break beside the tag": ([FOR, "{{ l.item }}", p("{%p if not loop.last %}", PAGE), "{%p endif %}", END, "末"],
                               ["苗木", "肥料末"]),
    "a break before the tag": ([FOR, "{{ l.item }}", "{%p if not loop.last %}", p(PAGE, "{%p endif %}"), END, "末"], ["苗木", "肥料末"]),
    "a tag that begins a page": (["封面", p("{%p if lines %}", properties=NEW_PAGE), "{{ name }}", "{%p endif %}", "末"],
                                 ["封面", "云雾茶园末"]),
    "a break after each": ([FOR, "{{ l.item }}", p(PAGE), END, "末"], ["苗木", "肥料", "末"]),
    "a section of its own": ([FOR, "{{ l.item }}", TOOLS, p(properties=SECTION), END, "末"],
                             ["苗木工具锄铲", "肥料工具无", "末"]),
    "a section beside the tag": (["封面", p("{%p if lines %}", properties=SECTION), FOR, "{{ l.item }}", END, "{%p endif %}", "末"],
                                 ["封面", "苗木肥料末"]),
    "a section beside the tag of what is not printed": (["封面", p("{%p if secret %}", properties=SECTION), "密", "{%p endif %}", "末"],
                                                        ["封面", "末"]),
    "a section beside the tag of a loop": (["封面", p(FOR, properties=SECTION), "{{ l.item }}", END, "末"], ["封面", "苗木肥料末"]),
    "a section beside the end of a loop": ([FOR, "{{ l.item }}", p(END, properties=SECTION), "末"], ["苗木肥料", "末"]),
    "a section beside the other branch": (["{%p if secret %}", "密", p("{%p else %}", properties=SECTION), "开", "{%p endif %}", "末"], ["开末"]),
    "pages within pages": ([FOR, p("{{ l.item }}", properties=NEW_PAGE), "{%p for t in l.tools %}", p("{{ t.title }}", properties=NEW_PAGE), END, END, "末"],
                           ["苗木", "锄", "铲", "肥料末"]),
}  # fmt: skip


HEAD = table(["名称"]).replace("<w:tc>", "<w:trPr><w:tblHeader/></w:trPr><w:tc>")
LONG_TABLE = (
    HEAD.replace("</w:tbl>", "") + table([FOR_ROW], ["{{ l.item }}"], [END_ROW]).partition("</w:tblGrid>")[2]
)
ITEMS = [f"第{number}项" for number in range(100)]


def document(*contents: str, **changes: Any) -> bytes:
    """The garden's document by a template of these contents."""
    return render(compile(written(*contents), "x", GARDEN), GARDEN, ANSWERS | changes)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of every page of every document, made in one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("breaks")
    files = {name: folder / f"{number}.docx" for number, name in enumerate(TEMPLATES)}
    for name, file in files.items():
        file.write_bytes(document(*TEMPLATES[name][0]))
    files["rows"] = folder / "rows.docx"
    files["rows"].write_bytes(document(LONG_TABLE, lines=[{"item": item} for item in ITEMS]))
    need("pdftoppm")
    return dict(zip(files, map(texts_of, pdfs_of(list(files.values()), folder)), strict=True))


def texts_of(pdf: Path) -> list[str]:
    """What each page says, without spaces."""
    said = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True)
    *texts, _ = said.stdout.decode().split("\f")
    return ["".join(text.split()) for text in texts]


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_section_on_its_own_page(name: str, pages: dict[str, list[str]]) -> None:
    """There is a page for each repeated section, none is empty, and its text stands on it."""
    assert TEMPLATES[name][1] == pages[name]


def test_a_heading_on_every_page(pages: dict[str, list[str]]) -> None:
    """A row that Word repeats as heading stands above the rows of each page, and each row on one page."""
    texts = pages["rows"]

    assert len(texts) > 1
    assert ["名称"] * len(texts) == [text[:2] for text in texts]
    assert "".join(ITEMS) == "".join(text[2:] for text in texts)


def test_they_are_valid() -> None:
    """The validators accept breaks and sections, however often they are repeated."""
    assert [] == problems_of(document(*[one for body, _pages in TEMPLATES.values() for one in body]))


def test_nothing_repeated_breaks_nothing() -> None:
    """Without rows there is neither a section nor a break."""
    made = document(*TEMPLATES["a break but after the last"][0], lines=[])

    assert ["末"] == paragraphs_of(made)
    assert [] == problems_of(made)


BESIDE = {  # the tag that a section stands beside → where its break is printed, with rows and without any
    "opening": (["封面", p(FOR, properties=SECTION), "{{ l.item }}", END, "末"], ["封面", "", "苗木", "肥料", "末"], ["封面", "", "末"]),
    "closing": ([FOR, "{{ l.item }}", p(END, properties=SECTION), "末"], ["苗木", "肥料", "", "末"], ["", "末"]),
    "between": ([FOR, "{{ l.item }}", p("{%p else %}", properties=SECTION), "无", END, "末"], ["苗木", "", "肥料", "", "末"], ["无", "末"]),
    "alone in the block": (["封面", p("{%p if lines %}", properties=SECTION), "{%p endif %}", "末"], ["封面", "", "末"], ["封面", "末"]),
    "with breaks": (["封面", p(PAGE, FOR, properties=SECTION), "{{ l.item }}", END, "末"], ["封面", "\n", "苗木", "肥料", "末"], ["封面", "\n", "末"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_a_section_stays_with_what_is_before_it(name: str) -> None:
    """A section break beside a tag ends the pages before it, however often what the tag opens is printed."""
    contents, some, none = BESIDE[name]
    for made, said in (document(*contents), some), (document(*contents, lines=[]), none):
        sections = Document(io.BytesIO(made)).sections

        assert said == paragraphs_of(made)
        assert len([text for text in said if text.strip() == ""]) + 1 == len(sections)
