"""Zip files written byte by byte, so that they can lie: each field of a member's two headers can be another."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

NEEDED, FIRST_OF_1980 = 20, 0x21
LATER = 8  # the flag: lengths follow the content


@dataclass(frozen=True)
class File:
    """One member. `head` holds what its own header says otherwise; None: what is true of the content."""

    name: bytes
    content: bytes
    packed: bytes | None = None
    flags: int = 0
    method: int = 8
    crc: int | None = None
    size: int | None = None
    extra: bytes = b""
    head: Mapping[str, Any] | None = None
    behind: bytes = b""
    offset: int | None = None

    @property
    def stored(self) -> bytes:
        return deflated(self.content) if self.packed is None else self.packed

    def facts(self) -> dict[str, Any]:
        return {
            "flags": self.flags,
            "method": self.method,
            "crc": zlib.crc32(self.content) if self.crc is None else self.crc,
            "packed": len(self.stored),
            "size": len(self.content) if self.size is None else self.size,
            "name": self.name,
        }


def deflated(content: bytes) -> bytes:
    machine = zlib.compressobj(6, zlib.DEFLATED, -15)
    return machine.compress(content) + machine.flush()


def files(package: bytes) -> list[File]:
    """The members of a good zip, each as it would be written again."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [File(info.filename.encode(), archive.read(info)) for info in archive.infolist()]


def zipped(
    members: Iterable[File], *, before: bytes = b"", gap: bytes = b"", behind: bytes = b"", **end: int
) -> bytes:
    """The zip of these members; `end` says otherwise what the record behind the directory holds."""
    body, directory = bytearray(before), bytearray()
    count = 0
    for member in members:
        offset = len(body) if member.offset is None else member.offset
        body += _head(member) + member.stored + member.behind
        directory += _entry(member, offset)
        count += 1
    body += gap
    said = {"disk": 0, "count": count, "length": len(directory), "start": len(body), "comment": 0} | end
    last = struct.pack("<4s4H2IH", b"PK\5\6", said["disk"], said["disk"], said["count"] & 0xFFFF,
                       said["count"] & 0xFFFF, said["length"], said["start"], said["comment"])  # fmt: skip
    return bytes(body + directory + last + behind)


def _head(member: File) -> bytes:
    told = member.facts() | dict(member.head or {})
    sizes = struct.pack("<3I", told["crc"], told["packed"], told["size"])
    facts = struct.pack("<5H", NEEDED, told["flags"], told["method"], 0, FIRST_OF_1980)
    return (
        b"PK\3\4"
        + facts
        + sizes
        + struct.pack("<2H", len(told["name"]), len(member.extra))
        + told["name"]
        + member.extra
    )


def _entry(member: File, offset: int) -> bytes:
    told = member.facts()
    facts = struct.pack("<6H", NEEDED, NEEDED, told["flags"], told["method"], 0, FIRST_OF_1980)
    sizes = struct.pack("<3I", told["crc"], told["packed"], told["size"])
    return (
        b"PK\1\2"
        + facts
        + sizes
        + struct.pack("<5H2I", len(member.name), 0, 0, 0, 0, 0, offset)
        + member.name
    )


def with_lengths_behind(member: File, *, signed: bool = True, **lies: int) -> File:
    """The member as a stream is written: its lengths stand behind it, true or not."""
    told = member.facts() | lies
    behind = (b"PK\7\x08" if signed else b"") + struct.pack("<3I", told["crc"], told["packed"], told["size"])
    return replace(member, flags=LATER, head={"crc": 0, "packed": 0, "size": 0}, behind=behind)
