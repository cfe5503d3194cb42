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
KEPT = re.compile(  # fields that show numbers of pages, headings, or the words that stand in them
    r"(?:PAGE|NUMPAGES|SECTIONPAGES)(?: \\\* \w+)*|PAGEREF \S+(?: \\[hp])*(?: \\\* \w+)*|HYPERLINK [^{}]*"
    r"|TOC(?: (?:\\[a-oq-zA-OQ-Z]|\"[^\"]*\"|[^\\ \"]\S*))*+",  # each word fits one way only, else it took for ever
    re.IGNORECASE,
)
MADE = 200  # characters of what a field is made of that are told


@dataclass
class Code:
    """One field: `number` tells it from the others of its part; `name`, once it is shown, its kind: PAGE, TOC."""

    number: int
    words: list[str]
    name: str = ""
    shows: bool = False
    told: bool = False

    def show(self) -> None:
        """Its result begins."""
        found = NAMED.match("".join(self.words))
        self.shows, self.name = True, found[1].upper() if found else ""


@dataclass
class Codes:
    """The fields that are open at one point of a part; `contents`: how many of them are tables of contents."""

    open: list[Code] = field(default_factory=list)
    seen: int = 0
    unshown: int = 0
    contents: int = 0
    page: int = 0

    @property
    def silent(self) -> bool:
        """Whether text is of what a field is made of, and not seen."""
        return self.unshown > 0

    def begin(self, words: str = "") -> None:
        """A field begins."""
        self.seen += 1
        self.unshown += 1
        if self.open and not self.open[-1].shows:
            self.open[-1].words.append("{}")
        self.open.append(Code(self.seen, [words]))
        self._find_page()

    def say(self, words: str) -> None:
        """A bit of what the innermost field is made of."""
        if self.open and not self.open[-1].shows:
            self.open[-1].words.append(words)

    def separate(self) -> None:
        """The result of the innermost field begins."""
        if self.open and not self.open[-1].shows:
            self.open[-1].show()
            self.unshown -= 1
            self.contents += self.open[-1].name == "TOC"
            self._find_page()

    def end(self) -> None:
        """The innermost field ends."""
        if self.open:
            last = self.open.pop()
            self.unshown -= not last.shows
            self.contents -= last.name == "TOC"
            self._find_page()

    def made(self) -> str:
        """What the innermost field is made of, where it is none of those whose words stay as they are."""
        last = self.open[-1] if self.open else None
        if last is None or last.told:
            return ""
        last.told = True
        made = " ".join("".join(last.words).replace("\\*", " \\* ").split())
        return "" if KEPT.fullmatch(made) else made[:MADE] or "?"

    def _find_page(self) -> None:
        """The number of the page field whose result is read from here on, 0 for none."""
        last = self.open[-1] if self.open else None
        self.page = last.number if last and last.name in PAGES else 0


def is_number(text: str) -> bool:
    """Whether a text is no more than a page number: other words in such a field are words that somebody put there."""
    return bool(NUMERAL.fullmatch(text.strip()))
