"""Which blocks of the returned document say what some blocks of the expected one said.

A cluster is what is compared as one: two paragraphs, two tables, all paragraphs of one long answer, or paragraphs
that were split or joined. Where one side is empty, the other was removed or added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from wenbiao.document.read import likeness
from wenbiao.document.read.alignment import steps
from wenbiao.document.read.blocks import Block, Paragraph

TABLE = "\0"  # begins the key of a table, so that it equals no paragraph


@dataclass
class Cluster:
    """`pointer`: the answer that printed all of its expected paragraphs, "" if there is none or more than one."""

    expected: list[Block] = field(default_factory=list)
    returned: list[Block] = field(default_factory=list)
    pointer: str = ""

    def take(self, other: Cluster) -> None:
        """What the other has is of this one."""
        self.expected += other.expected
        self.returned += other.returned


def clusters(expected: Sequence[Block], returned: Sequence[Block]) -> list[Cluster]:
    """All blocks of both sides once, in order."""
    first, second = [_key(block) for block in expected], [_key(block) for block in returned]
    found = steps(first, second, lambda i, j: likeness.of_blocks(expected[i], returned[j]), whole=False)
    made: list[Cluster] = []
    for ours, theirs in found:
        blocks = [expected[i] for i in ours]
        cluster = Cluster(blocks, [returned[j] for j in theirs], _pointer(blocks))
        _add(made, cluster)
    return _attached(made)


def _key(block: Block) -> str:
    return block.text.strip() if isinstance(block, Paragraph) else TABLE + block.text


def _pointer(blocks: Sequence[Block]) -> str:
    pointers = {block.pointer if isinstance(block, Paragraph) else "" for block in blocks}
    return pointers.pop() if len(pointers) == 1 else ""


def _add(made: list[Cluster], cluster: Cluster) -> None:
    """A further cluster; it goes on with the last one where both are of one answer, and so does what is between."""
    last = made[-1] if made else None
    if last and not last.expected and not cluster.expected:
        last.take(cluster)
    elif (
        cluster.pointer
        and last
        and not last.expected
        and len(made) > 1
        and made[-2].pointer == cluster.pointer
    ):
        made[-2].take(made.pop())
        made[-1].take(cluster)
    elif cluster.pointer and last and last.pointer == cluster.pointer:
        last.take(cluster)
    else:
        made.append(cluster)


def _attached(made: list[Cluster]) -> list[Cluster]:
    """The clusters, with added paragraphs given to the answer beside them where they are its own."""
    alone = len([one for one in made if one.expected]) == 1
    for one, other in pairwise(made):
        added, answer = (one, other) if not one.expected else (other, one)
        if added.expected or not answer.pointer or not added.returned:
            continue
        if alone or _pointer(added.returned) == answer.pointer:
            answer.returned = (
                added.returned + answer.returned if added is one else answer.returned + added.returned
            )
            added.returned = []
    return [one for one in made if one.expected or one.returned]
