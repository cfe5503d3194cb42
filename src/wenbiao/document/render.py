"""A compiled template + answers → the document. Needs no package for Word, XML or templates.

Same template and same answers, same bytes: nothing here reads a clock or depends on an order of hashing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from wenbiao.document import package
from wenbiao.document.compiled import Template
from wenbiao.document.envelope import Sign, sealed, unsigned
from wenbiao.document.package import Member
from wenbiao.document.program import steps_of
from wenbiao.document.steps import Steps, escaped, run
from wenbiao.errors import AnswersRejected, Problem
from wenbiao.fields import Fields
from wenbiao.names import flatten

KEPT = 128


class Ready(NamedTuple):
    """The steps of a template's parts; holds the form's fields, so that their identity stays theirs.

    `carrying`: the members of a document that carries its answers.
    """

    fields: Fields
    parts: Mapping[str, Steps]
    carrying: tuple[Member, ...]


_ready: dict[tuple[str, int], Ready] = {}


def render(
    template: Template,
    fields: Fields,
    data: Mapping[str, Any],
    *,
    answers: bool = True,
    sign: Sign = unsigned,
) -> bytes:
    """The .docx that these canonical data make, of the form that the template was compiled for; absent is unanswered.

    `answers`: whether it carries them as data, too, signed by `sign`. Raises AnswersRejected for text that no XML
    can hold.
    """
    ready = _prepared(template, fields)
    carries = answers and bool(template.answers)
    try:
        made = {name: _part(name, steps, data) for name, steps in ready.parts.items()}
        if carries:
            text = sealed(fields.name, fields.version, template.source, data, sign)
            made[template.answers] = package.pack(template.answers, text)
    except ValueError:
        raise AnswersRejected(problems=tuple(_unprintable(data))) from None
    members = ready.carrying if carries else template.members
    return package.write(made.get(member.name, member) for member in members)


def _part(name: str, steps: Steps, data: Mapping[str, Any]) -> Member:
    """One part of the document, deflated while it is written."""
    packing = package.Packing()
    return packing.member(name, run(steps, data, packing.add))


def _unprintable(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Every answer with characters that no XML can hold; reading answers refuses them, so none should come here."""
    for pointer, value in flatten(data).items():
        try:
            escaped([str(value)])
        except ValueError:
            yield Problem(pointer, "format", "error", "含有无法打印的控制字符，请删去后重新输入")


def _prepared(template: Template, fields: Fields) -> Ready:
    """Done once for a template and form. Two threads may both do it at first: the results are the same."""
    key = (template.digest, id(fields))
    ready = _ready.get(key)
    if ready is None:
        parts = {name: steps_of(program, fields) for name, program in template.programs.items()}
        ready = Ready(fields, parts, _carrying(template))
        if len(_ready) >= KEPT:
            _ready.clear()
        _ready[key] = ready
    return ready


def _carrying(template: Template) -> tuple[Member, ...]:
    """The members with room for the answers."""
    named = {member.name: member for member in (*template.members, *template.room)}
    return (*named.values(), Member(template.answers, 0, 0, 0, b""))
