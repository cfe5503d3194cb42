"""What goes with a tag: {%p %} takes its paragraph away, {%tr %} its row, {%tc %} its cell.

A page or section break beside {%p %} stays: it moves into a paragraph of its own, before or after the tag.
LibreOffice saves a break at the end of the paragraph before it, so this also happens behind a maintainer's back.
A section break says what the pages before it are like, so it stays with them: outside of a block that begins here,
unless the block holds nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from wenbiao.document.template.places import OFF, Element, W, text_of
from wenbiao.document.template.source import Source, Tag
from wenbiao.document.template.tags import guess

LEVELS = {"p": "段", "tr": "行", "tc": "格"}
NAMES = {
    W + "drawing": "图片或图形",
    W + "pict": "图片或图形",
    W + "object": "嵌入的对象",
    W + "sectPr": "分节符",
    W + "br": "分页符",
    W + "footnoteReference": "脚注",
    W + "endnoteReference": "尾注",
    W + "fldChar": "域",
    W + "fldSimple": "域",
    W + "sym": "符号",
    W + "tbl": "另一张表格",
}
SETTINGS = {W + name for name in ("pPr", "rPr", "trPr", "tcPr", "tblPrEx", "sdtPr", "sdtEndPr")}
SPARE = {  # what prints nothing that would be missed
    W + name
    for name in ("p", "tc", "r", "t", "tab", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak",
                 "hyperlink", "smartTag", "sdt", "sdtContent", "permStart", "permEnd", "softHyphen")
}  # fmt: skip
PAGED = ("page", "column")


def check(source: Source) -> bool:
    """Keep the breaks beside tags; note in the source what else would go with one. Whether each tag is alone."""
    sharing: dict[Element, list[Tag]] = {}
    for tag in source.tags:
        if tag.removed is not None:
            sharing.setdefault(tag.removed, []).append(tag)
    verbs = {removed: guess(tags[0].text).verb for removed, tags in sharing.items()}
    for removed, tags in sharing.items():
        if removed.tag == W + "p":
            _keep_breaks(tags[0], removed, behind=_ends_behind(removed, verbs))
        _check_removed(source, tags, removed)
    return all(len(tags) == 1 for tags in sharing.values())


def _check_removed(source: Source, tags: list[Tag], removed: Element) -> None:
    tag = tags[0]
    level = etree.QName(removed).localname
    name, alone = f"{{%{level} %}} 所在的{LEVELS[level]}", f"请让每个这样的标签独占一{LEVELS[level]}"
    if len(tags) > 1:
        source.note(tag.place, tag.text, f"{name}里有两个这样的标签", alone)
    elif text_of(removed) != tag.marker:
        source.note(tag.place, tag.text, f"{name}里还有别的内容，打印时会一起丢掉", alone)
    cargo = "、".join(sorted({NAMES.get(str(one.tag), "别的内容") for one in _cargo(removed)}))
    if cargo:
        source.note(tag.place, tag.text, f"{name}里还有{cargo}，打印时会一起丢掉", "请移到别的段落")


def _cargo(element: Element) -> list[Element]:
    """What would be missed if it went with a tag."""
    found = []
    for child in element.iterchildren(etree.Element):
        if child.tag in SETTINGS:
            found += list(child.iter(W + "sectPr"))
        elif child.tag in SPARE:
            found += _cargo(child)
        elif child.tag != W + "br" or child.get(W + "type") in PAGED:
            found.append(child)
    return found


def _ends_behind(paragraph: Element, verbs: Mapping[Element, str]) -> bool:
    """Whether a section ends behind the tag of a paragraph, and not before it.

    `verbs`: what goes with a tag → what the tag says.
    """
    following = next(paragraph.itersiblings(W + "p", W + "tbl", W + "sdt"), None)
    # LibreOffice moves a break that is all of a block into the paragraph of the tag before it.
    alone = following is not None and verbs.get(following) in ("elif", "else", "endif", "endfor")
    return verbs[paragraph].startswith("end") or alone


def _keep_breaks(tag: Tag, paragraph: Element, *, behind: bool) -> None:
    """Move the breaks of a paragraph that is removed into paragraphs of their own; `behind`: so a section's."""
    before: list[Element] = []
    after: list[Element] = []
    side = before
    if _begins_page(paragraph):
        before.append(paragraph.makeelement(W + "br", {W + "type": "page"}))
    for one in paragraph.iter(W + "t", W + "br"):
        if one.tag == W + "t":
            side = after if tag.marker in (one.text or "") else side
        elif one.get(W + "type") in PAGED:
            side.append(one)
    sections = paragraph.findall(f"{W}pPr/{W}sectPr")
    for breaks, section, put in (
        (before, [] if behind else sections, paragraph.addprevious),
        (after, sections if behind else [], paragraph.addnext),
    ):
        if breaks or section:
            put(_paragraph(paragraph, breaks, section))


def _begins_page(paragraph: Element) -> bool:
    """Whether the paragraph itself is set to begin a new page."""
    setting = paragraph.find(f"{W}pPr/{W}pageBreakBefore")
    return setting is not None and setting.get(W + "val") not in OFF


def _paragraph(like: Element, breaks: list[Element], sections: list[Element]) -> Element:
    """A paragraph with nothing but breaks, taken from where they are."""
    made = like.makeelement(W + "p")
    for section in sections:
        etree.SubElement(made, W + "pPr").append(section)
    for one in breaks:
        etree.SubElement(made, W + "r").append(one)
    return made
