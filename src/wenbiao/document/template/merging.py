"""Cells that merge with the cell above while their words stay the same: {{ row.level1|merged }}.

Only where the cells of two rows that follow each other always stand one below the other: in the single row of
a {%tr for %}. Such a cell gets the w:vMerge here that rendering writes anew for each row.
"""

from __future__ import annotations

from lxml import etree

from wenbiao.document.scope import Path
from wenbiao.document.steps import RESTART
from wenbiao.document.template.places import Element, W, text_of
from wenbiao.document.template.source import Source, Tag
from wenbiao.document.template.tags import Statement
from wenbiao.words import WORDS

BEFORE = {W + "cnfStyle", W + "tcW", W + "gridSpan", W + "hMerge"}  # what precedes w:vMerge in w:tcPr
ROWS = (W + "tr", W + "sdt", W + "customXml")
PROPERTIES = {W + "tcPr", W + "pPr", W + "rPr"}
PLAIN = {W + name for name in ("r", "t", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak")}

OUTSIDE = (
    "|merged 只能用在逐行打印的表格行里",
    "请移到 {%tr for … %} 和 {%tr endfor %} 之间那一行的一格里，或去掉 |merged",
)
NESTED = (
    "|merged 和 {%tr for … %} 之间还套着条件或循环，上下两格不一定相邻",
    "请把里面一层的 if 或 for 移走，或去掉 |merged",
)
ROW_OF_SEVERAL = (
    "这个循环每次打印不止一行，|merged 的上下两格不相邻",
    "请让 {%tr for … %} 和 {%tr endfor %} 之间只有一行，或去掉 |merged",
)
WRAPPED = (
    "|merged 所在的行在内容控件里，上下两格之间隔着控件",
    "请在控件上按右键选“删除内容控件”，文字会留下，或去掉 |merged",
)
SHARED = (
    "|merged 所在的格里还有别的内容，合并时会丢掉",
    "请让它独占一格，不加别的文字、空段落、链接、图片或批注",
)
MERGED = ("|merged 所在的格在 Word 里已经和上面或下面的格合并", "请先在 Word 里拆分这一格")

Read = list[tuple[Tag, Statement]]
Fault = tuple[str, str]


def prepare(source: Source, read: Read) -> dict[int, tuple[Path, ...]]:
    """Give the cells that merge a w:vMerge; note in the source where it cannot work.

    Returns the number of each such tag → the merged columns to its left in the row. The blocks must pair.
    """
    prepared: dict[int, tuple[Path, ...]] = {}
    columns: dict[Element, tuple[Path, ...]] = {}
    begun: Read = []
    ends = {tag.removed for tag, said in read if said.level == "tr" and said.verb in ("else", "endfor")}
    for number, (tag, said) in enumerate(read):
        if said.verb != "put":
            _step(begun, tag, said)
        elif said.word in WORDS and WORDS[said.word].merges:
            fault = _fault(tag, begun, ends)
            if fault:
                source.note(tag.place, tag.text, *fault)
                continue
            row, cell = (next(tag.run.iterancestors(W + name)) for name in ("tr", "tc"))
            prepared[number] = columns.get(row, ())
            columns[row] = (*prepared[number], said.path)
            _mark(cell)
    return prepared


def cut(xml: str) -> tuple[str, str]:
    """What stands before and after the last w:vMerge: that of the cell whose tag ends the text."""
    head, _mark, between = xml.rpartition(RESTART.decode())
    return head, between


def _step(begun: Read, tag: Tag, said: Statement) -> None:
    """Enter, change or leave a block: the last of `begun` is the tag that opened the branch."""
    if said.verb not in ("if", "for"):
        begun.pop()
    if not said.verb.startswith("end"):
        begun.append((tag, said))


def _fault(tag: Tag, begun: Read, ends: set[Element | None]) -> Fault | None:
    row, cell = (next(tag.run.iterancestors(W + name), None) for name in ("tr", "tc"))
    if row is None or cell is None:
        return OUTSIDE
    loops = [opener for opener, said in begun if said.verb == "for" and _holds(opener, said, row)]
    if not loops:
        return OUTSIDE
    if loops[-1] is not begun[-1][0]:
        return NESTED
    if row.getparent() is not loops[-1].holder:
        return WRAPPED
    if not _only(row, loops[-1], ends):
        return ROW_OF_SEVERAL
    return _cell_fault(cell, tag)


def _holds(opener: Tag, said: Statement, row: Element) -> bool:
    """Whether a {%tr for %} goes through rows of the table that the row is of."""
    gone = opener.removed if said.level == "tr" else None
    return gone is not None and next(gone.iterancestors(W + "tbl")) is next(
        row.iterancestors(W + "tbl"), None
    )


def _only(row: Element, opener: Tag, ends: set[Element | None]) -> bool:
    """Whether the row is all that a {%tr for %} repeats; `ends` are the rows that may end it."""
    assert opener.removed is not None
    first = next(opener.removed.itersiblings(*ROWS), None)
    return first is row and next(row.itersiblings(*ROWS), None) in ends


def _cell_fault(cell: Element, tag: Tag) -> Fault | None:
    contents = [child for child in cell.iterchildren(etree.Element) if child.tag not in PROPERTIES]
    alone = len(contents) == 1 and contents[0].tag == W + "p" and _plain(contents[0])
    if not alone or text_of(cell) != tag.marker:
        return SHARED
    return MERGED if cell.find(f"{W}tcPr/{W}vMerge") is not None else None


def _plain(element: Element) -> bool:
    """Whether nothing but text stands in a paragraph or run."""
    inside = [child for child in element.iterchildren(etree.Element) if child.tag not in PROPERTIES]
    return all(child.tag in PLAIN and _plain(child) for child in inside)


def _mark(cell: Element) -> None:
    """Put a w:vMerge into the cell's properties, in the place that the schema gives it."""
    properties = cell.find(W + "tcPr")
    if properties is None:
        properties = cell.makeelement(W + "tcPr")
        cell.insert(0, properties)
    merge = properties.makeelement(W + "vMerge", {W + "val": "restart"})
    properties.insert(sum(child.tag in BEFORE for child in properties), merge)
