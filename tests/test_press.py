"""Templates that `wenbiao build` compiled: used where they are of the Word file at hand, and never otherwise."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import text_of, write_document
from wenbiao import answers, build, press, submission
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.document import compiled
from wenbiao.document.compiled import Template

PROGRAM = """
import json, sys
from pathlib import Path
from wenbiao import answers, press, submission
from wenbiao.catalogue import Catalogue
root = Path(sys.argv[1])
built = root / "build" if sys.argv[2] == "built" else None
entry = Catalogue.load(root / "questions", root / "documents", built)["tiny"]
given = json.load(sys.stdin)
result = answers.check(entry.form, given, today=submission.today())
draft = sys.argv[4] == "draft"
document = press.drafted(entry, result, given, sys.argv[3]) if draft else press.rendered(entry, result, sys.argv[3])
print({"docx", "docxtpl", "lxml", "jinja2"} & sys.modules.keys() or "nothing", file=sys.stderr)
sys.stdout.buffer.write(document)
"""
PARTS = ["", "letter"]


@pytest.fixture
def built(tiny: Path) -> Path:
    """The folder of what is built, with the small project's compiled templates."""
    build.templates(Catalogue.load(tiny / "questions", tiny / "documents"), tiny / "build")
    return tiny / "build"


@pytest.fixture
def entry(tiny: Path, built: Path) -> Entry:
    """The form of a program that starts now."""
    return Catalogue.load(tiny / "questions", tiny / "documents", built)["tiny"]


def rendered(entry: Entry, given: Any, part: str = "") -> bytes:
    return press.rendered(entry, answers.check(entry.form, given, today=submission.today()), part)


def in_a_new_program(root: Path, given: bytes, built: str, part: str, what: str) -> tuple[bytes, str]:
    """The document, and which packages of the compiler were loaded for it."""
    command = [sys.executable, "-c", PROGRAM, str(root), built, part, what]
    told = subprocess.run(command, input=given, capture_output=True, check=True)
    return told.stdout, told.stderr.decode()


@pytest.mark.parametrize("what", ["document", "draft"])
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.usefixtures("built")
def test_a_compiled_template_needs_no_compiler(tiny: Path, answers: Any, part: str, what: str) -> None:
    """A new program renders with it without docxtpl, python-docx, lxml or Jinja, and gives the same bytes."""
    given = submission.as_json(answers).encode()

    with_it, loaded = in_a_new_program(tiny, given, "built", part, what)
    without_it, compiler = in_a_new_program(tiny, given, "", part, what)

    assert "nothing\n" == loaded
    assert "docxtpl" in compiler
    assert with_it == without_it


def test_build_compiles_every_word_file(built: Path) -> None:
    """One file for each document and each part, and one for its draft."""
    names = {file.name for file in (built / "compiled").iterdir()}

    assert {"tiny.template", "tiny.draft", "tiny.letter.template", "tiny.letter.draft"} == names


def test_an_edited_template_is_compiled_anew(tiny: Path, entry: Entry, answers: Any) -> None:
    """What was compiled before the edit is not used."""
    write_document(tiny / "documents/tiny.letter.docx", "{{ name }}改版")

    assert "改版" in text_of(rendered(entry, answers, "letter"))


def renamed(built: Path) -> bytes:
    """The letter's template, that one can tell from a fresh one."""
    found = Template.from_bytes((built / "compiled/tiny.letter.template").read_bytes())
    return replace(found, file="older").to_bytes()


def test_build_does_not_copy_what_is_compiled(tiny: Path, built: Path, entry: Entry) -> None:
    """`wenbiao build` compiles every time, so a changed compiler is never hidden behind its older work."""
    file = built / "compiled/tiny.letter.template"
    file.write_bytes(renamed(built))
    assert "older" == press.template(entry, "letter").file

    build.templates(Catalogue.load(tiny / "questions", tiny / "documents", built), built)

    assert "tiny.letter.docx" == Template.from_bytes(file.read_bytes()).file


def of_another_file(built: Path) -> bytes:
    return (built / "compiled/tiny.template").read_bytes()


def of_another_engine(built: Path) -> bytes:
    return renamed(built).replace(b"template " + compiled.ENGINE.encode(), b"template 0", 1)


def cut_off(built: Path) -> bytes:
    return (built / "compiled/tiny.letter.template").read_bytes()[:-1]


def flipped(built: Path) -> bytes:
    """With one bit of its answers' places changed."""
    return (built / "compiled/tiny.letter.template").read_bytes().replace(b'"programs"', b'"programr"', 1)


def no_template(_built: Path) -> bytes:
    return b"\xff\x00"


@pytest.mark.parametrize("content", [of_another_file, of_another_engine, cut_off, flipped, no_template])
def test_what_does_not_fit_is_not_used(built: Path, entry: Entry, answers: Any, content: Any) -> None:
    """A foreign, older or broken file in its place is passed over: the document is the same."""
    expected = rendered(entry, answers, "letter")
    (built / "compiled/tiny.letter.template").write_bytes(content(built))
    fresh = Catalogue.load(entry.template.parent.parent / "questions", entry.template.parent, built)["tiny"]

    assert expected == rendered(fresh, answers, "letter")
    assert "tiny.letter.docx" == press.template(fresh, "letter").file


def test_the_function_uses_it(built: Path, call: Any, answers: Any) -> None:
    """`render` finds the templates in the project's build folder."""
    file = built / "compiled/tiny.letter.template"
    found = Template.from_bytes(file.read_bytes())
    marked = {"word/document.xml": [["write", ["<marked/>"], []]]}
    file.write_bytes(replace(found, programs=marked).to_bytes())

    assert "<marked/>" == text_of(call("render", answers, query="?part=letter").data)
