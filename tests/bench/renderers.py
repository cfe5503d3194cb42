"""Who renders: Wenbiao, docxtpl, and the bound: what deflate and checksum of the same bytes cost alone.

docxtpl gets its words ready: `context` says every answer beforehand, and that is not timed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from tests.bench.cases import Case
from wenbiao import press, words
from wenbiao.document import package
from wenbiao.document.render import render
from wenbiao.fields import Field

Renderer = Callable[[], bytes]
CONTROL = re.compile(rb"<w:sdt><w:sdtPr>.*?</w:sdtPr><w:sdtContent>|</w:sdtContent></w:sdt>")
PARTED = re.compile(
    rb'((<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t xml:space="preserve">)[^<]*)</w:t></w:r>\2'
)


def wenbiao(case: Case) -> Renderer:
    """From checked answers to bytes, words included; the template is compiled."""
    template = press.template(case.entry)
    return lambda: render(template, case.entry.fields, case.data)


def compared(case: Case) -> dict[str, int]:
    """The sizes of the files, Wenbiao's as docxtpl would make it: without answers as data or in content controls."""
    document = render(press.template(case.entry), case.entry.fields, case.data, answers=False)
    bare = {member: _bare(member.content()) for member in package.read(document)}
    members = (package.pack(one.name, xml) if xml != one.content() else one for one, xml in bare.items())
    return {"wenbiao": len(package.write(members)), "docxtpl": len(docxtpl(case)())}


def _bare(xml: bytes) -> bytes:
    """A part without content controls, and without the ends of runs that they brought."""
    without = CONTROL.sub(b"", xml)
    while (joined := PARTED.sub(rb"\1", without)) != without:
        without = joined
    return without


def bound(case: Case) -> Renderer:
    """Deflate and checksum of the parts that change, and a copy of the rest."""
    template = press.template(case.entry)
    made = package.read(render(template, case.entry.fields, case.data))
    names = {*template.programs, template.answers}
    changed = [member.content() for member in made if member.name in names]
    rest = b"".join(member.data for member in made if member.name not in names)

    def run() -> bytes:
        return b"".join([*(package.pack("", content).data for content in changed), rest])

    return run


def docxtpl(case: Case) -> Renderer:
    """What its documentation shows: open the template, render, save; answers are escaped."""
    said, source = context(case), case.docx
    environment = SandboxedEnvironment(autoescape=True)
    environment.filters |= {name: _worded(name) for name in words.WORDS if name}

    def run() -> bytes:
        template = DocxTemplate(io.BytesIO(source))
        template.render(said, environment, autoescape=True)
        file = io.BytesIO()
        template.save(file)
        return file.getvalue()

    return run


class Ready:
    """An answer whose words are ready; conditions see its value."""

    def __init__(self, field: Field, value: Any) -> None:
        self.value = value
        kind = field.kind
        self.words = {
            name: Markup.escape(word.speaker(field)(value))
            for name, word in words.WORDS.items()
            if kind and word.fits(kind)
        }
        self.paragraphs = [Markup.escape(text) for text in words.paragraphs(value)]

    def __html__(self) -> str:
        return self.words[""]

    def __bool__(self) -> bool:
        return self.value is not False and not words.is_empty(self.value)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == other)

    __hash__ = None  # type: ignore[assignment]

    def __contains__(self, item: object) -> bool:
        return item in (self.value or ())

    def __iter__(self) -> Any:
        return iter(self.value or ())


def _worded(name: str) -> Callable[[Any], Any]:
    if name == "paragraphs":
        return lambda ready: ready.paragraphs
    return lambda ready: ready.words[name]


def context(case: Case) -> dict[str, Any]:
    """The answers as docxtpl takes them: everything that the form asks, in words."""
    return dict(case.entry.fields.constants) | _context(case.entry.fields.children, case.data)


def _context(fields: tuple[Field, ...], data: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: _said(field, data.get(field.name)) for field in fields}


def _said(field: Field, value: Any) -> Any:
    if field.shape == "table":
        return [_Answers(**_context(field.children, row)) for row in value or ()]
    if field.children:  # a condition may ask whether any of them is answered
        return (_Answers if value else _NoAnswers)(**_context(field.children, value or {}))
    return Ready(field, value)


class _Answers(SimpleNamespace):
    """A group's answers. In a dict docxtpl would print the method for an answer that is called `items`."""


class _NoAnswers(_Answers):
    """Every answer of the group is “无”, and a condition on the group does not hold."""

    def __bool__(self) -> bool:
        return False


RENDERERS: Mapping[str, Callable[[Case], Renderer]] = {"wenbiao": wenbiao, "docxtpl": docxtpl, "bound": bound}
