"""Where something stands in a Word document, in the words of a person who looks at the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = ("0", "false", "off")  # how an attribute says no
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
QUOTED = 24
HOLDERS = {W + "tr": (W + "tbl",), W + "tc": (W + "tr", W + "tbl")}  # what rows and cells are counted in
Element: TypeAlias = etree._Element  # noqa: SLF001  # lxml has no public name for it


class Places:
    """The places of one part of a document (title: 正文, 页眉 …)."""

    def __init__(self, root: Element, title: str) -> None:
        self.title = title
        self.tables = _tables(root)
        self.orders: dict[Element, int] = {}
        self.headings, self.numbers = _outline(root)

    def of(self, element: Element) -> str:
        """The place of an element: “正文，表 3，第 2 行，第 1 格（“建设单位”附近）”."""
        table = _outermost(element, W + "tbl")
        box = ["文本框"] if _nearest(element, W + "txbxContent") is not None else []
        found = [
            self.title,
            *(self._cell(element, table) if table is not None else self._paragraph(element)),
            *box,
        ]
        quote = _quote(element)
        return "，".join(found) + (f"（“{quote}”附近）" if quote else "")

    def _cell(self, element: Element, table: Element) -> list[str]:
        found = [f"表 {self.tables[table]}", *self._position(element, table)]
        inner = _nearest(element, W + "tbl")
        return (
            found
            if inner is table or inner is None
            else [*found, "格内的表", *self._position(element, inner)]
        )

    def _position(self, element: Element, table: Element) -> list[str]:
        row, cell = _below(element, table, W + "tr"), _below(element, table, W + "tc")
        return [
            f"第 {self._order(one)} {name}" for one, name in ((row, "行"), (cell, "格")) if one is not None
        ]

    def _order(self, element: Element) -> int:
        """The number of a row in its table or a cell in its row; all of them are counted at once."""
        if element not in self.orders:
            holder = _holder(element)
            self.orders |= {one: number for number, one in enumerate(own(holder, str(element.tag)), 1)}
        return self.orders[element]

    def _paragraph(self, element: Element) -> list[str]:
        paragraph = _outermost(element, W + "p")
        if paragraph is None or paragraph not in self.numbers:
            return []
        heading, number = self.headings.get(paragraph, ""), self.numbers[paragraph]
        return [f"“{heading}”下第 {number} 段" if heading else f"第 {number} 段"]


def _tables(root: Element) -> dict[Element, int]:
    """The number of each table that stands in no other; what Word keeps for old programs has those of the new."""
    numbers: dict[Element, int] = {}
    twins: dict[Element, Iterator[int]] = {}
    last = 0
    for table in root.iter(W + "tbl"):
        if next(table.iterancestors(W + "tbl"), None) is not None:
            continue
        old = next(table.iterancestors(FALLBACK), None)
        if old is None:
            last += 1
            numbers[table] = last
            continue
        if old not in twins:
            beside = next(old.iterancestors()).iter(W + "tbl")
            twins[old] = iter(sorted({numbers[one] for one in beside if one in numbers}))
        numbers[table] = next(twins[old], last + 1)
    return numbers


def _outline(root: Element) -> tuple[dict[Element, str], dict[Element, int]]:
    """For each paragraph outside tables: the heading above it, and its number below that heading."""
    headings: dict[Element, str] = {}
    numbers: dict[Element, int] = {}
    heading, number = "", 0
    for paragraph in root.iter(W + "p"):
        if next(paragraph.iterancestors(W + "tbl", W + "p"), None) is not None:
            continue
        number += 1
        headings[paragraph], numbers[paragraph] = heading, number
        if _is_heading(paragraph):
            heading, number = text_of(paragraph)[:QUOTED], 0
    return headings, numbers


def _is_heading(paragraph: Element) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    level = paragraph.find(f"{W}pPr/{W}outlineLvl")
    name = str(style.get(W + "val", "")) if style is not None else ""
    numbered = name.isdigit() and name in "123456789"  # Chinese Word names the heading styles 1 to 9
    return (level is not None or numbered or name.lower().startswith("heading")) and bool(text_of(paragraph))


def own(holder: Element, tag: str) -> list[Element]:
    """The rows of a table or the cells of a row, also those in content controls, without those of tables inside."""
    return [one for one in holder.iter(tag) if _holder(one) is holder]


def _holder(element: Element) -> Element:
    """The table of a row, the row of a cell."""
    return next(element.iterancestors(*HOLDERS[str(element.tag)]))


def _below(element: Element, table: Element, tag: str) -> Element | None:
    """The row or cell of this very table that holds the element."""
    line = [element, *element.iterancestors()]
    return next((one for one in reversed(line[: line.index(table)]) if one.tag == tag), None)


def _nearest(element: Element, tag: str) -> Element | None:
    return element if element.tag == tag else next(element.iterancestors(tag), None)


def _outermost(element: Element, tag: str) -> Element | None:
    return next((one for one in reversed([element, *element.iterancestors()]) if one.tag == tag), None)


def text_of(element: Element) -> str:
    """All the text below an element, without deletions."""
    return "".join(str(text.text or "") for text in element.iter(W + "t")).strip()


def _quote(element: Element) -> str:
    """A bit of text to search for in Word: of the row, or else of the paragraph, or the one before it."""
    row, paragraph = _nearest(element, W + "tr"), _nearest(element, W + "p")
    for near in (paragraph, row, paragraph.getprevious() if paragraph is not None else None):
        text = text_of(near) if near is not None else ""
        bare = text.split("{")[0].strip()
        if bare:
            return bare if len(bare) <= QUOTED else bare[:QUOTED] + "…"
    return ""
