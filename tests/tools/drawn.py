"""How hypothesis draws random valid projects: small, large and crooked amounts, down to the last 分."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.tools.projects import CATEGORIES, NEEDED, WAN, WEIGHTS, Indicator, Line, Project, wan
from tests.tools.samples import sample

LINES_MAX = 5
AMOUNT_MAX = 10**6 * WAN  # a million 万元 a line, so that no sum passes what an amount may be


def amounts(least: int = 0, most: int = AMOUNT_MAX) -> st.SearchStrategy[int]:
    """Amounts in 分: round ones, everyday ones with any decimals, and huge ones."""
    everyday = st.integers(least, max(least, min(most, 500 * WAN)))
    rounded = everyday.map(lambda fen: max(least, fen // WAN * WAN))
    return everyday | rounded | st.integers(least, max(least, most))


@st.composite
def projects(draw: DrawFn, least_changes: int = 0) -> Project:
    """A project with one to five lines and up to two changes."""
    changes = draw(st.integers(least_changes, 2))
    lines: list[Line] = []
    estimate = 0
    for number in range(draw(st.integers(1, LINES_MAX))):
        approved = draw(amounts(WAN if number == 0 else 0))
        estimate += approved
        lines.append(draw(_line(number, approved, changes)))
    shares = draw(st.tuples(*[st.integers(0, 100)] * 3))
    return Project(
        draw(st.integers(-17, 70)),
        _settled(draw, lines, estimate),
        draw(amounts() if all(line.category != "C1" for line in lines) else st.just(0)),
        draw(_indicators()),
        draw(st.booleans()),
        shares,
    )


@st.composite
def _line(draw: DrawFn, number: int, approved: int, changes: int) -> Line:
    """The first line costs something and is no contingency; it is part of every change."""
    first = number == 0
    touched = [first or draw(st.booleans()) for _ in range(changes)]
    steps = [approved]
    for named in touched:
        steps.append(draw(_changed(steps[-1], int(first))) if named else steps[-1])
    return Line(
        f"L{number + 1:02d}",
        draw(st.sampled_from([name for name in CATEGORIES if not first or name != "C1"])),
        draw(_quantities(WAN if first else 1)),
        draw(amounts(1 if first else 0, 1000 * WAN)),
        approved,
        tuple(steps[1:]),
        tuple(touched),
        0,
        0,
        draw(st.integers(0, 2)),
    )


def _quantities(least: int) -> st.SearchStrategy[int]:
    """Millionths; whole ones and halves, which make ties where amounts are rounded, and crooked ones."""
    return st.integers(2, 2000).map(lambda halves: halves * WAN // 2) | st.integers(least, 1000 * WAN)


def _changed(before: int, least: int) -> st.SearchStrategy[int]:
    """An amount after a change: 15 % less, a little more or less, or anything."""
    edge = st.just(max(least, before * 85 // 100))
    near = st.integers(max(least, before * 9 // 10), max(least, before * 11 // 10))
    return edge | near | amounts(least)


def _settled(draw: DrawFn, lines: list[Line], estimate: int) -> tuple[Line, ...]:
    """The lines with what was settled and paid: no line above its changed amount, all together within the estimate."""
    left = estimate
    done = []
    for number, line in enumerate(lines):
        most = min(left, line.steps[-1])
        settled = draw(st.just(most) | st.integers(int(number == 0), most))
        left -= settled
        paid = draw(st.integers(0, settled))
        done.append(Line(**{**line.__dict__, "settled": settled, "paid": paid}))
    return tuple(done)


@st.composite
def _indicators(draw: DrawFn) -> tuple[Indicator, ...]:
    """The sample's indicators, some left out, with other weights, targets and scores."""
    rows = [row for row in sample("declaration")["kpis"] if row["kpi_no"] in NEEDED or draw(st.booleans())]
    made = []
    for level, points in WEIGHTS.items():
        group = [row for row in rows if row["level1"] == level]
        cuts = sorted(
            draw(st.sets(st.integers(1, points * WAN - 1), min_size=len(group) - 1, max_size=len(group) - 1))
        )
        for row, begin, end in zip(group, [0, *cuts], [*cuts, points * WAN], strict=True):
            made.append(draw(_indicator(row, end - begin)))
    return tuple(made)


@st.composite
def _indicator(draw: DrawFn, row: dict[str, Any], weight: int) -> Indicator:
    score = draw(st.just(weight // 10**4) | st.integers(0, weight // 10**4))
    if row["unit"] == "日期":
        return Indicator(
            row, weight, (row["target"],) * 3, draw(st.sampled_from(["2025-03-01", "2025-05-26"])), score
        )
    numbers = amounts(0, 10**4 * WAN).map(wan)
    first = draw(numbers)
    second = draw(st.just(first) | numbers)
    third = draw(st.just(second) | numbers)
    return Indicator(row, weight, (first, second, third), draw(numbers), score)
