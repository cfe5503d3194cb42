"""Tables whose rows or cells depend on answers: the same columns in every row, and no merged cell without its top."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wenbiao.document.template.places import Element, W, own
from wenbiao.document.template.source import Source, Tag, take_out
from wenbiao.document.template.tags import Statement

UNEVEN = (
    "表格各行的格数会随答案变化，列会错开",
    "请让 {%tc if %} 和 {%tc else %} 后面的格一样多，各行的格也一样多；只换文字时，在一格里写 {% if %} 即可",
)
TOPLESS = (
    "这一格和上面的格合并，而上面那一行可能不打印",
    "请在 Word 里拆分这几格，或把合并的几行放进同一个条件或循环",
)

DIGITS = re.compile("[0-9]{1,9}")

Read = list[tuple[Tag, Statement]]
Structural = dict[Element, Statement]


def check(source: Source, read: Read) -> None:
    """Leave tables the columns that remain without tags; note in the source what would not fit together."""
    structural = {tag.removed: said for tag, said in read if tag.removed is not None}
    for table, level in _tables(read):
        rows = own(table, W + "tr")
        if level == "tr":
            _check_merged(source, rows, structural)
        else:
            _fit(source, table, [row for row in rows if row not in structural], structural)


def _tables(read: Read) -> list[tuple[Element, str]]:
    """The tables with tags that take away rows (tr), and those with tags that take away cells (tc).

    Of a level with a malformed tag nothing can be said.
    """
    gone = [(tag.removed, said) for tag, said in read if tag.removed is not None]
    found = [
        ((_nearest(removed, "tbl"), said.level), said) for removed, said in gone if said.level in ("tr", "tc")
    ]
    broken = {tags for tags, said in found if said.broken}
    return list(dict.fromkeys(tags for tags, _said in found if tags not in broken))


def _nearest(element: Element, name: str) -> Element:
    return next(element.iterancestors(W + name))


def _cells(row: Element) -> list[Element]:
    return own(row, W + "tc")


def _number(element: Element, setting: str, default: int) -> int:
    """A number in the properties of a row or cell; Word passes over what is no number."""
    found = element.find(W + setting)
    typed = "" if found is None else str(found.get(W + "val", ""))
    return int(typed) if DIGITS.fullmatch(typed) else default


def _fit(source: Source, table: Element, rows: list[Element], structural: Structural) -> None:
    """Take away the columns that stood for tags; `rows` are those that do not go with a tag."""
    tagged = next((row for row in rows if any(cell in structural for cell in _cells(row))), None)
    if tagged is None:
        return  # its cells stand in rows that go with tags, which is a finding already
    kept = [columns for columns in _kept(tagged, structural) if columns]
    for row in rows:
        if _width(row, structural) == _width(tagged, {}) and structural.keys().isdisjoint(_cells(row)):
            _narrow(row, kept)
    widths = {_width(row, structural) for row in rows}
    if len(widths) > 1 or not widths.pop():
        source.note(source.places.of(table), "{%tc if … %}", *UNEVEN)
        return
    for number, column in enumerate(table.findall(f"{W}tblGrid/{W}gridCol")):
        if not any(number in columns for columns in kept):
            take_out(column)


def _narrow(row: Element, kept: list[range]) -> None:
    """Let the cells of a row as wide as one with tags go over what remains of their columns, if all of them have some."""
    before = _number(row, f"trPr/{W}gridBefore", 0)
    spans = [(cell, column, _number(cell, f"tcPr/{W}gridSpan", 1)) for column, cell in _columns(row)]
    end = before + sum(span for _cell, _column, span in spans)
    after = _number(row, f"trPr/{W}gridAfter", 0)
    remaining = [
        (cell.find(f"{W}tcPr/{W}gridSpan"), _common(column, span, kept)) for cell, column, span in spans
    ]
    if all(left for _setting, left in remaining):
        remaining += [(row.find(f"{W}trPr/{W}gridBefore"), _common(0, before, kept)),
                      (row.find(f"{W}trPr/{W}gridAfter"), _common(end, after, kept))]  # fmt: skip
        for setting, left in remaining:
            if setting is not None:
                setting.set(W + "val", str(left))


def _common(first: int, count: int, kept: list[range]) -> int:
    """How many of so many columns are kept."""
    return sum(max(0, min(first + count, one.stop) - max(first, one.start)) for one in kept)


def _kept(row: Element, structural: Structural) -> Iterator[range]:
    """The columns, counted with those of tags, that a row fills where each first branch is printed."""
    first, end = [True], _number(row, f"trPr/{W}gridBefore", 0)
    yield range(end)
    for column, cell in _columns(row):
        verb = structural[cell].verb if cell in structural else ""
        end = column + _number(cell, f"tcPr/{W}gridSpan", 1)
        if verb == "if":
            first.append(first[-1])
        elif verb:
            first[-1:] = [] if verb.startswith("end") else [False]
        elif first[-1]:
            yield range(column, end)
    yield range(end, end + _number(row, f"trPr/{W}gridAfter", 0))


def _width(row: Element, structural: Structural) -> int | None:
    """The columns of a row without its tags; None where that depends on answers."""
    beside = sum(_number(row, f"trPr/{W}{name}", 0) for name in ("gridBefore", "gridAfter"))
    blocks: list[list[int]] = [[beside]]
    whole: list[bool] = []
    for cell in _cells(row):
        verb = structural[cell].verb if cell in structural else ""
        if verb == "if":
            blocks.append([0])
            whole.append(False)
        elif verb in ("elif", "else"):
            blocks[-1].append(0)
            whole[-1] = verb == "else"
        elif verb:
            branches = blocks.pop()
            if not whole.pop() or len(set(branches)) > 1:
                return None
            blocks[-1][-1] += branches[0]
        else:
            blocks[-1][-1] += _number(cell, f"tcPr/{W}gridSpan", 1)
    return blocks[0][0]


def _check_merged(source: Source, rows: list[Element], structural: Structural) -> None:
    """Note cells that continue a cell in a row that may not be there."""
    # `inside`: the tags of the blocks, or of their branches, around a row; `tops`: column → those around the row
    # where its cell begins, None where that row goes with its tag.
    inside: list[Element] = []
    tops: dict[int, list[Element] | None] = {}
    for row in rows:
        for column, cell in _columns(row):
            merge = _merge(cell)
            if row in structural:
                tops |= {column: None} if merge == "restart" else {}
            elif merge != "continue":
                tops[column] = list(inside)
            elif not _holds(tops.get(column, []), inside):
                source.note(source.places.of(cell), "", *TOPLESS)
        if row in structural:
            _step(inside, row, structural[row].verb)


def _merge(cell: Element) -> str:
    """Whether a cell begins (restart) or continues a cell merged over rows."""
    found = cell.find(f"{W}tcPr/{W}vMerge")
    return "" if found is None else found.get(W + "val", "continue")


def _columns(row: Element) -> list[tuple[int, Element]]:
    """The cells of a row, each with the column where it begins."""
    column = _number(row, f"trPr/{W}gridBefore", 0)
    found = []
    for cell in _cells(row):
        found.append((column, cell))
        column += _number(cell, f"tcPr/{W}gridSpan", 1)
    return found


def _step(inside: list[Element], row: Element, verb: str) -> None:
    if verb not in ("if", "for"):
        inside.pop()
    if not verb.startswith("end"):
        inside.append(row)


def _holds(outer: list[Element] | None, inner: list[Element]) -> bool:
    """Whether a row is printed whenever one deeper in its blocks is."""
    return outer is not None and inner[: len(outer)] == outer
