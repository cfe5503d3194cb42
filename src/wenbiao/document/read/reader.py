"""One part of a Word document → its blocks. A walker: the gate tells it tag by tag what the XML says.

Changes that were tracked count as accepted; what Word does not show, does not count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from wenbiao.document.read import looks
from wenbiao.document.read.blocks import Block
from wenbiao.document.read.control import NAMES as CONTROL_NAMES
from wenbiao.document.read.control import Control
from wenbiao.document.read.gate import NOT_WORD
from wenbiao.document.read.hearing import Attributes
from wenbiao.document.read.looks import PLAIN
from wenbiao.document.read.shown import SIGNS, Shown
from wenbiao.document.read.spelling import NAMES, says_yes, value_of
from wenbiao.errors import Refused

INSERTED_FILE = "［插入的文件］"
BOUND = "［绑定数据］"
TEXT_MAX = 4_000_000  # characters in one part; answers have 2 MiB, and most are printed once


@dataclass
class Reader(Shown):
    """`blocks` are what was read; `references` name the headers and footers, in order.

    `numbers`: the list and level that each open paragraph names itself, "" where its style does.
    """

    references: list[str] = field(default_factory=list)
    numbers: list[list[str]] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    length: int = 0

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
        elif self.strangers.get(name) or (name not in self.strangers and self.meet(name)):
            self.strange += 1

    def end(self, name: str, /) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        ended = ENDERS.get(name)
        if ended is not None:
            ended(self)
        elif self.strangers.get(name):
            self.strange -= 1

    def text(self, text: str, /) -> None:
        if self.hears and not self.skipped:
            self.words.append(text)
            self.length += len(text)
            if self.length > TEXT_MAX:
                raise Refused(f"文档里的文字超过 {TEXT_MAX // 10_000} 万字", NOT_WORD)

    # Paragraphs and tables.

    def open_paragraph(self, _tag: str, _attributes: Attributes) -> None:
        self.holders.open_paragraph()
        self.styles.append("")
        self.numbers.append(["", ""])
        self.paragraphs.append(self.around.styles.look("", self.tables[-1] if self.tables else ""))

    def close_paragraph(self) -> None:
        self.paragraphs.pop()
        (number, level), style = self.numbers.pop(), self.styles.pop()
        if self.around.numbering.chosen:
            styled = self.around.styles.number(style)
            self.holders.number(self.around.numbering.sign(number or styled[0], level or styled[1]))
        self.holders.close_paragraph()

    def open_frame(self, tag: str, _attributes: Attributes) -> None:
        if tag == "tbl":
            self.tables.append("")
            self.holders.open_table()
        elif tag == "tr":
            self.holders.open_row()
        else:
            self.grounds.append(PLAIN)
            self.holders.open_cell()

    def close_frame(self) -> None:
        self.holders.close()

    def close_table(self) -> None:
        self.tables.pop()
        self.holders.close()

    def close_cell(self) -> None:
        self.grounds.pop()
        self.holders.close()

    def insert_file(self, _tag: str, _attributes: Attributes) -> None:
        self.holders.stand_in(INSERTED_FILE)

    # Properties.

    def enter_properties(self, tag: str, _attributes: Attributes) -> None:
        self.properties.append(tag)

    def leave_properties(self) -> None:
        self.properties.pop()

    def delete(self, _tag: str, _attributes: Attributes) -> None:
        """Deleted text, or the mark that a paragraph or row was deleted."""
        if self.properties == ["pPr", "rPr"]:
            self.holders.join_next()
        elif self.properties == ["trPr"]:
            self.holders.drop()
        self.skip()

    def drop_cell(self, _tag: str, _attributes: Attributes) -> None:
        self.holders.drop()

    def hide_row(self, _tag: str, attributes: Attributes) -> None:
        if self.properties == ["trPr"] and says_yes(attributes):
            self.holders.drop()

    def clip_row(self, _tag: str, attributes: Attributes) -> None:
        """A row too low for any letter."""
        if self.properties == ["trPr"] and looks.is_too_low(attributes):
            self.holders.drop()

    def join(self, _tag: str, attributes: Attributes) -> None:
        """A cell that is one with the cell to its left shows nothing of its own."""
        if self.properties == ["tcPr"] and value_of(attributes) != "restart":
            self.holders.drop()

    def merge(self, _tag: str, attributes: Attributes) -> None:
        if self.properties == ["tcPr"] and value_of(attributes) != "restart":
            self.holders.merge()

    def style(self, _tag: str, attributes: Attributes) -> None:
        if self.properties == ["pPr"] and self.styles:
            name = self.styles[-1] = value_of(attributes)
            self.holders.style(name)
            self.paragraphs[-1] = self.around.styles.look(name, self.tables[-1] if self.tables else "")

    def number(self, tag: str, attributes: Attributes) -> None:
        if self.properties == ["pPr"] and self.numbers:
            self.numbers[-1][tag == "ilvl"] = value_of(attributes)

    def outline(self, _tag: str, attributes: Attributes) -> None:
        if self.properties == ["pPr"] and value_of(attributes) != "9":  # 9: body text
            self.holders.style("heading")

    def refer(self, _tag: str, attributes: Attributes) -> None:
        self.references += [value for name, value in attributes.items() if name.endswith("}id")]

    # Controls.

    def enter_control(self, _tag: str, _attributes: Attributes) -> None:
        self.controls.append(Control(self.controls[-1].pointer if self.controls else ""))

    def name_control(self, tag: str, attributes: Attributes) -> None:
        if self.controls and self.properties == ["sdtPr"]:
            self.controls[-1].name(tag, value_of(attributes))

    def empty_control(self, _tag: str, attributes: Attributes) -> None:
        if self.controls and self.properties == ["sdtPr"] and says_yes(attributes):
            self.controls[-1].empty = True

    def bind_control(self, _tag: str, _attributes: Attributes) -> None:
        if self.controls and self.properties == ["sdtPr"]:
            self.controls[-1].bound = True

    def open_control(self, _tag: str, _attributes: Attributes) -> None:
        if not self.controls:
            return
        if self.controls[-1].bound:
            self.say(BOUND)
        self.controls[-1].entered = True
        if self.controls[-1].pointer:
            self.holders.say("", self.controls[-1].pointer, self.codes)

    def leave_control(self) -> None:
        left = self.controls.pop()
        if self.controls:
            self.controls[-1].leave(left)


PROPERTIES = ("pPr", "rPr", "trPr", "tcPr", "sdtPr", "sectPr", "tblPr", "solidFill")
UNSEEN = (
    *("moveFrom", "delInstrText", "sdtEndPr"),
    *("rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange", "sectPrChange"),
)
STARTS: Mapping[str, Callable[[Reader, str, Attributes], None]] = {
    **dict.fromkeys(PROPERTIES, Reader.enter_properties),
    **dict.fromkeys(UNSEEN, Reader.skip),
    **dict.fromkeys(SIGNS, Reader.say_sign),
    **dict.fromkeys(("tbl", "tr", "tc"), Reader.open_frame),
    **dict.fromkeys(("headerReference", "footerReference"), Reader.refer),
    **dict.fromkeys(("Choice", "Fallback"), Reader.choose),
    **dict.fromkeys(CONTROL_NAMES, Reader.name_control),
    **dict.fromkeys(("t", "delText", "instrText"), Reader.hear),
    **dict.fromkeys(("drawing", "pict", "object"), Reader.enter_drawing),
    **dict.fromkeys(("numId", "ilvl"), Reader.number),
    **dict.fromkeys(looks.KNOWN, Reader.look),
    "textFill": Reader.enter_fill,
    "fillColor": Reader.fill,
    "fade": Reader.fade,
    "p": Reader.open_paragraph,
    "r": Reader.enter_run,
    "sym": Reader.say_symbol,
    "br": Reader.break_line,
    "textpath": Reader.say_path,
    "fill": Reader.say_fill,
    "collapsed": Reader.fold,
    "altChunk": Reader.insert_file,
    "pStyle": Reader.style,
    "rStyle": Reader.style_run,
    "tblStyle": Reader.style_table,
    **dict.fromkeys(("shd", "spacing"), Reader.place_look),
    "trHeight": Reader.clip_row,
    "outlineLvl": Reader.outline,
    "hidden": Reader.hide_row,
    "hMerge": Reader.join,
    "vMerge": Reader.merge,
    "del": Reader.delete,
    "cellDel": Reader.drop_cell,
    "fldChar": Reader.code,
    "fldSimple": Reader.simple_code,
    "sdt": Reader.enter_control,
    "showingPlcHdr": Reader.empty_control,
    "dataBinding": Reader.bind_control,
    "sdtContent": Reader.open_control,
    "AlternateContent": Reader.enter_alternatives,
}
ENDS: Mapping[str, Callable[[Reader], None]] = {
    **dict.fromkeys((*PROPERTIES, "textFill"), Reader.leave_properties),
    **dict.fromkeys(("t", "delText"), Reader.say_text),
    **dict.fromkeys(("drawing", "pict", "object"), Reader.leave_drawing),
    **dict.fromkeys(("Choice", "Fallback"), Reader.leave_choice),
    "tbl": Reader.close_table,
    "tr": Reader.close_frame,
    "tc": Reader.close_cell,
    "p": Reader.close_paragraph,
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
