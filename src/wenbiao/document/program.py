"""What rendering runs: operations bound to a form's fields. Immutable, shared by all threads.

`slots` holds what look-ups start from: the data, then for each loop that is under way its row and what is known
about the row: its number, and the row before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from wenbiao.errors import AnswersRejected, Problem
from wenbiao.fields import Field
from wenbiao.words import is_empty, paragraphs

Slots = list[Any]
Emit = Callable[[bytes], None]
Test = Callable[[Slots], bool]

SPECIAL = re.compile("[&<>\t\n\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
RESTART, CONTINUE = b'<w:vMerge w:val="restart"/>', b"<w:vMerge/>"
MARKUP = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ("\r", "&#13;"),
    ("\n", '</w:t><w:br/><w:t xml:space="preserve">'),
    ("\t", '</w:t><w:tab/><w:t xml:space="preserve">'),
)


def escape(text: str, pointer: str = "") -> str:
    """The text as it stands inside w:t. A line break stays in its run, and so in its style.

    Raises AnswersRejected for characters that XML cannot hold: nothing is dropped silently.
    """
    if not SPECIAL.search(text):
        return text
    if UNPRINTABLE.search(text):
        problem = Problem(pointer, "format", "error", "含有无法打印的控制字符，请删去后重新输入")
        raise AnswersRejected(problems=(problem,))
    for char, markup in MARKUP:
        text = text.replace(char, markup)
    return text


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes that never change."""

    xml: bytes

    def run(self, _slots: Slots, emit: Emit) -> None:
        emit(self.xml)


@dataclass(frozen=True, slots=True)
class Find:
    """Where a value is: `keys` below the value in a slot."""

    slot: int
    keys: tuple[str, ...]

    def value(self, slots: Slots) -> Any:
        """The value, None where it or anything above it is not there."""
        value = slots[self.slot]
        for key in self.keys:
            if value is None:
                return None
            value = value.get(key)
        return value


@dataclass(frozen=True, slots=True)
class Say:
    """An answer in words."""

    find: Find
    field: Field
    speak: Callable[[Field, Any], str]

    def words(self, slots: Slots) -> str:
        """The words, before they become XML."""
        return self.speak(self.field, self.find.value(slots))

    def run(self, slots: Slots, emit: Emit) -> None:
        emit(escape(self.words(slots), self.field.pointer).encode())


@dataclass(frozen=True, slots=True)
class Join:
    """An answer in a cell that continues the cell above, without words, while all `columns` stay the same.

    `columns`: (what this row says, what the row before says); `loop`: the slot that knows about the row.
    """

    say: Say
    columns: tuple[tuple[Say, Say], ...]
    loop: int
    xml: bytes

    def run(self, slots: Slots, emit: Emit) -> None:
        same = all(now.words(slots) == before.words(slots) for now, before in self.columns)
        if same and not slots[self.loop]["first"]:
            emit(CONTINUE + self.xml)
            return
        emit(RESTART + self.xml)
        self.say.run(slots, emit)


@dataclass(frozen=True, slots=True)
class Spell:
    """A row's number, or a paragraph of a long text."""

    find: Find

    def run(self, slots: Slots, emit: Emit) -> None:
        emit(escape(str(self.find.value(slots))).encode())


@dataclass(frozen=True, slots=True)
class Branch:
    """The first branch whose test holds."""

    branches: tuple[tuple[Test, Program], ...]

    def run(self, slots: Slots, emit: Emit) -> None:
        for test, body in self.branches:
            if test(slots):
                for step in body:
                    step.run(slots, emit)
                return


@dataclass(frozen=True, slots=True)
class Loop:
    """The body for each row, or `otherwise`. The row goes into `slot`, what is known about it into the next."""

    find: Find
    slot: int
    split: bool
    body: Program
    otherwise: Program

    def run(self, slots: Slots, emit: Emit) -> None:
        value = self.find.value(slots)
        rows = paragraphs(value) if self.split else value
        if is_empty(rows):
            for step in self.otherwise:
                step.run(slots, emit)
            return
        last, before = len(rows), None
        for index, row in enumerate(rows, 1):
            slots[self.slot] = row
            slots[self.slot + 1] = {
                "index": index,
                "first": index == 1,
                "last": index == last,
                "before": before,
            }
            for step in self.body:
                step.run(slots, emit)
            before = row


Step: TypeAlias = "Write | Say | Join | Spell | Branch | Loop"
Program: TypeAlias = tuple[Step, ...]


def run(program: Program, data: Any, depth: int) -> bytes:
    """The bytes that a program writes for these data; `depth` is how deep its loops are nested."""
    slots: Slots = [data] + [None] * (2 * depth)
    written: list[bytes] = []
    for step in program:
        step.run(slots, written.append)
    return b"".join(written)
