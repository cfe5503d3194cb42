"""A returned document against the one that its answers make today."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import islice
from typing import Any

from wenbiao import names, press
from wenbiao.answers import Result
from wenbiao.catalogue import Entry
from wenbiao.document.envelope import Envelope
from wenbiao.document.read import compare, gate, manuscript
from wenbiao.document.read.compare import Change
from wenbiao.document.read.manuscript import Manuscript
from wenbiao.document.render import render
from wenbiao.errors import AnswersRejected, Problem
from wenbiao.recovered import place_of, texts_of
from wenbiao.words import say

UNSAYABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, AnswersRejected)
OTHER_TEMPLATE = (
    "生成这份文书的模板与现在的不同：按现在的模板比对，列出的固定文字和行的改动，有的可能是模板改的，请核对"
)
OTHER_FORM = "文书的正文不是“{}”，与里面的填报数据不是同一种文书，没有比对"
Members = Mapping[str, bytes]
Found = tuple[tuple[Change, ...], tuple[Problem, ...]]


def compared(
    entry: Entry, envelope: Envelope, payload: Mapping[str, Any], result: Result, members: Members
) -> Found:
    """What was changed in a document since it was made of these answers, and what of it was not compared.

    Raises Refused for a document that cannot be read.
    """
    part = _part_of(entry, envelope)
    made = None if part is None else _as_made(entry, result, part)
    if made and _same(made, members):
        return (), ()
    script = manuscript.read(members)
    if _is_of_another_form(entry, texts_of(script)):
        return (), (Problem("", "template", "error", OTHER_FORM.format(entry.fields.title)),)
    if made is None:
        return _by_another_template(entry, payload, result, script)
    return tuple(compare.changes(manuscript.read(made), script)), tuple(beside(script))


def recovered(entry: Entry, result: Result, script: Manuscript) -> Found:
    """What was changed in the fixed text of a document whose answers were recovered from it."""
    made = _nearest((_members(entry, result.data, part) for part in ("", *entry.parts)), script)
    return tuple(one for one in compare.changes(made, script) if one.kind == "text"), tuple(beside(script))


def _by_another_template(
    entry: Entry, payload: Mapping[str, Any], result: Result, script: Manuscript
) -> Found:
    """What differs from the document that the template at hand makes. Of answers, controls know best what they are."""
    texts = texts_of(script)
    made = _nearest((_as_made(entry, result, part) for part in ("", *entry.parts)), script)
    others = [
        one if one.kind != "answer" else replace(one, kind="text", path="")
        for one in compare.changes(made, script)
        if one.kind != "answer" or one.after.strip() not in ("", *texts.get(one.path, ()))
    ]
    warning = Problem("", "template", "warning", OTHER_TEMPLATE)
    return (*_answers_changed(entry, payload, result, script), *others), (*beside(script), warning)


def _is_of_another_form(entry: Entry, texts: Collection[str]) -> bool:
    """Whether most answers that are printed are none of this form."""
    known = sum(place_of(entry.fields, pointer) is not None for pointer in texts)
    return 2 * known < len(texts)


def beside(script: Manuscript) -> Iterator[Problem]:
    """What a document brings that nobody can compare."""
    if script.beside:
        message = f"文书里另有{'、'.join(script.beside)}，没有比对，请打开文书查看"
        yield Problem("", "beside", "warning", message)


def _same(made: Members, returned: Members) -> bool:
    """Whether every part but the data is as it was made, byte by byte: then there is nothing to compare."""
    ours, theirs = (
        {name: part for name, part in members.items() if not name.startswith("customXml/")}
        for members in (made, returned)
    )
    return ours == theirs


def _part_of(entry: Entry, envelope: Envelope) -> str | None:
    """Which document of a form the template at hand has made, "" for the main one; None where it was another template."""
    for part in ("", *entry.parts):
        if press.template(entry, part).source == envelope.template:
            return part
    return None


def _nearest(documents: Iterable[Members], script: Manuscript) -> Manuscript:
    """Which of some documents has most paragraphs in common with another."""
    made = map(manuscript.read, documents)
    said = {paragraph.text for paragraph in script.paragraphs()}
    return max(made, key=lambda one: _alike({paragraph.text for paragraph in one.paragraphs()}, said))


def _alike(some: AbstractSet[str], others: AbstractSet[str]) -> float:
    """The share of what two sets have together."""
    return len(some & others) / len(some | others)


def _as_made(entry: Entry, result: Result, part: str) -> Members:
    """The document as it was made, also of answers that today's rules refuse, if words can be made of them."""
    try:
        return _members(entry, result.payload, part)
    except UNSAYABLE:
        return _members(entry, result.data, part)


def _members(entry: Entry, data: Mapping[str, Any], part: str) -> Members:
    """The document that these data make."""
    return gate.opened(render(press.template(entry, part), entry.fields, data))


def _answers_changed(
    entry: Entry, payload: Mapping[str, Any], result: Result, script: Manuscript
) -> Iterator[Change]:
    """The answers that are printed otherwise than the data say, whatever template printed them.

    Those that are of another shape now are left out.
    """
    for pointer, said in texts_of(script).items():
        place = place_of(entry.fields, pointer)
        value = names.value_at(result.data, pointer)
        if place is None or value != names.value_at(payload, pointer):
            continue
        printed = say(place.field, value)
        others = (text for text in said if text != printed and not place.same(place.found(text), value))
        yield from (Change("answer", pointer, "", printed, other) for other in islice(others, 1))
