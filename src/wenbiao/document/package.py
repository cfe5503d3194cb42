"""The zip file around a Word document: read once with its members still compressed, written from them.

Members that do not change are copied as they are; times are fixed, so the same content gives the same bytes.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib as standard
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

try:
    deflate = import_module("isal.isal_zlib")  # several times faster; the extra `fast`
except ImportError:
    deflate = standard

LOCAL = struct.Struct("<4s5H3I2H")
CENTRAL = struct.Struct("<4s6H3I5HI")
OFFSET = struct.Struct("<I")
END = struct.Struct("<4s4H2IH")
NEEDED, UTF8, FIRST_OF_1980 = 20, 0x800, 0x21
PROPERTIES = "docProps/core.xml"
BROKEN = (zipfile.BadZipFile, standard.error, struct.error, EOFError, NotImplementedError, ValueError)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class NotAPackage(Exception):
    """The file is no Word document that can be a template: `wrong` and `remedy` are Chinese clauses."""

    def __init__(self, wrong: str, remedy: str) -> None:
        self.wrong, self.remedy = wrong, remedy
        super().__init__(wrong)


@dataclass(frozen=True)
class Member:
    """One file inside the zip: `data` is compressed by `method` (0 or 8); `size` is the inflated length."""

    name: str
    method: int
    crc: int
    size: int
    data: bytes

    def content(self) -> bytes:
        """The inflated content."""
        return standard.decompress(self.data, -15) if self.method else self.data

    @cached_property
    def written(self) -> tuple[bytes, bytes, bytes]:
        """What a zip file holds of it: itself with its header, its entry in the directory, and the name there.

        Kept, as most members of a template are the same in every document.
        """
        name, flags = self.name.encode(), 0 if self.name.isascii() else UTF8
        facts = (
            NEEDED,
            flags,
            self.method,
            0,
            FIRST_OF_1980,
            self.crc,
            len(self.data),
            self.size,
            len(name),
            0,
        )
        entry = CENTRAL.pack(b"PK\1\2", NEEDED, *facts, 0, 0, 0, 0)
        return LOCAL.pack(b"PK\3\4", *facts) + name + self.data, entry, name


def pack(name: str, content: bytes) -> Member:
    """A member with new content. Level 1: larger files by some percent, in a fraction of the time."""
    return Member(name, 8, deflate.crc32(content), len(content), deflate.compress(content, 1, -15))


def keep(name: str, content: bytes) -> Member:
    """A member that a compiled template keeps: deflated by zlib wherever it is compiled.

    So documents depend on what deflates where they are made, and not on what was installed where templates were.
    """
    stream = standard.compressobj(6, standard.DEFLATED, -15)
    return Member(name, 8, standard.crc32(content), len(content), stream.compress(content) + stream.flush())


class Packing:
    """A member whose content comes in pieces."""

    def __init__(self) -> None:
        self.stream: Any = None
        self.data: list[bytes] = []
        self.crc = self.size = 0

    def add(self, content: bytes) -> None:
        """The next piece of the content."""
        if self.stream is None:
            self.stream = deflate.compressobj(1, standard.DEFLATED, -15)
        self.data.append(self.stream.compress(content))
        self.crc = deflate.crc32(content, self.crc)
        self.size += len(content)

    def member(self, name: str, rest: bytes) -> Member:
        """The whole member, with the last piece."""
        if self.stream is None:
            return pack(name, rest)
        self.add(rest)
        self.data.append(self.stream.flush())
        return Member(name, 8, self.crc, self.size, b"".join(self.data))


def write(members: Iterable[Member]) -> bytes:
    """The zip file of these members, in their order."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        itself, entry, name = member.written
        body.append(itself)
        directory += (entry, OFFSET.pack(offset), name)
        offset += len(itself)
    listing = b"".join(directory)
    count = len(body)
    return b"".join([*body, listing, END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0)])


def read(package: bytes) -> tuple[Member, ...]:
    """The members of a Word document. Raises NotAPackage for everything that cannot be a template."""
    if package.startswith(OLE):
        raise _old_or_locked(package)
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            return tuple(_members(archive, package))
    except BROKEN as error:
        raise NotAPackage(
            "这不是 Word 文档，或者文件已经损坏", "请用 Word 或 WPS 重新保存为 .docx"
        ) from error


def _old_or_locked(package: bytes) -> NotAPackage:
    if "EncryptedPackage".encode("utf-16-le") in package:
        return NotAPackage("文档设有打开密码", "请在 Word 或 WPS 里取消密码后重新保存")
    return NotAPackage("这是旧的 .doc 格式", "请在 Word 或 WPS 里另存为 .docx")


def _members(archive: zipfile.ZipFile, package: bytes) -> Iterator[Member]:
    seen: set[str] = set()
    for info in archive.infolist():
        if info.is_dir():
            continue
        if info.filename == PROPERTIES and PROPERTIES in seen:
            continue  # python-docx, and so docxtpl, adds its own to a file that LibreOffice saved
        if info.filename in seen:
            raise NotAPackage(f"文档里有两个同名的部件 {info.filename}", "请用 Word 或 WPS 打开后另存一次")
        if info.flag_bits & 1:
            raise NotAPackage("文档已加密", "请取消密码后重新保存")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotAPackage("文档用了少见的压缩方式", "请用 Word 或 WPS 打开后另存一次")
        seen.add(info.filename)
        member = Member(info.filename, info.compress_type, info.CRC, info.file_size, _raw(info, package))
        if member.content() != archive.read(info):  # raises where the checksum does not fit
            raise zipfile.BadZipFile(info.filename)
        yield member


def _raw(info: zipfile.ZipInfo, package: bytes) -> bytes:
    *_, name, extra = LOCAL.unpack_from(package, info.header_offset)
    start = info.header_offset + LOCAL.size + name + extra
    return package[start : start + info.compress_size]
