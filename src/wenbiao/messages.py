"""Every message that a form can give, at the place where it is shown: read from the code that gives it.

What only an answer tells stays a gap: “项目名称最多 60 个字，现有 … 个字，请删减”.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wenbiao import answers, carry, names, submission
from wenbiao.catalogue import Entry
from wenbiao.errors import Problem, Severity
from wenbiao.fields import Field, Fields, Section
from wenbiao.form import At, Block
from wenbiao.questions import Rule
from wenbiao.reading import Reading
from wenbiao.wording import Gap, pieces, told

GIVEN = {"today": "今天"}  # what a rule may ask for, in words
READING = Gap(type=Reading)


@dataclass(frozen=True)
class Message:
    """One message. `pieces`: its texts, each with whether it stands for what an answer tells."""

    code: str
    severity: Severity
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Place:
    """Where messages are shown: the field at a pointer, or the whole form. `labels` lead to it from the top."""

    pointer: str
    labels: tuple[str, ...]
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Part:
    """A section of the form, with those of its fields that say something."""

    title: str
    places: tuple[Place, ...]


def messages(entry: Entry) -> tuple[Part, ...]:
    """Everything that a form can say: first about all of it, then section by section."""
    found: dict[str, dict[Message, None]] = {}
    for problem in (*_whole(entry), *_read(entry), *_worked_out(entry), *_ruled(entry), *_carried(entry)):
        message = Message(problem.code, problem.severity, _said(problem.message))
        found.setdefault(_pointer(entry.fields, problem), {})[message] = None
    whole = Part("整张表", (Place("", (), tuple(found[""])),))
    return whole, *(_part(section, found) for section in entry.fields.sections)


def _part(section: Section, found: Mapping[str, Iterable[Message]]) -> Part:
    places = (
        Place(path, labels, tuple(found[path])) for path, labels in _below(section.fields) if path in found
    )
    return Part(section.title if section.asks else "由程序填写", tuple(places))


def _below(fields: Iterable[Field], above: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Pointer and labels of fields and everything in them."""
    for field in fields:
        labels = (*above, field.label)
        yield field.pointer, labels
        yield from _below(field.children, labels)


def _pointer(fields: Fields, problem: Problem) -> str:
    """The field where a problem is shown. What the form has no question for is told of the whole form."""
    steps = names.parts("".join("*" if gap else text for text, gap in pieces(str(problem.path))))
    try:
        return fields.at(names.pointer(*steps)).pointer if problem.code != "unknown" else ""
    except KeyError:
        return _pointer(fields, problem._replace(path=names.pointer(*steps[:-1]))) if steps else ""


def _said(text: str) -> tuple[tuple[str, bool], ...]:
    """A message's pieces. Words that stand before a gap anyway are not said again in it: 预备费 … 万元."""
    said: list[tuple[str, bool]] = []
    for words, gap in pieces(text):
        told_already = gap and said and said[-1][0].rstrip(" “").endswith(words)
        said.append(("…" if gap and (told_already or not words) else words, gap))
    return tuple(said)


def _whole(entry: Entry) -> Iterator[Problem]:
    """About a payload that is no form at all, and about the earlier documents that come with it."""
    yield from answers.check(entry.form, None, today=date.min).problems
    apart = (answers.check, carry.carried)
    yield from told(submission.start, {"entry": entry}, Problem, apart=apart).made


def _read(entry: Entry) -> Iterator[Problem]:
    """About single answers: missing, of another type, too long, not among the options …"""
    known = {"self": READING, "model": entry.form, "fields": entry.fields.children, "path": ""}
    yield from told(Reading.block, known, Problem).made


def _worked_out(entry: Entry) -> Iterator[Problem]:
    """About computed values that were sent and differ, or must be given."""
    for _model, node, path in _blocks(entry):
        known = {"fields": node.children, "path": path, "reading": READING}
        yield from told(answers.work_out, known, Problem).made


def _ruled(entry: Entry) -> Iterator[Problem]:
    """From the rules of the form and its blocks."""
    for model, node, path in _blocks(entry):
        for rule in model.declared(Rule).values():
            known = {"self": _gap(node, model), **{need: Gap(GIVEN.get(need, "")) for need in rule.needs}}
            for verdict in told(rule.method, known, At).results:
                found = At(rule.at, verdict) if isinstance(verdict, str) else verdict
                if isinstance(found, At):
                    yield Problem(f"{path}/{found.path}", rule.code, rule.severity, found.message)


def _carried(entry: Entry) -> Iterator[Problem]:
    """About locked answers that differ from the earlier documents. Rows are told apart by their first column."""
    flows = [
        flow._replace(to=field.pointer)
        for flow in entry.form.flows
        for field in (entry.fields.at(flow.to), *_inside(entry.fields.at(flow.to)))
        if field.kind and not field.output
    ]
    yield from told(carry.differences, {"fields": entry.fields, "flows": flows}, Problem).made


def _inside(field: Field) -> Iterator[Field]:
    """The fields of a block, or of a table but for its first column."""
    for child in field.children[1:] if field.shape == "table" else field.children:
        yield child
        yield from _inside(child)


def _blocks(entry: Entry) -> Iterator[tuple[type[Block], Fields | Field, str]]:
    """The form and every block in it: its class, its fields, its pointer with * for rows."""
    yield entry.form, entry.fields, ""
    for field in entry.fields.walk():
        if field.model:
            yield field.model, field, f"{field.pointer}/*" if field.shape == "table" else field.pointer


def _gap(node: Fields | Field, model: type[Block] | None = None) -> Gap:
    """What is filled in at a place, as a rule sees it: unknown, but with its label, its questions and its rows."""
    label = node.label if isinstance(node, Field) else ""
    questions = {child.name: child for child in node.children}
    if isinstance(node, Field) and node.shape == "table" and model is None:
        return Gap(label, items=(_gap(node, node.model),))
    model = model or (node.model if isinstance(node, Field) else None)
    return Gap(label, model, lambda name: _gap(questions[name]) if name in questions else None)
