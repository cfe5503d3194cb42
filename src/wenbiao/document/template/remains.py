"""What is left where tags take paragraphs, rows or cells away: never nothing, and never two tables in one."""

from __future__ import annotations

from dataclasses import dataclass, field

from wenbiao.document.template.places import Element, W
from wenbiao.document.template.source import Source, Tag
from wenbiao.document.template.tags import Statement

SPARE = "请在 {%p %} 之外的最后再留一个空段落"
# What a container must never lose entirely: container → (what would happen, what to do).
LACKS = {
    W + "tbl": ("表格可能一行都不剩", "请在循环之外留一行（如表头），或加上 {%tr else %} 和一行“无”"),
    W + "tc": ("单元格末尾可能没有段落，Word 会认为文件已损坏", "请在这一格的最后再留一个空段落"),
    W + "txbxContent": ("文本框末尾可能没有段落", SPARE),
    W + "hdr": ("页眉末尾可能没有段落", SPARE),
    W + "ftr": ("页脚末尾可能没有段落", SPARE),
    W + "footnote": ("脚注末尾可能没有段落", SPARE),
    W + "endnote": ("尾注末尾可能没有段落", SPARE),
    W + "sdtContent": ("内容控件可能什么都不剩", "请删去这个内容控件（文字会留下），或在里面另留一个空段落"),
}
JOINED = ("和上一张表之间只有标签，打印后会连成一张表", "请在两张表之间另加一个空段落")
WRAPS = {W + "sdt", W + "sdtContent", W + "customXml"}
ENDING = {W + "p", W + "tbl", W + "tr", W + "tc", *WRAPS}

Structural = dict[Element, Statement]
Last = set[Element | str | None]


def check(source: Source, read: list[tuple[Tag, Statement]]) -> None:
    """Note containers that some answers would leave empty, and tables that would run into one. Blocks must pair."""
    structural = {tag.removed: said for tag, said in read if tag.removed is not None}
    for holder, tag in {tag.holder: tag for tag, _said in read if tag.removed is not None}.items():
        assert tag.removed is not None
        ends = _Ends(str(tag.removed.tag))
        for child in holder:
            ends.pass_by(child, structural.get(child))
        if str(holder.tag) in LACKS and ends.last != {ends.needed}:
            source.note(tag.place, tag.text, *LACKS[str(holder.tag)])
        for table in ends.joined:
            source.note(source.places.of(table), "", *JOINED)


@dataclass
class _Block:
    """A block under way: what may stand last before it and after its branches, and the tables it may begin with.

    `start` stands for the beginning of one turn of a loop.
    """

    said: Statement
    entry: Last
    start: Element
    exits: Last = field(default_factory=set)
    firsts: list[Element] = field(default_factory=list)
    whole: bool = False


@dataclass
class _Ends:
    """What may stand last in a container, whatever the answers are: a needed child, a table, or nothing (None).

    Of what is needed only the name is kept, of tables which one.
    """

    needed: str
    last: Last = field(default_factory=lambda: {None})
    joined: list[Element] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)

    def pass_by(self, child: Element, said: Statement | None) -> None:
        """Go on to the next child of the container; `said` is what its tag says."""
        if said is None or said.verb == "put":  # nobody knows what a tag without a verb takes away
            self._stay(child)
        elif said.verb in ("if", "for"):
            self._enter(child, said)
        else:
            self._leave(said)

    def _stay(self, child: Element) -> None:
        if child.tag == W + "tbl":
            self._meet(child)
            self.last = {child}
        elif _closing(child) == self.needed:
            self.last = {self.needed}

    def _meet(self, table: Element) -> None:
        """A table: which other may stand right before it."""
        for block in self.blocks:
            if block.start in self.last:
                block.firsts.append(table)
        if any(_is_table(last) for last in self.last - {table.getprevious()}):
            self.joined.append(table)

    def _enter(self, child: Element, said: Statement) -> None:
        # A text that is split into paragraphs has at least one.
        self.blocks.append(_Block(said, set(self.last), child, whole=bool(said.word)))
        if said.verb == "for":
            self.last.add(child)

    def _leave(self, said: Statement) -> None:
        block = self.blocks[-1]
        block.exits |= self._turned(block)
        self.last = set(block.entry)
        if said.verb in ("elif", "else"):
            block.whole = block.whole or said.verb == "else"
            block.firsts = []
            return
        self.last = block.exits | (set() if block.whole else block.entry)
        self.blocks.pop()

    def _turned(self, block: _Block) -> Last:
        """What may stand last at the end of a branch; the next turn of a loop follows right after it."""
        if any(map(_is_table, self.last)):
            self.joined += block.firsts
        return (self.last - {block.start}) | (block.entry if block.start in self.last else set())


def _closing(child: Element) -> str:
    """What a child ends with, where it is a content control; that some of it always stays is checked there."""
    inside = child if child.tag in WRAPS else ()
    last = next((one for one in reversed(inside) if one.tag in ENDING), None)
    return str(child.tag) if last is None else _closing(last)


def _is_table(last: Element | str | None) -> bool:
    return last is not None and not isinstance(last, str) and last.tag == W + "tbl"
