"""Fields of Word: what they show counts as words, what they are made of does not.

    begin  PAGE  separate  12  end

Page numbers and tables of contents are written anew by every program; the first are passed over here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

PAGES = {"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"}
NUMERAL = re.compile(r"[0-9０-９]{1,5}|[ivxlcdmIVXLCDM]{1,9}|[〇零一二三四五六七八九十百]{1,6}|")
NAMED = re.compile(r"\s*(\w+)")


@dataclass
class Code:
    """One field: `number` tells it from the others of its part, `shows`: its result has begun."""

    number: int
    words: str = ""
    shows: bool = False

    @property
    def name(self) -> str:
        """What kind of field it is: PAGE, TOC."""
        found = NAMED.match(self.words)
        return found[1].upper() if found else ""


@dataclass
class Codes:
    """The fields that are open at one point of a part."""

    open: list[Code] = field(default_factory=list)
    seen: int = 0
    silent: bool = False
    page: int = 0
    contents: bool = False

    def begin(self, words: str = "") -> None:
        """A field begins."""
        self.seen += 1
        self.open.append(Code(self.seen, words))
        self._settle()

    def say(self, words: str) -> None:
        """A bit of what the innermost field is made of."""
        if self.open and not self.open[-1].shows:
            self.open[-1].words += words

    def separate(self) -> None:
        """The result of the innermost field begins."""
        if self.open:
            self.open[-1].shows = True
            self._settle()

    def end(self) -> None:
        """The innermost field ends."""
        if self.open:
            self.open.pop()
            self._settle()

    def _settle(self) -> None:
        """What holds from here on: whether text is seen, the number of the page field it is of, 0 for none."""
        self.silent = not all(code.shows for code in self.open)
        last = self.open[-1] if self.open else None
        self.page = last.number if last and last.shows and last.name in PAGES else 0
        self.contents = any(code.name == "TOC" for code in self.open)


def is_number(text: str) -> bool:
    """Whether a text is no more than a page number: other words in such a field are words that somebody put there."""
    return bool(NUMERAL.fullmatch(text.strip()))
