"""What a Word file holds that is not for its documents: comments, which are notes among maintainers, answers, doubles.

Answers are there where a maintainer began with a document that was made here: its data would go with every new
document, and its content controls would say of fixed text that it is an answer. python-docx, and so docxtpl, adds a
second docProps/core.xml to a file that LibreOffice saved.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from wenbiao.document.envelope import NAMESPACE
from wenbiao.document.package import Member, keep
from wenbiao.document.template.opened import LISTING
from wenbiao.document.template.parts import TYPES, parse, target_of
from wenbiao.document.template.places import Element, W
from wenbiao.document.template.source import take_out

COMMENTS = re.compile(r".*/(comments|commentsExtended|commentsIds|commentsExtensible|documenttasks|people)")
PROPERTIES = re.compile(r".*/metadata/core-properties")
MARKED = re.compile(rb'w:comment|<w:sdt\b|w:charSpace="[0-9]{10}"')
LARGEST = 2**31 - 1  # LibreOffice writes a grid narrower than the letters as a number without its sign
ANCHORS = (W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")


def drop(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """The members without comments and answers, and without a second relationship to the document's properties.

    Raises NotAPackage where a list of relationships or types is no XML.
    """
    answers = set(_answers(members))
    gone = {name for one in answers for name in _beside(members, one)}
    changed: dict[str, bytes] = {}
    for member in members:
        if member.name.endswith(".rels"):
            root = parse(member.content())
            folder = posixpath.dirname(posixpath.dirname(member.name))
            left = [one for one in root if _is_comment(one) or target_of(folder, one) in answers]
            gone |= {target_of(folder, one) for one in left}
            if spare := left + _doubles(root):
                changed[member.name] = _without(root, spare)
    if gone:
        gone |= {_relationships(name) for name in gone}
        changed[LISTING] = _untyped(members, gone)
    marked = (one for one in members if one.name.endswith(".xml") and MARKED.search(one.content()))
    changed |= {one.name: _bare(one) for one in marked}
    return tuple(
        keep(one.name, changed[one.name]) if one.name in changed else one
        for one in members
        if one.name not in gone
    )


def _answers(members: tuple[Member, ...]) -> Iterator[str]:
    """The names of the parts that carry answers."""
    for one in members:
        named = one.name.endswith(".xml") and NAMESPACE.encode() in one.content()
        if named and etree.QName(parse(one.content())).namespace == NAMESPACE:
            yield one.name


def _beside(members: tuple[Member, ...], part: str) -> Iterator[str]:
    """The names of the parts that a part is related to."""
    folder = posixpath.dirname(part)
    for one in members:
        if one.name == _relationships(part):
            yield from (target_of(folder, entry) for entry in parse(one.content()))


def _bare(member: Member) -> bytes:
    """A part without the marks of comments and the controls around answers, and with grids that Word can read."""
    root = parse(member.content())
    for grid in root.iter(W + "docGrid"):
        space = str(grid.get(W + "charSpace", ""))
        if space.isdecimal() and int(space) > LARGEST:
            grid.set(W + "charSpace", str(int(space) - 2**32))
    for control in [one for one in root.iter(W + "sdt") if _holds_answer(one)]:
        for child in control.findall(f"{W}sdtContent/*"):
            control.addprevious(child)
        take_out(control)
    return _without(root, list(dict.fromkeys(map(_mark, root.iter(*ANCHORS)))))


def _holds_answer(control: Element) -> bool:
    """Whether a content control is one that the compiler puts around an answer."""
    alias, tag = (control.find(f"{W}sdtPr/{W}{name}") for name in ("alias", "tag"))
    named = {"" if one is None else str(one.get(W + "val")) for one in (alias, tag)}
    return len(named) == 1 and named.pop().startswith("/")


def _mark(anchor: Element) -> Element:
    """The mark of a comment: a run that holds nothing else goes with it."""
    run = anchor.getparent()
    if run is None or run.tag != W + "r" or any(one.tag not in (anchor.tag, W + "rPr") for one in run):
        return anchor
    return run


def _is_comment(relationship: Element) -> bool:
    return COMMENTS.fullmatch(relationship.get("Type", "")) is not None


def _doubles(relationships: Element) -> list[Element]:
    """The relationships to the document's properties but the first."""
    return [one for one in relationships if PROPERTIES.fullmatch(one.get("Type", ""))][1:]


def _relationships(name: str) -> str:
    """Where the relationships of a part are."""
    return posixpath.join(posixpath.dirname(name), "_rels", f"{posixpath.basename(name)}.rels")


def _without(root: Element, elements: list[Element]) -> bytes:
    for element in elements:
        take_out(element)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _untyped(members: tuple[Member, ...], gone: set[str]) -> bytes:
    """The list of content types without these parts."""
    root = next((parse(one.content()) for one in members if one.name == LISTING), etree.Element("none"))
    listed = root.findall(TYPES + "Override")
    return _without(root, [entry for entry in listed if str(entry.get("PartName")).lstrip("/") in gone])
