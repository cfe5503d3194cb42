"""No silent loss: with a mark in every answer, each document says exactly what its template says, mark by mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tools import marks
from tests.tools.garden import GARDEN, word
from wenbiao.catalogue import Catalogue
from wenbiao.document.render import render
from wenbiao.document.template import compile
from wenbiao.fields import Field
from wenbiao.words import say

ROOT = Path(__file__).parents[1]
CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")
FILES = [
    (form, file) for form in CATALOGUE for file in (CATALOGUE[form].template, *CATALOGUE[form].parts.values())
]
SIGNS = re.compile(f"(?=[{marks.ROW}{marks.CELL}{marks.PARAGRAPH}])")


def turns(form: str) -> Iterator[dict[str, Any]]:
    """Answers with marks, as often as the question with most options has options, and none at all."""
    fields = CATALOGUE[form].fields
    constants = marks.constants_of(CATALOGUE[form].template.read_bytes())
    most = max(len(field.options) for field in fields.walk() if field.kind and field.kind.name != "region")
    yield from (marks.marked(fields, turn, constants) for turn in range(max(most, 6)))
    yield {}


@pytest.mark.parametrize(("form", "file"), FILES, ids=[file.name for _form, file in FILES])
def test_every_mark_stands_where_its_tag_stands(form: str, file: Path) -> None:
    """Each paragraph and cell of a document says what the template says there, whatever is answered."""
    fields = CATALOGUE[form].fields
    source = file.read_bytes()
    template = compile(source, file.name, fields)
    for data in turns(form):
        made, wanted = marks.printed(render(template, fields, data)), marks.expected(source, fields, data)

        assert wanted.keys() == made.keys()
        for part, text in wanted.items():
            assert SIGNS.split(text) == SIGNS.split(made[part])


def found_in(data: Any, field: Field) -> Iterator[Any]:
    """Every value of a field, in all rows."""
    level = [data]
    for name in field.pointer.strip("/").split("/"):
        if name == "*":
            level = [row for rows in level for row in rows]
        else:
            level = [one[name] for one in level if name in one]
    yield from level


@pytest.mark.parametrize("form", [*CATALOGUE])
def test_every_mark_is_printed(form: str) -> None:
    """Every answer of every row stands in a document of the form, in words, or the form says why not."""
    entry = CATALOGUE[form]
    data = next(turns(form))
    files = [entry.template, *entry.parts.values()]
    text = "".join(
        "".join(
            marks.printed(
                render(compile(file.read_bytes(), file.name, entry.fields), entry.fields, data)
            ).values()
        )
        for file in files
    )
    lost = {
        field.pointer: words
        for field in entry.fields.walk()
        if field.kind and not (field.hidden or field.unprinted)
        for words in said(data, field)
        if words not in text
    }

    assert {} == lost


def said(data: Any, field: Field) -> Iterator[str]:
    """The words of a field's answers in all rows, item by item and paragraph by paragraph."""
    for value in found_in(data, field):
        for item in value if isinstance(value, list) else [value]:
            yield from say(field, item).split("\n\n")


MERGED = [
    ["头", ""],
    ["{%tr for l in lines %}", ""],
    ["{{ l.item|merged }}", "{{ l.seq }}"],
    ["{%tr endfor %}", ""],
]


def test_the_reading_itself() -> None:
    """The reading sees an answer that stands in another cell, a lost paragraph, and a merged cell's words."""
    data = {"name": "茶", "lines": [{"item": "甲", "seq": 1}, {"item": "甲", "seq": 2}]}
    source = word("名：{{ name }}", "{%p if secret %}", "密", "{%p endif %}", MERGED)
    made = marks.printed(render(compile(source, "x", GARDEN), GARDEN, data))
    text = "¶名：茶▦▤│0:¶头│1:¶▤│0:¶甲│1:¶1▤│0:¶甲│1:¶2"

    assert {"word/document.xml": text} == made == marks.expected(source, GARDEN, data)
    assert {"word/document.xml": text} != marks.printed(word("名：茶", [["头", ""], ["甲", "1"], ["", "2"]]))
