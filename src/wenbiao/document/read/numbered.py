"""What changed in the numbers that Word writes before paragraphs by itself: they are no part of their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wenbiao.document.read.blocks import Paragraph
from wenbiao.document.read.change import Change


def numbered(expected: Sequence[Paragraph], returned: Sequence[Paragraph]) -> Iterator[Change]:
    """Paragraphs that are numbered otherwise than before, or now, or no longer.

    Where the words changed, too, that is told by itself, and here only a number that none had before.
    """
    known = {(one.number, one.text.strip()) for one in expected}
    signs = {number for number, _ in known}
    ours = {one.text.strip(): one for one in reversed(expected) if one.text.strip()}
    told: set[tuple[str, str]] = set()
    for now in returned:
        key = (now.number, now.text.strip())
        one = ours.get(key[1])
        if key in known or key in told or (one is None and now.number in signs | {""}):
            continue
        told.add(key)
        before = f"{one.number}{one.text}" if one else ""
        yield Change("text", "", one.place if one else now.place, before, f"{now.number}{now.text}")
