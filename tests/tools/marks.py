"""A mark of its own in every answer, and what a template must print of them by a reading that is not the engine's.

The reading is Jinja over the plain text of the Word file: its paragraphs, rows and cells in order, each beginning
with a sign, and the tags between them as they were typed. The text of the document, read in the same way, must be
the same: every answer where its tag stands, and all the rest as it was.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from jinja2 import Environment, StrictUndefined
from lxml import etree

from wenbiao.fields import Field, Fields
from wenbiao.formats import REGIONS
from wenbiao.words import NOTHING, WORDS, is_empty, say

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
TABLE, ROW, CELL, PARAGRAPH, TOP, ABOVE = "▦", "▤", "│", "¶", "⇓", "↑"
COMPARED = re.compile(r"(\w+) [!=]= \"([^\"]+)\"")
ROWS = 3
AMOUNTS = ("money", "signed_money", "number", "percent")


# Answers with marks.


def marked(fields: Fields, turn: int, constants: Mapping[str, list[str]]) -> dict[str, Any]:
    """Data of the form with another mark in every answer; `turn` goes through options, and through `constants`.

    `constants`: names of questions → values that a template compares them with. From the second turn on, every
    third answer is missing, another one each time.
    """
    numbers = count(1)
    return _rowed(fields.children, turn, numbers, constants)


def _rowed(
    questions: tuple[Field, ...], turn: int, numbers: Iterator[int], constants: Mapping[str, list[str]]
) -> dict[str, Any]:
    answers = {}
    for field in questions:
        number = next(numbers)
        if field.shape == "block":
            answers[field.name] = _rowed(field.children, turn, numbers, constants)
        elif field.shape == "table":
            answers[field.name] = [_rowed(field.children, turn, numbers, constants) for _ in range(ROWS)]
        elif field.shape == "list":
            answers[field.name] = [mark(field, next(numbers), turn) for _ in range(ROWS)]
        elif field.const:
            answers[field.name] = field.const
        elif not turn or (number + turn) % 3:
            several = [mark(field, number, turn), *constants.get(field.name, ())]
            answers[field.name] = several[(number + turn) % len(several)]
    return answers


def mark(field: Field, number: int, turn: int) -> Any:
    """An answer of the field's kind that stands at no other place; an option for a question with options."""
    kind = field.kind.name if field.kind else ""
    several = [*field.options] or [f"记{number}号"]
    chosen = several[(number + turn) % len(several)]
    made: dict[str, Any] = {
        "choices": sorted({chosen, several[turn % len(several)]}, key=several.index),
        "yes_no": bool((number + turn) % 2),
        "long_text": f"记{number}号上\n记{number}号中\n\n记{number}号下",
        "integer": 700_000 + number, "sequence": number, "year": 3000 + number,
        "money": f"{100_000 + number}.5", "signed_money": f"-{400_000 + number}.25",
        "number": f"{200_000 + number}.5", "percent": f"{300_000 + number}.75",
        "date": date.fromordinal(730_000 + number).isoformat(),
        "month": f"{2000 + number // 12}-{number % 12 + 1:02d}",
        "region": [*REGIONS][number % len(REGIONS)],
    }  # fmt: skip
    return made.get(kind, chosen)


def constants_of(template: bytes) -> dict[str, list[str]]:
    """What a template compares answers with: names of questions → values."""
    found: dict[str, list[str]] = {}
    for name, value in COMPARED.findall("".join(texts_of(template).values())):
        found.setdefault(name, []).append(value)
    return found


# What a template says of answers.


class Answer:
    """A value as templates see it: printed in words, compared as data, with the names below it as attributes."""

    def __init__(self, field: Field, value: Any) -> None:
        self._field, self._value = field, value

    def __str__(self) -> str:
        return say(self._field, self._value)

    def __bool__(self) -> bool:
        return self._value is not False and not is_empty(self._value)

    def __eq__(self, other: object) -> bool:
        if self._field.kind and self._field.kind.name in AMOUNTS and self._value is not None:
            return Decimal(self._value) == Decimal(str(other))
        return bool(self._value == other)

    __hash__ = None  # type: ignore[assignment]

    def __contains__(self, item: object) -> bool:
        return item in (self._value or ())

    def __iter__(self) -> Iterator[Answer]:
        return (Answer(self._field, item) for item in self._value or ())

    def __getattr__(self, name: str) -> Answer:
        return Answer(self._field.child(name), (self._value or {}).get(name))

    def said(self, word: str) -> str:
        """In the words of a filter."""
        return say(self._field, self._value, word)

    def paragraphs(self) -> list[str]:
        return [NOTHING] if is_empty(self._value) else self._value.split("\n\n")


READER = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701  # plain text
READER.filters = {word: lambda answer, word=word: answer.said(word) for word in WORDS}
READER.filters |= {"paragraphs": Answer.paragraphs, "merged": lambda answer: TOP + str(answer)}


def expected(template: bytes, fields: Fields, data: Mapping[str, Any]) -> dict[str, str]:
    """The text of each part that the template makes of these data."""
    names = {field.name: Answer(field, data.get(field.name)) for field in fields.children}
    return {
        part: unmerged(READER.from_string(text).render({**fields.constants, **names}))
        for part, text in texts_of(template).items()
    }


def printed(document: bytes) -> dict[str, str]:
    """The text of each part of a document."""
    return {part: unmerged(text) for part, text in texts_of(document).items()}


def texts_of(package: bytes) -> dict[str, str]:
    """The parts of a Word file as text; the paragraphs, rows and cells of structural tags are those tags alone."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = filter(PARTS.fullmatch, archive.namelist())
        return {part: "".join(_read(etree.fromstring(archive.read(part)))) for part in parts}


def _read(element: etree._Element) -> Iterator[str]:
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    tag = _structural(element, name)
    if tag:
        yield f"{{% {tag} %}}"
        return
    yield {"tbl": TABLE, "tr": ROW, "p": PARAGRAPH}.get(name, "")
    column = 0
    if name == "t":
        yield element.text or ""
    elif name == "br":
        yield "\n" if element.get(W + "type") in (None, "textWrapping") else "⇟"
    elif name == "tab" and etree.QName(element.getparent()).localname == "r":
        yield "\t"
    for child in element:
        if child.tag == W + "tc" and not _structural(child, "tc"):
            yield f"{CELL}{column}:{_merge(child)}"
            span = child.find(f"{W}tcPr/{W}gridSpan")
            column += 1 if span is None else int(span.get(W + "val"))
        yield from _read(child)
    if name == "p" and element.find(f"{W}pPr/{W}sectPr") is not None:
        yield "§"


def _structural(element: etree._Element, name: str) -> str:
    if name not in ("p", "tr", "tc"):
        return ""
    typed = "".join(text.text or "" for text in element.iter(W + "t")).strip()
    found = re.fullmatch(rf"\{{%{name}\s+((?:(?!%\}}).)*)%\}}", typed)
    return found[1] if found else ""


def _merge(cell: etree._Element) -> str:
    found = cell.find(f"{W}tcPr/{W}vMerge")
    return "" if found is None else TOP if found.get(W + "val") == "restart" else ABOVE


def unmerged(text: str) -> str:
    """The text with the words of a merged cell in each of its rows."""
    return TABLE.join(map(_fill, text.split(TABLE)))


def _fill(table: str) -> str:
    above: dict[str, str] = {}
    rows = []
    for row in table.split(ROW):
        cells = row.split(CELL)
        for index, cell in enumerate(cells[1:], 1):
            column, _, words = cell.partition(":")
            if ABOVE in words:
                cells[index] = f"{column}:{above.get(column, '')}"
            else:
                cells[index] = cell.replace(TOP, "")
                above[column] = words.replace(TOP, "")
        rows.append(CELL.join(cells))
    return ROW.join(rows)
