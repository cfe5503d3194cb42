"""What flows from a project's earlier documents into the next one: filled in, and guarded.

A form lists its flows; each says where an answer comes from, in words for people and as a function for us.
A locked answer must stay as it was (R-FLOW-1 for the project's identity, R-FLOW-2 for its baseline);
an open one is a proposal that may be changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from wenbiao import names
from wenbiao.errors import Problem
from wenbiao.fields import Field, Fields

Build = Callable[["Earlier"], Any]


class Earlier:
    """The canonical data of a project's earlier documents, oldest first, by the name of their form."""

    def __init__(self, documents: Sequence[Mapping[str, Any]]) -> None:
        self._documents = sorted(
            documents, key=lambda data: (data.get("filled_on", ""), data.get("change_seq", 0))
        )

    def __bool__(self) -> bool:
        return bool(self._documents)

    def all(self, form: str) -> list[Mapping[str, Any]]:
        """The documents of one form, oldest first."""
        return [data for data in self._documents if data.get("doc_type") == form]

    def find(self, *sources: str) -> Any:
        """The first value there is: each source is “form:/pointer”, looked up in that form's latest document."""
        for source in sources:
            form, _, pointer = source.partition(":")
            for data in self.all(form)[-1:]:
                value = _at(data, pointer)
                if value is not None:
                    return value
        return None


class Flow(NamedTuple):
    """One answer, block or table that comes from earlier documents.

    `says` tells people where from; `code` is the rule that a locked answer breaks when it differs. Rows of a
    table are told apart by their first column. `sources`: “form:/pointer”, the documents it may come from.
    """

    to: str
    says: str
    build: Build
    locked: bool
    code: str = ""
    sources: tuple[str, ...] = ()


def same(to: str, says: str, *sources: str, locked: bool = True, code: str = "") -> Flow:
    """The answer at `to` is the one at the first source that has it: “declaration:/project/name”."""
    return Flow(to, says, lambda earlier: earlier.find(*sources), locked, code, sources)


def built(to: str, says: str, build: Build, *sources: str, locked: bool = True, code: str = "") -> Flow:
    """The answer at `to` is worked out from the earlier documents at `sources`; None where they do not say."""
    return Flow(to, says, build, locked, code, sources)


def forms_of(flows: Sequence[Flow]) -> frozenset[str]:
    """The names of the forms whose documents these flows come from."""
    return frozenset(source.partition(":")[0] for flow in flows for source in flow.sources)


class Carried(NamedTuple):
    """One single answer that was carried over: its pointer, canonical value, and where it comes from."""

    path: str
    value: Any
    source: str
    locked: bool
    code: str

    def as_json(self) -> dict[str, Any]:
        """The carried answer as `validate` answers it."""
        return {"path": self.path, "value": self.value, "source": self.source, "locked": self.locked}


def carried(fields: Fields, flows: Sequence[Flow], earlier: Earlier) -> tuple[Carried, ...]:
    """Every single answer that the earlier documents give, in the order of the flows."""
    found: dict[str, Carried] = {}
    for flow in flows:
        value = flow.build(earlier)
        if value is not None:
            for path, leaf in _leaves(fields.at(flow.to), value, flow.to):
                found.setdefault(path, Carried(path, leaf, flow.says, flow.locked, flow.code))
    return tuple(found.values())


def begun(carried_over: Sequence[Carried]) -> Any:
    """The payload that a form starts with: what was carried over and nothing else."""
    return names.nest((answer.path, answer.value) for answer in carried_over) if carried_over else {}


def differences(
    fields: Fields, flows: Sequence[Flow], earlier: Earlier, data: Mapping[str, Any]
) -> Iterator[Problem]:
    """The locked answers that were changed, with both values. Rows are compared by their first column."""
    for flow in flows:
        expected = flow.build(earlier) if flow.locked and flow.code else None
        if expected is None:
            continue
        field, found = fields.at(flow.to), _at(data, flow.to)
        pairs = _rows(expected, found, flow.to) if field.shape == "table" else [(expected, found, flow.to)]
        for wanted, given, path in pairs:
            for at, value in _leaves(field, wanted, path):
                sent = _at(given, at[len(path) :]) if given is not None else None
                if sent is not None and sent != value and not _equal(sent, value):
                    yield Problem(at, flow.code, "error", _says(fields.at(at), flow, sent, value))


def _equal(sent: Any, value: Any) -> bool:
    """Amounts are equal whatever zeros they are written with."""
    written = [str(one).rstrip("0").rstrip(".") if "." in str(one) else str(one) for one in (sent, value)]
    return written[0] == written[1]


def _says(field: Field, flow: Flow, sent: Any, value: Any) -> str:
    return f"{field.label}“{sent}”与{flow.says}中的“{value}”不一致，应当相同"


def _rows(expected: Any, found: Any, path: str) -> Iterator[tuple[Any, Any, str]]:
    """(wanted row, given row, its pointer) for the rows that both sides have."""
    wanted = {next(iter(row.values())): row for row in expected if row}
    key = next((next(iter(row)) for row in expected if row), "")
    for index, row in enumerate(found or ()):
        if row.get(key) in wanted:
            yield wanted[row[key]], row, f"{path}/{index}"


def _leaves(field: Field, value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The single answers of a carried value that the form has a question for."""
    if isinstance(value, Mapping):
        for child in field.children:
            if value.get(child.name) is not None and not child.output:
                yield from _leaves(child, value[child.name], f"{path}/{child.name}")
    elif isinstance(value, list) and field.shape == "table":
        for index, row in enumerate(value):
            yield from _leaves(field, row, f"{path}/{index}")
    else:
        yield path, value


def _at(data: Any, pointer: str) -> Any:
    for part in names.parts(pointer):
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data
