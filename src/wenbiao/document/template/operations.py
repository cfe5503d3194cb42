"""What the tags of one part of a Word file say, in order, with the text between them.

A list of operations: `Text` (bytes that never change), `Put` (an answer), `Merge` (an answer in a cell that may
continue the cell above), `Choose` (the first branch whose condition holds), `Repeat` (once for each row). Names are
as typed; binding them to a form makes a program of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from wenbiao.document.scope import Path


@dataclass(frozen=True)
class Spot:
    """Where an operation comes from: the place in words and the tag as it was typed, both for messages.

    `worded`: fixed words stand beside the tag in its paragraph. `level`: p, tr or tc of the tag, else empty.
    """

    place: str
    tag: str
    worded: bool = False
    level: str = ""


@dataclass(frozen=True)
class Text:
    """XML that is the same in every document."""

    xml: bytes


@dataclass(frozen=True)
class Put:
    """An answer, a row number or a constant: `path` as typed ("line", "amount_wan"), said by `word`.

    `lead` is the XML before it, in pieces: between each two goes the number of a row, as its content control says
    where the answer is.
    """

    path: Path
    word: str
    spot: Spot
    number: int
    lead: tuple[bytes, ...] = (b"",)


@dataclass(frozen=True)
class Merge:
    """`put` in a table cell that joins the cell above while its words are those of the row before.

    It stands where the cell's w:vMerge goes; the lead of `put` is what lies between that and the words. `left`: the
    merged columns to its left in the row, as typed; where one of them changes, this one begins anew.
    """

    put: Put
    left: tuple[Path, ...]


@dataclass(frozen=True)
class Condition:
    """`test` is one of answered, not, and, or, equals, contains, among; `value` is a constant or several."""

    test: str
    path: Path = ()
    value: Any = None
    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Choose:
    """The operations of the first branch whose condition holds; None always holds."""

    branches: tuple[tuple[Condition | None, Operations], ...]
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Repeat:
    """`body` once for each row, or `otherwise` where there is none; a `word` splits an answer into rows."""

    name: str
    path: Path
    word: str
    body: Operations
    otherwise: Operations
    spot: Spot


Operation: TypeAlias = "Text | Put | Merge | Choose | Repeat"
Operations: TypeAlias = tuple[Operation, ...]
