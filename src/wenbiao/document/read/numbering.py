"""What Word writes before a paragraph by itself: numbers, bullets, and whatever words stand around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from wenbiao.document.read.spelling import value_of

DIGIT = re.compile("%([1-9])")
CHINESE = ("chinese", "ideograph", "japanese", "taiwanese", "korean", "aiueo", "iroha")  # how kinds begin
LATIN = {"upperLetter": "A", "lowerLetter": "a", "upperRoman": "I", "lowerRoman": "i"}
UNKNOWN = "［自动编号］"


@dataclass(frozen=True)
class Level:
    """One level of a list: what its first number is, how it is written, and what stands around it."""

    start: str = "0"
    kind: str = "decimal"
    text: str = ""
    picture: bool = False


@dataclass
class Numbering:
    """The lists of a document; walks the part that holds them."""

    lists: dict[str, dict[str, Level]] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)  # numId → the list
    changed: dict[tuple[str, str], Level] = field(default_factory=dict)  # numId and level → what it is there
    started: dict[tuple[str, str], str] = field(default_factory=dict)  # … → what its first number is there
    names: list[str] = field(
        default_factory=lambda: ["", "", ""]
    )  # the list, numId and level that are told of

    def sign(self, number: str, level: str) -> str:
        """What tells one kind of number from another, ［自动编号 2.］; "" where nothing is shown."""
        if number in ("", "0") or number not in self.chosen:
            return ""
        level = level or "0"
        found = self.changed.get((number, level)) or self.lists.get(self.chosen[number], {}).get(level)
        if found is None:
            return UNKNOWN
        return _sign(replace(found, start=self.started.get((number, level), found.start)), level)

    # What the gate tells.

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        tag = name.rpartition("}")[2]
        told = _TOLD.get(tag)
        if told is not None:
            self.names[told[0]] = value_of(attributes, told[1])
            self.names[told[0] + 1 :] = [""] * (2 - told[0])
        elif tag == "abstractNumId":
            self.chosen[self.names[1]] = value_of(attributes)
        elif tag == "startOverride":
            self.started[self.names[1], self.names[2]] = value_of(attributes)
        elif tag == "numFmt":
            self._level({"kind": f"{value_of(attributes)} {value_of(attributes, 'format')}".strip()})
        elif tag in _LEVEL:
            self._level({_LEVEL[tag]: value_of(attributes) if tag != "lvlPicBulletId" else True})

    def _level(self, said: dict[str, Any]) -> None:
        _, number, level = self.names
        if number:
            self.changed[number, level] = _with(self.changed.get((number, level), Level()), said)
        else:
            levels = self.lists.setdefault(self.names[0], {})
            levels[level] = _with(levels.get(level, Level()), said)

    def end(self, name: str, /) -> None:
        if name.rpartition("}")[2] in ("num", "abstractNum"):
            self.names = ["", "", ""]

    def text(self, text: str, /) -> None: ...


_TOLD = {
    "abstractNum": (0, "abstractNumId"),
    "num": (1, "numId"),
    "lvlOverride": (2, "ilvl"),
    "lvl": (2, "ilvl"),
}
_LEVEL = {"start": "start", "lvlText": "text", "lvlPicBulletId": "picture"}


def _with(level: Level, said: dict[str, Any]) -> Level:
    """A level with what else is said of it. A way of counting of its own stays, whatever older programs show."""
    return level if "kind" in said and level.kind.startswith("custom") else replace(level, **said)


def _sign(level: Level, own: str) -> str:
    if level.picture:
        return "［自动编号 图片］"
    if level.kind == "bullet":
        shown = "•" if len(level.text) == 1 and not level.text.isalnum() else level.text
    elif level.kind == "none":
        shown = DIGIT.sub("", level.text)
    else:
        first = _first(level)
        mine = int(own[:1]) + 1 if own.isdecimal() else 1
        shown = DIGIT.sub(lambda found: first if int(found[1]) == mine else "#", level.text)
    return f"［自动编号 {shown}］" if shown.strip() else ""


def _first(level: Level) -> str:
    """The first number of a level, in digits, with a sign for how others are written."""
    if level.kind == "decimal":
        return level.start
    kind = "一" if level.kind.startswith(CHINESE) else LATIN.get(level.kind, level.kind)
    return f"{kind}{level.start}" if level.start != "1" else kind
