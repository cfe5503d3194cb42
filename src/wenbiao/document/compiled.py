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

ENGINE = "6"
MAGIC = b"wenbiao template "


def digest_of(docx: bytes, fields: Fields, *, draft: bool = False) -> str:
    """What names a Word file together with the form that it is for and the engine that compiles it, in hex digits.

    Of the form counts what is settled when compiling: which answers there are, of which kind, and its constants.
    """
    shape = [
        (field.pointer, field.shape, field.kind and field.kind.name, *field.options)
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
        """The template as data: a head line, JSON, then the members' compressed bytes."""
        listing = [[m.name, m.method, m.crc, m.size, len(m.data)] for m in self.members]
        head = {"file": self.file, "digest": self.digest, "members": listing, "programs": dict(self.programs)}
        text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        first = MAGIC + f"{ENGINE} {len(text)}\n".encode()
        return b"".join([first, text, *(member.data for member in self.members)])

    @classmethod
    def from_bytes(cls, data: bytes) -> Template:
        """The inverse of `to_bytes`. ValueError where another engine wrote it or its end is lost: compile again."""
        first, _, rest = data.partition(b"\n")
        engine, _, length = first.removeprefix(MAGIC).decode("ascii", "replace").partition(" ")
        if not first.startswith(MAGIC) or engine != ENGINE:
            raise ValueError("not a template of this engine")
        head = json.loads(rest[: int(length)])
        members, start = [], int(length)
        for name, method, crc, size, stored in head["members"]:
            members.append(Member(name, method, crc, size, rest[start : start + stored]))
            start += stored
        if start != len(rest):
            raise ValueError("not the whole template")
        return cls(head["file"], head["digest"], tuple(members), head["programs"])
