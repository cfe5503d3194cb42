"""How a run looks, as far as its words say something else for it: hidden, pale, too small, struck out, raised.

A look holds what is known, {"vanish": True}; what it does not hold is as the look below it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from wenbiao.document.read.spelling import WORD_2010, says_yes, value_of

Look: TypeAlias = Mapping[str, bool]
PLAIN: Look = MappingProxyType({})
PALE, BLACK, WHITE = (
    0xD8,
    0x40,
    0xFF,
)  # from there on red, green and blue are as good as white, up to here as black
SMALLEST = 6  # half-points
NARROWEST = 20  # percent
FITTED = 240  # twips that words are squeezed into
PAPER = ("background1", "background2", "light1", "light2")  # theme colours
INK = ("text1", "text2", "dark1", "dark2")
INKS = ("tx1", "tx2", "dk1", "dk2")  # the same where letters are filled
PICTURES = {"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol", "marlett", "zapf dingbats"}
FACES = ("ascii", "hAnsi", "eastAsia", "cs")
LARGEST = {"sz": SMALLEST, "w": NARROWEST, "fitText": FITTED}  # how much says that words are too small
FAINT, STRUCK, RAISED = "［看不清］", "［划去］", "［上下标］"
FARTHEST, CLOSEST, LOWEST = 100, -100, 80  # half-points up or down; twips between letters; twips of a line
KNOWN = (
    "vanish",
    "color",
    "sz",
    "w",
    "fitText",
    "rFonts",
    "textFill",
    "highlight",
    "shd",
    "strike",
    "dstrike",
    "vertAlign",
    "position",
    "spacing",
)
ALWAYS = (
    "sz",
    "w",
    "fitText",
    "pictures",
    "textFill",
    "position",
    "spacing",
    "clipped",
)  # what hides words on any ground


def told(tag: str, attributes: dict[str, str], *, ink: bool = True) -> Look:
    """What one property of a run says; `ink`: whether the dark colours of the theme are dark."""
    value = value_of(attributes)
    if tag == "color":
        return {"pale": _is_pale(attributes, ink=ink), "black": _is_black(value)}
    if tag == "rFonts":
        named = [name for face in FACES if (name := value_of(attributes, face).lower())]
        return {"pictures": not PICTURES.isdisjoint(named)} if named else PLAIN
    if tag in ("shd", "highlight"):
        return ground(value_of(attributes, "fill") if tag == "shd" else value)
    return {tag: _hides(tag, value, says_yes(attributes))}


def _hides(tag: str, value: str, yes: bool) -> bool:  # noqa: FBT001  # read as told
    if tag == "vertAlign":
        return value != "baseline"
    if tag == "position":
        return abs(_number(value)) > FARTHEST
    if tag == "spacing":
        return _number(value) < CLOSEST
    if tag in LARGEST:
        return 0 <= _number(value.removesuffix("%"), least=-1) <= LARGEST[tag]
    return yes  # hidden, or filled with a colour or pattern that programs show or not


def of_paragraph(tag: str, attributes: dict[str, str]) -> Look:
    """What one property of a paragraph says: its ground, or lines too low for any letter."""
    if tag == "shd":
        return ground(value_of(attributes, "fill"))
    exact = value_of(attributes, "lineRule") == "exact"
    return (
        {"clipped": True} if exact and _number(value_of(attributes, "line"), least=LOWEST) < LOWEST else PLAIN
    )


def is_too_low(attributes: dict[str, str]) -> bool:
    """Whether a height of a row leaves no room for any letter."""
    exact = value_of(attributes, "hRule") == "exact"
    return exact and _number(value_of(attributes), least=LOWEST) < LOWEST


def ground(color: str) -> Look:
    """What a colour behind words, "1F3864" or "darkBlue", makes of them."""
    named = color == "black" or color.startswith("dark")
    dark = named or (color not in ("", "auto", "none", "white", "lightGray") and not is_light(color))
    return {"dark": dark, "night": named or _is_black(color)}


def filled(attributes: dict[str, str], *, ink: bool) -> Look:
    """What a plain colour says that letters are filled with: WPS writes one beside each colour of the theme."""
    color = attributes.get(f"{WORD_2010[0]}}}val", "")
    dark = color in INKS and ink
    seen = dark or color.startswith("accent") or (_is_color(color) and not is_light(color))
    return {"textFill": not seen, "inked": dark or _is_black(color)}


def mark(look: Look) -> str:
    """The sign for words that can hardly be seen, or that say something else by their look; "" for all others."""
    if _is_faint(look):
        return FAINT
    if look.get("strike") or look.get("dstrike"):
        return STRUCK
    return RAISED if look.get("vertAlign") else ""


def _is_faint(look: Look) -> bool:
    pale, ink = look.get("pale") and not look.get("dark"), look.get("black") or look.get("inked")
    return bool(pale or (ink and look.get("night"))) or any(look.get(name) for name in ALWAYS)


def _number(text: str, least: int = 0) -> int:
    """A number as Word writes them; `least` where there is none."""
    try:
        return int(text[:9])
    except ValueError:
        return least


def _is_color(text: str) -> bool:
    return len(_parts(text)) == 3  # red, green, blue


def _is_black(color: str) -> bool:
    return _is_color(color) and max(_parts(color)) <= BLACK


def _parts(color: str) -> bytes:
    try:
        return bytes.fromhex(color)
    except ValueError:
        return b""


def _is_pale(attributes: dict[str, str], *, ink: bool) -> bool:
    """Whether a colour, or that of the theme which stands for it in some programs, is as pale as paper."""
    theme = value_of(attributes, "themeColor")
    if theme in PAPER:
        return _share(attributes, "themeShade") >= PALE
    if theme and (_share(attributes, "themeTint") <= WHITE - PALE or (theme in INK and not ink)):
        return True
    return is_light(value_of(attributes))


def _share(attributes: dict[str, str], name: str) -> int:
    """How much of a colour is left, 0 to 255, the rest being black or white."""
    try:
        return int(value_of(attributes, name), 16)
    except ValueError:
        return WHITE


def is_light(color: str) -> bool:
    """Whether a colour, "FFFFFF", is that of paper."""
    return _is_color(color) and min(_parts(color)) >= PALE


def over(below: Look, above: Look) -> Look:
    """A look laid over another. What one style hides, no other style shows again."""
    if not above or not below:
        return above or below
    return {**below, **above, "vanish": bool(below.get("vanish") or above.get("vanish"))}


def settled(look: Look) -> Look:
    """A look without what it denies."""
    return {name: True for name, says in look.items() if says} or PLAIN
