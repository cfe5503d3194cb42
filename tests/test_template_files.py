"""What compiling does to a Word file: tags put together, what would stand twice taken out, data written."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.tools.garden import ANSWERS, GARDEN, Content, Garden, Line, saved, word
from tests.tools.markup import NAMESPACES, changed
from tests.tools.text import paragraphs_of, runs_of
from wenbiao.document.render import render
from wenbiao.document.template import Template, compile, inspect
from wenbiao.errors import Finding
from wenbiao.fields import fields_of
from wenbiao.form import Form, ask, constant, table
from wenbiao.kinds import Text

LINE = "甲{{ name }}乙{% if secret %}密{% else %}{{ age }}{% endif %}丙{% for l in lines %}{{ l.item }}，{% endfor %}"


@settings(deadline=None, max_examples=50)
@given(st.sets(st.integers(0, len(LINE)), max_size=20))
def test_tags_survive_any_split_into_runs(cuts: set[int]) -> None:
    """However Word splits a line into runs, its tags say the same."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for start, end in pairwise(sorted(cuts | {0, len(LINE)})):
        paragraph.add_run(LINE[start:end])
    out = render(compile(saved(document), "garden.docx", GARDEN), GARDEN, ANSWERS)

    assert ["甲云雾茶园乙0丙苗木，肥料，"] == paragraphs_of(out)


def test_a_tag_split_over_runs_is_one_tag() -> None:
    """Word splits what is typed over runs with different properties; what follows keeps its own run."""
    document = docx.Document()
    paragraph = document.add_paragraph("名称：{")
    for text in ("{ na", "m", "e }", "}（盖", "章）"):
        paragraph.add_run(text).bold = text == "}（盖"
        paragraph._p.append(parse_xml(f"<w:proofErr {nsdecls('w')} w:type='spellStart'/>"))
    out = render(compile(saved(document), "garden.docx", GARDEN), GARDEN, ANSWERS)
    runs = [(run.text, run.bold) for run in runs_of(out) if run.text]

    assert [("名称：", None), ("云雾茶园", None), ("（盖", True), ("章）", False)] == runs


def edited(content: bytes, change: Callable[[Any], None]) -> tuple[Finding, ...]:
    """The findings about a document with its body changed."""
    document = docx.Document(io.BytesIO(content))
    change(document.element.body)
    return inspect(saved(document), "garden.docx", GARDEN).findings


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        ("<w:r><w:drawing/></w:r>", "图片或图形"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>", "符号"),
        ("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "域"),
        ("<w:r><w:ptab/></w:r>", "别的内容"),
    ],
)
def test_what_goes_with_a_removed_paragraph(xml: str, what: str) -> None:
    """A picture, a symbol or a field in the paragraph of a {%p %} tag would be lost."""

    def change(body: Any) -> None:
        holder = parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")
        for child in reversed(list(holder)):
            body[0].insert(0, child)

    found = edited(word("{%p if name %}", "茶", "{%p endif %}"), change)

    assert [True] == [what in finding.wrong for finding in found]


def test_bookmarks_leave_loops() -> None:
    """Word's invisible bookmarks and paragraph ids do not stand twice after a loop, nor lose an end."""
    content = word("{%p for line in lines %}", "{{ line.item }}", "{%p endfor %}", "末")
    document = docx.Document(io.BytesIO(content))
    for number, (start, end) in enumerate([(0, 1), (1, 1), (3, 3)]):
        paragraphs = document.element.body.findall(qn("w:p"))
        for paragraph, name in ((paragraphs[start], "w:bookmarkStart"), (paragraphs[end], "w:bookmarkEnd")):
            mark = OxmlElement(name)
            mark.set(qn("w:id"), str(number))
            paragraph.append(mark)
    out = render(compile(saved(document), "garden.docx", GARDEN), GARDEN, ANSWERS)
    marks = docx.Document(io.BytesIO(out)).element.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))

    assert ["2", "2"] == [mark.get(qn("w:id")) for mark in marks]


def test_a_picture_in_a_loop() -> None:
    """A drawing in a loop would have one id several times."""
    found = edited(
        word("{%p for line in lines %}", "{{ line.item }}", "{%p endfor %}"),
        lambda body: body[1].append(parse_xml(f"<w:r {nsdecls('w')}><w:drawing/></w:r>")),
    )

    assert [True] == ["循环里有图片或图形" in finding.wrong for finding in found]


def test_a_damaged_member() -> None:
    """A member whose checksum does not fit is found when compiling, not by the reader of a document."""
    package = word("茶")
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        info = archive.getinfo("word/styles.xml")
    at = info.header_offset + 30 + len(info.filename) + 50
    damaged = package[:at] + bytes([package[at] ^ 255]) + package[at + 1 :]

    assert ["这不是 Word 文档，或者文件已经损坏"] == [f.wrong for f in inspect(damaged, "x", GARDEN).findings]


def renamed(xml: bytes) -> bytes:
    """A part that binds Word's namespace to another prefix."""
    return re.sub(rb"(</?| )w:", rb"\1ns0:", xml).replace(b"xmlns:w=", b"xmlns:ns0=")


def bare(xml: bytes) -> bytes:
    """A part whose elements have no prefix, only their attributes."""
    declared = f'xmlns="{NAMESPACES["w"]}" xmlns:w='
    return re.sub(b"(</?)w:", rb"\1", xml).replace(b"xmlns:w=", declared.encode())


@pytest.mark.parametrize("change", [renamed, bare])
@pytest.mark.parametrize(("part", "place"), [("document", "正文"), ("header1", "页眉（header1.xml）")])
def test_another_prefix(part: str, place: str, change: Callable[[bytes], bytes]) -> None:
    """A part whose markup a program wrote with another prefix than Word's would make a broken document."""
    document = docx.Document(io.BytesIO(word("甲{{ background }}")))
    document.sections[0].header.paragraphs[0].text = "{{ name }}"
    name = f"word/{part}.xml"
    made = changed(saved(document), lambda members: members.update({name: change(members[name])}))

    for draft in (False, True):
        found = inspect(made, "garden.docx", GARDEN, draft=draft).findings
        assert [(place, "请用 Word 或 WPS 打开后另存一次")] == [(one.place, one.remedy) for one in found]


def test_a_compiled_template_is_plain_data() -> None:
    """Written and read again, a template makes the same document, without the Word file."""
    contents: tuple[Content, ...] = (
        "{{ name }}{% if level == 'city' %}市{% elif secret %}密{% else %}省{% endif %}{{ promise }}",
        [
            ["头"],
            ["{%tr for l in lines %}"],
            ["{{ loop.index }}{{ l.item }}"],
            ["{%tr else %}"],
            ["无"],
            ["{%tr endfor %}"],
        ],
        "{% if level in ['city', 'province'] and not ('数据工程' in works) %}甲{% endif %}",
    )
    template = compile(word(*contents), "garden.docx", GARDEN)
    again = Template.from_bytes(template.to_bytes())

    assert template.programs == again.programs
    assert template.members == again.members
    assert render(template, GARDEN, ANSWERS) == render(again, GARDEN, ANSWERS)


COMPILED = compile(word("{{ name }}"), "garden.docx", GARDEN).to_bytes()
FLIPS = st.dictionaries(st.integers(0, len(COMPILED) - 1), st.integers(1, 255), min_size=1, max_size=5)


@settings(deadline=None, max_examples=200)
@given(FLIPS, st.integers(0, len(COMPILED)))
@example({9: 1}, len(COMPILED)).via("the magic")
@example({17: 1}, len(COMPILED)).via("the engine")
@example({COMPILED.index(b"programs"): 1}, len(COMPILED)).via("the head")
@example({len(COMPILED) - 9: 1}, len(COMPILED)).via("a member")
@example({0: 255}, 0).via("nothing left")
def test_damaged_data_are_refused(flips: dict[int, int], length: int) -> None:
    """Whichever bytes of a compiled template are not as they were written, or are lost: it is a ValueError."""
    damaged = bytearray(COMPILED)
    for at, bits in flips.items():
        damaged[at] ^= bits

    with pytest.raises(ValueError, match=r"damaged|not a template of this engine"):
        Template.from_bytes(bytes(damaged[:length]))


@pytest.mark.parametrize("data", [b"", b"wenbiao template 0 2\n{}", b"PK\x03\x04"])
def test_data_of_another_engine_are_refused(data: bytes) -> None:
    """Compiled data that this engine did not write are a ValueError: compile again."""
    with pytest.raises(ValueError, match="not a template of this engine"):
        Template.from_bytes(data)


def test_digest_follows_the_word_file_and_the_form() -> None:
    """Two Word files have two digests, and so has one file for two forms; the same file and form have one."""
    one, other = word("茶"), word("园")

    class Teahouse(Form, title="茶馆", version="1.0"):
        name: Text = ask("名称")
        promise = constant("属实。")

    class Promised(Form, title="茶馆", version="1.0"):
        name: Text = ask("名称")
        promise = constant("属实！")

    digests = [
        compile(one, "a", GARDEN).digest,
        compile(other, "a", GARDEN).digest,
        compile(one, "a", fields_of(Teahouse)).digest,
        compile(one, "a", fields_of(Promised)).digest,
    ]

    assert 4 == len(set(digests))
    assert digests[0] == compile(one, "b", GARDEN).digest


def test_digest_follows_the_least_rows() -> None:
    """How many rows a table asks for at least is how many a draft prints, and so makes another digest."""

    class Wide(Garden, title="茶园申请书", version="1.0"):
        lines: list[Line] = table("费用", min_rows=8)

    rows = word([["头"], ["{%tr for l in lines %}"], ["{{ l.item }}"], ["{%tr endfor %}"]])
    one, other = (compile(rows, "x", fields, draft=True) for fields in (GARDEN, fields_of(Wide)))

    assert one.programs != other.programs
    assert one.digest != other.digest


def test_run_tags_say_the_same() -> None:
    """{%r if %} is accepted as {% if %}: a run is never removed with what stands beside it."""
    out = render(compile(word("甲{%r if name %}乙{%r endif %}丙"), "x", GARDEN), GARDEN, ANSWERS)

    assert "甲乙丙" in paragraphs_of(out)
