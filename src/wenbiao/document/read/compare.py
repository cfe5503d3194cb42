"""What was changed by hand in a document, against the document that its answers make.

    changes(expected, returned)
    [Change("answer", "/budget/total_wan", "正文，表 3，第 2 行，第 2 格", "486.00", "487.00")]

Only words count: how they look, and which program wrote the file, is no change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wenbiao.document.read.alignment import paired
from wenbiao.document.read.blocks import Block, paragraphs, words
from wenbiao.document.read.change import Change
from wenbiao.document.read.comparison import Comparison
from wenbiao.document.read.likeness import of_texts
from wenbiao.document.read.manuscript import Manuscript
from wenbiao.document.read.numbered import numbered

__all__ = ["Change", "changes"]

ONCE, NOTES = "正文", ("脚注", "尾注")
MANY = ("页眉", "页脚")
Blocks = tuple[Block, ...]


def changes(expected: Manuscript, returned: Manuscript) -> list[Change]:
    """Every change, in the order of the expected document; an answer that is printed several times comes once."""
    said = (paragraph.text.strip() for paragraph in expected.paragraphs())
    comparison = Comparison(frozenset(said))
    return list(_once(_all(expected, returned, comparison)))


def _all(expected: Manuscript, returned: Manuscript, comparison: Comparison) -> Iterator[Change]:
    for title in (ONCE, *NOTES):
        ours, theirs = _of(expected, title), _of(returned, title)
        yield from comparison.changes(sum(ours, ()), sum(theirs, ()), title)
    for title in MANY:
        yield from _edges(_of(expected, title), _of(returned, title), title, comparison)
    yield from numbered(tuple(expected.paragraphs()), tuple(returned.paragraphs()))


def _of(manuscript: Manuscript, title: str) -> list[Blocks]:
    return [part.blocks for part in manuscript.parts if part.title == title]


def _edges(
    ours: Sequence[Blocks], theirs: Sequence[Blocks], title: str, comparison: Comparison
) -> Iterator[Change]:
    """What changed in the headers or footers: programs write the same one once or for every section, as they please."""
    before, after = _texts(ours), _texts(theirs)
    gone = [text for text in before if text and text not in after]
    come = [text for text in after if text and text not in before]
    for i, j in paired((len(gone), len(come)), lambda i, j: of_texts(gone[i], come[j])):
        was = before[gone[i[0]]] if i else _nearest(before, come[j[0]])
        yield from comparison.changes(was, after[come[j[0]]] if j else (), title)


def _texts(parts: Sequence[Blocks]) -> dict[str, Blocks]:
    """The paragraphs of several headers or footers, those with the same words once."""
    return {words(blocks): tuple(paragraphs(blocks)) for blocks in reversed(parts)}


def _nearest(before: dict[str, Blocks], text: str) -> Blocks:
    """The one that was most like a text: one of several that were the same was changed."""
    return before[max(before, key=lambda one: of_texts(one, text))] if before else ()


def _once(found: Iterator[Change]) -> Iterator[Change]:
    """Each answer once, with all its places; where it now says something else in another place, that stays a change."""
    kept: dict[tuple[str, str] | int, Change] = {}
    for change in found:
        first = kept.get(("answer", change.path)) if change.kind == "answer" else None
        if change.kind != "answer":
            kept[len(kept)] = change
        elif first is None:
            kept["answer", change.path] = change
        elif first.before == change.before and first.after != change.after:
            kept[len(kept)] = replace(change, kind="text", path="")
        else:
            kept["answer", change.path] = replace(first, place=f"{first.place}；{change.place}")
    yield from kept.values()
