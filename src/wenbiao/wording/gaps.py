"""What is not known yet: values that only answers tell, and texts with such values in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice, product
from math import prod
from types import FunctionType
from typing import Any

OPEN, CLOSE = "\ue000", "\ue001"  # for private use: they stand in no message
MARKED = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")
MOST = 100  # ways to put one expression together
ROUNDS = 10_000  # of one loop: some things never end

Values = tuple[Any, ...]  # what an expression may be: values that are known, and gaps


@dataclass(frozen=True)
class Gap:
    """A value that is not known. In a text it leaves its words between two marks.

    `type`: what it is an instance of; `below`: its attributes by name; `items`: what a loop over it goes through.
    """

    words: str = ""
    type: type | None = None
    below: Callable[[str], Gap | None] = field(default=lambda _name: None, compare=False)
    items: Values | None = None

    def __str__(self) -> str:
        return f"{OPEN}{self.words}{CLOSE}"

    def attribute(self, name: str) -> Any:
        """A method of its type, ready to be called, or another gap."""
        method = getattr(self.type, name, None)
        return partial(method, self) if isinstance(method, FunctionType) else self.below(name) or GAP


GAP = Gap()


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """A text as (words, whether they stand for a gap), in order; gaps that touch are one."""
    found: list[tuple[str, bool]] = []
    for at, words in enumerate(MARKED.split(text)):
        gap = at % 2 == 1
        if gap and found and found[-1][1]:
            found[-1] = ("", True)
        elif gap or words:
            found.append((words, gap))
    return tuple(found)


def is_known(value: Any) -> bool:
    """Whether nothing in a value is a gap."""
    if type(value) in (list, tuple):  # one of a class of its own, as a problem, is an object like any other
        return all(map(is_known, value))
    if isinstance(value, BaseException):
        return is_known(value.args)
    return not isinstance(value, Gap) and not (isinstance(value, str) and OPEN in value)


def is_true(values: Iterable[Any]) -> bool | None:
    """Whether a value counts as true; None where that is not known."""
    found = {bool(value) if is_known(value) else None for value in values}
    return found.pop() if len(found) == 1 else None


def items_of(value: Any) -> Values:
    """What a loop over a value may go through."""
    if isinstance(value, Gap):
        return (GAP,) if value.items is None else value.items
    if isinstance(value, str) and not is_known(value):
        return (GAP,)
    try:
        return tuple(islice(iter(value), ROUNDS))
    except TypeError:
        return ()


def once(values: Iterable[Any]) -> Values:
    """Each value once. Values of different types differ: 0 is not False."""
    found: list[Any] = []
    for value in values:
        if not any(value is other or (type(value) is type(other) and value == other) for other in found):
            found.append(value)
    return tuple(found)


def combinations(choices: Iterable[Sequence[Any]]) -> Iterator[Values]:
    """Every choice of one value each. Where that is too many, the longest list of values becomes one gap."""
    lists = list(choices)
    while prod(map(len, lists)) > MOST:
        longest = max(range(len(lists)), key=lambda at: len(lists[at]))
        lists[longest] = (GAP,)
    return product(*lists)
