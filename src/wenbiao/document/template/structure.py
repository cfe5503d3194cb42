"""Blocks of a template: each opens and closes in one place, not too deep, and a loop in a loop goes through its row."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

from wenbiao.document.template import grid, remains, removal
from wenbiao.document.template.places import Element, W
from wenbiao.document.template.source import Source, Tag
from wenbiao.document.template.tags import Statement

DEEPEST = 20  # blocks within blocks: far more than a person can read, far less than Python's stack

APART = {
    "": ("不在同一段", "跨段落请用 {%p %}，跨表格行请用 {%tr %}"),
    "p": ("不在同一格或同一层", "请把开头和结尾移到同一处；跨表格行请用 {%tr %}"),
    "tr": ("不在同一张表里", "请把开头和结尾移到同一张表的两行里"),
    "tc": ("不在同一行里", "请把开头和结尾移到同一行的两格里"),
}

WITHIN = {  # level → what the ends of a block must share
    "": (W + "p",),
    "p": tuple(W + name for name in ("tc", "txbxContent", "body", "hdr", "ftr", "footnote", "endnote")),
    "tr": (W + "tbl",),
    "tc": (W + "tr",),
}

WRAPS = {  # what may stand around what the ends of a block take up → what it is called, and how to take it away
    W + "sdt": ("内容控件", "在控件上按右键选“删除内容控件”，文字会留下"),
    W + "hyperlink": ("超链接", "在链接上按右键选“取消超链接”"),
    W + "smartTag": ("智能标记", "删去标记所在的文字后重新输入"),
}
OTHER_WRAP = ("特殊格式", "删去这处文字后重新输入")

Read = list[tuple[Tag, Statement]]


def check(source: Source, read: Read) -> bool:
    """Whether all blocks are whole; notes in the source what is wrong with the structure of its tags."""
    alone = removal.check(source)
    whole = _paired(source, read) and alone
    if whole:
        clear = _clear(read)
        remains.check(source, clear)
        grid.check(source, clear)
    return whole


def too_deep(read: Read) -> bool:
    """Whether blocks are nested so deep that nothing may go through them."""
    depths = accumulate((said.verb in ("if", "for")) - said.verb.startswith("end") for _tag, said in read)
    return max(depths, default=0) > DEEPEST


def _clear(read: Read) -> Read:
    """What tags say of what they take away: nothing in a block of which a malformed tag hides where it belongs."""
    said = dict(read)
    begun: list[list[Tag]] = []
    for tag, statement in read:
        if statement.verb in ("if", "for"):
            begun.append([tag])
        elif statement.verb != "put":
            begun[-1].append(tag)
        if statement.verb.startswith("end"):
            block = begun.pop()
            if len(set(map(_where, block))) > 1:
                said |= {one: replace(said[one], verb="put", broken=True) for one in block}
    return list(said.items())


def _where(tag: Tag) -> tuple[Element, str]:
    """The element that holds what goes with a tag, and what that is."""
    return tag.holder, "" if tag.removed is None else str(tag.removed.tag)


def _paired(source: Source, read: Read) -> bool:
    """Whether every block opens and closes, by tags of one level in one place; notes what does not."""
    begun: Read = []
    finished: set[Tag] = set()  # the openers of blocks that had their else
    before, lacking = len(source.findings), _lacking(read)
    for tag, said in read:
        if said.verb in ("if", "for"):
            _check_nested(source, begun, tag, said)
            begun.append((tag, said))
        elif said.verb != "put" and not begun:
            wrong = f"这个 {said.verb} 前面没有对应的 if 或 for"
            source.note(tag.place, tag.text, wrong, "请删去，或补上开头")
        elif said.verb != "put":
            _check_pair(source, begun[-1], (tag, said))
            _check_order(source, finished, begun[-1][0], (tag, said))
            if lacking > 0 and _ends_outer(begun, said):
                begun.pop()
                lacking -= 1
            if said.verb.startswith("end"):
                begun.pop()
    _check_closed(source, begun)
    return len(source.findings) == before


def _lacking(read: Read) -> int:
    """How many ends are missing in all."""
    return sum((said.verb in ("if", "for")) - said.verb.startswith("end") for _tag, said in read)


def _ends_outer(begun: Read, said: Statement) -> bool:
    """Whether an end does not fit its block, but the one around it."""
    kinds = [f"end{opener.verb}" for _tag, opener in begun[-2:]]
    return len(kinds) > 1 and kinds[0] == said.verb != kinds[1]


def _check_closed(source: Source, begun: Read) -> None:
    """Note the blocks that are left without an end."""
    for tag, said in begun:
        remedy = f"请在后面补上 {{%{said.level} end{said.verb} %}}"
        source.note(tag.place, tag.text, f"这个 {said.verb} 没有结束", remedy)


def _check_nested(source: Source, begun: Read, tag: Tag, said: Statement) -> None:
    """Note blocks too deep, and a loop whose work would be that of the loop around it many times over."""
    loops = [outer for _tag, outer in begun if outer.verb == "for"]
    if len(begun) == DEEPEST:
        source.note(tag.place, tag.text, f"条件和循环套了超过 {DEEPEST} 层", "请拆开，或去掉多余的层")
    if said.verb == "for" and loops and said.path and said.path[0] != loops[-1].name:
        wrong = f"循环里再套循环，要取外面那一行里的内容，即 {loops[-1].name}. 后面的名称"
        source.note(tag.place, tag.text, wrong, "请核对名称，或把里面的循环移到外面的循环之后")


def _check_order(source: Source, finished: set[Tag], begin: Tag, other: tuple[Tag, Statement]) -> None:
    """Note a branch after the else of its block, as it would never be printed."""
    tag, said = other
    if said.verb in ("elif", "else") and begin in finished:
        wrong = f"{begin.text} 已经有一个 else，再写 {said.verb}，后面的内容永远不会打印"
        remedy = "请只留一个 else" if said.verb == "else" else "请把 elif 移到 else 前面"
        source.note(tag.place, tag.text, wrong, f"{remedy}；它属于另一个条件时，请先补上那个条件的开头")
    if said.verb == "else":
        finished.add(begin)


def _check_pair(source: Source, opener: tuple[Tag, Statement], other: tuple[Tag, Statement]) -> None:
    (begin, started), (tag, said) = opener, other
    foreign = {"for": ("elif", "endif"), "if": ("endfor",)}[started.verb]
    if said.verb in foreign:
        wrong, remedy = f"{said.verb} 和前面的 {begin.text} 对不上", f"这里应当先写 end{started.verb}"
    elif said.broken or started.broken:
        return
    elif said.level != started.level:
        wrong = f"它和开头的 {begin.text} 不是同一种标签"
        remedy = f"请把 {{%{said.level} 改成 {{%{started.level}"
    elif tag.holder is not begin.holder:
        apart, remedy = _split(begin, tag, said.level)
        wrong = f"它和开头的 {begin.text} {apart}"
    else:
        return
    source.note(tag.place, tag.text, wrong, remedy)


def _split(begin: Tag, end: Tag, level: str) -> tuple[str, str]:
    """What keeps the ends of a block apart, and what to do: another level of tag does not help out of a control."""
    lines = [[tag.holder, *tag.holder.iterancestors()] for tag in (begin, end)]
    first, second = (next((one for one in line if one.tag in WITHIN[level]), None) for line in lines)
    if first is None or first is not second:
        return APART[level]
    around = [one for line in lines for one in line if not all(one in other for other in lines)]
    name, remedy = next((WRAPS[str(one.tag)] for one in around if one.tag in WRAPS), OTHER_WRAP)
    return f"不都在同一个{name}里", f"请把这两个标签都放在{name}外面，或都放在里面；也可以{remedy}"
