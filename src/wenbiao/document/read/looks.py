"""How a run looks, as far as its words cannot be seen for it: hidden, as pale as paper, or too small to read.

A look holds what is known, {"hidden": True}; what it does not hold is as the look below it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from wenbiao.document.read.spelling import says_yes, value_of

Look: TypeAlias = Mapping[str, bool]
PLAIN: Look = MappingProxyType({})
PALE = 0xE6  # from here on each of red, green and blue is as good as white
SMALLEST = 6  # half-points
NARROWEST = 20  # percent
PAPER = ("background1", "background2", "light1", "light2")  # theme colours
INK = ("text1", "text2", "dark1", "dark2")
PICTURES = {"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol", "marlett", "zapf dingbats"}
FACES = ("ascii", "hAnsi", "eastAsia", "cs")
KNOWN = ("vanish", "color", "sz", "w", "rFonts", "textFill")  # elements that `told` knows


def told(tag: str, attributes: dict[str, str], *, ink: bool = True) -> Look:
    """What one property of a run says; `ink`: whether the dark colours of the theme are dark."""
    if tag == "vanish":
        return {"hidden": says_yes(attributes)}
    if tag == "color":
        return {"pale": _is_pale(attributes, ink=ink)}
    if tag == "textFill":
        return {"filled": True}  # by a colour or pattern that programs show or not
    if tag == "rFonts":
        named = [name for face in FACES if (name := value_of(attributes, face).lower())]
        return {"pictures": not PICTURES.isdisjoint(named)} if named else PLAIN
    number = value_of(attributes).removesuffix("%")
    small = number.isdecimal() and len(number) < SMALLEST
    return {tag: small and int(number) <= (SMALLEST if tag == "sz" else NARROWEST)}


def _is_pale(attributes: dict[str, str], *, ink: bool) -> bool:
    theme = value_of(attributes, "themeColor")
    if theme in PAPER or (theme in INK and not ink):
        return True
    return not theme and is_light(value_of(attributes))


def is_light(color: str) -> bool:
    """Whether a colour, "FFFFFF", is that of paper."""
    try:
        parts = bytes.fromhex(color)
    except ValueError:
        return False
    return len(parts) == 3 and min(parts) >= PALE  # red, green, blue


def over(below: Look, above: Look) -> Look:
    """A look laid over another. What one style hides, no other style shows again."""
    if not above or not below:
        return above or below
    return {**below, **above, "hidden": bool(below.get("hidden") or above.get("hidden"))}


def settled(look: Look) -> Look:
    """A look without what it denies."""
    return {name: True for name, says in look.items() if says} or PLAIN
