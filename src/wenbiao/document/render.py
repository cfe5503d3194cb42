"""A compiled template + answers → the document. Needs the standard library only: no Word or template package.

Same template and same answers, same bytes: nothing here reads a clock or depends on an order of hashing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wenbiao.document import package
from wenbiao.document.binding import bind
from wenbiao.document.operations import Template
from wenbiao.document.program import Program, run
from wenbiao.errors import TemplateError
from wenbiao.fields import Fields

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
    return package.write(
        package.pack(member.name, run(bound.programs[member.name], data, bound.depth))
        if member.name in bound.programs
        else member
        for member in template.members
    )


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
