"""Templates that were opened and saved again in LibreOffice: compiled as before, and printing the same."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from tests.test_documents import CATALOGUE, TODAY
from tests.tools.garden import ANSWERS, GARDEN
from tests.tools.markup import PAGE, SECTION, p, table, written
from tests.tools.ooxml import problems_of
from tests.tools.pictures import converted
from tests.tools.samples import sample
from tests.tools.text import paragraphs_of
from wenbiao.answers import check
from wenbiao.document.render import render
from wenbiao.document.template import compile

TEMPLATES = [
    (form, file) for form in CATALOGUE for file in (CATALOGUE[form].template, *CATALOGUE[form].parts.values())
]
FOR, ITEM, END = "{%p for l in lines %}", "{{ l.item }}", "{%p endfor %}"
BREAKS = [  # templates whose breaks LibreOffice puts elsewhere, and what they print
    ([FOR, p(ITEM, properties="<w:pageBreakBefore/>"), END, "末"], ["页", "苗木", "页", "肥料", "末"]),
    ([FOR, ITEM, "{%p if not loop.last %}", p(PAGE), "{%p endif %}", END, "末"], ["苗木", "页", "肥料", "末"]),
    ([FOR, ITEM, END, p(properties=SECTION), table(["甲"]), "末"], ["苗木", "肥料", "节", "甲", "末"]),
    ([FOR, ITEM, "{%p if not loop.last %}", p(properties=SECTION), "{%p endif %}", END, "末"], ["苗木", "节", "肥料", "末"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all of them as LibreOffice saves them, in one run."""
    folder = tmp_path_factory.mktemp("templates")
    files = [file for _form, file in TEMPLATES]
    for number, (contents, _printed) in enumerate(BREAKS):
        files.append(folder / f"breaks{number}.docx")
        files[-1].write_bytes(written(*contents))
    converted(files, folder / "resaved", "docx")
    return folder / "resaved"


def kinds(problems: list[str]) -> set[str]:
    """What is wrong, wherever it is; tags are no fault of a template."""
    return {re.sub(r"\[\d+\]|rId\d+", "", problem) for problem in problems if "leftover_tag" not in problem}


@pytest.mark.parametrize(("form", "file"), TEMPLATES, ids=[file.name for _form, file in TEMPLATES])
def test_a_template_saved_again(form: str, file: Path, resaved: Path) -> None:
    """It compiles against its form, prints the sample's same text, and has no fault but LibreOffice's own."""
    entry = CATALOGUE[form]
    data = check(entry.form, sample(form), today=TODAY).data
    again = (resaved / file.name).read_bytes()
    before, after = (
        render(compile(content, file.name, entry.fields), entry.fields, data)
        for content in (file.read_bytes(), again)
    )

    assert paragraphs_of(before) == paragraphs_of(after)
    assert kinds(problems_of(after)) <= kinds(problems_of(again))
    assert [grid < 0 for grid in grids(before)] == [grid < 0 for grid in grids(after)]


def grids(document: bytes) -> list[int]:
    """By how much each section widens its letters; LibreOffice forgets the sign."""
    sections = docx.Document(io.BytesIO(document)).element.body.iter(qn("w:docGrid"))
    return [int(section.get(qn("w:charSpace"))) for section in sections]


def flow(document: bytes) -> list[str]:
    """The texts of a document, and where a page (页) or section (节) ends among them."""
    found = []
    for paragraph in docx.Document(io.BytesIO(document)).element.body.iter(qn("w:p")):
        found += ["页"] * (paragraph.find(f".//{qn('w:pageBreakBefore')}") is not None)
        for one in paragraph.iter(qn("w:t"), qn("w:br")):
            found += [one.text] if one.tag == qn("w:t") else ["页"] * (one.get(qn("w:type")) == "page")
        found += ["节"] * (paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None)
    return list(filter(None, found))


@pytest.mark.parametrize("number", range(len(BREAKS)))
def test_breaks_stay_where_they_are(number: int, resaved: Path) -> None:
    """LibreOffice moves a break into the paragraph before it, even if that is a tag's; it is printed all the same."""
    contents, expected = BREAKS[number]
    files = (written(*contents), (resaved / f"breaks{number}.docx").read_bytes())

    assert [expected] * 2 == [flow(render(compile(file, "x", GARDEN), GARDEN, ANSWERS)) for file in files]
