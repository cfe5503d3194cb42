"""One thing that was changed by hand in a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Change:
    """`kind`: an "answer", a whole "row" of a table that came, went or was moved, or any other "text".

    `path` is the pointer of the answer or row of answers, "" for fixed text. `place` is where it stands in the
    document as generated, in Chinese. `before` and `after` are the words as generated and now, never cut short:
    of an answer what it printed, else whole paragraphs; the cells of a row are joined by " | ", paragraphs by a
    line break, those of one answer by an empty line.
    """

    kind: Literal["answer", "text", "row"]
    path: str
    place: str
    before: str
    after: str
