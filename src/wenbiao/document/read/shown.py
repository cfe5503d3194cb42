"""What is seen without being text: signs, pictures, fields, and other ways to show the same thing."""

from __future__ import annotations

from dataclasses import dataclass, field

from wenbiao.document.read.codes import Codes
from wenbiao.document.read.hearing import BEHIND, DRAWN, Attributes, Branch, Hearing
from wenbiao.document.read.holders import Holders
from wenbiao.document.read.spelling import says_yes, value_of

LINE_BREAKS = ("", "textWrapping")  # others begin a page or column
DATES = ("dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong")
SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "noBreakHyphen": "-",
    "picture": "［图片］",
    "chart": "［图表］",
    "formula": "［公式］",
    "control": "［控件］",
    "contentPart": DRAWN,
    "footnoteReference": "［注］",
    "endnoteReference": "［注］",
    "pgNum": "［页码］",
    "bdo": "［逆序］",
    **dict.fromkeys(DATES, "［日期］"),
}
FOLDED = "［折叠］"
SHAPES = {"wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "a14", "v"}  # extensions that Word shows


@dataclass
class Alternatives:
    """The ways to show one thing: `first` is that which is read, the others are only compared with it."""

    first: Branch | None = None
    others: list[Branch] = field(default_factory=list)
    kept: tuple[Holders, Codes] | None = None


@dataclass
class Shown(Hearing):
    """`drawings`: how many texts had been said when each open drawing began."""

    alternatives: list[Alternatives] = field(default_factory=list)
    drawings: list[int] = field(default_factory=list)

    # Signs.

    def say_sign(self, tag: str, _attributes: Attributes) -> None:
        if not self.properties:  # a tab in w:pPr is a tab stop
            self.say(SIGNS[tag])

    def say_symbol(self, _tag: str, attributes: Attributes) -> None:
        code = value_of(attributes, "char")
        try:
            symbol = chr(int(code, 16))
        except (ValueError, OverflowError):
            symbol = "\ufffd"
        # no half of a surrogate pair, which no reply can hold
        self.say(symbol if symbol.isprintable() else "\ufffd")

    def break_line(self, _tag: str, attributes: Attributes) -> None:
        if value_of(attributes, "type") in LINE_BREAKS:
            self.say("\n")

    def say_path(self, _tag: str, attributes: Attributes) -> None:
        self.say(attributes.get("string", ""))

    def say_fill(self, _tag: str, attributes: Attributes) -> None:
        """The ground of a shape may be a picture."""
        if any(name.endswith("}id") or name == "src" for name in attributes):
            self.say(SIGNS["picture"])

    def fold(self, _tag: str, attributes: Attributes) -> None:
        if self.properties == ["pPr"] and says_yes(attributes):
            self.say(FOLDED)

    def enter_drawing(self, _tag: str, _attributes: Attributes) -> None:
        self.drawings.append(self.seen)

    def leave_drawing(self) -> None:
        """Lines can be drawn like words: a drawing without any words is told, too."""
        if self.drawings.pop() == self.seen:
            self.say(DRAWN)

    # Fields.

    def code(self, _tag: str, attributes: Attributes) -> None:
        kind = value_of(attributes, "fldCharType")
        if kind == "begin":
            self.codes.begin()
        elif kind == "separate":
            self.codes.separate()
            self._say_made()
        elif kind == "end":
            self._say_made()
            self.codes.end()

    def simple_code(self, _tag: str, attributes: Attributes) -> None:
        self.codes.begin(value_of(attributes, "instr"))
        self.codes.separate()
        self._say_made()

    def say_code(self) -> None:
        self.codes.say(self.heard())

    def leave_code(self) -> None:
        self.codes.end()

    def _say_made(self) -> None:
        """A field that shows something else as soon as it is brought up to date is told by what it is made of."""
        made = self.codes.made()
        if made:
            self.say(f"［域 {made}］")

    # Alternatives.

    def enter_alternatives(self, _tag: str, _attributes: Attributes) -> None:
        self.alternatives.append(Alternatives())

    def choose(self, tag: str, attributes: Attributes) -> None:
        """Of several ways to show a thing the first that Word knows."""
        if not self.alternatives:
            return
        last, branch = self.alternatives[-1], Branch()
        known = tag == "Fallback" or SHAPES.issuperset(attributes.get("Requires", "").split())
        if last.first is None and known:
            last.first = branch
        else:
            last.others.append(branch)
            last.kept = (self.holders, self.codes)
            self.holders, self.codes = Holders(self.title), Codes()
        self.branches.append(branch)

    def leave_choice(self) -> None:
        if self.alternatives:
            last = self.alternatives[-1]
            self.branches.pop()
            if last.kept:
                (self.holders, self.codes), last.kept = last.kept, None

    def leave_alternatives(self) -> None:
        """Which of the ways is seen, depends on the program: another with other words is told, too."""
        last = self.alternatives.pop()
        first = last.first or Branch()
        for other in last.others:
            if not other.says(first):
                self.say(BEHIND.format(other.words))
