"""A program: plain data (JSON) that says what one part of a document writes; read into steps for a form.

["write", [xml, …], [cell, …]]               constant XML, with a cell between each two pieces
["join", [xml, …], [cell, …], [[now, before], …], slot]  the same in a cell that may continue the cell above
["branch", [[test, program], …]]             the first whose test holds; null always holds
["loop", find, slot, split, program, program]  for each row, or where there is none
["loop", …, program, program, spare]         the same, with the second program for so many empty rows

cell: [slot]                                 the place of the row that the slot knows about, from 0
cell: [slot, keys, pointer, word]            an answer in words; without a pointer a row's number or a paragraph
cell: [slot, keys, pointer, word, blank]     the same on a draft, with what stands where there is no answer
find: [slot, keys]                           where a value is: keys below what the slot holds
test: ["answered", find], ["open", find], ["not", test], ["and", test, …], ["or", test, …],
      ["among", find, constants], ["amount", find, constants], ["contains", find, constant]
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wenbiao.document.steps import Branch, Cell, Fixed, Join, Loop, Step, Steps, Stretch, Test, Value, find
from wenbiao.fields import Fields
from wenbiao.words import WORDS, AsTyped, drafted, is_empty

Program = list[Any]
GAP = b""


def steps_of(program: Program, fields: Fields) -> Steps:
    """The steps of a program that was compiled for this form."""
    return _Reader(fields).steps(program)


class _Reader:
    """Reads one program; what is asked for more than once is made once."""

    def __init__(self, fields: Fields) -> None:
        self.fields = {field.pointer: field for field in fields.walk()}
        self.cells: dict[tuple[Any, ...], Cell] = {}

    def steps(self, program: Program) -> Steps:
        return tuple([self.step(what, facts) for what, *facts in program])

    def step(self, what: str, facts: Sequence[Any]) -> Step:
        if what == "write":
            xml, cells = facts
            return self.stretch(xml, cells) if cells else Fixed(xml[0].encode())
        if what == "join":
            xml, cells, columns, loop = facts
            both = tuple((self.cell(*now), self.cell(*before)) for now, before in columns)
            return Join(self.stretch(xml, cells), both, loop)
        if what == "branch":
            return Branch(tuple([(_test(test), self.steps(body)) for test, body in facts[0]]))
        rows, slot, split, body, otherwise, *spare = facts
        return Loop(find(*rows), slot, split, self.steps(body), self.steps(otherwise), *spare)

    def stretch(self, xml: list[str], cells: list[Any]) -> Stretch:
        pieces = [GAP] * (2 * len(xml) - 1)
        pieces[::2] = [piece.encode() for piece in xml]
        gaps = [(1 + 2 * number, cell) for number, cell in enumerate(cells)]
        said = {gap: self.cell(*cell) for gap, cell in gaps if len(cell) > 1}
        places = tuple([(gap, cell[0]) for gap, cell in gaps if len(cell) == 1])
        return Stretch(tuple(pieces), tuple(said.values()), tuple(said), places)

    def cell(self, slot: int, keys: list[str], pointer: str, word: str, *blank: str | None) -> Cell:
        asked = (slot, tuple(keys), pointer, word, blank)
        if asked not in self.cells:
            speak = WORDS[word].speaker(self.fields[pointer]) if pointer else str
            self.cells[asked] = Cell(find(slot, keys), drafted(speak, *blank) if blank else speak)
        return self.cells[asked]


def _test(test: list[Any] | None) -> Test:
    if test is None:
        return lambda _slots: True
    what, *facts = test
    if what in ("not", "and", "or"):
        return _combined(what, [_test(part) for part in facts])
    return _tested(what, find(*facts[0]).value, *facts[1:])


def _tested(what: str, value: Value, wanted: Any = None) -> Test:
    """A test of one value."""
    if what == "answered":
        return lambda slots: _answered(value(slots))
    if what == "open":  # answered, or perhaps later
        return lambda slots: value(slots) is not False
    if what == "contains":
        return lambda slots: wanted in (value(slots) or ())
    if what == "among":
        return lambda slots: value(slots) in wanted
    amounts = [Decimal(amount) for amount in wanted]
    return lambda slots: _amount(value(slots)) in amounts


def _combined(what: str, parts: list[Test]) -> Test:
    if what == "not":
        return lambda slots: not parts[0](slots)
    if what == "and":
        return lambda slots: all(part(slots) for part in parts)
    return lambda slots: any(part(slots) for part in parts)


def _amount(value: Any) -> Decimal | None:
    """The amount of an answer; None where it is none."""
    return None if value is None or isinstance(value, AsTyped) else Decimal(value)


def _answered(value: Any) -> bool:
    return value is not False and not is_empty(value)
