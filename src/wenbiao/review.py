"""Answers in the words that their document will print, for reading them over before it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from wenbiao import press
from wenbiao.answers import Result
from wenbiao.catalogue import Entry
from wenbiao.document.compiled import Template
from wenbiao.fields import Field
from wenbiao.words import is_empty, say

Ways = Mapping[str, tuple[str, ...]]


def said(entry: Entry, result: Result) -> dict[str, str]:
    """Pointer → words for every answer that a form asks for or works out; lists and multiple choices are one answer.

    An answer that the main document prints in several ways is said in all of them: 486.00；人民币肆佰捌拾陆万元整.
    What is not answered is said as the document says it: 无, /, open boxes or nothing. Raises TemplateError.
    """
    ways = _ways(press.template(entry))
    return dict(_said(result.fields.children, result.data, "", ways))


def _said(
    fields: tuple[Field, ...], data: Mapping[str, Any], above: str, ways: Ways
) -> Iterator[tuple[str, str]]:
    for field in fields:
        path = f"{above}/{field.name}"
        value = data.get(field.name)
        if field.shape == "block":
            yield from _said(field.children, value or {}, path, ways)
        elif field.shape == "table":
            for index, row in enumerate(value or ()):
                yield from _said(field.children, row, f"{path}/{index}", ways)
        elif not field.hidden:
            yield path, _words(field, value, ways)


def _words(field: Field, value: Any, ways: Ways) -> str:
    spoken = dict.fromkeys(say(field, value, word) for word in ways.get(field.pointer, ("",)))
    return next(iter(spoken)) if is_empty(value) else "；".join(spoken)


@lru_cache(maxsize=64)
def _ways(template: Template) -> Ways:
    """Field → the words that a template prints it with, in the order of the document."""
    found: dict[str, dict[str, None]] = {}
    for name in sorted(template.programs, key=lambda name: (name != "word/document.xml", name)):
        for pointer, word in _cells(template.programs[name]):
            found.setdefault(pointer, {})[word] = None
    return {pointer: tuple(words) for pointer, words in found.items()}


def _cells(program: list[Any]) -> Iterator[tuple[str, str]]:
    """The fields that a program prints, each with its word (wenbiao.document.program)."""
    for what, *facts in program:
        if what in ("write", "join"):
            # A cell of one is a row's place, inside a control's name.
            said = (cell[2:4] for cell in facts[1] if len(cell) > 1)
            yield from ((pointer, word) for pointer, word in said if pointer)
        elif what == "branch":
            for _test, body in facts[0]:
                yield from _cells(body)
        else:
            yield from _cells(facts[3])
            yield from _cells(facts[4])
