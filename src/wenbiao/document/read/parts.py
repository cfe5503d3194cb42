"""What a document's parts have to do with each other, and the answers that it carries beside its words."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote

from wenbiao.document.envelope import NAMESPACE, Envelope
from wenbiao.document.read.archive import damaged
from wenbiao.document.read.gate import refuse_too_much, walk_plain

MARK = NAMESPACE.encode()
ITEM = re.compile(r"customXml/item[0-9]*\.xml", re.IGNORECASE)
ATTRIBUTES = {name: name for name in ("form", "version", "template", "signature")} | {"digest": "sha256"}


def named(members: Mapping[str, bytes], name: str) -> bytes:
    """The XML of a part that programs show. Raises Refused where it is not there, or is no XML part."""
    content = members.get(name)
    if content is None:
        alike = [one for one in members if one.casefold() == unquote(name).casefold()]
        if len(alike) != 1:
            raise damaged("有部件找不到")
        content = members[alike[0]]
    return content


class _Relations:
    """{id: (kind, target)} of a part's relationships inside the package."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, _name: str, attributes: dict[str, str], /) -> None:
        if "Target" in attributes and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", self.folder, attributes["Target"]))[1:]
            self.found[attributes.get("Id", "")] = kind, target

    def end(self, name: str, /) -> None: ...
    def text(self, text: str, /) -> None: ...


class _Sealed:
    """The answers part, if that is what is read."""

    def __init__(self) -> None:
        self.attributes: dict[str, str] | None = None
        self.depth = 0
        self.words: list[str] = []

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        if not self.depth and name == f"{NAMESPACE}}}answers":
            self.attributes = attributes
        self.depth += 1

    def end(self, _name: str, /) -> None:
        self.depth -= 1

    def text(self, text: str, /) -> None:
        if self.attributes is not None and self.depth == 1:
            self.words.append(text)

    def envelope(self) -> Envelope | None:
        if self.attributes is None:
            return None
        given = {theirs: self.attributes.get(name, "") for theirs, name in ATTRIBUTES.items()}
        return Envelope(**given, text="".join(self.words))


def related(members: Mapping[str, bytes], name: str) -> dict[str, tuple[str, str]]:
    """{id: (kind, name of the part)} of what a part is related to inside the package."""
    folder, _, file = name.rpartition("/")
    relations = _Relations(folder)
    xml = members.get(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    if xml is not None:
        walk_plain(xml, relations)
    return relations.found


def answers(members: Mapping[str, bytes]) -> Envelope | None:
    """The answers that a document carries: those that are intact. Where several of these differ, none counts so."""
    found = []
    items = [members[name] for name in sorted(members) if ITEM.fullmatch(name) and MARK in members[name]]
    refuse_too_much(items)
    for item in items:
        sealed = _Sealed()
        walk_plain(item, sealed)
        found.append(sealed.envelope())
    envelopes = [one for one in found if one is not None]
    intact = [one for one in envelopes if one.intact]
    if len(set(intact)) > 1:
        return intact[0]._replace(digest="")
    return next(iter(intact or envelopes), None)
