"""Where the words of a part go while it is being read: the open paragraphs, tables, rows and cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeAlias

from wenbiao.document.read.blocks import Block, Cell, Paragraph, Row, Span, Table
from wenbiao.document.read.codes import Codes, is_number
from wenbiao.errors import Refused

TABLES_MAX = 8  # tables inside tables; what stands in deeper ones counts as text of the cell
PARAGRAPHS_MAX = 40_000  # in one part; a document with as many rows as a form takes has less
QUOTED = 24
HEADINGS = tuple("123456789")
PAGE = "［页码］"
EDGES = ("页眉", "页脚")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of one answer; `page`: the number of the page field that shows it, 0 for none; `mark`: the sign for its look."""

    text: str
    pointer: str
    page: int
    mark: str = ""


@dataclass
class OpenParagraph:
    """`joins`: its mark was deleted, so that it runs on in the next; `counted`: it is none in a table or text box."""

    place: str
    counted: bool
    pieces: list[Piece] = field(default_factory=list)
    heading: bool = False
    contents: bool = False
    joins: bool = False
    number: str = ""

    def closed(self) -> Paragraph:
        """The paragraph, with a sign for a page number in the text, and without that of a header or footer."""
        if not any(piece.page or piece.mark for piece in self.pieces):
            return Paragraph(_joined(self.pieces), self.place, self.contents, self.number)
        spans: list[Span] = []
        for (page, mark), group in groupby(self.pieces, lambda piece: (piece.page, piece.mark)):
            pieces = list(group)
            text = "".join(piece.text for piece in pieces)
            if page and is_number(text):
                spans += [Span(PAGE)] if self.numbered and not self.contents else []
            else:
                sign = mark if text.strip() else ""
                spans += (Span(f"{sign}{span.text}", span.pointer) for span in _joined(pieces))
        return Paragraph(_joined(spans), self.place, self.contents, self.number)

    @property
    def numbered(self) -> bool:
        """Whether a number of a page is none that programs write anew on every page."""
        return not self.place.startswith(EDGES)


@dataclass
class OpenTable:
    place: str
    rows: list[Row] = field(default_factory=list)
    count: int = 0


@dataclass
class OpenRow:
    place: str
    cells: list[Cell] = field(default_factory=list)
    count: int = 0
    gone: bool = False


@dataclass
class OpenCell:
    """A cell, or all of a part."""

    place: str
    blocks: list[Block] = field(default_factory=list)
    merged: bool = False
    gone: bool = False
    joining: OpenParagraph | None = None

    def all(self) -> tuple[Block, ...]:
        """Its blocks; a paragraph that runs on in none after it stands for itself."""
        if self.joining:
            self.blocks.append(self.joining.closed())
            self.joining = None
        return tuple(self.blocks)


Frame: TypeAlias = OpenTable | OpenRow | OpenCell | None


@dataclass
class Holders:
    """`frames`: the tables, rows and cells that are open; None for one that stands where none can be."""

    title: str
    frames: list[Frame] = field(default_factory=list)
    paragraphs: list[OpenParagraph] = field(default_factory=list)
    all: int = 0
    tables: int = 0
    counted: int = 0
    heading: str = ""
    cells: list[OpenCell] = field(init=False)

    def __post_init__(self) -> None:
        self.cells = [OpenCell(self.title)]

    @property
    def root(self) -> OpenCell:
        """All of the part."""
        return self.cells[0]

    @property
    def holder(self) -> OpenCell:
        """What takes the next paragraph or table."""
        return self.cells[-1]

    # Paragraphs.

    def open_paragraph(self) -> None:
        """A paragraph begins; inside another one it is of a text box. Raises Refused where there are too many."""
        self.all += 1
        if self.all > PARAGRAPHS_MAX:
            raise Refused(f"文档里的段落超过 {PARAGRAPHS_MAX} 个", "请上传本系统生成的 .docx 文书")
        if self.paragraphs:
            place, counted = f"{self.paragraphs[0].place}，文本框", False
        elif self.holder is not self.root:
            place, counted = self.holder.place, False
        else:
            self.counted += 1
            below = f"“{self.heading}”下" if self.heading else ""
            place, counted = f"{self.title}，{below}第 {self.counted} 段", True
        joining, self.holder.joining = self.holder.joining, None
        self.paragraphs.append(joining or OpenParagraph(place, counted))

    def say(self, text: str, pointer: str, codes: Codes, mark: str = "") -> None:
        """Text of the innermost paragraph; where there is none, it is one by itself."""
        if self.paragraphs:
            paragraph = self.paragraphs[-1]
            paragraph.pieces.append(Piece(text, pointer, codes.page, mark))
            if codes.contents:
                paragraph.contents = True
        elif text.strip():
            self.stand_in(text)

    def close_paragraph(self) -> None:
        """A paragraph ends."""
        paragraph = self.paragraphs.pop()
        if paragraph.joins:
            paragraph.joins = False
            self.holder.joining = paragraph
            return
        closed = paragraph.closed()
        if paragraph.heading and paragraph.counted and closed.text.strip():
            self.heading, self.counted = closed.text.strip()[:QUOTED], 0
            closed = replace(closed, place=f"{self.title}，标题“{self.heading}”")
        self.holder.blocks.append(closed)

    def stand_in(self, words: str) -> None:
        """Something that is no paragraph and yet seen, outside all paragraphs."""
        self.open_paragraph()
        self.paragraphs[-1].pieces.append(Piece(words, "", 0))
        self.close_paragraph()

    def number(self, sign: str) -> None:
        """What Word writes before the innermost paragraph by itself."""
        if self.paragraphs:
            self.paragraphs[-1].number = sign

    def style(self, name: str) -> None:
        """The innermost paragraph has this style; Chinese Word names the heading styles 1 to 9."""
        if self.paragraphs and (name in HEADINGS or name[:7].lower() == "heading"):
            self.paragraphs[-1].heading = True

    def join_next(self) -> None:
        """The mark of the innermost paragraph was deleted."""
        if self.paragraphs:
            self.paragraphs[-1].joins = True

    # Tables.

    def open_table(self) -> None:
        if sum(isinstance(frame, OpenTable) for frame in self.frames) >= TABLES_MAX:
            self.frames.append(None)
        elif self.holder is self.root:
            self.tables += 1
            self.frames.append(OpenTable(f"{self.title}，表 {self.tables}"))
        else:
            self.frames.append(OpenTable(f"{self.holder.place}，格内的表"))

    def open_row(self) -> None:
        table = self.frames[-1] if self.frames else None
        if isinstance(table, OpenTable):
            table.count += 1
            self.frames.append(OpenRow(f"{table.place}，第 {table.count} 行"))
        else:
            self.frames.append(None)

    def open_cell(self) -> None:
        row = self.frames[-1] if self.frames else None
        if isinstance(row, OpenRow):
            row.count += 1
            self.cells.append(OpenCell(f"{row.place}，第 {row.count} 格"))
            self.frames.append(self.cells[-1])
        else:
            self.frames.append(None)

    def close(self) -> None:
        """The innermost table, row or cell ends, and goes into what is around it unless it was deleted."""
        frame = self.frames.pop()
        if isinstance(frame, OpenCell):
            self.cells.pop()
        if isinstance(frame, OpenTable):
            if frame.rows:
                self.holder.blocks.append(Table(tuple(frame.rows), frame.place))
            return
        outer = self.frames[-1] if self.frames else None
        if isinstance(frame, OpenRow) and isinstance(outer, OpenTable):
            outer.count -= frame.gone
            if not frame.gone:
                outer.rows.append(Row(tuple(frame.cells), frame.place))
        elif isinstance(frame, OpenCell) and isinstance(outer, OpenRow):
            outer.count -= frame.gone
            if not frame.gone:
                outer.cells.append(Cell(frame.all(), frame.place, frame.merged))

    def drop(self) -> None:
        """The innermost row or cell was deleted."""
        frame = self.frames[-1] if self.frames else None
        if isinstance(frame, OpenRow | OpenCell):
            frame.gone = True

    def merge(self) -> None:
        """The innermost cell is one with the cell above."""
        frame = self.frames[-1] if self.frames else None
        if isinstance(frame, OpenCell):
            frame.merged = True


def _joined(spans: Sequence[Span | Piece]) -> tuple[Span, ...]:
    """The spans, those of one answer that follow each other as one. An answer that says nothing stays."""
    joined: list[Span] = []
    texts: list[str] = []
    for number, span in enumerate(spans):
        texts.append(span.text)
        if number + 1 == len(spans) or spans[number + 1].pointer != span.pointer:
            text = "".join(texts)
            joined += [Span(text, span.pointer)] if text or span.pointer else []
            texts.clear()
    return tuple(joined)
