"""How much alike two paragraphs, rows or tables are, from 0 to 1: to tell which became which."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from wenbiao.document.read.blocks import Block, Paragraph, Row, Table, pointers

READ = 600  # characters of a text that are looked at
SAME_ANSWER = 0.6  # what a common answer counts


def of_blocks(one: Block, other: Block) -> float:
    """Of two blocks; below 0 where one is a table and the other is none."""
    if isinstance(one, Paragraph) and isinstance(other, Paragraph):
        return of_paragraphs(one, other)
    if isinstance(one, Table) and isinstance(other, Table):
        return of_tables(one, other)
    return -1.0


def of_paragraphs(one: Paragraph, other: Paragraph) -> float:
    alike = of_texts(one.text, other.text)
    common = {span.pointer for span in one.spans} & {span.pointer for span in other.spans} - {""}
    return SAME_ANSWER + (1 - SAME_ANSWER) * alike if common else alike


def of_rows(one: Row, other: Row) -> float:
    """By the cells that are equal; those that are empty or number the row say nothing."""
    cells = [cell.text for cell in one.cells if cell.text and not cell.text.isdigit()]
    others = [cell.text for cell in other.cells if cell.text and not cell.text.isdigit()]
    equal = _overlap(cells, others)
    pair = zip(one.cells, other.cells, strict=False)
    near = sum(of_texts(cell.text, now.text) for cell, now in pair) / max(len(one.cells), len(other.cells), 1)
    same = 0.1 if row_of(one) and row_of(one) == row_of(other) else 0.0
    return min(1.0, max(equal, near * 0.8) + same)


def of_tables(one: Table, other: Table) -> float:
    alike = _overlap([row.text for row in one.rows], [row.text for row in other.rows])
    lists = [{list_of(pointer) for pointer in pointers(table)} for table in (one, other)]
    common = len(lists[0] & lists[1]) / max(len(lists[0] | lists[1]), 1)
    return max(alike, common, of_texts(one.text, other.text) * 0.8)


def of_texts(one: str, other: str) -> float:
    """By their common characters, wherever they stand."""
    return 1.0 if one == other else _overlap(one[:READ], other[:READ])


def _overlap(one: Iterable[str], other: Iterable[str]) -> float:
    here, there = Counter(one), Counter(other)
    together = sum(here.values()) + sum(there.values())
    return 2 * sum((here & there).values()) / together if together else 0.0


def list_of(pointer: str) -> str:
    """The pointer without the numbers of rows: /budget/lines/3/unit → /budget/lines//unit."""
    return re.sub(r"/\d+(?=/|$)", "/", pointer)


def row_of(row: Row) -> str:
    """The row of answers that a row prints: the longest pointer to one, "/budget/lines/3"; "" where it prints none."""
    found = (pointer for cell in row.cells for block in cell.blocks for pointer in pointers(block))
    heads = (match[0] for pointer in found if (match := re.match(r".*/\d+(?=/|$)", pointer)))
    return max(heads, key=lambda head: head.count("/"), default="")
