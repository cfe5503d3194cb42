"""What must not stand twice in a document, and so not in a loop: ids, bookmarks, drawings.

Word writes bookmarks and paragraph ids into everything; a maintainer never sees them, so they are taken out
without a word. A bookmark that would lose one of its ends is taken out too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from wenbiao.document.template.opened import OFFICE
from wenbiao.document.template.places import Element, W
from wenbiao.document.template.source import MARKER, Source, Tag, take_out
from wenbiao.document.template.tags import Statement

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
ENDS = {W + "bookmarkStart": "bookmark", W + "bookmarkEnd": "bookmark",
        W + "permStart": "permission", W + "permEnd": "permission"}  # fmt: skip
SINGLE = {W + "drawing": "图片或图形", W + "pict": "图片或图形", W + "object": "嵌入的对象",
          W + "footnoteReference": "脚注", W + "endnoteReference": "尾注"}  # fmt: skip
# The words of a note stand in another part, and would stay there.
NOTES = (W + "footnoteReference", W + "endnoteReference")

CROSSING = (
    "域（如目录、页码、交叉引用）的开头和结尾不在同一个条件或循环里，打印后会损坏文书",
    "请把整个域放进去，或把它移出来",
)

LOST = "这里引用了“{}”，{}，{}"
PLAIN = "或者选中引用，按 Ctrl+Shift+F9 把它变成普通文字"
Why = tuple[str, str]  # why a bookmark goes, and what to do about what refers to it
REPEATED: Why = ("那一处的书签要从循环里去掉", f"请引用循环外面的内容，{PLAIN}")
WITH_TAG: Why = ("书签所在的段落只写着标签，不会留在文书里", f"请把书签移到别的段落，{PLAIN}")
HALVED: Why = ("那一处书签的开头和结尾不在同一个条件里，要去掉", f"请把整个书签放进条件或移出来，{PLAIN}")
MISSING, DEAD = "Word 更新引用时会印出“错误！未找到引用源”", "链接会失效"
REFERS = re.compile(r"\b(?:REF|PAGEREF|NOTEREF|FTNREF)\s+\"?([^\s\"\\]+)", re.IGNORECASE)
LINKS = re.compile(  # \l is a place in this document where no other document is named before it
    r"\bHYPERLINK\s+(?:\"\"\s+)?(?:\\[a-z]\s+(?:\"[^\"]*\"\s+)?)*?\\l\s+\"?([^\s\"]+)", re.IGNORECASE
)
RELATED = f"{{{OFFICE}}}id"
CONTENTS = "_toc"  # a table of contents makes its bookmarks anew

Blocks = tuple[int, ...]
End = tuple[Blocks, Why | None, Element]  # of a bookmark: what is around it, and why it must go
Walked = list[tuple[Element, Blocks, bool]]


def clean(source: Source, read: list[tuple[Tag, Statement]]) -> dict[str, Why]:
    """Take out of loops what must not stand twice; note in the source what cannot be taken out.

    Gives the names of the bookmarks that were taken out, in small letters, and why.
    """
    marks: dict[tuple[str, str], list[End]] = {}
    walked = list(_walk(source.root, read))
    _check_fields(source, walked)
    for element, blocks, removed in walked:
        repeated = any(read[number][1].verb == "for" for number in blocks)
        if element.tag in ENDS:
            key = (ENDS[str(element.tag)], str(element.get(W + "id")))
            why = REPEATED if repeated else WITH_TAG if removed else None
            marks.setdefault(key, []).append((blocks, why, element))
        if repeated and not removed:
            _clean_repeated(source, element)
        elif blocks and not removed and element.tag in NOTES:
            _note_conditional(source, element)
    return dict(_take_out(marks.values()))


def _take_out(marks: Iterable[list[End]]) -> Iterator[tuple[str, Why]]:
    """Take out what stands twice or would lose an end; the names, and why."""
    for ends in marks:
        reasons = [why for _blocks, why, _element in ends if why]
        if reasons or len({blocks for blocks, _why, _element in ends}) > 1:
            for _blocks, _why, element in ends:
                take_out(element)
                yield str(element.get(W + "name", "")).lower(), (reasons or [HALVED])[0]


def check_references(source: Source, lost: Mapping[str, Why]) -> None:
    """Note references to bookmarks that were taken out of this part or another."""
    for paragraph in source.root.iter(W + "p") if lost else ():
        for name, then in dict.fromkeys(_references(paragraph)):
            why = lost.get(name.lower())
            if why and not name.lower().startswith(CONTENTS):
                source.note(source.places.of(paragraph), "", LOST.format(name, why[0], then), why[1])


def _references(paragraph: Element) -> Iterator[tuple[str, str]]:
    """The bookmarks that fields and links name, as they are written, and what becomes of one without its bookmark."""
    codes = "".join(one.text or "" for one in paragraph.iter(W + "instrText"))
    for code in (codes, *(one.get(W + "instr", "") for one in paragraph.iter(W + "fldSimple"))):
        yield from ((name, MISSING) for name in REFERS.findall(code))
        yield from ((name, DEAD) for name in LINKS.findall(code))
    for link in paragraph.iter(W + "hyperlink"):
        if link.get(RELATED) is None:  # else the place is in another document
            yield str(link.get(W + "anchor", "")), DEAD


def _walk(root: Element, read: list[tuple[Tag, Statement]]) -> Iterator[tuple[Element, Blocks, bool]]:
    """Every element in order, with the numbers of the blocks around it, and whether it goes with its tag."""
    begun: list[int] = []
    removed = {tag.removed for tag, _said in read if tag.removed is not None}
    for element in root.iter(etree.Element):
        gone = element in removed or any(one in removed for one in element.iterancestors())
        yield element, tuple(begun), gone
        if element.tag == W + "t":
            for number in map(int, MARKER.findall(element.text or "")):
                _enter(begun, number, read[number][1].verb)


def _enter(begun: list[int], number: int, verb: str) -> None:
    if verb in ("if", "for"):
        begun.append(number)
    elif verb in ("elif", "else"):
        begun[-1] = number
    elif verb != "put":
        begun.pop()


def _check_fields(source: Source, walked: Walked) -> None:
    """Note fields that some answers would leave without their beginning or end."""
    begun: list[Blocks] = []
    for element, blocks, _removed in walked:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            begun.append(blocks)
        elif kind and begun and begun[-1] != blocks:
            source.note(source.places.of(element), "", *CROSSING)
            return
        if kind == "end":
            begun[-1:] = []


def _clean_repeated(source: Source, element: Element) -> None:
    for name in (W14 + "paraId", W14 + "textId"):
        element.attrib.pop(name, None)
    parent = element.getparent()
    if element.tag == W + "id" and parent is not None and parent.tag == W + "sdtPr":
        parent.remove(element)
    if element.tag in SINGLE:
        wrong = f"循环里有{SINGLE[str(element.tag)]}，打印几行就会重复几次，编号会冲突"
        source.note(source.places.of(element), "", wrong, "请移到循环外面")


def _note_conditional(source: Source, element: Element) -> None:
    kind = SINGLE[str(element.tag)]
    wrong = f"条件里有{kind}，条件不成立时{kind}的文字仍会留在文书的文件里"
    source.note(source.places.of(element), "", wrong, f"请把{kind}放到条件外面，或改写在正文里")
