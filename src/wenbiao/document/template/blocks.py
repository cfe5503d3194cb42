"""A row of tags and texts → operations: blocks from what opens and closes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wenbiao.document.template.operations import (
    Choose,
    Condition,
    Merge,
    Operation,
    Operations,
    Put,
    Repeat,
    Spot,
    Text,
)
from wenbiao.document.template.tags import Statement

Item = Text | Put | Merge | tuple[Statement, Spot]


@dataclass
class _Open:
    """A block that is under way: its first tag, and its branches so far."""

    said: Statement
    branches: list[tuple[Condition | None, list[Operation]]]
    spots: list[Spot]

    def close(self) -> Operation:
        """The whole block."""
        bodies = tuple((condition, tuple(body)) for condition, body in self.branches)
        if self.said.verb == "if":
            return Choose(bodies, tuple(self.spots))
        otherwise = tuple(operation for _condition, body in bodies[1:] for operation in body)
        return Repeat(self.said.name, self.said.path, self.said.word, bodies[0][1], otherwise, self.spots[0])


def nest(items: Iterable[Item]) -> Operations:
    """The operations of one part. A block that does not close ends where its part ends."""
    whole: list[Operation] = []
    begun: list[_Open] = []
    for item in items:
        here = begun[-1].branches[-1][1] if begun else whole
        if isinstance(item, Text | Put | Merge):
            here.append(item)
        else:
            _block(*item, begun, whole)
    while begun:
        _close(begun, whole)
    return tuple(whole)


def _block(said: Statement, spot: Spot, begun: list[_Open], whole: list[Operation]) -> None:
    if said.verb in ("if", "for"):
        begun.append(_Open(said, [(said.condition, [])], [spot]))
    elif begun and said.verb in ("elif", "else"):
        begun[-1].branches.append((said.condition, []))
        begun[-1].spots.append(spot)
    elif begun:
        _close(begun, whole)


def _close(begun: list[_Open], whole: list[Operation]) -> None:
    done = begun.pop().close()
    (begun[-1].branches[-1][1] if begun else whole).append(done)
