"""One part of a Word document, with its tags found, joined and numbered.

Word splits what is typed over several runs. Here each tag is put back into the run where it begins, and
replaced by its number, so that docxtpl's patching sees plain tags only: {%tr 17 %}.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from lxml import etree

from wenbiao.document.template.parts import markup_of
from wenbiao.document.template.places import Element, Places, W
from wenbiao.errors import Finding

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MARKER = re.compile(r"\{[{%](?:p|tr|tc)? (\d+) [%}]\}")  # what `_numbered` makes of a tag
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
LEVEL = re.compile(r"\{%(p|tr|tc)\s")
BRACES = re.compile("[{}]|｛[｛{%％]|[%％｝}]｝")
REMOVED = {"p": W + "p", "tr": W + "tr", "tc": W + "tc"}
APART = {  # what stands in a run beside w:t → what it is inside a tag; white space is allowed there, as when typed
    **dict.fromkeys((W + "br", W + "cr", W + "tab", W + "ptab"), " "),
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
    **dict.fromkeys((W + "sym", W + "footnoteReference", W + "endnoteReference"), "\ufffc"),
}
WIDE = re.compile("[｛{][｛{%％].*?[%％}｝][}｝]")
WHOLE = "标签要完整地写在同一段里，如 {{ project.name }}；正文里确实需要花括号时请用全角的 ｛ ｝"
LOOSE = ("标签不在段落的普通文字里", "请用 Word 打开，删去这处文字后重新输入")


@dataclass(frozen=True, eq=False)
class Tag:
    """A tag where it stands. `run` holds its text and style; `removed` is the paragraph, row or cell that goes with it.

    `marker` is its number as it stands in the tree; `holder` is the element that the start and the end of a block must share, so that what lies between
    them is whole: the table for rows, the row for cells, whatever holds the paragraph or the run.
    """

    text: str
    marker: str
    place: str
    run: Element
    removed: Element | None
    holder: Element


@dataclass
class Source:
    """A part's tree, with numbers for tags; `tags[n]` is the tag numbered n, in the order of the XML."""

    file: str
    root: Element
    places: Places
    tags: list[Tag] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, place: str, tag: str, wrong: str, remedy: str) -> None:
        """Keep a finding about this part."""
        self.findings.append(Finding(self.file, place, tag, wrong, remedy))

    def xml(self) -> str:
        """The part as text, with its tags numbered."""
        return etree.tostring(self.root, encoding="unicode")


def read(file: str, title: str, xml: bytes) -> Source:
    """The tags of one part (title: 正文, 页眉 …), and findings about text that looks like half a tag."""
    root = markup_of(xml)
    source = Source(file, root, Places(root, title))
    typed: dict[Element, _Typed] = {}
    for paragraph in root.iter(W + "p"):
        typed |= _typed(source, paragraph)
    for text in root.iter(W + "t"):  # a text box stands in the middle of the paragraph that it is tied to
        if text in typed:
            _mark(source, text, typed[text])
        else:
            _disarm(source, text)
    return source


def take_out(element: Element) -> None:
    """Take an element out of its tree."""
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def own_texts(element: Element) -> Iterator[Element]:
    """The w:t of a paragraph and what stands beside them, without those of text boxes inside it."""
    for child in element:
        if child.tag == W + "t" or (child.tag in APART and element.tag == W + "r"):
            yield child
        elif child.tag != W + "p":
            yield from own_texts(child)


@dataclass
class _Typed:
    """What stays in one w:t: plain text, and at the odd places the tags that begin in it."""

    place: str
    pieces: list[str] = field(default_factory=lambda: [""])


def _typed(source: Source, paragraph: Element) -> dict[Element, _Typed]:
    """What stays in each w:t of a paragraph that holds tags."""
    texts = list(own_texts(paragraph))
    said = [_said(text) for text in texts]
    whole = "".join(said)
    place = source.places.of(paragraph) if BRACES.search(whole) else ""
    if any(BRACES.search(one) and not _is_plain(text) for text, one in zip(texts, said, strict=True)):
        source.note(place, whole.strip(), *LOOSE)
        return {}
    if not place or _is_half(source, place, TAG.sub(" ", whole)):
        return {}
    typed = {text: _Typed(place) for text in texts}
    _deal(whole, [0, *accumulate(map(len, said))][:-1], typed)
    return {text: own for text, own in typed.items() if _is_plain(text)}


def _is_plain(text: Element) -> bool:
    """Whether it is a w:t of a run; what programs write that do not know a sign stands in a w:t elsewhere."""
    return bool(text.tag == W + "t") and next(text.iterancestors()).tag == W + "r"


def _said(text: Element) -> str:
    if text.tag == W + "br" and text.get(W + "type") in ("page", "column"):
        return "\ufffc"  # a new page is more than white space: in a tag it would be lost
    if text.tag != W + "t":
        return APART[str(text.tag)]
    words = text.text or ""
    return words if _is_plain(text) or BRACES.search(words) else "\ufffc" * len(words)


def _is_half(source: Source, place: str, rest: str) -> bool:
    """Whether what is left of a paragraph without its tags looks like half a tag; that is a finding."""
    brace = BRACES.search(rest)
    if not brace:
        return False
    if wide := WIDE.search(rest):
        wrong, remedy = "标签的花括号或百分号是全角的", "请在英文输入法下重新输入这个标签"
        source.note(place, wide[0], wrong, remedy)
    else:
        near = rest[max(brace.start() - 12, 0) : brace.end() + 12].strip()
        source.note(place, near, "有没写完的标签或多出来的花括号", WHOLE)
    return True


def _deal(whole: str, starts: list[int], typed: dict[Element, _Typed]) -> None:
    """Give each w:t its own text; a tag goes to the one where it begins, and what stands in it is taken out."""
    texts, own = list(typed), list(typed.values())
    end = 0
    for match in TAG.finditer(whole):
        _spread(whole, end, match.start(), starts, own)
        first = bisect_right(starts, match.start()) - 1
        own[first].pieces += (match[0], "")
        end = match.end()
        for inside in texts[first : bisect_right(starts, end - 1)]:
            if inside.tag in APART:
                take_out(inside)
    _spread(whole, end, len(whole), starts, own)


def _spread(whole: str, begin: int, end: int, starts: list[int], typed: list[_Typed]) -> None:
    """Add a stretch of plain text to the w:t that it stands in."""
    while begin < end:
        index = bisect_right(starts, begin) - 1
        stop = min([end, *starts[index + 1 : index + 2]])
        typed[index].pieces[-1] += whole[begin:stop]
        begin = stop


def _mark(source: Source, text: Element, typed: _Typed) -> None:
    """Write a w:t anew, with numbers for its tags."""
    words = typed.pieces[:1]
    for said, after in _pairs(typed.pieces[1:]):
        tag = _tag(source, said, typed.place, text)
        source.tags.append(tag)
        words += (tag.marker, after)
    text.text = "".join(words)
    text.set(SPACE, "preserve")


def _disarm(source: Source, text: Element) -> None:
    """A text without tags, or with refused ones: what looks like a number in it must not be taken for a tag's."""
    if BRACES.search(text.text or ""):
        if next(text.iterancestors(W + "p"), None) is None:
            source.note(source.places.of(text), (text.text or "").strip(), *LOOSE)
        text.text = (text.text or "").replace("}", "｝")


def _pairs(pieces: list[str]) -> Iterable[tuple[str, str]]:
    return zip(pieces[::2], pieces[1::2], strict=True)


def _tag(source: Source, tag: str, place: str, text: Element) -> Tag:
    run = text.getparent()
    assert run is not None
    level = LEVEL.match(tag)
    removed = next(run.iterancestors(REMOVED[level[1]]), None) if level else None
    if (
        removed is not None
        and removed.tag != W + "p"
        and next(removed.iterancestors(W + "tbl"), None) is None
    ):
        removed = None  # a row or cell of no table, as no program writes it
    if level and removed is None:
        source.note(place, tag, f"{{%{level[1]} %}} 只能写在表格里", "请改用 {%p %}，或把它移到表格里")
    inner = run if removed is None else removed
    holder = inner.getparent()
    assert holder is not None
    return Tag(tag, _numbered(tag, len(source.tags)), place, run, removed, holder)


def _numbered(tag: str, number: int) -> str:
    if tag.startswith("{{"):
        return f"{{{{ {number} }}}}"
    level = LEVEL.match(tag)
    return f"{{%{level[1] if level else ''} {number} %}}"
