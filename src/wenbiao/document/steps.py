"""What rendering runs: the steps of a program. Immutable, shared by all threads.

`slots` holds what look-ups start from: 0 the data, then for each loop that is under way its row and what is known
about the row: its number, and the row before.

Most of a document is constant bytes and answers that take turns: a `Stretch`. It leaves a gap for each answer; the
words of all answers are escaped and encoded at once, at the end. Where a stretch is all of a loop's body, it is
written for all rows at once, column by column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple, TypeAlias

from wenbiao.words import Speak, is_empty, paragraphs

Slots = dict[int, Any]
Value = Callable[[Slots], Any]
Test = Callable[[Slots], bool]

RESTART, CONTINUE = b'<w:vMerge w:val="restart"/>', b"<w:vMerge/>"
NOTHING: Mapping[str, Any] = {}
PLACES = tuple(b"%d" % place for place in range(2000))
AT_ONCE, MUCH = 250, 8_000  # rows and pieces: fresh memory costs more than what is done with it
CONTROLS = bytes({*range(32)} - set(b"\0\t\n\r"))
UNPRINTABLE = ("\ufffe".encode(), "\uffff".encode())
MARKUP = (
    (b"&", b"&amp;"),
    (b"<", b"&lt;"),
    (b">", b"&gt;"),
    (b"\r", b"&#13;"),
    (b"\n", b'</w:t><w:br/><w:t xml:space="preserve">'),
    (b"\t", b'</w:t><w:tab/><w:t xml:space="preserve">'),
)


def escaped(texts: Sequence[str]) -> list[bytes]:
    """The texts as they stand inside w:t. A line break stays in its run, and so in its style.

    Raises ValueError for characters that XML cannot hold: nothing is dropped silently.
    """
    raw = "\0".join(texts).encode()  # raises UnicodeEncodeError, a ValueError, for half a surrogate pair
    if raw.count(0) != max(len(texts) - 1, 0) or len(raw.translate(None, CONTROLS)) < len(raw):
        raise ValueError
    if any(char in raw for char in UNPRINTABLE):
        raise ValueError
    for char, markup in MARKUP:
        if char in raw:
            raw = raw.replace(char, markup)
    return raw.split(b"\0")


class Written:
    """What a run has written so far: pieces of XML, some of them gaps that texts will fill.

    `take` is given what is written in a long run, in its order, so that it need not be kept.
    """

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self.take = take
        self.pieces: list[bytes] = []
        self.texts: list[str] = []
        self.gaps: list[int] = []

    def settle(self) -> None:
        """Give away what is there, if it is much. Raises ValueError for a text that XML cannot hold."""
        if len(self.pieces) > MUCH:
            self.take(self.xml())
            self.pieces, self.texts, self.gaps = [], [], []

    def xml(self) -> bytes:
        """What is there. Raises ValueError for a text that XML cannot hold."""
        for gap, text in zip(self.gaps, escaped(self.texts), strict=False):
            self.pieces[gap] = text
        return b"".join(self.pieces)


def _places(first: int, count: int) -> Sequence[bytes]:
    """The places of so many rows, in digits."""
    end = first + count
    return PLACES[first:end] if end <= len(PLACES) else [b"%d" % place for place in range(first, end)]


class Find(NamedTuple):
    """Where a value is: `keys` below the value in a slot. `value` is None where it or anything above is not there."""

    slot: int
    keys: tuple[str, ...]
    value: Value

    def column(self, slots: Slots, slot: int, rows: Sequence[Any], first: int) -> Iterable[Any]:
        """The values for rows, the first of that place, of the loop that keeps them in `slot`."""
        if self.slot == slot + 1:
            return range(
                first + 1, first + len(rows) + 1
            )  # a row's number is all that a loop knows and prints
        if self.slot != slot:
            return repeat(self.value(slots), len(rows))
        if not self.keys:
            return rows
        *above, last = self.keys
        found = (_descend(row, above) for row in rows) if above else rows
        return [row.get(last) for row in found]


def find(slot: int, keys: Sequence[str]) -> Find:
    """Where the value is that these keys lead to."""
    return Find(slot, tuple(keys), _value(slot, keys))


def _value(slot: int, keys: Sequence[str]) -> Value:
    """The look-up, made for its number of keys: it runs for every answer of a document."""
    if not keys:
        return lambda slots: slots[slot]
    *above, last = keys
    if not above:
        return lambda slots: slots[slot].get(last)
    if len(above) == 1:
        first = above[0]
        return lambda slots: (slots[slot].get(first) or NOTHING).get(last)
    return lambda slots: _descend(slots[slot], above).get(last)


def _descend(value: Any, keys: Sequence[str]) -> Any:
    for key in keys:
        value = value.get(key) or NOTHING
    return value


class Cell(NamedTuple):
    """An answer in words, or a row's number."""

    find: Find
    speak: Speak

    def says_as(self, other: Cell, slots: Slots) -> bool:
        """Whether both say the same words; a draft has different ones where neither is answered."""
        here, there = self.find.value(slots), other.find.value(slots)
        return bool(here and here == there) or self.speak(here) == other.speak(there)


class Fixed(NamedTuple):
    """Constant bytes."""

    xml: bytes

    def run(self, _slots: Slots, out: Written) -> None:
        out.pieces.append(self.xml)


class Stretch(NamedTuple):
    """Constant bytes and gaps that take turns, beginning and ending with bytes, and what fills the gaps.

    `gaps`: which piece each cell fills; `places`: (piece, slot) for the place of a row, in digits.
    """

    pieces: tuple[bytes, ...]
    cells: tuple[Cell, ...]
    gaps: tuple[int, ...]
    places: tuple[tuple[int, int], ...]

    def run(self, slots: Slots, out: Written) -> None:
        begin = len(out.pieces)
        out.pieces += self.pieces
        out.gaps += [begin + gap for gap in self.gaps]
        out.texts += [speak(find.value(slots)) for find, speak in self.cells]
        for gap, slot in self.places:
            out.pieces[begin + gap] = slots[slot]["place"]

    def rows(self, slots: Slots, slot: int, rows: Sequence[Any], first: int, out: Written) -> None:
        """The same as `run` for rows, the first of that place, of the loop that keeps them in `slot`."""
        begin, width, count = len(out.pieces), len(self.pieces), len(rows)
        out.pieces += self.pieces * count
        for gap, (find, speak) in zip(self.gaps, self.cells, strict=True):
            out.gaps += range(begin + gap, len(out.pieces), width)
            out.texts += map(speak, find.column(slots, slot, rows, first))
        places = _places(first, count) if self.places else ()
        for gap, known in self.places:
            own = known == slot + 1
            out.pieces[begin + gap :: width] = places if own else [slots[known]["place"]] * count


class Join(NamedTuple):
    """An answer in a cell that continues the cell above, without words, while all `columns` stay the same.

    `columns`: (what this row says, what the row before says); `loop`: the slot that knows about the row. `said`
    holds what lies between the w:vMerge and the words, and last of all the words.
    """

    said: Stretch
    columns: tuple[tuple[Cell, Cell], ...]
    loop: int

    def run(self, slots: Slots, out: Written) -> None:
        joined = not slots[self.loop]["first"] and all(
            now.says_as(before, slots) for now, before in self.columns
        )
        out.pieces.append(CONTINUE if joined else RESTART)
        self.said.run(slots, out)
        if joined:
            out.texts[-1] = ""


class Branch(NamedTuple):
    """The first branch whose test holds."""

    branches: tuple[tuple[Test, Steps], ...]

    def run(self, slots: Slots, out: Written) -> None:
        for test, body in self.branches:
            if test(slots):
                for step in body:
                    step.run(slots, out)
                return


class Loop(NamedTuple):
    """The body for each row, or `otherwise`. The row goes into `slot`, what is known about it into the next.

    On a draft `otherwise` is for `spare` empty rows, to be written on by hand.
    """

    find: Find
    slot: int
    split: bool
    body: Steps
    otherwise: Steps
    spare: int = 0

    def run(self, slots: Slots, out: Written) -> None:
        value = self.find.value(slots)
        if self.spare and is_empty(value):
            self._one_by_one(self.otherwise, slots, ["" if self.split else NOTHING] * self.spare, out)
            return
        rows = paragraphs(value) if self.split else value
        if is_empty(rows):
            for step in self.otherwise:
                step.run(slots, out)
        elif len(self.body) == 1 and isinstance(self.body[0], Stretch):
            for first in range(0, len(rows), AT_ONCE):
                self.body[0].rows(slots, self.slot, rows[first : first + AT_ONCE], first, out)
                out.settle()
        else:
            self._one_by_one(self.body, slots, rows, out)

    def _one_by_one(self, body: Steps, slots: Slots, rows: Sequence[Any], out: Written) -> None:
        last, before = len(rows), None
        for index, row in enumerate(rows, 1):
            slots[self.slot] = row
            slots[self.slot + 1] = {
                "index": index,
                "place": b"%d" % (index - 1),
                "first": index == 1,
                "last": index == last,
                "before": before,
            }
            for step in body:
                step.run(slots, out)
            out.settle()
            before = row


Step: TypeAlias = "Fixed | Stretch | Join | Branch | Loop"
Steps: TypeAlias = tuple[Step, ...]


def run(steps: Steps, data: Any, take: Callable[[bytes], None]) -> bytes:
    """The bytes that the steps write for these data: the last of them; `take` is given those before, if any.

    Raises ValueError where an answer holds characters that no XML can.
    """
    slots: Slots = {0: data}
    out = Written(take)
    for step in steps:
        step.run(slots, out)
    return out.xml()
