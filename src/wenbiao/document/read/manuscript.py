"""A Word document as its words: what stands in its body, headers, footers and notes, and the answers it carries.

    manuscript = read(gate.opened(raw))
    recovered(manuscript)["/budget/total_wan"]      ("486.00", "人民币肆佰捌拾陆万元整")

Only what a reader sees counts: no deleted text, no hidden text, no code of a field, no page number.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from wenbiao.document.envelope import NAMESPACE, Envelope
from wenbiao.document.read.blocks import Block, Cell, Paragraph, Row, Span, Table, paragraphs
from wenbiao.document.read.gate import main_part, walk
from wenbiao.document.read.reader import Reader

__all__ = ["Block", "Cell", "Manuscript", "Paragraph", "Part", "Row", "Span", "Table", "read", "recovered"]

ITEM = re.compile(r"customXml/item[0-9]*\.xml", re.IGNORECASE)
NOTES = {"footnotes": "脚注", "endnotes": "尾注"}
ATTRIBUTES = {name: name for name in ("form", "version", "template", "signature")} | {"digest": "sha256"}
EDGES = {"header": "页眉", "footer": "页脚"}


@dataclass(frozen=True)
class Part:
    """One part of a document; `title`: 正文, 页眉, 页脚, 脚注 or 尾注. There are as many 页脚 as the file has."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Manuscript:
    """`answers`: what the document carries beside its words, None where that is gone."""

    parts: tuple[Part, ...]
    answers: Envelope | None

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph of every part."""
        for part in self.parts:
            yield from paragraphs(part.blocks)


def read(members: Mapping[str, bytes]) -> Manuscript:
    """The words of a document that came through the gate. Raises Refused for a part that is not plain XML."""
    name = main_part(members)
    body = _read(members[name], "正文")
    parts = [Part("正文", body.blocks)]
    related = _related(members, name)
    shown = [related[reference] for reference in dict.fromkeys(body.references) if reference in related]
    notes = [one for one in related.values() if one[0] in NOTES]
    for kind, target in dict.fromkeys((*shown, *notes)):
        title = EDGES.get(kind) or NOTES.get(kind)
        if title and target in members:
            parts.append(Part(title, _read(members[target], title).blocks))
    return Manuscript(tuple(parts), _answers(members))


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


def _read(xml: bytes, title: str) -> Reader:
    reader = Reader(title)
    walk(xml, reader)
    return reader


# The package around the words.


class _Relations:
    """{id: (kind, target)} of a part's relationships inside the package."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, _name: str, attributes: dict[str, str], /) -> None:
        if "Target" in attributes and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", self.folder, attributes["Target"]))[1:]
            self.found[attributes.get("Id", "")] = kind, target

    def end(self, name: str, /) -> None: ...
    def text(self, text: str, /) -> None: ...


class _Sealed:
    """The answers part, if that is what is read."""

    def __init__(self) -> None:
        self.attributes: dict[str, str] | None = None
        self.depth = 0
        self.words: list[str] = []

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        if not self.depth and name == f"{NAMESPACE}}}answers":
            self.attributes = attributes
        self.depth += 1

    def end(self, _name: str, /) -> None:
        self.depth -= 1

    def text(self, text: str, /) -> None:
        if self.attributes is not None and self.depth == 1:
            self.words.append(text)

    def envelope(self) -> Envelope | None:
        if self.attributes is None:
            return None
        given = {theirs: self.attributes.get(name, "") for theirs, name in ATTRIBUTES.items()}
        return Envelope(**given, text="".join(self.words))


def _related(members: Mapping[str, bytes], name: str) -> dict[str, tuple[str, str]]:
    folder, _, file = name.rpartition("/")
    relations = _Relations(folder)
    xml = members.get(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    if xml is not None:
        walk(xml, relations)
    return relations.found


def _answers(members: Mapping[str, bytes]) -> Envelope | None:
    """The answers that a document carries: those that are intact. Where several of these differ, none counts as such."""
    found = []
    for name in sorted(members):
        if ITEM.fullmatch(name):
            sealed = _Sealed()
            walk(members[name], sealed)
            found.append(sealed.envelope())
    envelopes = [one for one in found if one is not None]
    intact = [one for one in envelopes if one.intact]
    if len(set(intact)) > 1:
        return replace(intact[0], digest="")
    return next(iter(intact or envelopes), None)
