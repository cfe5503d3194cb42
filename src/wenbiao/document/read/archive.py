"""The zip of a file that anyone may have sent: every member is found, measured and compared before one is inflated.

Stricter than a reader of zips has to be, and no stricter than what office programs write: members lie one after
the other from the first byte to the last, and the two or three places that state a length agree.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from wenbiao.errors import Refused

PART_MAX = 24 * 2**20  # inflated bytes of one member; a document with as many rows as a form takes has 12 MiB
TOTAL_MAX = 36 * 2**20  # inflated bytes of all members
MEMBERS_MAX = 2_000
NAME_MAX = 260  # bytes
HEAD = struct.Struct("<4s5H3I2H")  # before each member
ENTRY = struct.Struct("<4s6H3I5H2I")  # of the directory
END = struct.Struct("<4s4H2IH")  # behind the directory
ENCRYPTED, SIZES_FOLLOW, UTF8 = 1, 8, 0x800  # flags; with the second, the lengths stand behind the content
TO_64 = 0xFFFFFFFF
FOLLOWS = (struct.Struct("<III"), struct.Struct("<IQQ"))
SAVE_AGAIN = "请用 Word 或 WPS 打开后另存一次，再上传"


def damaged(wrong: str) -> Refused:
    """The refusal of a zip that contradicts itself."""
    return Refused(f"文件已损坏或被改动过（{wrong}）", SAVE_AGAIN)


@dataclass(frozen=True)
class Packed:
    """A member that is still compressed: its place in the file, and what the directory says about it."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int

    @property
    def folder(self) -> bool:
        return self.name.endswith("/")


def directory(raw: bytes) -> tuple[Packed, ...]:
    """The members of a zip. Raises Refused where it is none, holds too much, or contradicts itself."""
    start, end = _directory(raw)
    members = tuple(_listed(raw, start, end))
    if sum(member.size for member in members) > TOTAL_MAX:
        raise Refused(f"文件解压后超过 {TOTAL_MAX >> 20} MiB", "请删去文档里的大图片或无关内容后重新保存")
    seen: set[str] = set()
    for member in members:
        same = member.name.casefold().rstrip("/")
        if same in seen:
            raise damaged("有两个同名的部件")
        seen.add(same)
    _check_order(raw, members, start)
    return members


def inflated(raw: bytes, member: Packed) -> bytes:
    """The content of a member, never longer than the directory says. Raises Refused where it is not as stated."""
    head = HEAD.unpack_from(raw, member.offset)
    start = member.offset + HEAD.size + head[-2] + head[-1]
    content = raw[start : start + member.packed]
    if member.method:
        content = _inflated(content, member.size)
    if len(content) != member.size or zlib.crc32(content) != member.crc:
        raise damaged("内容与校验值不符")
    return content


def _inflated(packed: bytes, size: int) -> bytes:
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = machine.decompress(packed, size + 1)  # one more: with 0 there would be no limit
    except zlib.error:
        raise damaged("有部件无法解压") from None
    if len(content) > size or not machine.eof or machine.unused_data:
        raise damaged("有部件解压后的长度与标明的不符")
    return content


def _directory(raw: bytes) -> tuple[int, int]:
    """Where the directory of members starts and ends: at the end of the file, and nothing behind it."""
    place = raw.rfind(b"PK\5\6")
    if place < 0 or len(raw) < place + END.size:
        raise Refused("文件不完整", "请重新下载或复制后再上传")
    _, disk, first_disk, here, count, length, start, comment = END.unpack_from(raw, place)
    if TO_64 in (length, start) or raw.rfind(b"PK\6\7", max(0, place - 20), place) >= 0:
        raise damaged("用了大文件才用的 zip64 格式")
    if place + END.size + comment != len(raw):
        raise damaged("文件末尾有多余的内容")
    if start + length != place or disk or first_disk or here != count:
        raise damaged("目录的位置不对")
    if count > MEMBERS_MAX:
        raise Refused(f"文件里的部件多于 {MEMBERS_MAX} 个", "这不是普通的 Word 文档，请核对")
    return start, place


def _listed(raw: bytes, at: int, end: int) -> Iterator[Packed]:
    count = 0
    while at < end:
        count += 1
        if at + ENTRY.size > end or raw[at : at + 4] != b"PK\1\2" or count > MEMBERS_MAX:
            raise damaged("目录不完整")
        fields = ENTRY.unpack_from(raw, at)
        flags, method, crc, packed, size, name, extra, comment = (
            fields[n] for n in (3, 4, 7, 8, 9, 10, 11, 12)
        )
        raw_name = raw[at + ENTRY.size : at + ENTRY.size + name]
        member = Packed(_name(raw_name, flags), raw_name, flags, method, crc, packed, size, fields[-1])
        _check(member)
        yield member
        at += ENTRY.size + name + extra + comment
    if at != end:
        raise damaged("目录不完整")


def _name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8" if flags & UTF8 else "cp437")
    except UnicodeDecodeError:
        raise damaged("部件的名称有误") from None
    steps = name.removesuffix("/").split("/")
    wrong = {"", ".", ".."} & set(steps) or set(name) & set('\\:*?"<>|') or not name.isprintable()
    if wrong or len(raw) > NAME_MAX:
        raise damaged("部件的名称有误")
    return name


def _check(member: Packed) -> None:
    if member.flags & ENCRYPTED:
        raise Refused("文件已加密", "请取消密码后重新保存，再上传")
    if member.method not in (0, zlib.DEFLATED):
        raise damaged("用了少见的压缩方式")
    if TO_64 in (member.size, member.packed, member.offset):
        raise damaged("用了大文件才用的 zip64 格式")
    if member.size > PART_MAX:
        raise Refused(
            f"文件里有一个部件解压后超过 {PART_MAX >> 20} MiB", "请删去文档里的大图片或无关内容后重新保存"
        )


def _check_order(raw: bytes, members: tuple[Packed, ...], end: int) -> None:
    """Members follow one another without a gap, before which, between which or behind which things could hide."""
    at = 0
    for member in sorted(members, key=lambda member: member.offset):
        if member.offset != at:
            raise damaged("部件之间有重叠或多余的内容")
        at = _end(raw, member, end)
    if at != end:
        raise damaged("部件之间有重叠或多余的内容")


def _end(raw: bytes, member: Packed, end: int) -> int:
    """Where a member ends, with its head and the lengths that may stand behind it, all of which must agree."""
    if member.offset + HEAD.size > end or raw[member.offset : member.offset + 4] != b"PK\3\4":
        raise damaged("部件的位置不对")
    _, _, flags, method, _, _, crc, packed, size, name, extra = HEAD.unpack_from(raw, member.offset)
    start = member.offset + HEAD.size
    stop: int = start + name + extra + member.packed
    stated = (crc, packed, size)
    facts = (member.crc, member.packed, member.size)
    follow = bool(flags & SIZES_FOLLOW)
    later = follow and all(told in (0, TO_64, fact) for told, fact in zip(stated, facts, strict=True))
    if raw[start : start + name] != member.raw_name or method != member.method or flags & ENCRYPTED:
        raise damaged("部件与目录不符")
    if stop > end or (stated != facts and not later):
        raise damaged("部件与目录不符")
    return stop + _follows(raw, stop, facts) if follow else stop


def _follows(raw: bytes, at: int, facts: tuple[int, int, int]) -> int:
    """The length of what stands behind a content whose head did not tell its lengths yet."""
    for mark in (b"PK\7\x08", b""):
        for layout in FOLLOWS:
            told: bytes = mark + layout.pack(*facts)
            if raw.startswith(told, at):
                return len(told)
    raise damaged("部件与目录不符")
