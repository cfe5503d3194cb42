"""What a walker of a part hears, and whether a reader of the document would see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from hashlib import sha256
from typing import Any, TypeAlias

from wenbiao.document.read import looks
from wenbiao.document.read.codes import Codes
from wenbiao.document.read.control import Control
from wenbiao.document.read.holders import Holders
from wenbiao.document.read.looks import PLAIN, Look
from wenbiao.document.read.numbering import Numbering
from wenbiao.document.read.spelling import AROUND, SPACE, value_of
from wenbiao.document.read.styles import Styles

Attributes: TypeAlias = dict[str, str]
FOREIGN = "［别的程序的内容］"
BEHIND = "［另一种显示：{}］"
DRAWN = "［图形］"
DRAWINGS = (DRAWN, "［图片］", "［图表］")  # which of them it is, programs see in different ways
FILLED = ["rPr", "textFill", "solidFill"]
QUOTED = 200  # characters of another way to show something that are told


@dataclass
class Branch:
    """One of several ways to show a thing: the first words of it, spaces left out, and a digest of all."""

    words: str = ""
    all: Any = field(default_factory=sha256)

    def hear(self, text: str) -> None:
        said = DRAWN if text in DRAWINGS else "".join(text.split())
        self.all.update(said.encode("utf-8", "surrogatepass"))
        self.words = (self.words + said)[:QUOTED]

    def says(self, other: Branch) -> bool:
        """Whether both say the same."""
        return bool(self.all.digest() == other.all.digest())


@dataclass
class Surroundings:
    """What a part's words look like, and what is counted before them, by other parts of the document."""

    styles: Styles = field(default_factory=Styles)
    numbering: Numbering = field(default_factory=Numbering)


@dataclass
class Hearing:
    """`properties`: the elements of properties that are open. `seen`: how many texts were said so far."""

    title: str
    around: Surroundings = field(default_factory=Surroundings)
    codes: Codes = field(default_factory=Codes)
    controls: list[Control] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)  # their styles
    paragraphs: list[Look] = field(default_factory=list)
    grounds: list[Look] = field(default_factory=list)  # of cells
    runs: list[Look] = field(default_factory=list)
    strangers: dict[str, bool] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    holders: Holders = field(init=False)
    strange: int = 0
    seen: int = 0
    skipped: int = 0
    hears: bool = False
    keeps_spaces: bool = False

    def __post_init__(self) -> None:
        self.holders = Holders(self.title)

    # What is to be heard.

    def skip(self, _tag: str = "", _attributes: Attributes | None = None) -> None:
        self.skipped = 1

    def hear(self, _tag: str, attributes: Attributes) -> None:
        self.hears, self.words = True, []
        self.keeps_spaces = attributes.get(SPACE) == "preserve"

    def heard(self) -> str:
        self.hears = False
        return "".join(self.words)

    def say_text(self) -> None:
        text = self.heard()
        self.say(text if self.keeps_spaces else text.strip(" \t\r\n"))

    def say(self, text: str) -> None:
        """Something that a reader sees here, unless it is hidden."""
        if self.codes.silent or any(one.prompts(text) for one in self.controls):
            return
        mark = self._mark() if any(self.runs) else ""
        if mark is None:
            return
        if self.strange:
            text = f"{FOREIGN}{text}"
        self.seen += 1
        for branch in self.branches:
            branch.hear(text)
        control = self.controls[-1] if self.controls and self.controls[-1].entered else None
        self.holders.say(text, control.take(text) if control else "", self.codes, mark)

    def _mark(self) -> str | None:
        """The sign for how what stands here looks; None where it is hidden."""
        if any(run.get("vanish") for run in self.runs):
            return None
        return looks.mark(reduce(looks.over, self.runs, self.grounds[-1] if self.grounds else PLAIN))

    # Who is around.

    def meet(self, name: str) -> bool:
        """Whether an element is of another program: what stands in it, programs show or leave out."""
        strange = name.rpartition("}")[0] not in AROUND
        self.strangers[name] = strange
        return strange

    # Looks.

    def enter_run(self, _tag: str, _attributes: Attributes) -> None:
        self.runs.append(self.paragraphs[-1] if self.paragraphs else PLAIN)

    def leave_run(self) -> None:
        self.runs.pop()

    def look(self, tag: str, attributes: Attributes) -> None:
        if self.properties == ["rPr"] and self.runs:
            self._lay(looks.told(tag, attributes, ink=self.around.styles.ink))

    def _lay(self, told: Look) -> None:
        if any(told.values()) or not told.keys().isdisjoint(self.runs[-1]):
            self.runs[-1] = looks.settled({**self.runs[-1], **told})

    def enter_fill(self, tag: str, attributes: Attributes) -> None:
        """What letters are filled with hides them, unless it is one plain colour."""
        self.look(tag, attributes)
        self.properties.append(tag)

    def fill(self, _tag: str, attributes: Attributes) -> None:
        if self.properties == FILLED and self.runs:
            self._lay(looks.filled(attributes, ink=self.around.styles.ink))

    def fade(self, _tag: str, _attributes: Attributes) -> None:
        if self.properties == FILLED and self.runs:
            self._lay({"textFill": True})

    def style_run(self, _tag: str, attributes: Attributes) -> None:
        if self.properties == ["rPr"] and self.runs:
            look = self.around.styles.of_run(value_of(attributes))
            self.runs[-1] = looks.settled(looks.over(self.runs[-1], look))

    def place_look(self, tag: str, attributes: Attributes) -> None:
        """What a property of a run, its paragraph or its cell does to how words look; some are of all three."""
        if self.properties == ["rPr"]:
            self.look(tag, attributes)
        elif self.properties == ["pPr"] and self.paragraphs:
            told = looks.of_paragraph(tag, attributes)
            self.paragraphs[-1] = looks.settled(looks.over(self.paragraphs[-1], told))
        elif self.properties == ["tcPr"] and self.grounds and tag == "shd":
            self.grounds[-1] = looks.settled(looks.told(tag, attributes))

    def style_table(self, _tag: str, attributes: Attributes) -> None:
        if self.properties == ["tblPr"] and self.tables:
            self.tables[-1] = value_of(attributes)
