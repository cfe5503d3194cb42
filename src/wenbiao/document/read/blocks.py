"""What a Word document says, without how it looks: paragraphs and tables of spans of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; `pointer` names the answer that printed it, "" for fixed text."""

    text: str
    pointer: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. Line breaks and tabs are characters of its text; a picture is the word ［图片］.

    `place` is where it stands, in Chinese. `contents`: it is a line of a table of contents, which programs write
    anew when they please. `number`: what Word writes before it by itself, ［自动编号 2.］, "" for nothing.
    """

    spans: tuple[Span, ...]
    place: str
    contents: bool = False
    number: str = ""

    @cached_property
    def text(self) -> str:
        """All its words."""
        return "".join(span.text for span in self.spans)

    @cached_property
    def pointer(self) -> str:
        """The answer that printed the whole paragraph; "" where there is fixed text or more than one answer."""
        pointers = {span.pointer for span in self.spans}
        return pointers.pop() if len(pointers) == 1 else ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table. `merged`: it shows nothing of its own, being one with the cell above."""

    blocks: tuple[Block, ...]
    place: str
    merged: bool = False

    @cached_property
    def text(self) -> str:
        """All its words, a paragraph a line; paragraphs without words are left out."""
        return "" if self.merged else words(self.blocks)


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    place: str

    @cached_property
    def text(self) -> str:
        """The words of its cells, joined by " | "."""
        return " | ".join(cell.text for cell in self.cells)


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]
    place: str

    @cached_property
    def text(self) -> str:
        """The words of its rows, a row a line."""
        return "\n".join(row.text for row in self.rows)


Block: TypeAlias = Paragraph | Table


def words(blocks: tuple[Block, ...]) -> str:
    """All words of some blocks, a paragraph or row a line; what has no words is left out."""
    return "\n".join(block.text for block in blocks if block.text.strip())


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Every paragraph, those of table cells included, in the order of reading."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs(cell.blocks)


def pointers(block: Block) -> Iterator[str]:
    """The answers that a block prints, in order; those printed twice come twice."""
    for paragraph in paragraphs((block,)):
        yield from (span.pointer for span in paragraph.spans if span.pointer)
