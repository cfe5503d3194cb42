"""The styles of a document, as far as they hide words or put numbers before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from wenbiao.document.read import looks
from wenbiao.document.read.looks import PLAIN, Look, over, settled
from wenbiao.document.read.spelling import WORD, value_of

LINE_MAX = 30  # styles that one style can be based on, one on another
Number = tuple[str, str]  # numId and ilvl, "" where nothing says it


@dataclass
class Style:
    """One style; `parts`: what it says of parts of a table only."""

    based: str = ""
    look: Look = field(default_factory=lambda: PLAIN)
    parts: Look = field(default_factory=lambda: PLAIN)
    number: Number = ("", "")


@dataclass
class Styles:
    """All styles of a document by their ids; walks the part that holds them. `ink`: whether dark colours are dark."""

    ink: bool = True
    found: dict[str, Style] = field(default_factory=dict)
    usual: dict[str, str] = field(
        default_factory=dict
    )  # kind of style → the id of the one that counts unless told
    bottom: Look = field(default_factory=lambda: PLAIN)
    style: Style | None = None
    path: list[str] = field(default_factory=list)
    known: dict[tuple[str, ...], Look] = field(default_factory=dict)
    numbers: dict[str, Number] = field(default_factory=dict)

    def look(self, paragraph: str, table: str) -> Look:
        """How words look that stand in styles of these ids, "" for the usual ones: what is not plain of it."""
        found = self.known.get((paragraph, table))
        if found is None:
            look = over(self.bottom, self._whole(table or self.usual.get("table", "")))
            look = over(look, self._whole(paragraph or self.usual.get("paragraph", "")))
            look = over(look, self._whole(self.usual.get("character", "")))
            found = self.known[paragraph, table] = settled(look)
        return found

    def of_run(self, name: str) -> Look:
        """What a style of that id makes of a run."""
        found = self.known.get((name,))
        if found is None:
            found = self.known[name,] = self._whole(name)
        return found

    def number(self, paragraph: str) -> Number:
        """The list and level that numbers the paragraphs of a style."""
        found = self.numbers.get(paragraph)
        if found is None:
            number, level = "", ""
            for style in self._line(paragraph or self.usual.get("paragraph", "")):
                number, level = number or style.number[0], level or style.number[1]
            found = self.numbers[paragraph] = (number, level)
        return found

    def _line(self, name: str) -> Iterator[Style]:
        """A style, and those that it is based on."""
        for _ in range(LINE_MAX):
            style = self.found.get(name)
            if style is None:
                return
            yield style
            name = style.based

    def _whole(self, name: str) -> Look:
        look: Look = PLAIN
        for style in reversed(list(self._line(name))):
            look = over(look, over(style.parts, style.look))
        return look

    # What the gate tells.

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        namespace, _, tag = name.rpartition("}")
        self.path.append(tag)
        if tag == "style" and namespace in WORD:
            self._begin(attributes)
        elif tag == "basedOn" and self.style:
            self.style.based = value_of(attributes)
        elif tag in ("numId", "ilvl") and self.style:
            number, level = self.style.number
            given = value_of(attributes)
            self.style.number = (given, level) if tag == "numId" else (number, given)
        elif tag in looks.KNOWN and self.path[-2:-1] == ["rPr"]:
            self._say(looks.told(tag, attributes, ink=self.ink))
        elif tag in ("spacing", "shd") and self.path[-2:] == ["pPr", tag] and self.style:
            self.style.look = {**self.style.look, **looks.of_paragraph(tag, attributes)}

    def _begin(self, attributes: dict[str, str]) -> None:
        name = value_of(attributes, "styleId")
        self.style = self.found[name] = Style()
        if value_of(attributes, "default") in ("1", "true", "on"):
            self.usual[value_of(attributes, "type")] = name

    def _say(self, look: Look) -> None:
        if self.style and "tblStylePr" in self.path:
            hidden = look.get("vanish", False)  # other looks of its parts go with their ground
            self.style.parts = over(self.style.parts, {"vanish": hidden})
        elif self.style and "pPr" not in self.path:
            self.style.look = {**self.style.look, **look}
        elif "rPrDefault" in self.path:
            self.bottom = {**self.bottom, **look}

    def end(self, _name: str, /) -> None:
        if self.path.pop() == "style":
            self.style = None

    def text(self, text: str, /) -> None: ...


@dataclass
class Theme:
    """Whether the dark colours of a theme are dark."""

    ink: bool = True
    inside: bool = False

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        tag = name.rpartition("}")[2]
        if tag in ("dk1", "dk2"):
            self.inside = True
        elif self.inside and looks.is_light(attributes.get("lastClr") or attributes.get("val", "")):
            self.ink = False

    def end(self, name: str, /) -> None:
        if name.rpartition("}")[2] in ("dk1", "dk2"):
            self.inside = False

    def text(self, text: str, /) -> None: ...
