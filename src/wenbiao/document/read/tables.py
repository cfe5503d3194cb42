"""What changed in a table: rows and columns that came or went, and what stands in the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

from wenbiao.document.read.alignment import steps
from wenbiao.document.read.blocks import Block, Cell, Paragraph, Row, Table
from wenbiao.document.read.change import Change
from wenbiao.document.read.columns import moved
from wenbiao.document.read.likeness import of_rows, row_of

Compare: TypeAlias = Callable[[tuple[Block, ...], tuple[Block, ...], str], Iterator[Change]]


def changes(expected: Table, returned: Table, compare: Compare) -> Iterator[Change]:
    """What changed between two tables; `compare` tells it for the blocks of two cells, at a place."""
    column = moved(expected, returned)
    if column:
        expected, returned, change = column
        if change.before or change.after:
            yield change
    yield from _moved(list(_Rows(expected, returned, compare).changes()))


def _moved(found: list[Change]) -> Iterator[Change]:
    """The changes, a row that went in one place and came in another as one: its place is the old one and the new."""
    come: dict[str, list[Change]] = {}
    for change in found:
        if change.kind == "row" and not change.before:
            come.setdefault(_words(change.after), []).append(change)
    moved: set[int] = set()
    told: list[Change] = []
    for change in found:
        others = come.get(_words(change.before)) if change.kind == "row" and not change.after else None
        if others:
            other = others.pop(0)
            moved.add(id(other))
            told.append(replace(change, place=f"{change.place}，移到{other.place}", after=other.after))
        else:
            told.append(change)
    yield from (change for change in told if id(change) not in moved)


def _words(row: str) -> str:
    """The words of a row without the number that counts it."""
    number, _, rest = row.partition(" | ")
    return rest if rest and number.isdigit() else row


class _Rows:
    """The rows of two tables. `shown`, `changed`: what stands in each column above, and how it changed if it did."""

    def __init__(self, expected: Table, returned: Table, compare: Compare) -> None:
        self.expected, self.returned, self.compare = expected, returned, compare
        self.times = Counter(map(row_of, expected.rows))
        self.shown: dict[int, str] = {}
        self.changed: dict[int, Change | None] = {}

    def changes(self) -> Iterator[Change]:
        ours, theirs = self.expected.rows, self.returned.rows
        first, second = [_key(row) for row in ours], [_key(row) for row in theirs]
        passed = 0
        for i, j in steps(first, second, lambda i, j: of_rows(ours[i], theirs[j])):
            if not i:
                yield from self._added(theirs[j[0]], passed)
                continue
            passed = i[0] + 1
            if j:
                yield from self._row(ours[i[0]], theirs[j[0]], j[0] - i[0])
            elif _says(ours[i[0]]):
                yield Change("row", self._path(ours[i[0]]), ours[i[0]].place, ours[i[0]].text, "")

    def _path(self, row: Row) -> str:
        """The pointer of a row of answers; "" where several rows of the table are of the same one."""
        path = row_of(row)
        return path if self.times[path] == 1 else ""

    def _added(self, row: Row, passed: int) -> Iterator[Change]:
        """A row that stands after so many expected ones; its path is the one that it would have."""
        if not _says(row):
            return
        rows = self.expected.rows
        above = self._path(rows[passed - 1]) if passed else ""
        below = self._path(rows[passed]) if passed < len(rows) else ""
        head, _, number = above.rpartition("/")
        place = f"{rows[passed - 1].place}之后" if passed else f"{self.expected.place}，第 1 行之前"
        yield Change("row", f"{head}/{int(number) + 1}" if above else below, place, "", row.text)

    def _row(self, row: Row, now: Row, shift: int) -> Iterator[Change]:
        if len(row.cells) != len(now.cells):
            yield from self._uneven(row, now)
            return
        for column, (cell, other) in enumerate(zip(row.cells, now.cells, strict=True)):
            if cell.merged:
                yield from self._merged(column, cell, other)
                continue
            found = [] if _follows(cell, other, shift) else list(self._cell(cell, other))
            self.shown[column] = cell.text
            self.changed[column] = found[0] if _answer(cell) and len(found) == 1 else None
            yield from found

    def _cell(self, cell: Cell, now: Cell) -> Iterator[Change]:
        return self.compare(cell.blocks, () if now.merged else now.blocks, cell.place)

    def _merged(self, column: int, cell: Cell, now: Cell) -> Iterator[Change]:
        """A cell that is one with the cell above: its answer is the one above, and changes with it."""
        pointer, shown, change = _answer(cell), self.shown.get(column, ""), self.changed.get(column)
        if now.merged:
            if pointer and change:
                yield Change("answer", pointer, cell.place, change.before, change.after)
        elif now.text.strip() and now.text.strip() != shown.strip():
            before, kind = (shown, "answer") if pointer else ("", "text")
            yield Change(kind, pointer, cell.place, before, now.text)  # type: ignore[arg-type]

    def _uneven(self, row: Row, now: Row) -> Iterator[Change]:
        """A row with more or fewer cells than before: some were joined, parted, removed or added."""
        ours, theirs = [cell.text.strip() for cell in row.cells], [cell.text.strip() for cell in now.cells]
        place = row.place
        for i, j in steps(ours, theirs, lambda _i, _j: 0.0):
            cell = row.cells[i[0]] if i else None
            place = cell.place if cell else place
            yield from self.compare(cell.blocks if cell else (), now.cells[j[0]].blocks if j else (), place)


def _key(row: Row) -> str:
    """The words of a row, without its number: where a row goes, those below are numbered anew."""
    return _words(" | ".join(cell.text.strip() for cell in row.cells))


def _says(row: Row) -> bool:
    return any(cell.text.strip() for cell in row.cells)


def _answer(cell: Cell) -> str:
    """The answer that is all that a cell says; "" if it says anything else."""
    found = {block.pointer if isinstance(block, Paragraph) else "" for block in cell.blocks}
    return found.pop() if len(found) == 1 else ""


def _follows(cell: Cell, now: Cell, shift: int) -> bool:
    """Whether a cell that numbers its row was numbered anew as the row moved."""
    before, after = cell.text.strip(), now.text.strip()
    short = before.isdecimal() and after.isdecimal() and max(len(before), len(after)) < 6
    return bool(shift) and short and not _answer(cell) and int(after) - int(before) == shift
