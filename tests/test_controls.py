"""Content controls around what is printed, and the answers inside the document."""

from __future__ import annotations

import io
import json
import re
import zipfile
from hashlib import sha256
from typing import Any

import docx
import pytest
from lxml import etree

from tests.tools.garden import ANSWERS, GARDEN, saved, word
from tests.tools.markup import control as own_control
from tests.tools.markup import p, r, written
from tests.tools.ooxml import problems_of
from tests.tools.text import paragraphs_of, text_of
from wenbiao.document.render import render
from wenbiao.document.template import compile, inspect
from wenbiao.fields import fields_of
from wenbiao.form import Block, Form, ask, table
from wenbiao.kinds import Text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE = [
    ["费用", ""],
    ["{%tr for l in lines %}", ""],
    ["{{ l.item }}", "{{ l.quantity }}"],
    ["{%tr endfor %}", ""],
]
NAMES = ("alias", "tag", f"placeholder/{W}docPart")
CARRIED = "customXml/item2.xml"  # python-docx's own template brings item1
LINES = {"lines": [{"item": "茶", "quantity": "1"}, {"item": "苗", "quantity": "2"}]}


def made(*contents: object, answers: dict[str, object] = ANSWERS) -> bytes:
    return render(compile(word(*contents), "x", GARDEN), GARDEN, answers)


def controls(document: bytes, part: str = "word/document.xml") -> list[tuple[str, str]]:
    """(pointer, words) of every content control, in order; the pointer stands three times in it."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = etree.fromstring(archive.read(part))
    found = []
    for control in root.iter(W + "sdt"):
        names = {control.find(f"{W}sdtPr/{W}{name}").get(W + "val") for name in NAMES}
        assert 1 == len(names)
        found.append((*names, "".join(text.text or "" for text in control.iter(W + "t"))))
    return found


def test_an_answer_stands_in_a_control_of_its_own() -> None:
    """What is fixed beside it stays outside, in the same words."""
    document = made("名称：{{ name }}（{{ contact.name }}）")

    assert [("/name", "云雾茶园"), ("/contact/name", ANSWERS["contact"]["name"])] == controls(document)
    assert [f"名称：云雾茶园（{ANSWERS['contact']['name']}）"] == paragraphs_of(document)
    assert [] == problems_of(document)


@pytest.mark.parametrize("name", ["bdo", "dir"])
def test_an_answer_in_a_direction_of_its_own(name: str) -> None:
    """Also where words run from the right to the left, or are said to."""
    way = f'<w:{name} w:val="rtl">{r("甲{{ name }}乙")}</w:{name}>'
    document = render(compile(written(p(way), ""), "x", GARDEN), GARDEN, ANSWERS)

    assert [("/name", "云雾茶园")] == controls(document)
    assert "甲云雾茶园乙" == text_of(document).strip()
    assert [] == problems_of(document)


def test_rows_have_the_pointers_of_their_answers() -> None:
    """The place of a row is its place in the data, from 0."""
    document = made(TABLE, answers=LINES)

    assert [
        ("/lines/0/item", "茶"),
        ("/lines/0/quantity", "1"),
        ("/lines/1/item", "苗"),
        ("/lines/1/quantity", "2"),
    ] == controls(document)
    assert [] == problems_of(document)


def test_rows_inside_rows_and_rows_left_out() -> None:
    """Each row number of the pointer is its own loop's, and a row that a condition leaves out is counted."""
    lines = [{"item": "甲"}, {"item": "乙", "tools": [{"title": "锄"}, {"title": "篮"}]}]
    text = "{% for l in lines %}{% if l.tools %}{% for t in l.tools %}{{ l.item }}{{ t.title }}{% endfor %}{% endif %}{% endfor %}"
    document = made(text, answers={"lines": lines})

    assert [
        ("/lines/1/item", "乙"),
        ("/lines/1/tools/0/title", "锄"),
        ("/lines/1/item", "乙"),
        ("/lines/1/tools/1/title", "篮"),
    ] == controls(document)


def test_items_and_paragraphs() -> None:
    """An item of a list has its place, a paragraph of a long text the pointer of the whole."""
    answers = {"divisions": ["340100", "340200"], "background": "一\n\n二"}
    document = made(
        "{% for d in divisions %}{{ d }}{% endfor %}",
        "{%p for para in background|paragraphs %}",
        "{{ para }}",
        "{%p endfor %}",
        answers=answers,
    )

    assert ["/divisions/0", "/divisions/1", "/background", "/background"] == [
        one for one, _ in controls(document)
    ]


def test_numbers_and_fixed_texts_have_none() -> None:
    """Only answers do."""
    assert [] == controls(
        made("{{ promise }}", [["行"], ["{%tr for l in lines %}"], ["{{ loop.index }}"], ["{%tr endfor %}"]])
    )


def test_a_merged_cell_that_goes_on_is_an_empty_control() -> None:
    """Its words stand in the cell above."""
    merged = [["费用"], ["{%tr for l in lines %}"], ["{{ l.item|merged }}"], ["{%tr endfor %}"]]
    document = made(merged, answers={"lines": [{"item": "茶"}, {"item": "茶"}]})

    assert [("/lines/0/item", "茶"), ("/lines/1/item", "")] == controls(document)


def test_headers_have_them_too() -> None:
    """Wherever answers are printed."""
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "{{ name }}"
    document = render(compile(saved(file), "x", GARDEN), GARDEN, ANSWERS)

    assert [("/name", "云雾茶园")] == controls(document, "word/header1.xml")


def test_the_style_of_a_run_stays() -> None:
    """Every piece of a run that is taken apart looks as before."""
    file = docx.Document()
    file.add_paragraph().add_run("甲{{ name }}\t乙{% if age %}丙{{ age }}{% endif %}丁").bold = True
    document = render(compile(saved(file), "x", GARDEN), GARDEN, ANSWERS)
    runs = list(etree.fromstring(part(document, "word/document.xml")).iter(W + "r"))

    assert 5 == len(runs)
    assert all(run.find(f"{W}rPr/{W}b") is not None for run in runs)
    assert [] == problems_of(document)


def test_an_authors_own_control_gives_way() -> None:
    """A plain-text control holds no other: where a tag stands in one, ours takes its place."""
    own = (
        '<w:sdt><w:sdtPr><w:alias w:val="名称"/><w:text/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>{{ name }}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    file = word("甲{{ name }}")
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = re.sub(rb"<w:r><w:t>(.*?)</w:t></w:r>", own.encode(), parts["word/document.xml"], count=1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in (parts | {"word/document.xml": body}).items():
            archive.writestr(name, content)
    document = render(compile(packed.getvalue(), "x", GARDEN), GARDEN, ANSWERS)

    assert [("/name", "云雾茶园")] == controls(document)
    assert [] == problems_of(document)


KINDS = [
    "<w:date/>",
    "<w:picture/>",
    "<w:citation/>",
    '<w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"/>',
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_control_around_paragraphs_loses_a_kind_that_holds_no_other(kind: str) -> None:
    """A control for a date, a picture or a box to tick cannot hold ours; it stays, as one for any content."""
    document = render(compile(written(own_control(p("{{ name }}"), kind)), "x", GARDEN), GARDEN, ANSWERS)
    settings = etree.fromstring(part(document, "word/document.xml")).find(".//{*}sdtPr")

    assert settings is not None
    assert [] == list(settings)
    assert "云雾茶园" in text_of(document)
    assert [] == problems_of(document)


def part(document: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read(name)


def test_the_document_carries_its_answers() -> None:
    """As JSON in a part of its own, with the form, its version and the checksum of the text."""
    answers = {"name": '<茶>&"园"\n', "lines": [{"item": "]]>"}]}
    document = made("{{ name }}", answers=answers)
    root = etree.fromstring(part(document, CARRIED))

    assert "{urn:wenbiao:answers}answers" == root.tag
    assert answers == json.loads(root.text)
    assert (GARDEN.name, GARDEN.version) == (root.get("form"), root.get("version"))
    assert sha256(root.text.encode()).hexdigest() == root.get("sha256")
    assert root.get("signature") is None
    assert [] == problems_of(document)


def test_without_answers_nothing_of_them_is_left() -> None:
    """The same text, and no such part."""
    document = render(compile(word("{{ name }}"), "x", GARDEN), GARDEN, ANSWERS, answers=False)
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert not [name for name in archive.namelist() if b"urn:wenbiao" in archive.read(name)]
        assert CARRIED not in archive.namelist()
    assert text_of(made("{{ name }}")) == text_of(document)
    assert [] == problems_of(document)


def test_a_draft_has_neither() -> None:
    """What is incomplete is no save file."""
    template = compile(word("{{ name }}"), "x", GARDEN, draft=True)
    document = render(template, GARDEN, ANSWERS)

    assert [] == controls(document)
    assert b"urn:wenbiao:answers" not in b"".join(part(document, name) for name in names(document))


def names(document: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.namelist()


def test_custom_parts_of_the_author_stay() -> None:
    """The answers take the first free name."""
    own = part(word("{{ name }}"), "customXml/item1.xml")

    assert own == part(made("{{ name }}"), "customXml/item1.xml")


class Inner(Block):
    the_full_official_name_of_the_responsible_organisation: Text = ask("名称")


class Long(Form, title="长名"):
    responsible_organisations: list[Inner] = table("单位")


def test_a_pointer_that_no_control_can_hold() -> None:
    """Word takes names of at most 64 characters; `check` says so at the tag."""
    tag = "{{ one.the_full_official_name_of_the_responsible_organisation }}"
    rows = ("{% for one in responsible_organisations %}" + tag + "{% endfor %}",)
    (finding,) = inspect(word(*rows), "x", fields_of(Long)).findings

    assert tag == finding.tag
    assert "最多 64 个字符" in finding.wrong


def test_the_function_leaves_the_answers_out(call: Any, answers: Any) -> None:
    """With ?answers=0; else the document carries them."""
    assert b"urn:wenbiao" in whole(call("render", answers).data)
    assert b"urn:wenbiao" not in whole(call("render", answers, query="?answers=0").data)


def whole(document: bytes) -> bytes:
    return b"".join(part(document, name) for name in names(document))
