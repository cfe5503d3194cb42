"""One part of a Word document → its blocks. A walker: the gate tells it tag by tag what the XML says.

Changes that were tracked count as accepted; what Word does not show, does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from wenbiao.document.read.blocks import Block
from wenbiao.document.read.codes import Codes
from wenbiao.document.read.control import NAMES as CONTROL_NAMES
from wenbiao.document.read.control import Control
from wenbiao.document.read.holders import Holders
from wenbiao.document.read.spelling import NAMES, SPACE, says_yes, value_of

Attributes: TypeAlias = dict[str, str]
LINE_BREAKS = ("", "textWrapping")  # others begin a page or column
SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "noBreakHyphen": "-",
    "picture": "［图片］",
    "chart": "［图表］",
}
INSERTED_FILE = "［插入的文件］"
SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")  # no notes, but lines above them
SHAPES = {"wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "a14", "v"}  # extensions that Word shows


@dataclass
class Reader:
    """`blocks` are what was read; `references` name the headers and footers, in order."""

    title: str
    references: list[str] = field(default_factory=list)
    codes: Codes = field(default_factory=Codes)
    controls: list[Control] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    alternatives: list[bool] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    holders: Holders = field(init=False)
    skipped: int = 0
    hears: bool = False
    keeps_spaces: bool = False

    def __post_init__(self) -> None:
        self.holders = Holders(self.title)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The paragraphs and tables of the part."""
        return self.holders.root.all()

    # What the gate tells.

    def start(self, name: str, attributes: Attributes, /) -> None:
        if self.skipped:
            self.skipped += 1
            return
        found = STARTERS.get(name)
        if found is not None:
            found[0](self, found[1], attributes)

    def end(self, name: str, /) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        ended = ENDERS.get(name)
        if ended is not None:
            ended(self)

    def text(self, text: str, /) -> None:
        if self.hears and not self.skipped:
            self.words.append(text)

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
        if self.codes.silent or any(self.hidden) or any(one.empty and one.entered for one in self.controls):
            return
        control = self.controls[-1] if self.controls and self.controls[-1].entered else None
        self.holders.say(text, control.take(text) if control else "", self.codes)

    def say_sign(self, tag: str, _attributes: Attributes) -> None:
        if not self.properties:  # a tab in w:pPr is a tab stop
            self.say(SIGNS[tag])

    def say_symbol(self, _tag: str, attributes: Attributes) -> None:
        code = value_of(attributes, "char")
        try:
            symbol = chr(int(code, 16))
        except (ValueError, OverflowError):
            symbol = "\ufffd"
        self.say(
            symbol if symbol.isprintable() else "\ufffd"
        )  # no half of a surrogate pair, which no reply can hold

    def break_line(self, _tag: str, attributes: Attributes) -> None:
        if value_of(attributes, "type") in LINE_BREAKS:
            self.say("\n")

    def say_path(self, _tag: str, attributes: Attributes) -> None:
        self.say(attributes.get("string", ""))

    # Paragraphs and tables.

    def open_block(self, tag: str, _attributes: Attributes) -> None:
        opened = {
            "p": self.holders.open_paragraph,
            "tbl": self.holders.open_table,
            "tr": self.holders.open_row,
            "tc": self.holders.open_cell,
        }
        opened[tag]()

    def close_paragraph(self) -> None:
        self.holders.close_paragraph()

    def close_frame(self) -> None:
        self.holders.close()

    def insert_file(self, _tag: str, _attributes: Attributes) -> None:
        self.holders.stand_in(INSERTED_FILE)

    # Properties.

    def enter_properties(self, tag: str, _attributes: Attributes) -> None:
        self.properties.append(tag)

    def leave_properties(self) -> None:
        self.properties.pop()

    def hide(self, _tag: str, attributes: Attributes) -> None:
        if self.properties == ["rPr"] and self.hidden and says_yes(attributes):
            self.hidden[-1] = True

    def delete(self, _tag: str, _attributes: Attributes) -> None:
        """Deleted text, or the mark that a paragraph or row was deleted."""
        if self.properties == ["pPr", "rPr"]:
            self.holders.join_next()
        elif self.properties == ["trPr"]:
            self.holders.drop()
        self.skip()

    def drop_cell(self, _tag: str, _attributes: Attributes) -> None:
        self.holders.drop()

    def merge(self, _tag: str, attributes: Attributes) -> None:
        if self.properties == ["tcPr"] and value_of(attributes) != "restart":
            self.holders.merge()

    def style(self, _tag: str, attributes: Attributes) -> None:
        if self.properties == ["pPr"]:
            self.holders.style(value_of(attributes))

    def outline(self, _tag: str, attributes: Attributes) -> None:
        if self.properties == ["pPr"] and value_of(attributes) != "9":  # 9: body text
            self.holders.style("heading")

    def refer(self, _tag: str, attributes: Attributes) -> None:
        self.references += [value for name, value in attributes.items() if name.endswith("}id")]

    # Runs, fields, controls, alternatives.

    def enter_run(self, _tag: str, _attributes: Attributes) -> None:
        self.hidden.append(False)

    def leave_run(self) -> None:
        self.hidden.pop()

    def code(self, _tag: str, attributes: Attributes) -> None:
        kind = value_of(attributes, "fldCharType")
        told = {"begin": self.codes.begin, "separate": self.codes.separate, "end": self.codes.end}.get(kind)
        if told is not None:
            told()

    def simple_code(self, _tag: str, attributes: Attributes) -> None:
        self.codes.begin(value_of(attributes, "instr"))
        self.codes.separate()

    def say_code(self) -> None:
        self.codes.say(self.heard())

    def leave_code(self) -> None:
        self.codes.end()

    def enter_control(self, _tag: str, _attributes: Attributes) -> None:
        self.controls.append(Control(self.controls[-1].pointer if self.controls else ""))

    def name_control(self, tag: str, attributes: Attributes) -> None:
        if self.controls and self.properties == ["sdtPr"]:
            self.controls[-1].names[tag] = value_of(attributes)

    def empty_control(self, _tag: str, attributes: Attributes) -> None:
        if self.controls and self.properties == ["sdtPr"] and says_yes(attributes):
            self.controls[-1].empty = True

    def open_control(self, _tag: str, _attributes: Attributes) -> None:
        if self.controls:
            self.controls[-1].entered = True
            if self.controls[-1].pointer:
                self.holders.say("", self.controls[-1].pointer, self.codes)

    def leave_control(self) -> None:
        left = self.controls.pop()
        if self.controls:
            self.controls[-1].leave(left)

    def enter_alternatives(self, _tag: str, _attributes: Attributes) -> None:
        self.alternatives.append(False)

    def choose(self, tag: str, attributes: Attributes) -> None:
        """Of several ways to show a thing the first that Word knows."""
        if not self.alternatives:
            return
        if self.alternatives[-1] or (
            tag == "Choice" and not SHAPES.issuperset(attributes.get("Requires", "").split())
        ):
            self.skip()
        else:
            self.alternatives[-1] = True

    def leave_alternatives(self) -> None:
        self.alternatives.pop()

    def note(self, _tag: str, attributes: Attributes) -> None:
        if value_of(attributes, "type") in SEPARATORS:
            self.skip()


PROPERTIES = ("pPr", "rPr", "trPr", "tcPr", "sdtPr", "sectPr", "tblPr")
UNSEEN = (
    *("moveFrom", "delText", "delInstrText", "sdtEndPr"),
    *("rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "sectPrChange"),
)
STARTS: Mapping[str, Callable[[Reader, str, Attributes], None]] = {
    **dict.fromkeys(PROPERTIES, Reader.enter_properties),
    **dict.fromkeys(UNSEEN, Reader.skip),
    **dict.fromkeys(SIGNS, Reader.say_sign),
    **dict.fromkeys(("p", "tbl", "tr", "tc"), Reader.open_block),
    **dict.fromkeys(("headerReference", "footerReference"), Reader.refer),
    **dict.fromkeys(("footnote", "endnote"), Reader.note),
    **dict.fromkeys(("Choice", "Fallback"), Reader.choose),
    **dict.fromkeys(CONTROL_NAMES, Reader.name_control),
    **dict.fromkeys(("t", "instrText"), Reader.hear),
    "r": Reader.enter_run,
    "sym": Reader.say_symbol,
    "br": Reader.break_line,
    "textpath": Reader.say_path,
    "altChunk": Reader.insert_file,
    "pStyle": Reader.style,
    "outlineLvl": Reader.outline,
    "vanish": Reader.hide,
    "vMerge": Reader.merge,
    "del": Reader.delete,
    "cellDel": Reader.drop_cell,
    "fldChar": Reader.code,
    "fldSimple": Reader.simple_code,
    "sdt": Reader.enter_control,
    "showingPlcHdr": Reader.empty_control,
    "sdtContent": Reader.open_control,
    "AlternateContent": Reader.enter_alternatives,
}
ENDS: Mapping[str, Callable[[Reader], None]] = {
    **dict.fromkeys(PROPERTIES, Reader.leave_properties),
    **dict.fromkeys(("tbl", "tr", "tc"), Reader.close_frame),
    "p": Reader.close_paragraph,
    "t": Reader.say_text,
    "instrText": Reader.say_code,
    "fldSimple": Reader.leave_code,
    "r": Reader.leave_run,
    "sdt": Reader.leave_control,
    "AlternateContent": Reader.leave_alternatives,
}
STARTERS = {
    name: (STARTS[tag], tag) for name, tag in NAMES.items() if tag in STARTS
}  # every element asks: by its whole name
ENDERS = {name: ENDS[tag] for name, tag in NAMES.items() if tag in ENDS}
