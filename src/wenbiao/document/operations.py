"""A compiled template: plain data that says what to write, in order.

A part of the document is a list of operations: `Text` (bytes that never change), `Put` (an answer), `Merge`
(an answer in a cell that may continue the cell above), `Choose` (the first branch whose condition holds),
`Repeat` (once for each row). Nothing in them is ever executed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

from wenbiao.document.package import Member

ENGINE = "2"
MAGIC = b"wenbiao template "

Path = tuple[str, ...]


@dataclass(frozen=True)
class Spot:
    """Where an operation comes from, for messages: the place in words, and the tag as it was typed."""

    place: str
    tag: str


@dataclass(frozen=True)
class Text:
    """XML that is the same in every document."""

    xml: bytes


@dataclass(frozen=True)
class Put:
    """An answer, a row number or a constant: `path` as typed ("line", "amount_wan"), said by `word`."""

    path: Path
    word: str
    spot: Spot


@dataclass(frozen=True)
class Merge:
    """`put` in a table cell that joins the cell above while its words are those of the row before.

    It stands where the cell's w:vMerge goes; `xml` is what lies between that and the words. `left`: the merged
    columns to its left in the row, as typed; where one of them changes, this one begins anew.
    """

    put: Put
    left: tuple[Path, ...]
    xml: bytes


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


def digest_of(docx: bytes) -> str:
    """What names a Word file together with the engine that compiles it, in hex digits."""
    return sha256(ENGINE.encode() + docx).hexdigest()


@dataclass(frozen=True, eq=False)
class Template:
    """A compiled template, immutable and safe to share. `digest` is its Word file's `digest_of`."""

    file: str
    digest: str
    members: tuple[Member, ...]
    parts: Mapping[str, Operations]

    def to_bytes(self) -> bytes:
        """The template as data: a head line, JSON, then the members' compressed bytes."""
        listing = [[m.name, m.method, m.crc, m.size, len(m.data)] for m in self.members]
        parts = {name: [_write(operation) for operation in part] for name, part in self.parts.items()}
        head = {"file": self.file, "digest": self.digest, "members": listing, "parts": parts}
        text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        first = MAGIC + f"{ENGINE} {len(text)}\n".encode()
        return b"".join([first, text, *(member.data for member in self.members)])

    @classmethod
    def from_bytes(cls, data: bytes) -> Template:
        """The inverse of `to_bytes`. ValueError where another engine wrote it or its end is lost: compile again."""
        first, _, rest = data.partition(b"\n")
        engine, _, length = first.removeprefix(MAGIC).decode("ascii", "replace").partition(" ")
        if not first.startswith(MAGIC) or engine != ENGINE:
            raise ValueError("not a template of this engine")
        head = json.loads(rest[: int(length)])
        members, start = [], int(length)
        for name, method, crc, size, stored in head["members"]:
            members.append(Member(name, method, crc, size, rest[start : start + stored]))
            start += stored
        if start != len(rest):
            raise ValueError("not the whole template")
        parts = {name: tuple(map(_read, part)) for name, part in head["parts"].items()}
        return cls(head["file"], head["digest"], tuple(members), parts)


def _write(operation: Operation) -> list[Any]:
    if isinstance(operation, Text):
        return ["text", operation.xml.decode()]
    if isinstance(operation, Put):
        return ["put", operation.path, operation.word, *_spot(operation.spot)]
    if isinstance(operation, Merge):
        return ["merge", _write(operation.put), operation.left, operation.xml.decode()]
    if isinstance(operation, Choose):
        branches = [[_write_condition(test), list(map(_write, body))] for test, body in operation.branches]
        return ["choose", branches, [_spot(spot) for spot in operation.spots]]
    body, otherwise = list(map(_write, operation.body)), list(map(_write, operation.otherwise))
    return ["repeat", operation.name, operation.path, operation.word, body, otherwise, *_spot(operation.spot)]


def _read(data: Sequence[Any]) -> Operation:
    """The inverse of `_write`."""
    what, *facts = data
    if what == "text":
        return Text(facts[0].encode())
    if what == "put":
        return _read_put(*facts)
    if what == "merge":
        put, left, xml = facts
        return Merge(_read_put(*put[1:]), tuple(map(tuple, left)), xml.encode())
    if what == "choose":
        branches = tuple((_read_condition(test), tuple(map(_read, body))) for test, body in facts[0])
        return Choose(branches, tuple(Spot(*spot) for spot in facts[1]))
    name, path, word, body, otherwise, *spot = facts
    return Repeat(name, tuple(path), word, tuple(map(_read, body)), tuple(map(_read, otherwise)), Spot(*spot))


def _read_put(path: Sequence[str], word: str, *spot: str) -> Put:
    return Put(tuple(path), word, Spot(*spot))


def _spot(spot: Spot) -> list[str]:
    return [spot.place, spot.tag]


def _write_condition(condition: Condition | None) -> list[Any] | None:
    if condition is None:
        return None
    return [condition.test, condition.path, condition.value, list(map(_write_condition, condition.parts))]


def _read_condition(data: Sequence[Any] | None) -> Condition | None:
    """The inverse of `_write_condition`."""
    if data is None:
        return None
    test, path, value, parts = data
    inner = tuple(part for part in map(_read_condition, parts) if part)
    return Condition(test, tuple(path), tuple(value) if isinstance(value, list) else value, inner)
