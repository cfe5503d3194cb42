"""Two sequences side by side: which items of one are which of the other.

Never slow, whatever a stranger sends: what is alike at both ends is set aside first, then items that each side
has once are anchors, and only short stretches between them are looked at closely.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple, TypeAlias

CLOSE = 40_000  # items of one stretch × items of the other that difflib may compare
PAIRS = 900  # pairs of items that may be tried out
ROUNDS = 12
WEAK, ALIKE = 0.05, 0.4  # what a pair of items counts that are not alike; from when they are

Step: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]


class Region(NamedTuple):
    """Items i1 to i2 (without) of the first sequence that are not the items j1 to j2 of the second."""

    i1: int
    i2: int
    j1: int
    j2: int


def regions(first: Sequence[str], second: Sequence[str], rounds: int = ROUNDS) -> list[Region]:
    """Where two sequences differ, in order. Between two regions both have the same items."""
    return list(_regions(first, second, Region(0, len(first), 0, len(second)), rounds))


def _regions(first: Sequence[str], second: Sequence[str], whole: Region, rounds: int) -> Iterator[Region]:
    i1, i2, j1, j2 = _trimmed(first, second, whole)
    if i1 == i2 or j1 == j2:
        if i1 < i2 or j1 < j2:
            yield Region(i1, i2, j1, j2)
        return
    anchors = _anchors(first[i1:i2], second[j1:j2]) if rounds else []
    if not anchors:
        yield from _close(first, second, Region(i1, i2, j1, j2))
        return
    i, j = i1, j1
    for a, b in [*((i1 + a, j1 + b) for a, b in anchors), (i2, j2)]:
        yield from _regions(first, second, Region(i, a, j, b), rounds - 1)
        i, j = a + 1, b + 1


def _trimmed(first: Sequence[str], second: Sequence[str], whole: Region) -> Region:
    """A region without what is the same at its ends."""
    i1, i2, j1, j2 = whole
    while i1 < i2 and j1 < j2 and first[i1] == second[j1]:
        i1, j1 = i1 + 1, j1 + 1
    while i1 < i2 and j1 < j2 and first[i2 - 1] == second[j2 - 1]:
        i2, j2 = i2 - 1, j2 - 1
    return Region(i1, i2, j1, j2)


def _anchors(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """Places of items that stand once on each side, the longest list of them that is in order on both."""
    here, there = Counter(first), Counter(second)
    places = {item: j for j, item in enumerate(second) if there[item] == 1 and here[item] == 1}
    pairs = [(i, places[item]) for i, item in enumerate(first) if item in places]
    ends: list[int] = []  # the smallest j that ends an ordered list of each length
    last: list[int] = []  # the number of the pair that has it
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        ends[length:], last[length:] = [j], [number]
    return _chain(pairs, before, last[-1] if last else -1)


def _chain(pairs: list[tuple[int, int]], before: list[int], number: int) -> list[tuple[int, int]]:
    chain = []
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _close(first: Sequence[str], second: Sequence[str], whole: Region) -> Iterator[Region]:
    i1, i2, j1, j2 = whole
    if (i2 - i1) * (j2 - j1) > CLOSE:
        yield whole
        return
    for tag, a, b, c, d in SequenceMatcher(None, first[i1:i2], second[j1:j2], autojunk=False).get_opcodes():
        if tag != "equal":
            yield Region(i1 + a, i1 + b, j1 + c, j1 + d)


def paired(lengths: tuple[int, int], likeness: Callable[[int, int], float]) -> list[Step]:
    """Pairs the items of two short sequences, in order, so that they are as alike as can be; one alone stays alone.

    `likeness`: 0 to 1; below 0 for two that must not be paired. Long sequences are paired by their places.
    """
    many, more = lengths
    if many * more > PAIRS:
        return _by_place(many, more, likeness)
    worth = [[0.0] * (more + 1) for _ in range(many + 1)]
    value = [[_value(likeness(i, j)) for j in range(more)] for i in range(many)]
    for i in range(many - 1, -1, -1):
        for j in range(more - 1, -1, -1):
            worth[i][j] = max(worth[i + 1][j], worth[i][j + 1], value[i][j] + worth[i + 1][j + 1])
    steps: list[Step] = []
    i = j = 0
    while i < many and j < more:
        if value[i][j] > 0 and worth[i][j] == value[i][j] + worth[i + 1][j + 1]:
            steps.append(((i,), (j,)))
            i, j = i + 1, j + 1
        elif worth[i][j] == worth[i + 1][j]:
            steps.append(((i,), ()))
            i += 1
        else:
            steps.append(((), (j,)))
            j += 1
    return [*steps, *(((rest,), ()) for rest in range(i, many)), *(((), (rest,)) for rest in range(j, more))]


def rebroken(first: Sequence[str], second: Sequence[str]) -> list[Step]:
    """Which items together say what which others say, where all that changed is where one ends; else nothing."""
    ours, theirs = (["".join(item.split()) for item in items] for items in (first, second))
    if "".join(ours) != "".join(theirs) or not ours or not theirs:
        return []
    ends, others = ([*accumulate(map(len, items))] for items in (ours, theirs))
    found: list[Step] = []
    i = j = 0
    for cut in sorted({*ends} & {*others}):
        a, b = bisect_right(ends, cut), bisect_right(others, cut)
        found.append((tuple(range(i, a)), tuple(range(j, b))))
        i, j = a, b
    return found


def _value(likeness: float) -> float:
    return likeness if likeness >= ALIKE else WEAK if likeness >= 0 else -1.0


def _by_place(many: int, more: int, likeness: Callable[[int, int], float]) -> list[Step]:
    steps: list[Step] = []
    for place in range(max(many, more)):
        if place < many and place < more and likeness(place, place) >= 0:
            steps.append(((place,), (place,)))
        else:
            steps += [((place,), ())] if place < many else []
            steps += [((), (place,))] if place < more else []
    return steps


def steps(
    first: Sequence[str], second: Sequence[str], likeness: Callable[[int, int], float], *, whole: bool = True
) -> list[Step]:
    """Every item of both sequences once, in order: pairs of equal or similar ones, and those that stand alone.

    Unless they are `whole`, items may be split or joined: then several stand together.
    """
    found: list[Step] = []
    i = j = 0
    for i1, i2, j1, j2 in [*regions(first, second), Region(len(first), len(first), len(second), len(second))]:
        found += (((i + k,), (j + k,)) for k in range(i1 - i))
        inner = [] if whole else rebroken(first[i1:i2], second[j1:j2])
        inner = inner or paired((i2 - i1, j2 - j1), lambda a, b, i1=i1, j1=j1: likeness(i1 + a, j1 + b))  # type: ignore[misc]
        found += ((tuple(i1 + a for a in one), tuple(j1 + b for b in other)) for one, other in inner)
        i, j = i2, j2
    return found
