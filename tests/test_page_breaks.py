"""Page breaks between repeated sections: how many pages LibreOffice makes of them, and what stands on each."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.tools.garden import ANSWERS, GARDEN
from tests.tools.markup import PAGE, SECTION, p, table, written
from tests.tools.missing import need
from tests.tools.ooxml import problems_of
from tests.tools.pictures import pdfs_of
from tests.tools.text import paragraphs_of
from wenbiao.document.render import render
from wenbiao.document.template import compile

FOR, END = "{%p for l in lines %}", "{%p endfor %}"
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
    "a break after each": ([FOR, "{{ l.item }}", p(PAGE), END, "末"], ["苗木", "肥料", "末"]),
    "a section of its own": ([FOR, "{{ l.item }}", TOOLS, p(properties=SECTION), END, "末"],
                             ["苗木工具锄铲", "肥料工具无", "末"]),
    "a section beside the tag": (["封面", p("{%p if lines %}", properties=SECTION), FOR, "{{ l.item }}", END, "{%p endif %}", "末"],
                                 ["封面", "苗木肥料末"]),
    "pages within pages": ([FOR, p("{{ l.item }}", properties=NEW_PAGE), "{%p for t in l.tools %}", p("{{ t.title }}", properties=NEW_PAGE), END, END, "末"],
                           ["苗木", "锄", "铲", "肥料末"]),
}  # fmt: skip


def document(name: str, **changes: Any) -> bytes:
    """The garden's document by one of the templates."""
    template = compile(written(*TEMPLATES[name][0]), f"{name}.docx", GARDEN)
    return render(template, GARDEN, ANSWERS | changes)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of every page of every document, made in one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("breaks")
    files = {name: folder / f"{number}.docx" for number, name in enumerate(TEMPLATES)}
    for name, file in files.items():
        file.write_bytes(document(name))
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


def test_they_are_valid() -> None:
    """The validators accept breaks and sections, however often they are repeated."""
    contents = [one for body, _pages in TEMPLATES.values() for one in body]
    made = render(compile(written(*contents), "x", GARDEN), GARDEN, ANSWERS)

    assert [] == problems_of(made)


def test_nothing_repeated_breaks_nothing() -> None:
    """Without rows there is neither a section nor a break."""
    made = document("a break but after the last", lines=[])

    assert ["末"] == paragraphs_of(made)
    assert [] == problems_of(made)
