"""What changed between the blocks of two documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wenbiao.document.read import tables
from wenbiao.document.read.blocks import Block, Paragraph, Table, words
from wenbiao.document.read.change import Change
from wenbiao.document.read.clusters import Cluster, clusters
from wenbiao.document.read.within import Effort, differences


@dataclass
class Comparison:
    """`contents`: what a table of contents may say without having been changed."""

    contents: frozenset[str] = frozenset()
    effort: Effort = field(default_factory=Effort)

    def changes(self, expected: Sequence[Block], returned: Sequence[Block], place: str) -> Iterator[Change]:
        """What changed between the blocks of a part or cell that stands at a place, in order."""
        ours = [block for block in expected if _counts(block) and not _is_contents(block)]
        theirs = [block for block in returned if _counts(block) and not self._is_known(block)]
        if [block.text for block in ours] == [block.text for block in theirs]:
            return
        if (
            len(ours) == len(theirs) == 1
            and isinstance(ours[0], Paragraph)
            and isinstance(theirs[0], Paragraph)
        ):
            yield from self._changed(Cluster(ours, theirs, ours[0].pointer))  # the usual cell of a table
            return
        last, removed = place, list[Cluster]()
        for cluster in clusters(ours, theirs):
            if cluster.returned:
                yield from _removed(removed)
                removed.clear()
                yield from self._changed(cluster) if cluster.expected else _added(cluster, last, place)
            else:
                removed.append(cluster)
            last = cluster.expected[-1].place if cluster.expected else last
        yield from _removed(removed)

    def _is_known(self, block: Block) -> bool:
        return _is_contents(block) and block.text.strip() in self.contents

    def _changed(self, cluster: Cluster) -> Iterator[Change]:
        first, now = cluster.expected[0], cluster.returned[0]
        if cluster.pointer:
            before, after = _paragraphs(cluster.expected), _paragraphs(cluster.returned)
            if before.strip() != after.strip():
                yield Change("answer", cluster.pointer, first.place, before, after)
        elif isinstance(first, Table) and isinstance(now, Table):
            yield from tables.changes(first, now, self.changes)
        elif len(cluster.expected) > 1 or len(cluster.returned) > 1:
            yield Change("text", "", first.place, _lines(cluster.expected), _lines(cluster.returned))
        elif isinstance(first, Paragraph) and isinstance(now, Paragraph):
            for found in differences(first, now, self.effort):
                yield Change(
                    "answer" if found.pointer else "text",
                    found.pointer,
                    first.place,
                    found.before,
                    found.after,
                )


def _counts(block: Block) -> bool:
    """Whether a block says something, or could: an answer that is printed as nothing."""
    return bool(block.text.strip()) or (isinstance(block, Paragraph) and bool(block.pointer))


def _is_contents(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.contents


def _removed(run: Sequence[Cluster]) -> Iterator[Change]:
    """What was removed in one stretch: answers one by one, a stretch with fixed text as a whole."""
    said = [cluster for cluster in run if _lines(cluster.expected)]
    if all(cluster.pointer for cluster in said):
        for cluster in said:
            yield Change(
                "answer", cluster.pointer, cluster.expected[0].place, _paragraphs(cluster.expected), ""
            )
    else:
        blocks = [block for cluster in said for block in cluster.expected]
        yield Change("text", "", blocks[0].place, _lines(blocks), "")


def _added(cluster: Cluster, last: str, place: str) -> Iterator[Change]:
    """Something that was added: behind what stands last before it, in its cell, or first of all in its part."""
    where = f"{last}之后" if last != place else place if "，" in place else f"{place}，开头"
    yield Change("text", "", where, "", _lines(cluster.returned))


def _paragraphs(blocks: Sequence[Block]) -> str:
    """The text of an answer whose paragraphs these are."""
    return "\n\n".join(block.text for block in blocks)


def _lines(blocks: Sequence[Block]) -> str:
    return words(tuple(blocks))
