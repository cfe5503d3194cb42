"""One part of a Word document, with its tags found, joined and numbered.

Word splits what is typed over several runs. Here each tag is put back into the run where it begins, and
replaced by its number, so that docxtpl's patching sees plain tags only: {%tr 17 %}.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from wenbiao.document.template.parts import parse
from wenbiao.document.template.places import Element, Places, W
from wenbiao.errors import Finding

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
BEGINS = re.compile(r"\{\{|\{%|\{#")
LEVEL = re.compile(r"\{%(p|tr|tc)\s")
BRACES = re.compile("[{}]|｛[｛{%％]|[%％｝}]｝")
REMOVED = {"p": W + "p", "tr": W + "tr", "tc": W + "tc"}
DELETED = (W + "del", W + "moveFrom")
WHOLE = "标记要完整地写在同一段里，如 {{ project.name }}；正文里确实需要花括号时请用全角的 ｛ ｝"


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
    """A part's tree, with numbers for tags; `tags[n]` is the tag numbered n."""

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
    """The tags of one part (title: 正文, 页眉 …), and findings about tags that cannot work where they are."""
    root = parse(xml)
    source = Source(file, root, Places(root, title))
    for element in root.iter(etree.Element):
        _check_elsewhere(source, element)
    for paragraph in list(root.iter(W + "p")):
        _read_paragraph(source, paragraph)
    return source


def _check_elsewhere(source: Source, element: Element) -> None:
    """A tag in an attribute, a field's instruction, a drawing or a deletion is never printed."""
    for value in filter(BEGINS.search, map(str, element.attrib.values())):
        wrong = "标记写在了属性里（如图片的替代文字、书签名），不会被打印"
        source.note(source.places.of(element), value, wrong, "请删去，或改写到正文里")
    text = element.text or ""
    if element.tag == W + "t" or not BEGINS.search(text):
        return
    if element.tag == W + "delText":
        source.note(
            source.places.of(element), text, "修订中已删除的文字里还有标记", "请在 Word 里接受全部修订后保存"
        )
    else:
        wrong = "标记写在了不会打印的地方（域代码、公式或图形文字）"
        source.note(source.places.of(element), text, wrong, "请改写到普通文字里；图形里的文字请改用文本框")


def own_texts(element: Element) -> Iterator[Element]:
    """The w:t of a paragraph, without those of text boxes inside it."""
    for child in element:
        if child.tag == W + "t":
            yield child
        elif child.tag != W + "p":
            yield from own_texts(child)


def _read_paragraph(source: Source, paragraph: Element) -> None:
    texts = list(own_texts(paragraph))
    whole = "".join(text.text or "" for text in texts)
    found = list(TAG.finditer(whole))
    rest = TAG.sub(" ", whole)
    brace = BRACES.search(rest)
    if brace:
        near = rest[max(brace.start() - 12, 0) : brace.end() + 12].strip()
        source.note(source.places.of(paragraph), near, "有没写完的标记或多出来的花括号", WHOLE)
        return
    starts = _starts(texts)
    first = len(source.tags)
    for match in found:
        source.tags.append(_tag(source, match[0], texts[bisect_right(starts, match.start()) - 1], paragraph))
    for tag, match in reversed(list(zip(source.tags[first:], found, strict=True))):
        _mark(texts, starts, match, tag.marker)  # backwards: the offsets before it stay true


def _starts(texts: list[Element]) -> list[int]:
    """Where each w:t begins in the text of its paragraph."""
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text.text or "")
    return starts


def _mark(texts: list[Element], starts: list[int], match: re.Match[str], marker: str) -> None:
    """Put a tag's number into the w:t where the tag begins, and take the tag's text out of those it spans."""
    first, last = bisect_right(starts, match.start()) - 1, bisect_left(starts, match.end()) - 1
    head = (texts[first].text or "")[: match.start() - starts[first]]
    tail = (texts[last].text or "")[match.end() - starts[last] :]
    for text in texts[first : last + 1]:
        text.text = ""
        text.set(SPACE, "preserve")
    texts[last].text = tail
    texts[first].text = head + marker + (tail if first == last else "")


def _numbered(tag: str, number: int) -> str:
    if tag.startswith("{{"):
        return f"{{{{ {number} }}}}"
    level = LEVEL.match(tag)
    return f"{{%{level[1] if level else ''} {number} %}}"


def _tag(source: Source, tag: str, text: Element, paragraph: Element) -> Tag:
    place = source.places.of(paragraph)
    run = text.getparent()
    assert run is not None
    level = LEVEL.match(tag)
    if next(run.iterancestors(*DELETED), None) is not None:
        source.note(place, tag, "修订中已移走或删除的文字里还有标记", "请在 Word 里接受全部修订后保存")
    removed = next(run.iterancestors(REMOVED[level[1]]), None) if level else None
    if level and removed is None:
        source.note(place, tag, f"{{%{level[1]} %}} 只能写在表格里", "请改用 {%p %}，或把它移到表格里")
    inner = run if removed is None else removed
    holder = inner.getparent()
    assert holder is not None
    return Tag(tag, _numbered(tag, len(source.tags)), place, run, removed, holder)
