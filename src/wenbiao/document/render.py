"""A compiled template + answers → the document. Needs the standard library only: no Word or template package.

Same template and same answers, same bytes: nothing here reads a clock or depends on an order of hashing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wenbiao.document import package
from wenbiao.document.binding import bind
from wenbiao.document.operations import Template
from wenbiao.document.program import Program, escaped, run
from wenbiao.errors import AnswersRejected, Problem, TemplateError
from wenbiao.fields import Fields
from wenbiao.names import flatten

KEPT = 128


@dataclass(frozen=True)
class Bound:
    """A template's programs for one form; holds the form's fields, so that their identity stays theirs."""

    fields: Fields
    programs: Mapping[str, Program]
    depth: int


_bound: dict[tuple[str, int], Bound] = {}


def render(template: Template, fields: Fields, data: Mapping[str, Any]) -> bytes:
    """The .docx that these canonical data make; absent is unanswered.

    Raises TemplateError where the template does not fit the form, AnswersRejected for text that no XML can hold.
    """
    bound = _bind(template, fields)
    try:
        parts = {name: run(program, data, bound.depth) for name, program in bound.programs.items()}
    except ValueError:
        raise AnswersRejected(problems=tuple(_unprintable(data))) from None
    return package.write(
        package.pack(member.name, parts[member.name]) if member.name in parts else member
        for member in template.members
    )


def _unprintable(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Every answer with characters that no XML can hold; reading answers refuses them, so none should come here."""
    for pointer, value in flatten(data).items():
        try:
            escaped([str(value)])
        except ValueError:
            yield Problem(pointer, "format", "error", "含有无法打印的控制字符，请删去后重新输入")


def _bind(template: Template, fields: Fields) -> Bound:
    """Done once for a template and form. Two threads may both do it at first: the results are the same."""
    key = (template.digest, id(fields))
    bound = _bound.get(key)
    if bound is None:
        found, programs = bind(template.file, template.parts, fields)
        if found.findings:
            raise TemplateError(file=template.file, findings=tuple(found.findings))
        bound = Bound(fields, programs, found.depth)
        if len(_bound) >= KEPT:
            _bound.clear()
        _bound[key] = bound
    return bound
