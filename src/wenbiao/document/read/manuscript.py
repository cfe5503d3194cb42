"""A Word document as its words: what stands in its body, headers, footers and notes, and the answers it carries.

    manuscript = read(gate.opened(raw))
    recovered(manuscript)["/budget/total_wan"]      ("486.00", "人民币肆佰捌拾陆万元整")

Only what a reader sees counts: no deleted text, no hidden text, no number of a page in a header or footer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from wenbiao.document.envelope import Envelope
from wenbiao.document.read.blocks import Block, Paragraph, Table, paragraphs
from wenbiao.document.read.gate import TOLD_MAX, Walker, main_part, refuse_too_much, walk_plain
from wenbiao.document.read.hearing import Surroundings
from wenbiao.document.read.lean import lean
from wenbiao.document.read.numbering import Numbering
from wenbiao.document.read.parts import answers, named, related
from wenbiao.document.read.reader import Reader
from wenbiao.document.read.styles import Styles, Theme

__all__ = ["Manuscript", "Part", "answers", "measure", "read", "recovered"]

NOTES = {"footnotes": "脚注", "endnotes": "尾注"}
TITLES = {"header": "页眉", "footer": "页脚"} | NOTES  # kinds of parts with words
LOOKS = ("theme", "styles", "numbering")  # kinds of parts that say how these look, in the order of reading
MADE_MAX = TOLD_MAX * 9 // 10  # elements of a document that is made: programs add some when they save it
COMMENT = re.compile(rb"<(\w+:)?comment\s")
Relations: TypeAlias = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Part:
    """One part of a document; `title`: 正文, 页眉, 页脚, 脚注 or 尾注. There are as many 页脚 as the file has."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Manuscript:
    """`answers`: what the document carries beside its words, None where that is gone.

    `beside`: what else it brings that shows words, or lets them be shown otherwise, and cannot be compared: 批注.
    """

    parts: tuple[Part, ...]
    answers: Envelope | None
    beside: tuple[str, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph of every part."""
        for part in self.parts:
            yield from paragraphs(part.blocks)


def read(members: Mapping[str, bytes]) -> Manuscript:
    """The words of a document that came through the gate. Raises Refused for parts that are missing or too large."""
    name = main_part(members)
    relations = related(members, name)
    xmls = _xmls(members, name, relations)
    around = _around(xmls, relations)
    body = _read(xmls[name], "正文", around)
    found = [Part("正文", body.blocks)]
    shown = [relations[one] for one in dict.fromkeys(body.references) if one in relations]
    notes = [one for one in relations.values() if one[0] in NOTES]
    for kind, target in dict.fromkeys((*shown, *notes)):
        if kind in TITLES:
            found.append(Part(TITLES[kind], _read(xmls[target], TITLES[kind], around).blocks))
    return Manuscript(tuple(found), answers(members), tuple(_beside(members, relations)))


def measure(members: Mapping[str, bytes]) -> None:
    """Raises Refused where a document that came through the gate is too large to be read once it was saved again."""
    name = main_part(members)
    refuse_too_much(_xmls(members, name, related(members, name)).values(), MADE_MAX)


def _xmls(members: Mapping[str, bytes], name: str, relations: Relations) -> dict[str, bytes]:
    """The XML of all parts that are read, those with words without what says nothing. Raises Refused."""
    xmls = {name: lean(members[name])}
    for kind, target in dict.fromkeys(relations.values()):
        if kind in TITLES:
            xmls[target] = lean(named(members, target))
        elif kind in LOOKS:
            xmls[target] = named(members, target)
    refuse_too_much(xmls.values())
    return xmls


def _around(xmls: Mapping[str, bytes], relations: Relations) -> Surroundings:
    theme, styles, numbering = Theme(), Styles(), Numbering()
    walkers: tuple[Walker, ...] = (theme, styles, numbering)
    for kind, walker in zip(LOOKS, walkers, strict=True):
        styles.ink = theme.ink
        for other, target in dict.fromkeys(relations.values()):
            if other == kind:
                walk_plain(xmls[target], walker)
    return Surroundings(styles, numbering)


def _beside(members: Mapping[str, bytes], relations: Relations) -> Iterator[str]:
    listed = [target for kind, target in relations.values() if kind == "comments"]
    if any(
        COMMENT.search(named(members, target)) for target in listed
    ):  # programs keep the list when it is empty
        yield "批注"
    fonts = dict(relations.values()).get("fontTable", "")
    if any(kind == "font" for kind, _ in related(members, fonts).values()):
        yield "嵌入的字体（字形可以与文字不同）"


def recovered(manuscript: Manuscript) -> dict[str, tuple[str, ...]]:
    """What the content controls hold: {pointer: the different texts that it is printed as, in order}.

    Paragraphs of one answer that follow each other make one text, joined by an empty line. A cell that is merged
    with the one above says what that one says.
    """
    found: dict[str, dict[str, None]] = {}
    for part in manuscript.parts:
        for pointer, text in _held(part.blocks, ()):
            found.setdefault(pointer, {})[text] = None
    return {pointer: tuple(texts) for pointer, texts in found.items()}


def _held(blocks: tuple[Block, ...], above: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    """(pointer, text) of each printing; `above`: what is shown in place of these blocks, if they are merged."""
    for (kind, pointer), group in groupby(blocks, _kind):
        if kind is Table:
            for table in group:
                assert isinstance(table, Table)
                yield from _rows_held(table)
        elif pointer:
            texts = [block.text for block in group]
            yield pointer, _shown(above) if above else "\n\n".join(texts)
        else:
            for paragraph in group:
                assert isinstance(paragraph, Paragraph)
                yield from ((span.pointer, span.text) for span in paragraph.spans if span.pointer)


def _kind(block: Block) -> tuple[type, str]:
    return type(block), block.pointer if isinstance(block, Paragraph) else ""


def _shown(blocks: tuple[Block, ...]) -> str:
    """The answer that a cell shows, whatever its pointer."""
    spans = [span for paragraph in paragraphs(blocks) for span in paragraph.spans]
    held = [span.text for span in spans if span.pointer] or [span.text for span in spans]
    return "\n\n".join(held)


def _rows_held(table: Table) -> Iterator[tuple[str, str]]:
    last: dict[int, tuple[Block, ...]] = {}
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            above = last.get(column, ()) if cell.merged else ()
            yield from _held(cell.blocks, above)
            if not cell.merged:
                last[column] = cell.blocks


def _read(xml: bytes, title: str, around: Surroundings) -> Reader:
    reader = Reader(title, around)
    walk_plain(xml, reader)
    return reader
