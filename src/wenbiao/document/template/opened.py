"""A Word file whose list of content types, relationships and parts are being changed."""

from __future__ import annotations

import posixpath

from lxml import etree

from wenbiao.document.package import Member, keep
from wenbiao.document.template.parts import MAIN, TYPES, parse
from wenbiao.document.template.places import Element

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"
LISTING = "[Content_Types].xml"


class Opened:
    """The parts of a document by name; those that were parsed are written anew. `main` is the part of the body."""

    def __init__(self, members: tuple[Member, ...]) -> None:
        self.members = {member.name: member for member in members}
        self.parsed: dict[str, Element] = {}
        self.types = self.root(LISTING)
        self.main = self.typed(MAIN)[0]
        self.folder = posixpath.dirname(self.main)

    def root(self, name: str, otherwise: bytes = b"") -> Element:
        """The tree of a part; where there is none, it is made of `otherwise`. Raises NotAPackage for no XML."""
        if name not in self.parsed:
            found = self.members.get(name)
            self.parsed[name] = parse(found.content() if found else otherwise)
        return self.parsed[name]

    def typed(self, kind: str) -> list[str]:
        """The names of the parts of a content type, in order."""
        overrides = (
            entry for entry in self.types.iter(TYPES + "Override") if entry.get("ContentType") == kind
        )
        return [str(entry.get("PartName")).lstrip("/") for entry in overrides]

    def list_type(self, name: str, kind: str) -> None:
        """Put a part into the list of content types."""
        etree.SubElement(self.types, TYPES + "Override", {"PartName": f"/{name}", "ContentType": kind})

    def relate(self, identity: str, kind: str, target: str) -> None:
        """Let a relationship lead from the body to a part."""
        name = posixpath.join(self.folder, "_rels", f"{posixpath.basename(self.main)}.rels")
        related = self.root(name, f'<Relationships xmlns="{RELATED}"/>'.encode())
        facts = {"Id": identity, "Type": kind, "Target": target}
        etree.SubElement(related, f"{{{RELATED}}}Relationship", facts)

    def saved(self) -> tuple[Member, ...]:
        """The members, with what was changed."""
        written = {name: keep(name, _xml(root)) for name, root in self.parsed.items()}
        return tuple((self.members | written).values())


def _xml(root: Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
