"""The one door for data: a payload becomes a form, with every problem at once.

The payload may be incomplete. What fits is kept, what is missing or does not fit raises `Unanswered`
where a rule reads it, so the same rules run on the first answer and on the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from pydantic_core import from_json

from wenbiao import carry, versions
from wenbiao.carry import Carried, Earlier
from wenbiao.errors import NotJson, Problem
from wenbiao.fields import Field, Fields, Siblings, fields_of
from wenbiao.form import Block, Form, Unanswered
from wenbiao.questions import AskedFor, At, Rule
from wenbiao.reading import Reading


def load_json(raw: bytes) -> Any:
    """The JSON value of a body or file. Raises NotJson, also for NaN, Infinity and too deep nesting."""
    text = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise NotJson(detail=_json_fault(str(error), text)) from None


def _json_fault(english: str, text: bytes) -> str:
    """Where the JSON breaks; the parser's own words are English and may quote the content."""
    place = re.search(r" at line (\d+) column (\d+)$", english)
    if not place:
        return "无法读取"
    line, size = int(place[1]), int(place[2])
    # The parser counts bytes, and none where a line ends the text; people count characters, from 1.
    column = len(text.split(b"\n")[line - 1][:size].decode("utf-8", "replace")) or 1
    return f"第 {line} 行第 {column} 列附近无法读取"


@dataclass(frozen=True, eq=False)
class Result:
    """What can be said of a payload: its form (partly filled in, maybe) and all problems, in document order.

    `stopped`: a rule said that this form is not to be filled in at all, and nothing else was judged.
    `payload`: what was read; `renewed`: it was of an older version and is brought up to date.
    """

    form: Form
    fields: Fields
    problems: tuple[Problem, ...]
    computed: Mapping[str, Any]
    carried: tuple[Carried, ...] | None = None
    stopped: bool = False
    payload: Any = None
    renewed: bool = False

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def complete(self) -> bool:
        """Whether a document can be made: no error."""
        return not self.errors

    @cached_property
    def data(self) -> dict[str, Any]:
        """The canonical data: computed values filled in, null and empty answers dropped, digits as given."""
        return _written(self.fields.children, self.form)

    def as_json(self) -> dict[str, Any]:
        """What `validate` answers."""
        problems = [problem.as_json() for problem in self.problems]
        answer = {"complete": self.complete, "problems": problems, "computed": dict(self.computed)}
        if self.stopped:
            answer["stopped"] = True
        if self.renewed:
            answer["answers"] = self.payload
        if self.carried is not None:
            answer["carried"] = [answer.as_json() for answer in self.carried]
        return answer


def check(
    form: type[Form],
    payload: Any,
    *,
    today: date,
    earlier: Earlier | None = None,
) -> Result:
    """Read a payload into its form and run every rule that its answers allow.

    `earlier`: the earlier documents of the project; None where they are not given, and rules that need
    them are skipped. With them, what they carry over is reported, and locked answers that differ are errors. A payload
    that is not an object is one problem of type `type`; one of an older version is brought up to date before.
    """
    fields = fields_of(form)
    sent, payload = payload, versions.current(form, payload)
    if not isinstance(payload, dict):
        problem = Problem("", "type", "error", f"{fields.title}的内容应当是一个 JSON 对象")
        return Result(form.model_construct(), fields, (problem,), {}, payload=payload)
    reading = Reading(payload)
    filled = reading.block(form, fields.children, payload, "")
    places = list(_blocks(fields.children, filled, ""))
    computed = {path: value for place in places for path, value in work_out(*place, reading)}
    given = {"today": today} | ({} if earlier is None else {"earlier": earlier})
    blocks = [(block, path) for block, _fields, path in places]
    stops = list(_run(blocks, given, stops=True))
    problems = stops or [*reading.problems, *_run(blocks, given, stops=False)]
    assert isinstance(filled, Form)
    carried = None
    if earlier is not None:
        carried = carry.carried(fields, form.flows, earlier)
        problems += (
            [] if stops else carry.differences(fields, form.flows, earlier, _written(fields.children, filled))
        )
    ordered = sorted(problems, key=lambda problem: fields.order(problem.path))
    return Result(
        filled, fields, tuple(ordered), computed, carried, bool(stops), payload, payload is not sent
    )


def _blocks(fields: Siblings, block: Block, path: str) -> Iterator[tuple[Block, Siblings, str]]:
    """Every block of a form with its fields and pointer, outermost first."""
    yield block, fields, path
    for field in fields.groups:
        value = block.__dict__.get(field.name)
        if isinstance(value, Block):
            yield from _blocks(field.children, value, f"{path}/{field.name}")
        for index, row in enumerate(value if isinstance(value, list) else ()):
            yield from _blocks(field.children, row, f"{path}/{field.name}/{index}")


def work_out(block: Block, fields: Siblings, path: str, reading: Reading) -> Iterator[tuple[str, Any]]:
    """The computed values of one block that its answers allow; notes those that were sent and differ."""
    for field in fields.computed:
        assert field.computed
        assert field.kind
        here = f"{path}/{field.name}"
        sent = block.__dict__.get(field.name)
        try:
            value = field.computed.formula(block)
        except Unanswered as reason:
            if sent is None and field.computed.typed and isinstance(reason, AskedFor):
                reading.note(here, "missing", f"请填写{field.label}")
            continue
        if sent is not None and not field.computed.same(sent, value):
            reading.note(here, field.computed.code, _differs(field, sent, value))
        if value is not None:
            yield here, field.kind.write(value)


def _differs(field: Field, sent: Any, value: Any) -> str:
    if isinstance(value, Decimal):
        unit = f" {field.unit}" if field.unit else " "
        return f"{field.label} {sent}{unit}与按其他回答算出的 {value}{unit}不一致"
    return f"{field.label}“{sent}”与按其他回答算出的“{value}”不一致"


def _run(blocks: list[tuple[Block, str]], given: Mapping[str, Any], *, stops: bool) -> Iterator[Problem]:
    for block, path in blocks:
        for rule in type(block).declared(Rule).values():
            if rule.stops is not stops or not rule.needs <= given.keys():
                continue
            try:
                verdict = rule.method(block, **{name: given[name] for name in rule.needs})
            except Unanswered:
                continue
            if verdict is not None:
                found = verdict if isinstance(verdict, At) else At(rule.at, verdict)
                place = f"{path}/{found.path}" if found.path else path
                yield Problem(place, rule.code, rule.severity, found.message)


def _written(fields: Siblings, block: Block) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for field in fields:
        try:
            value = getattr(block, field.name)
        except Unanswered:
            continue
        told = None if value is None else _value(field, value)
        if told or isinstance(told, int):  # false and 0 are answers
            written[field.name] = told
    return written


def _value(field: Field, value: Any) -> Any:
    if field.kind:
        return (
            [field.kind.write(item) for item in value] if field.shape == "list" else field.kind.write(value)
        )
    if isinstance(value, list):
        return [_written(field.children, row) for row in value]
    return _written(field.children, value)
