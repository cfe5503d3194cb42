"""What changed inside a paragraph: which of its answers, and whether its fixed text.

The controls of the returned document say best what an answer is now. Where they are gone, the difference of the
two texts is laid upon the expected paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TypeAlias

from wenbiao.document.read.alignment import Region
from wenbiao.document.read.blocks import Paragraph, Span

Texts: TypeAlias = Sequence[tuple[str, str]]  # (expected, returned) of each span of the expected paragraph


@dataclass
class Effort:
    """How many pairs of characters may still be compared: a hostile document must not take minutes."""

    left: int = 4_000_000

    def spend(self, amount: int) -> bool:
        """Whether there was enough left."""
        self.left -= amount
        return self.left >= 0


@dataclass(frozen=True)
class Difference:
    """`pointer` is "" for fixed text; then before and after are the whole paragraph."""

    pointer: str
    before: str
    after: str


def differences(expected: Paragraph, returned: Paragraph, effort: Effort) -> list[Difference]:
    """The answers of a paragraph that changed, in order, and last its fixed text, if that changed too."""
    if expected.text.strip() == returned.text.strip():
        return []
    whole = Difference("", expected.text, returned.text)
    if not any(span.pointer for span in expected.spans):
        return [whole]
    texts = _by_controls(expected, returned) or _by_text(expected.spans, returned.text, effort)
    if texts is None:
        return [whole]
    found = [
        Difference(span.pointer, before, after)
        for span, (before, after) in zip(expected.spans, texts, strict=True)
        if span.pointer and before.strip() != after.strip()
    ]
    fixed = [pair for span, pair in zip(expected.spans, texts, strict=True) if not span.pointer]
    return found if found and all(before == after for before, after in fixed) else [*found, whole]


# By the controls of the returned paragraph.


def _by_controls(expected: Paragraph, returned: Paragraph) -> Texts | None:
    """The texts of each span, if the same answers stand in the returned paragraph in the same order."""
    theirs, ours = _answers(expected.spans), _answers(returned.spans)
    if [span.pointer for span in theirs] != [span.pointer for span in ours]:
        return None
    gaps, now = _gaps(expected.spans), _gaps(returned.spans)
    answers = [span.text for span in ours]
    for place, (before, after) in enumerate(zip(gaps, now, strict=True)):
        now[place] = _settled(before, after, place, answers)
    texts: list[tuple[str, str]] = []
    filled = iter(zip(theirs, answers, strict=True))
    fixed = iter((before, after) for before, after in zip(gaps, now, strict=True))
    texts += _fixed(next(fixed))
    for span, answer in filled:
        texts += [(span.text, answer), *_fixed(next(fixed))]
    return texts


def _settled(before: str, after: str, place: int, answers: list[str]) -> str:
    """The fixed text between two answers. Words where none should be, or beside an emptied answer, are the answer's."""
    left, right = place - 1, place
    if before == after:
        return after
    if right < len(answers) and after.startswith(before) and not (answers[right] if before else left >= 0):
        answers[right] = after[len(before) :] + answers[right]
        return before
    if left >= 0 and after.endswith(before) and not (before and answers[left]):
        answers[left] += after[: len(after) - len(before)]
        return before
    return after


def _fixed(pair: tuple[str, str]) -> list[tuple[str, str]]:
    """A gap as the expected spans have it: one span, or none where it is empty."""
    return [pair] if pair[0] else []


def _answers(spans: Sequence[Span]) -> list[Span]:
    return [span for span in spans if span.pointer]


def _gaps(spans: Sequence[Span]) -> list[str]:
    """The fixed text before, between and after the answers."""
    gaps = [""]
    for span in spans:
        if span.pointer:
            gaps.append("")
        else:
            gaps[-1] += span.text
    return gaps


# By the text.


def _by_text(spans: Sequence[Span], returned: str, effort: Effort) -> Texts | None:
    """The texts of each span: where all that changed is in one answer, where the fixed text stands, or letter by letter."""
    expected = "".join(span.text for span in spans)
    changed = trimmed(expected, returned)
    return (
        _laid(spans, returned, [changed], alone=True)
        or _anchored(spans, returned)
        or _letter_by_letter(spans, returned, changed, effort)
    )


def trimmed(expected: str, returned: str) -> Region:
    """What differs between two texts once the same start and end are set aside."""
    shorter = min(len(expected), len(returned))
    head = next((k for k in range(shorter) if expected[k] != returned[k]), shorter)
    rest = shorter - head
    tail = next((k for k in range(rest) if expected[-1 - k] != returned[-1 - k]), rest)
    return Region(head, len(expected) - tail, head, len(returned) - tail)


def _anchored(spans: Sequence[Span], returned: str) -> Texts | None:
    """The texts of each span, if all fixed text still stands there in order and no two answers touch."""
    kinds = [bool(span.pointer) for span in spans]
    if any(one and two for one, two in pairwise(kinds)):
        return None
    texts: list[tuple[str, str]] = []
    place = 0
    for number, span in enumerate(spans):
        if span.pointer:
            continue
        last = number == len(spans) - 1
        found = len(returned) - len(span.text) if last else returned.find(span.text, place)
        if found < place or not returned.startswith(span.text, found) or (number == 0 and found):
            return None
        if number:
            texts.append((spans[number - 1].text, returned[place:found]))
        texts.append((span.text, span.text))
        place = found + len(span.text)
    if kinds[-1]:
        texts.append((spans[-1].text, returned[place:]))
    return texts


def _letter_by_letter(spans: Sequence[Span], returned: str, changed: Region, effort: Effort) -> Texts | None:
    expected = "".join(span.text for span in spans)
    i1, i2, j1, j2 = changed
    if not effort.spend((i2 - i1) * (j2 - j1)):
        return None
    codes = SequenceMatcher(None, expected[i1:i2], returned[j1:j2], autojunk=False).get_opcodes()
    moved = [Region(i1 + a, i1 + b, j1 + c, j1 + d) for tag, a, b, c, d in codes if tag != "equal"]
    return _laid(spans, returned, moved)


def _laid(
    spans: Sequence[Span], returned: str, changed: Sequence[Region], *, alone: bool = False
) -> Texts | None:
    """The texts of each span when these regions changed; None if `alone` and one is not inside one answer."""
    bounds = list(_bounds(spans))
    pieces: list[list[tuple[int, int, str]]] = [[] for _ in spans]
    for i1, i2, j1, j2 in changed:
        touched = [
            n
            for n, (start, end) in enumerate(bounds)
            if start <= i2 and i1 <= end and _meets(start, end, i1, i2)
        ]
        answers = [n for n in touched if spans[n].pointer]
        inside = [n for n in answers if bounds[n][0] <= i1 and i2 <= bounds[n][1]]
        if alone and not inside:
            return None
        owner = (inside or answers or touched or [len(spans) - 1])[0]
        for n in {owner, *(() if inside else touched)}:
            start, end = max(i1, bounds[n][0]), min(i2, bounds[n][1])
            pieces[n].append((start, max(start, end), returned[j1:j2] if n == owner else ""))
    return [(span.text, _patched(span.text, bounds[n][0], pieces[n])) for n, span in enumerate(spans)]


def _meets(start: int, end: int, i1: int, i2: int) -> bool:
    """Whether a span has characters of a region; an insertion meets the spans on both its sides."""
    return i1 == i2 or (start < i2 and i1 < end) or start == end


def _patched(text: str, start: int, pieces: Sequence[tuple[int, int, str]]) -> str:
    for i1, i2, words in reversed(pieces):
        text = text[: i1 - start] + words + text[i2 - start :]
    return text


def _bounds(spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    place = 0
    for span in spans:
        yield place, place + len(span.text)
        place += len(span.text)
