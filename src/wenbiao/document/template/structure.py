"""Checks on a template's structure: blocks that open and close, and what a missing branch would leave behind."""

from __future__ import annotations

from lxml import etree

from wenbiao.document.template.places import Element, W, text_of
from wenbiao.document.template.source import Source, Tag
from wenbiao.document.template.tags import Statement

LEVELS = {"p": "段", "tr": "行", "tc": "格"}
CARGO = {
    W + "drawing": "图片或图形",
    W + "pict": "图片或图形",
    W + "object": "嵌入的对象",
    W + "sectPr": "分节符",
    W + "footnoteReference": "脚注",
    W + "endnoteReference": "尾注",
    W + "fldChar": "域",
    W + "fldSimple": "域",
    W + "tbl": "另一张表格",
}
SPARE = "请在 {%p %} 之外再留一个空段落"
# What a container must never lose entirely: container → (what it needs, what would happen, what to do).
NEEDS = {
    W + "tbl": (
        W + "tr",
        "表格可能一行都不剩",
        "请在循环之外留一行（如表头），或加上 {%tr else %} 和一行“无”",
    ),
    W + "tr": (W + "tc", "这一行可能一格都不剩", "请在 {%tc %} 之外留一格"),
    W + "tc": (W + "p", "单元格末尾可能没有段落，Word 会认为文件已损坏", "请在这一格的最后再留一个空段落"),
    W + "txbxContent": (W + "p", "文本框可能一段都不剩", SPARE),
    W + "hdr": (W + "p", "页眉可能一段都不剩", SPARE),
    W + "ftr": (W + "p", "页脚可能一段都不剩", SPARE),
    W + "footnote": (W + "p", "脚注可能一段都不剩", SPARE),
    W + "endnote": (W + "p", "尾注可能一段都不剩", SPARE),
}

Read = list[tuple[Tag, Statement]]
Structural = dict[Element, Statement]


def check(source: Source, read: Read) -> bool:
    """Whether all blocks pair; notes in the source what is wrong with the structure of its tags."""
    for tag, _said in read:
        if tag.removed is not None:
            _check_removed(source, tag, tag.removed)
    paired = _paired(source, read)
    if paired:
        structural = {tag.removed: said for tag, said in read if tag.removed is not None}
        for holder, tag in {tag.holder: tag for tag, _said in read if tag.removed is not None}.items():
            _check_remains(source, holder, tag, structural)
            _check_tables(source, holder, structural)
    return paired


def _check_removed(source: Source, tag: Tag, removed: Element) -> None:
    """Whatever shares its paragraph, row or cell with a tag like {%p %} is dropped with it."""
    level = etree.QName(removed).localname
    name, alone = f"{{%{level} %}} 所在的{LEVELS[level]}", f"请让每个这样的标记独占一{LEVELS[level]}"
    sharing = [other for other in source.tags if other.removed is removed]
    if len(sharing) > 1 and tag is sharing[0]:
        source.note(tag.place, tag.text, f"{name}里有两个这样的标记", alone)
    if len(sharing) == 1 and text_of(removed) != tag.marker:
        source.note(tag.place, tag.text, f"{name}里还有别的内容，打印时会一起丢掉", alone)
    cargo = _cargo(removed)
    if cargo:
        source.note(tag.place, tag.text, f"{name}里还有{cargo}，打印时会一起丢掉", "请移到别的段落")


def _cargo(removed: Element) -> str:
    """What else than text stands in an element that is removed, in Chinese."""
    found = {CARGO[str(element.tag)] for element in removed.iter(*CARGO) if element is not removed}
    if any(one.get(W + "type") == "page" for one in removed.iter(W + "br")):
        found.add("分页符")
    return "、".join(sorted(found))


def _paired(source: Source, read: Read) -> bool:
    """Whether every block opens and closes, by tags of one level in one place; notes what does not."""
    begun: list[tuple[Tag, Statement]] = []
    before = len(source.findings)
    for tag, said in read:
        if said.verb in ("if", "for"):
            begun.append((tag, said))
        elif said.verb != "put" and not begun:
            source.note(
                tag.place, tag.text, f"这个 {said.verb} 前面没有对应的 if 或 for", "请删去，或补上开头"
            )
        elif said.verb != "put":
            _check_pair(source, begun[-1], (tag, said))
            if said.verb.startswith("end"):
                begun.pop()
    for tag, said in begun:
        source.note(
            tag.place,
            tag.text,
            f"这个 {said.verb} 没有结束",
            f"请在后面补上 {{%{said.level} end{said.verb} %}}",
        )
    return len(source.findings) == before


def _check_pair(source: Source, opener: tuple[Tag, Statement], other: tuple[Tag, Statement]) -> None:
    (begin, started), (tag, said) = opener, other
    foreign = {"for": ("elif", "endif"), "if": ("endfor",)}[started.verb]
    if said.verb in foreign:
        wrong, remedy = f"{said.verb} 和前面的 {begin.text} 对不上", f"这里应当先写 end{started.verb}"
    elif said.broken or started.broken:
        return
    elif said.level != started.level:
        wrong = f"它和开头的 {begin.text} 不是同一种标记"
        remedy = f"请把 {{%{said.level} 改成 {{%{started.level}"
    elif tag.holder is not begin.holder:
        wrong, remedy = f"它和开头的 {begin.text} {APART[started.level][0]}", APART[started.level][1]
    else:
        return
    source.note(tag.place, tag.text, wrong, remedy)


APART = {
    "": (
        "不在同一段，或者一个在超链接、修订里",
        "跨段落请用 {%p %}，跨表格行请用 {%tr %}；有修订时请先接受全部修订",
    ),
    "p": ("不在同一格或同一层", "请把开头和结尾移到同一处；跨表格行请用 {%tr %}"),
    "tr": ("不在同一张表里", "请把开头和结尾移到同一张表的两行里"),
    "tc": ("不在同一行里", "请把开头和结尾移到同一行的两格里"),
}


def _check_remains(source: Source, holder: Element, tag: Tag, structural: Structural) -> None:
    """Note a container that some answers would leave empty."""
    if str(holder.tag) in NEEDS:
        needed, wrong, remedy = NEEDS[str(holder.tag)]
        if not _certain(holder, needed, structural):
            source.note(tag.place, tag.text, wrong, remedy)


def _certain(holder: Element, needed: str, structural: Structural) -> bool:
    """Whether one needed child is there whatever the answers are: outside all blocks, or in every branch.

    After a table in a cell a paragraph must follow, so a table takes back what was certain before it.
    """
    blocks: list[tuple[bool, list[bool]]] = [(True, [False])]
    for child in holder:
        if child in structural:
            _step(blocks, structural[child])
        elif child.tag == needed:
            blocks[-1][1][-1] = True
        elif child.tag == W + "tbl":
            for _whole, branches in blocks:
                branches[-1] = False
    return blocks[0][1][0]


def _step(blocks: list[tuple[bool, list[bool]]], said: Statement) -> None:
    """Enter or leave a block. A block counts when it has an else, or splits a long text: that is never empty."""
    if said.verb in ("if", "for"):
        blocks.append((bool(said.word), [False]))
        return
    whole, branches = blocks.pop()
    if said.verb in ("elif", "else"):
        blocks.append((whole or said.verb == "else", [*branches, False]))
    else:
        blocks[-1][1][-1] |= whole and all(branches)


def _check_tables(source: Source, holder: Element, structural: Structural) -> None:
    """Note two tables with nothing but tags between them: Word would join them into one."""
    before: Element | None = None
    between: list[str] = []
    for child in holder:
        if child in structural:
            between.append(structural[child].verb)
            continue
        if child.tag == W + "tbl" and before is not None and between and not {"else", "elif"} & set(between):
            remedy = "请在两张表之间另加一个空段落"
            source.note(source.places.of(child), "", "和上一张表之间只有标记，打印后会连成一张表", remedy)
        before, between = (child if child.tag == W + "tbl" else None), []
