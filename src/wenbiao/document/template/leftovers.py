"""What a Word file holds that is not for its documents: comments, which are notes among maintainers, and doubles.

python-docx, and so docxtpl, adds a second docProps/core.xml to a file that LibreOffice saved.
"""

from __future__ import annotations

import posixpath
import re

from lxml import etree

from wenbiao.document.package import Member, pack
from wenbiao.document.template.parts import TYPES, parse
from wenbiao.document.template.places import Element, W
from wenbiao.document.template.source import take_out

COMMENTS = re.compile(r".*/(comments|commentsExtended|commentsIds|commentsExtensible|people)")
PROPERTIES = re.compile(r".*/metadata/core-properties")
ANCHORS = (W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference")


def drop(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """The members without comments, and without a second relationship to the document's properties.

    Raises NotAPackage where a list of relationships or types is no XML.
    """
    gone: set[str] = set()
    changed: dict[str, bytes] = {}
    for member in members:
        if member.name.endswith(".rels"):
            root = parse(member.content())
            spare = _spare(root)
            folder = posixpath.dirname(posixpath.dirname(member.name))
            gone |= {_target(folder, entry) for entry in spare if COMMENTS.fullmatch(entry.get("Type", ""))}
            if spare:
                changed[member.name] = _without(root, spare)
    if gone:
        gone |= {_relationships(name) for name in gone}
        changed["[Content_Types].xml"] = _untyped(members, gone)
        changed |= {one.name: _unanchored(one) for one in members if b"w:comment" in one.content()}
    return tuple(
        pack(one.name, changed[one.name]) if one.name in changed else one
        for one in members
        if one.name not in gone
    )


def _unanchored(member: Member) -> bytes:
    """A part without the marks of comments."""
    root = parse(member.content())
    return _without(root, list(dict.fromkeys(map(_mark, root.iter(*ANCHORS)))))


def _mark(anchor: Element) -> Element:
    """The mark of a comment: a run that holds nothing else goes with it."""
    run = anchor.getparent()
    if run is None or run.tag != W + "r" or any(one.tag not in (anchor.tag, W + "rPr") for one in run):
        return anchor
    return run


def _spare(relationships: Element) -> list[Element]:
    """The relationships that lead to comments, and those to properties but the first."""
    comments = [entry for entry in relationships if COMMENTS.fullmatch(entry.get("Type", ""))]
    properties = [entry for entry in relationships if PROPERTIES.fullmatch(entry.get("Type", ""))]
    return comments + properties[1:]


def _target(folder: str, entry: Element) -> str:
    return posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")


def _relationships(name: str) -> str:
    """Where the relationships of a part are."""
    return posixpath.join(posixpath.dirname(name), "_rels", f"{posixpath.basename(name)}.rels")


def _without(root: Element, elements: list[Element]) -> bytes:
    for element in elements:
        take_out(element)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _untyped(members: tuple[Member, ...], gone: set[str]) -> bytes:
    """The list of content types without these parts."""
    root = next(parse(one.content()) for one in members if one.name == "[Content_Types].xml")
    listed = root.findall(TYPES + "Override")
    return _without(root, [entry for entry in listed if str(entry.get("PartName")).lstrip("/") in gone])
