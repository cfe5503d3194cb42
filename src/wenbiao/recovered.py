"""The answers of a document that its content controls hold: what is left where the data themselves are gone."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from wenbiao import answers, names
from wenbiao.answers import Result
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.document.read import manuscript
from wenbiao.document.read.manuscript import Manuscript
from wenbiao.errors import Problem
from wenbiao.fields import Field, Fields
from wenbiao.submission import VALUES_MAX, TooMuch, refuse_too_much
from wenbiao.unsaid import TEXTS, is_nothing, unsaid

AMOUNTS = ("money", "signed_money")
ROW = re.compile("[0-9]{1,4}")
ROW_OF = re.compile(r"/([0-9]{1,4})(?=/|$)")
SHOWN = 3
Texts = Mapping[str, tuple[str, ...]]  # pointer → the different texts that it is printed as


@dataclass(frozen=True)
class Place:
    """The question that a control's pointer names; `item`: it names one item of a list."""

    field: Field
    item: bool

    def read(self, text: str) -> Any:
        """The answer that a text says. Raises ValueError."""
        return unsaid(self.field, text, item=self.item)

    def taken(self, text: str) -> Any:
        """The answer that a text says; where it says none of that kind the text itself, for the rules to refuse."""
        try:
            return self.read(text)
        except ValueError:
            return text

    def found(self, text: str) -> Any:
        """The same, where 无 and / are no answer, unless they are an item of a list."""
        text_item = self.item and self.field.kind is not None and self.field.kind.name in TEXTS
        return None if is_nothing(text) and not text_item else self.taken(text)

    def same(self, one: Any, other: Any) -> bool:
        """Whether two answers are equal; an amount has no digits of its own in print."""
        if self.field.kind and self.field.kind.name in AMOUNTS and one and other:
            return bool(_decimal(one) == _decimal(other))
        return bool(one == other)


def place_of(fields: Fields, pointer: str) -> Place | None:
    """What a pointer names in a form; None for anything but an answer."""
    node: Field | None = None
    item = False
    for part in names.parts(pointer):
        if node is not None and not item and node.shape in ("table", "list"):
            if not ROW.fullmatch(part):
                return None
            item = True
            continue
        if item and node is not None and node.shape == "list":
            return None
        children = node.children if node else fields.children
        node = next((field for field in children if field.name == part), None)
        item = False
        if node is None:
            return None
    return Place(node, item) if node and node.kind else None


def texts_of(script: Manuscript) -> Texts:
    """What the content controls of a document hold. Raises Refused for more answers than any document has."""
    texts = manuscript.recovered(script)
    if len(texts) > VALUES_MAX:
        raise TooMuch().as_refusal()
    return texts


def form_of(catalogue: Catalogue, pointers: Iterable[str]) -> Entry | None:
    """The form that knows most of these pointers; None where no form knows more than half of them."""
    wanted = set(pointers)
    known = {
        name: sum(place_of(entry.fields, pointer) is not None for pointer in wanted)
        for name, entry in catalogue.items()
    }
    best = max(known, key=known.__getitem__, default="")
    return catalogue[best] if best and 2 * known[best] > len(wanted) else None


def check(entry: Entry, texts: Texts, today: date) -> Result:
    """The answers that controls hold, read and checked, with a warning for each that is printed in two ways.

    无 and / stand for no answer; but where one is missing then, they are the answer. Raises TooMuch.
    """
    told = {
        pointer: (place, texts[pointer]) for pointer in texts if (place := place_of(entry.fields, pointer))
    }
    result = answers.check(entry.form, _payload(entry, told), today=today)
    missing = {problem.path for problem in result.errors if problem.code == "missing"}
    if any(pointer in missing and said[0].strip() for pointer, (_place, said) in told.items()):
        result = answers.check(entry.form, _payload(entry, told, missing), today=today)
    doubts = tuple(
        doubt for pointer, (place, said) in told.items() for doubt in _doubts(pointer, place, said)
    )
    return replace(result, problems=(*_gaps(entry.fields, told), *doubts, *result.problems))


def _gaps(fields: Fields, told: Iterable[str]) -> Iterator[Problem]:
    """A warning for each table or list in which rows are missing: those below them move up."""
    rows: dict[str, set[int]] = {}
    for pointer in told:
        for found in ROW_OF.finditer(pointer):
            rows.setdefault(pointer[: found.start()], set()).add(int(found[1]))
    for table, numbers in rows.items():
        missing = [str(number + 1) for number in range(max(numbers)) if number not in numbers]
        if missing:
            shown = "、".join(missing[:SHOWN]) + ("等" if len(missing) > SHOWN else "")
            message = f"{fields.at(table).label}的第 {shown} 行在正文里找不到，后面的各行依次上移，请核对"
            yield Problem(table, "recovered", "warning", message)


def _payload(
    entry: Entry, told: Mapping[str, tuple[Place, tuple[str, ...]]], missing: Container[str] = ()
) -> dict[str, Any]:
    given = {
        pointer: said[0].strip() if pointer in missing else place.found(said[0])
        for pointer, (place, said) in told.items()
    }
    fixed = {field.name: field.const for field in entry.fields.children if field.const}
    payload: dict[str, Any] = fixed | names.nest(given.items())
    refuse_too_much(payload)
    return payload


def _doubts(pointer: str, place: Place, said: tuple[str, ...]) -> Iterator[Problem]:
    others = [text for text in said[1:] if not place.same(place.found(text), place.found(said[0]))]
    if others:
        message = f"{place.field.label}在文书里有几种写法（{'、'.join((said[0], *others)[:SHOWN])}），取了第一种，请核对"
        yield Problem(pointer, "recovered", "warning", message)


def _decimal(text: Any) -> Any:
    try:
        return Decimal(text)
    except ArithmeticError:
        return text
