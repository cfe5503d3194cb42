"""A compiled template: plain data that says what to write, and the file that keeps it.

Each changed part is a program (wenbiao.document.program); all other members of the Word file are kept compressed,
as they are. Nothing in it is ever executed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from wenbiao.document.package import Member
from wenbiao.document.program import Program
from wenbiao.fields import Fields

ENGINE = "7"
MAGIC = b"wenbiao template "


def digest_of(docx: bytes, fields: Fields, *, draft: bool = False) -> str:
    """What names a Word file together with the form that it is for and the engine that compiles it, in hex digits.

    Of the form counts what is settled when compiling: which answers there are, of which kind, how many empty rows
    a draft prints of a table, and the constants.
    """
    shape = [
        (field.pointer, field.shape, field.kind and field.kind.name, field.min_rows, *field.options)
        for field in fields.walk()
    ]
    told = json.dumps([ENGINE, draft, shape, dict(fields.constants)])
    return sha256(told.encode() + docx).hexdigest()


@dataclass(frozen=True, eq=False)
class Template:
    """A compiled template, immutable and safe to share. `digest` is its Word file's `digest_of`."""

    file: str
    digest: str
    members: tuple[Member, ...]
    programs: Mapping[str, Program]

    def to_bytes(self) -> bytes:
        """The template as data: a line with a checksum of the rest, a line of JSON, the members' compressed bytes."""
        listing = [[m.name, m.method, m.crc, m.size, len(m.data)] for m in self.members]
        head = {"file": self.file, "digest": self.digest, "members": listing, "programs": dict(self.programs)}
        text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        rest = b"".join([text, b"\n", *(member.data for member in self.members)])
        return _first_line(rest) + rest

    @classmethod
    def from_bytes(cls, data: bytes) -> Template:
        """The inverse of `to_bytes`. ValueError where another engine wrote it or a byte is damaged: compile again."""
        start = data.find(b"\n") + 1
        first, rest = data[:start], data[start:]
        if not first.startswith(MAGIC + f"{ENGINE} ".encode()):
            raise ValueError("not a template of this engine")
        if first != _first_line(rest):
            raise ValueError("damaged")
        text, _, stored = rest.partition(b"\n")
        head = json.loads(text)
        members, at = [], 0
        for name, method, crc, size, length in head["members"]:
            members.append(Member(name, method, crc, size, stored[at : at + length]))
            at += length
        return cls(head["file"], head["digest"], tuple(members), head["programs"])


def _first_line(rest: bytes) -> bytes:
    """What a file begins with: the engine that wrote it, and the checksum of all that follows."""
    return MAGIC + f"{ENGINE} {sha256(rest).hexdigest()}\n".encode()
