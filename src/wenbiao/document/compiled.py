"""A compiled template: plain data that says what to write, and the file that keeps it.

Each changed part is a program (wenbiao.document.program); all other members of the Word file are kept compressed,
as they are. Nothing in it is ever executed.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic_core import from_json

from wenbiao.document.package import Member
from wenbiao.document.program import Program
from wenbiao.fields import Fields

ENGINE = "12"
MAGIC = b"wenbiao template "


def source_of(docx: bytes, fields: Fields) -> str:
    """What names a Word file together with the form that it is for, in hex digits.

    Of the form counts what is settled when compiling: which answers there are, of which kind, how many empty rows
    a draft prints of a table, and the constants.
    """
    shape = [
        (field.pointer, field.shape, field.kind and field.kind.name, field.min_rows, *field.options)
        for field in fields.walk()
    ]
    told = json.dumps([fields.name, fields.version, shape, dict(fields.constants)])
    return sha256(told.encode() + docx).hexdigest()


def digest_of(source: str, *, draft: bool = False) -> str:
    """What names a compiled template: its source, and the engine that compiles it."""
    return sha256(f"{ENGINE} {draft} {source}".encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Template:
    """A compiled template, immutable and safe to share.

    `source` is its Word file's `source_of`, `digest` what names it itself. `answers` is the name of the part for the
    answers, and `room` the members that a document with answers needs beside it, new or in the place of others;
    a draft has neither.
    """

    file: str
    source: str
    digest: str
    members: tuple[Member, ...]
    programs: Mapping[str, Program]
    answers: str = ""
    room: tuple[Member, ...] = ()

    def to_bytes(self) -> bytes:
        """The template as data: a line with a checksum of the rest, a line of JSON, the members' compressed bytes."""
        head = {
            "file": self.file,
            "source": self.source,
            "digest": self.digest,
            "answers": self.answers,
            "programs": dict(self.programs),
            "members": _listing(self.members),
            "room": _listing(self.room),
        }
        text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
        rest = b"".join([text, b"\n", *(member.data for member in (*self.members, *self.room))])
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
        head = from_json(text)
        stream = io.BytesIO(stored)
        members, room = (_members(head.pop(which), stream) for which in ("members", "room"))
        return cls(**head, members=members, room=room)


def _members(listing: list[list[Any]], stored: io.BytesIO) -> tuple[Member, ...]:
    """The inverse of `_listing`; the members' bytes follow each other."""
    return tuple(
        Member(name, method, crc, size, stored.read(length)) for name, method, crc, size, length in listing
    )


def _listing(members: tuple[Member, ...]) -> list[list[Any]]:
    """What to know of members, and how many bytes each takes."""
    return [[m.name, m.method, m.crc, m.size, len(m.data)] for m in members]


def _first_line(rest: bytes) -> bytes:
    """What a file begins with: the engine that wrote it, and the checksum of all that follows."""
    return MAGIC + f"{ENGINE} {sha256(rest).hexdigest()}\n".encode()
