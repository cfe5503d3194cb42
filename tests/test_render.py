"""Rendering: every answer comes out as given, in a valid document, with the standard library alone."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.garden import ANSWERS, GARDEN, Content, saved, word
from tests.tools.ooxml import problems_of
from tests.tools.text import paragraphs_of, runs_of, text_of
from wenbiao.document import package
from wenbiao.document.render import render
from wenbiao.document.template import Template, compile
from wenbiao.errors import AnswersRejected


def template(*contents: Content) -> Template:
    return compile(word(*contents), "garden.docx", GARDEN)


CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters=[
    *map(chr, {*range(32)} - {9, 10, 13}), "\ufffe", "\uffff"])  # fmt: skip
TEXTS = st.text(CHARACTERS, min_size=1) | st.text(st.sampled_from("<>&{}%#\"' \n\t\r]!-_一"), min_size=1)

ONE = template("{{ name }}")
LONG = template("{%p for para in background|paragraphs %}", "{{ para }}", "{%p endfor %}")
TABLE = [["头"], ["{%tr for l in lines %}"], ["{{ l.item }}"], ["{%tr endfor %}"]]
ROWS = template(TABLE)


@settings(deadline=None)
@given(TEXTS)
def test_any_text_survives(text: str) -> None:
    """Whatever is typed can be read back from the document, character by character."""
    assert [text] == paragraphs_of(render(ONE, GARDEN, {"name": text}))


@settings(deadline=None)
@given(TEXTS)
def test_any_long_text_survives_its_paragraphs(text: str) -> None:
    """The paragraphs of a long text, with an empty line between them, are the text again."""
    assert text == "\n\n".join(paragraphs_of(render(LONG, GARDEN, {"background": text})))


@settings(max_examples=30, deadline=None)
@given(st.lists(TEXTS, min_size=1))
def test_any_rows_survive(items: list[str]) -> None:
    """Each row of a table is printed once, in its order."""
    rows = [{"item": item} for item in items]
    document = render(ROWS, GARDEN, {"lines": rows})
    cells = [row.cells[0] for row in docx.Document(io.BytesIO(document)).tables[0].rows[1:]]

    assert len(items) == len(cells)
    assert ["头", *items] == paragraphs_of(document)


def test_a_line_break_stays_in_its_run() -> None:
    """A line break or tab in an answer is one in the document, in the same run and so in the same style."""
    document = docx.Document()
    document.add_paragraph().add_run("“{{ name }}”").bold = True
    made = render(compile(saved(document), "x", GARDEN), GARDEN, {"name": "一\n二\t三"})
    said = [(run.text, run.bold) for run in runs_of(made)]

    assert [("“", True), ("一\n二\t三", True), ("”", True)] == said


def test_spaces_are_kept() -> None:
    """Word keeps spaces at the ends of a text only where it is told to."""
    made = render(ONE, GARDEN, {"name": "  茶  园  "})

    assert b'<w:t xml:space="preserve">  \xe8\x8c\xb6  \xe5\x9b\xad  </w:t>' in member(
        made, "word/document.xml"
    )


def member(document: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read(name)


def test_a_million_line_breaks() -> None:
    """The time to render grows with the text, not with its square."""
    text = "\n" * 10**6

    assert 10**6 == member(render(ONE, GARDEN, {"name": text}), "word/document.xml").count(b"<w:br/>")


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1f", "\ufffe", "\ud800"])
def test_what_xml_cannot_hold_is_refused(char: str) -> None:
    """A character that would break the document is refused with its pointer, not dropped."""
    with pytest.raises(AnswersRejected) as caught:
        render(template("{{ contact.name }}"), GARDEN, {"contact": {"name": f"茶{char}"}})
    assert ["/contact/name"] == [problem.path for problem in caught.value.problems]


def test_headers_and_footers_are_rendered() -> None:
    """Tags in headers and footers print too."""
    document = docx.Document(io.BytesIO(word("{{ age }}")))
    document.sections[0].header.paragraphs[0].text = "{{ name }}"
    document.sections[0].footer.paragraphs[0].text = "{{ filled_on }}"
    made = render(compile(saved(document), "x", GARDEN), GARDEN, ANSWERS)
    section = docx.Document(io.BytesIO(made)).sections[0]
    said = [
        "".join(text.text for text in one._element.iter(qn("w:t")))
        for one in (section.header, section.footer)
    ]

    assert ["云雾茶园", "2024年5月6日"] == said
    assert [] == problems_of(made)


def test_unchanged_members_are_copied() -> None:
    """Members without tags are the template's compressed bytes, in its order."""
    source = word("{{ name }}")
    made = render(compile(source, "x", GARDEN), GARDEN, ANSWERS, answers=False)
    before, after = package.read(source), package.read(made)

    assert [one.name for one in before] == [one.name for one in after]
    assert ["word/document.xml"] == [a.name for a, b in zip(after, before, strict=True) if a != b]


def test_the_package_is_a_plain_zip() -> None:
    """Other programs read the file; its times are fixed and checksums right."""
    with zipfile.ZipFile(io.BytesIO(render(ONE, GARDEN, ANSWERS))) as archive:
        assert archive.testzip() is None
        assert {(1980, 1, 1, 0, 0, 0)} == {info.date_time for info in archive.infolist()}


@settings(deadline=None)
@given(
    st.dictionaries(st.text("茶a._1/", min_size=1).map(lambda name: f"{name}.xml"), st.binary(), max_size=5)
)
def test_a_package_is_read_as_written(contents: dict[str, bytes]) -> None:
    """Reading a written package gives its members, whatever their names and contents."""
    members = tuple(package.pack(name, content) for name, content in contents.items())

    assert members == package.read(package.write(members))
    assert list(contents.values()) == [one.content() for one in members]


def test_same_answers_same_bytes() -> None:
    """Compiled twice and rendered twice, the same answers give the same file."""
    source = word("{{ name }}", TABLE)
    one, other = (render(compile(source, "x", GARDEN), GARDEN, ANSWERS) for _ in range(2))

    assert one == other


def test_rendering_loads_no_word_or_template_package(tmp_path: Path) -> None:
    """A fresh interpreter that renders compiled data has loaded none of docxtpl, python-docx, lxml, Jinja."""
    (tmp_path / "compiled").write_bytes(template("{{ name }}").to_bytes())
    program = (
        "import sys, pathlib\n"
        "from wenbiao.document.render import render\n"
        "from wenbiao.document.compiled import Template\n"
        "from wenbiao.fields import fields_of\n"
        "from wenbiao.form import Form, ask\n"
        "from wenbiao.kinds import Text\n"
        "class Garden(Form):\n    name: Text = ask('名称')\n"
        "template = Template.from_bytes(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "assert render(template, fields_of(Garden), {'name': '茶'}).startswith(b'PK')\n"
        "print(sorted({'docx', 'docxtpl', 'lxml', 'jinja2'} & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "compiled")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ("[]\n", "") == (done.stdout, done.stderr)


def test_threads_do_not_mix_answers() -> None:
    """A template shared by eight threads gives each its own answers."""
    shared = template("{{ name }}", TABLE)

    def one(number: int) -> bool:
        rows = [{"item": f"{number}号"}] * (number % 7)
        document = render(shared, GARDEN, {"name": f"{number}园", "lines": rows})
        return text_of(document).count(f"{number}号") == number % 7 and f"{number}园" in text_of(document)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(400)))
