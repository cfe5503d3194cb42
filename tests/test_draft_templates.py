"""What a template prints on a draft: blanks, empty rows, places that stay, and the watermark in its headers."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from lxml import etree

from tests.tools.garden import ANSWERS, GARDEN, Content, saved, word
from tests.tools.markup import SECTION, p, written
from tests.tools.ooxml import W, own_problems_of, problems_of
from tests.tools.text import paragraphs_of
from wenbiao.document.render import render
from wenbiao.document.template import compile, inspect
from wenbiao.words import AsTyped

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
HEAD, FOR, END = ["头", ""], ["{%tr for l in lines %}", ""], ["{%tr endfor %}", ""]


def drafted(package: bytes, data: dict[str, Any] | None = None) -> bytes:
    """The draft of a template, with nothing answered."""
    return render(compile(package, "garden.docx", GARDEN, draft=True), GARDEN, data or {})


SAID: dict[str, tuple[list[Content], list[str]]] = {  # name → template, what its draft says with nothing answered
    "alone": (["{{ name }}", "{{ name }}{{ level }}"], ["", ""]),
    "among words": (["“{{ name }}”"], ["“＿＿＿＿＿＿＿＿”"]),
    "figures": (["共{{ total_wan }}万元，{{ age }}年"], ["共＿＿＿＿万元，＿＿＿＿年"]),
    "days and months": (["{{ filled_on }}止，{{ start }}起"], ["＿＿＿年＿月＿日止，＿＿＿年＿月起"]),
    "left blank by its author": (["甲{{ name|blank }}乙"], ["甲乙"]),
    "slash, capital, formal": (["{{ name|slash }}", "{{ total_wan|capital }}", "{{ filled_on|formal }}"], ["", "", ""]),
    "boxes": (["{{ level|boxes }}", "{{ secret|boxes }}"], ["□省级　□市级", "□是　□否"]),
    "a long text": (["{{ background }}", "又{{ background }}"], ["\n\n", "又＿＿＿＿＿＿＿＿"]),
    "paragraphs": (["{%p for one in background|paragraphs %}", "{{ one }}", "{%p endfor %}"], ["", "", ""]),
    "a table": ([[HEAD, FOR, ["{{ loop.index }}", "{{ l.item }}"], END]], ["头", "", "1", "", "2", "", "3", "", "4", "", "5", ""]),
    "its else": ([[HEAD, FOR, ["{{ l.item }}", "{{ l.seq }}"], ["{%tr else %}", ""], ["无", ""], END]], ["头", *[""] * 11]),
    "merged": ([[HEAD, FOR, ["{{ l.item|merged }}", "{{ l.seq }}"], END]], ["头", *[""] * 11]),
    "chosen rows": ([[HEAD, FOR, ['{%tr if l.item == "甲" %}', ""], ["{{ l.item }}", "甲"], ["{%tr endif %}", ""], END]],
                    ["头", "", *["", "甲"] * 5]),
    "rows in rows": ([[HEAD, FOR, ["{{ l.item }}", "{%p for t in l.tools %}\n{{ t.title }}\n{%p endfor %}\n末"], END]],
                     ["头", "", *["", "", "", "", "末"] * 5]),
    "a list in a line": (["{% for d in divisions %}{{ d }}市{% endfor %}", "在{% for d in divisions %}{{ d }}、{% endfor %}内"],
                         ["", "在＿＿＿＿＿＿＿＿内"]),
    "a place": (["{%p if contact %}", "联系人", "{%p endif %}", "{%p if works and secret %}", "工程", "{%p endif %}"],
                ["联系人", "工程"]),
    "instead of 无": (["{%p if name %}", "名称：{{ name }}", "{%p else %}", "无", "{%p endif %}"], ["名称：＿＿＿＿＿＿＿＿"]),
    "a remark that there is none": (["{%p if not lines %}", "无", "{%p endif %}", "完"], ["完"]),
    "two wordings": (["{%p if name %}", "关于{{ name }}", "{%p else %}", "关于{{ level }}", "{%p endif %}"], ["关于＿＿＿＿＿＿＿＿"]),
    "wordings in a line": (["甲{% if works %}和工程{% endif %}，{% if name %}{{ name }}{% else %}本园{% endif %}"], ["甲，本园"]),
    "无 in a line": (["甲{% if name %}{{ name }}{% else %}无{% endif %}乙"], ["甲＿＿＿＿＿＿＿＿乙"]),
    "a comparison": (['{%p if level == "province" %}', "省", "{%p else %}", "市", "{%p endif %}"], ["市"]),
    "an amount": (['{%p if total_wan == "1" %}', "一", "{%p endif %}", "完"], ["完"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_what_a_draft_says_of_nothing(name: str) -> None:
    """A place to write for each answer, empty rows for each table, and never a word that stands for nothing."""
    contents, said = SAID[name]
    made = drafted(word(*contents))

    assert said == paragraphs_of(made)
    assert [] == own_problems_of(made)


def test_a_no_closes_its_place() -> None:
    """What is printed only with a yes is not printed after a no; unanswered, its place stays."""
    asked = word("{%p if secret %}", "密级", "{%p endif %}", "完")

    assert ["密级", "完"] == paragraphs_of(drafted(asked))
    assert ["完"] == paragraphs_of(drafted(asked, {"secret": False}))


def test_a_row_that_was_begun_says_what_it_has() -> None:
    """In a given row an optional line without an answer is left out, as in the document."""
    rows = word(
        [HEAD, FOR, ["{{ l.item }}", "{%p if l.quantity %}\n共{{ l.quantity }}\n{%p endif %}\n完"], END]
    )

    assert ["头", "", "苗木", "完"] == paragraphs_of(drafted(rows, {"lines": [{"item": "苗木"}]}))


def test_cells_without_an_answer_stay_apart() -> None:
    """Cells merge with the one above where both were answered alike; each empty one is there to be written on."""
    rows = word([HEAD, FOR, ["{{ l.item|merged }}", ""], END])
    given = {"lines": [{"item": "苗木"}, {"item": "苗木"}, {}, {}]}
    merged = [zipfile.ZipFile(io.BytesIO(drafted(rows, data))).read("word/document.xml").count(b"<w:vMerge/>")
              for data in ({}, given)]  # fmt: skip

    assert [0, 1] == merged


def test_answers_read_as_in_the_document() -> None:
    """A template without watermark and blanks to fill says the same as a draft and as a document."""
    package = word(
        "{{ name }}：{{ background }}",
        "{{ works|boxes }}",
        [HEAD, FOR, ["{{ l.item }}", "{{ l.amount_wan }}"], END],
    )

    assert paragraphs_of(render(compile(package, "x", GARDEN), GARDEN, ANSWERS)) == paragraphs_of(
        drafted(package, ANSWERS)
    )


def test_unfit_answers_are_printed_where_they_belong() -> None:
    """What is no date, amount, option or yes stands as it was typed, whatever word or condition would say it."""
    package = word("{{ filled_on|formal }}", "{{ total_wan|capital }}", "{{ level|boxes }}", "{{ works|boxes }}",
                   '{%p if total_wan == "1" %}', "一", "{%p endif %}", "{% for w in works %}{{ w }}；{% endfor %}")  # fmt: skip
    data = {"filled_on": "明天", "total_wan": "约一", "level": "全国", "works": "太空"}
    typed = {key: [AsTyped(text)] if key == "works" else AsTyped(text) for key, text in data.items()}

    assert ["明天", "约一", "全国", "太空", "太空；"] == paragraphs_of(drafted(package, typed))


def sections(made: bytes) -> list[dict[str, str]]:
    """Of each section: kind of page → the header part that it prints, its own or that of a section before."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        related = etree.fromstring(package.read("word/_rels/document.xml.rels"))
    targets = {entry.get("Id"): entry.get("Target") for entry in related}
    found: list[dict[str, str]] = []
    for section in body.iter(W + "sectPr"):
        own = {
            one.get(W + "type"): targets[one.get(R + "id")] for one in section.iterfind(W + "headerReference")
        }
        found.append((found[-1] if found else {}) | own)
    return found


def marks(made: bytes) -> list[str]:
    """The ids of the shapes that say 草稿, in all parts."""
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = [etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")]
    shapes = [shape for part in parts for shape in part.iter(V + "shape")]
    return [str(shape.get("id")) for shape in shapes if shape.find(V + "textpath").get("string") == "草稿"]


def test_a_plain_document_gets_a_header() -> None:
    """A section without a header gets one, with one shape."""
    made = drafted(word("{{ name }}"))

    assert [{"default": "draft-default.xml"}] == sections(made)
    assert 1 == len(marks(made))
    assert [] == problems_of(made)


def test_title_and_even_pages_get_theirs() -> None:
    """Where the first page or even pages have headers of their own, these are marked, too; ids stay unique."""
    document = docx.Document()
    document.sections[0].different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    document.add_section()
    made = drafted(saved(document))

    assert [{"default", "even", "first"}] * 2 == [set(section) for section in sections(made)]
    assert 3 == len(set(marks(made))) == len(marks(made))
    assert [] == problems_of(made)


def test_the_author_s_headers_keep_their_words() -> None:
    """A header that is there is marked and still prints its answers; a header of a table alone, too."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ name }}"
    second = document.add_section().header
    second.is_linked_to_previous = False
    second.add_table(1, 1, 2000)
    second._element.remove(second._element.p_lst[0])
    made = drafted(saved(document), {"name": "云雾茶园"})
    opened = docx.Document(io.BytesIO(made))

    assert "云雾茶园" == opened.sections[0].header.paragraphs[0].text
    assert 2 == len(set(marks(made)))
    assert [] == problems_of(made)


HEADERS = [
    ["{%p if remark %}", "备注", "{%p endif %}", ""],
    ["{%p for l in lines %}", "{{ l.item }}", "{%p endfor %}", "末"],
]


@pytest.mark.parametrize("lines", HEADERS)
def test_a_header_with_conditions(lines: list[str]) -> None:
    """A header whose paragraphs come and go with the answers is marked once, whatever they are."""
    document = docx.Document()
    header = document.sections[0].header
    header.paragraphs[0].text, *others = lines
    for line in others:
        header.add_paragraph(line)
    package = saved(document)

    for data in ({}, {"secret": False}, ANSWERS):
        made = drafted(package, data)
        assert 1 == len(marks(made))
        assert [] == own_problems_of(made)


def test_a_document_at_the_root() -> None:
    """A package whose main part lies in no folder gets its header beside it."""
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as new, zipfile.ZipFile(io.BytesIO(word("{{ name }}"))) as old:
        for name in old.namelist():
            content = old.read(name).replace(b'"/word/', b'"/').replace(b'"word/', b'"')
            new.writestr(name.removeprefix("word/"), content.replace(b'"../', b'"'))
    made = drafted(package.getvalue())

    assert {"draft-default.xml", "_rels/document.xml.rels"} <= set(
        zipfile.ZipFile(io.BytesIO(made)).namelist()
    )
    assert "draft-default.xml" in str(docx.Document(io.BytesIO(made)).sections[0].header.part.partname)


def test_a_section_that_goes_takes_no_mark_along() -> None:
    """A section that answers leave out is not the one that the next one has its header from."""
    made = drafted(
        written("{%p if secret %}", p("甲", properties=SECTION), "{%p endif %}", "乙"), {"secret": False}
    )

    assert ["draft-default.xml"] == [section["default"] for section in sections(made)]


def test_whole_documents_have_no_mark() -> None:
    """The document itself is never marked."""
    assert [] == marks(render(compile(word("{{ name }}"), "x", GARDEN), GARDEN, ANSWERS))


def own_watermark(text: str) -> bytes:
    """A template with a watermark of its own in its header, as Word writes one."""
    with zipfile.ZipFile(io.BytesIO(drafted(word("茶")))) as archive:
        header = etree.fromstring(archive.read("word/draft-default.xml"))
    document = docx.Document(io.BytesIO(word("{{ name }}")))
    paragraph = document.sections[0].header.paragraphs[0]._p
    paragraph.append(header[0][-1])
    paragraph[-1].find(f".//{V}textpath[@string]").set("string", text)
    return saved(document)


def test_a_template_with_a_watermark_of_its_own() -> None:
    """The draft has both watermarks, under ids that differ."""
    made = drafted(own_watermark("内部资料"))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        header = etree.fromstring(archive.read("word/header1.xml"))

    assert {"内部资料", "草稿"} == {path.get("string") for path in header.iter(f"{V}textpath")} - {None}
    assert [] == problems_of(made)


@pytest.mark.parametrize("draft", [False, True])
def test_a_template_that_began_as_a_draft(*, draft: bool) -> None:
    """A document is no draft: a template with that watermark is refused, with the header that has it."""
    found = inspect(own_watermark("草稿"), "garden.docx", GARDEN, draft=draft).findings

    assert [("页眉（header1.xml）", "这里有“草稿”水印，正式的文书也会印着“草稿”")] == [
        (one.place, one.wrong) for one in found
    ]
