"""A column that was removed from a table or added to one: told once, and not row by row."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from wenbiao.document.read.blocks import Row, Table
from wenbiao.document.read.change import Change

CELLS_MAX = 40  # in one row; wider tables are compared row by row


def moved(expected: Table, returned: Table) -> tuple[Table, Table, Change] | None:
    """Both tables without the column that only one of them has, and the change; None if there is no such column."""
    if len(expected.rows) != len(returned.rows):
        return None
    more = sum(len(row.cells) - len(now.cells) for row, now in zip(expected.rows, returned.rows, strict=True))
    wider, narrower = (expected, returned) if more > 0 else (returned, expected)
    column = _column(wider, narrower)
    if column is None:
        return None
    without, words = _without(wider, narrower, column)
    place = f"{expected.place}，第 {column + 1} 列"
    if more > 0:
        return without, returned, Change("text", "", place, words, "")
    return expected, without, Change("text", "", place, "", words)


def _column(wider: Table, narrower: Table) -> int | None:
    """The column whose removal makes most rows of the wider table the narrower one's."""
    votes: Counter[int] = Counter()
    rows = 0
    for row, now in zip(wider.rows, narrower.rows, strict=True):
        if len(row.cells) != len(now.cells) + 1 or len(row.cells) > CELLS_MAX:
            continue
        rows += 1
        texts, others = _texts(row), _texts(now)
        votes.update(n for n in range(len(texts)) if texts[:n] + texts[n + 1 :] == others)
    column, most = votes.most_common(1)[0] if votes else (0, 0)
    return column if most > 1 and 2 * most > rows else None


def _without(wider: Table, narrower: Table, column: int) -> tuple[Table, str]:
    """The wider table without the column, and the words that stood there."""
    rows, words = [], []
    for row, now in zip(wider.rows, narrower.rows, strict=True):
        if len(row.cells) == len(now.cells) + 1:
            words.append(row.cells[column].text)
            row = replace(row, cells=row.cells[:column] + row.cells[column + 1 :])  # noqa: PLW2901
        rows.append(row)
    return replace(wider, rows=tuple(rows)), "\n".join(word for word in words if word.strip())


def _texts(row: Row) -> list[str]:
    return [cell.text.strip() for cell in row.cells]
