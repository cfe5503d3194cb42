"""Files that a stranger may send instead of a document, each made from a good one.

`KINDS` names them; `write(good, folder)` makes them all.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.tools.zips import File, deflated, files, with_lengths_behind, zipped

Good = list[File]
KINDS: dict[str, Callable[[Good], bytes]] = {}
DOCUMENT, TYPES, RELATIONS = b"word/document.xml", b"[Content_Types].xml", b"_rels/.rels"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
MIB = 2**20


def plain(name: str, raw: bytes) -> None:
    """Adds a file that is always the same."""
    KINDS[name] = lambda _good: raw


def other(good: Good, name: bytes, **changes: Any) -> Good:
    """The members with one of them changed."""
    assert any(file.name == name for file in good)
    return [replace(file, **changes) if file.name == name else file for file in good]


def part(name: str, **changes: Any) -> None:
    """Adds a zip whose text part is another."""
    KINDS[name] = lambda good: zipped(other(good, DOCUMENT, **changes))


def text(name: str, xml: bytes) -> None:
    """Adds a zip whose text part holds other XML."""
    part(name, content=xml)


def more(name: str, *added: File) -> None:
    """Adds a zip with further members."""
    KINDS[name] = lambda good: zipped([*good, *added])


def within(name: str, member: bytes, old: bytes, new: bytes) -> None:
    """Adds a zip in one part of which some bytes are others."""

    def make(good: Good) -> bytes:
        content = next(file.content for file in good if file.name == member)
        assert old in content
        return zipped(other(good, member, content=content.replace(old, new, 1)))

    KINDS[name] = make


def zeros(size: int) -> bytes:
    """Deflated zeros, by the same block again and again, as packing gigabytes would take a minute."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = machine.compress(bytes(16 * MIB)) + machine.flush(zlib.Z_FULL_FLUSH)
    return block * (size // (16 * MIB)) + deflated(b"")


# --- other files, renamed
plain("empty.docx", b"")
plain("text.docx", "项目申报书".encode())
KINDS["large.docx"] = lambda _: b"PK\3\4" + bytes(10 * MIB)
plain("old.doc", OLE + "WordDocument".encode("utf-16-le"))
plain("old.wps", OLE + "WpsContent".encode("utf-16-le"))
plain("password.docx", OLE + "EncryptedPackage".encode("utf-16-le"))
plain("paper.pdf", b"%PDF-1.7\n")
plain("rich.rtf", rb"{\rtf1\ansi}")
plain("page.html", b"\xef\xbb\xbf\n<!DOCTYPE html><html></html>")
plain("page.htm", b"<html xmlns:w='urn:schemas-microsoft-com:office:word'></html>")
plain("page.mht", b"MIME-Version: 1.0\n")
plain("flat.xml", b'<?xml version="1.0"?><pkg:package/>')
plain("picture.png", b"\x89PNG\r\n\x1a\n")
plain("picture.jpg", b"\xff\xd8\xff\xe0")
plain("packed.rar", b"Rar!\x1a\7\0")
plain("packed.7z", b"7z\xbc\xaf\x27\x1c")
plain("packed.gz", b"\x1f\x8b\x08")
plain("packed.zip", zipped([File("申报书.docx".encode(), zipped([File(b"x.zip", bytes(9))]), flags=0x800)]))
plain("sheet.xlsx", zipped([File(TYPES, b"<Types/>"), File(b"xl/workbook.xml", b"<workbook/>")]))
plain("slides.pptx", zipped([File(TYPES, b"<Types/>"), File(b"ppt/presentation.xml", b"<presentation/>")]))
plain("open.odt", zipped([File(b"content.xml", b"<x/>")]))
plain("official.ofd", zipped([File(b"OFD.xml", b"<x/>")]))

# --- macros and files that nobody reads here
more("macro.docx", File(b"word/vbaProject.bin", b"x"))
within(
    "macro.docm",
    TYPES,
    b"openxmlformats-officedocument.wordprocessingml.document.main",
    b"ms-word.document.macroEnabled.main",
)
within("macro-hidden.docx", b"word/_rels/document.xml.rels", b"/styles", b"/vbaProject")
within("chunk.docx", b"word/_rels/document.xml.rels", b"/styles", b"/aFChunk")


# --- too much
def large(name: str, make: Callable[[], File]) -> None:
    """Adds a zip with a large text part, which is made when it is needed."""

    def made(good: Good) -> bytes:
        part = make()
        return zipped([*(file for file in good if file.name != part.name), part])

    KINDS[name] = made


def xml(content: bytes) -> File:
    return File(DOCUMENT, content)


large("zeros-10-gb.docx", lambda: File(b"word/media/a.png", b"", packed=zeros(10**10), size=2**32 - 2))
large("zeros-10-gb-lie.docx", lambda: File(DOCUMENT, b"", packed=zeros(10**10), size=9_000))
large("part-50-mb.docx", lambda: xml(b"<a>" + b" " * 50 * MIB + b"</a>"))
large("elements.docx", lambda: xml(b"<a>" + b"<b/>" * 3_000_000 + b"</a>"))
large("attributes.docx", lambda: xml(b"<a" + b"".join(b" a%d=''" % n for n in range(1_000_000)) + b"/>"))
large("long-name.docx", lambda: xml(b"<" + b"a" * 22 * MIB + b"/>"))
large("long-value.docx", lambda: xml(b"<a b='>" + b"b" * 22 * MIB + b"'/>"))
large("names.docx", lambda: xml(b"<a>" + b"".join(b"<b%d/>" % n for n in range(100_000)) + b"</a>"))
large("namespace.docx", lambda: xml(b'<a xmlns="' + b"u" * MIB + b'">' + b"<b/>" * 100_000 + b"</a>"))
text("depth-10000.docx", b"<a>" * 10_000 + b"</a>" * 10_000)
KINDS["three-parts.docx"] = lambda good: zipped(
    [*good, *(File(b"word/a%d.xml" % n, b" " * 20 * MIB) for n in range(3))]
)
KINDS["members-100000.docx"] = lambda _: zipped(numbered(100_000))
KINDS["members-told-3.docx"] = lambda _: zipped(numbered(9_999), count=3)


def numbered(count: int) -> Iterator[File]:
    return (File(b"%d" % n, b"", packed=b"", method=0) for n in range(count))


# --- a zip that contradicts itself
KINDS["cut-1.docx"] = lambda good: zipped(good)[:-1]
KINDS["cut-half.docx"] = lambda good: zipped(good)[: len(zipped(good)) // 2]
plain("cut-4.docx", b"PK\3\4")
KINDS["prefix.docx"] = lambda good: b"junk" + zipped(good)
KINDS["prefix-counted.docx"] = lambda good: zipped(good, before=b"PK\3\4 is no member")
KINDS["gap.docx"] = lambda good: zipped(good, gap=b"junk")
KINDS["suffix.docx"] = lambda good: zipped(good, behind=b"junk")
KINDS["two-directories.docx"] = lambda good: zipped(good, behind=zipped(good))
KINDS["disks.docx"] = lambda good: zipped(good, disk=1)
KINDS["overlap.docx"] = lambda good: zipped([*good, replace(good[0], name=b"a.xml", packed=b"", offset=0)])
KINDS["overlap-quoted.docx"] = lambda good: zipped(_one_in_another(good))
KINDS["end-of-others.docx"] = lambda good: zipped(good, count=65535, length=2**32 - 1)
KINDS["zip64-locator.docx"] = lambda good: _with_locator(zipped(good))
more("zip64-size.docx", File(b"word/a.xml", b"x", size=2**32 - 1, extra=struct.pack("<2HQ", 1, 8, 1)))
for name, raw in {
    "absolute": b"/etc/passwd", "up": b"word/../../etc/passwd", "backslash": b"..\\..\\a.xml", "drive": b"C:/a.xml",
    "nul": b"word/a.xml\0.png", "no-name": b"", "long-name": b"a" * 300, "line": b"word/a\n.xml",
}.items():  # fmt: skip
    more(f"name-{name}.docx", File(raw, b"x"))
more("name-not-utf-8.docx", File(b"\xff\xfe.xml", b"x", flags=0x800))
more("twice.docx", File(DOCUMENT, b"<a/>"))
more("twice-in-case.docx", File(b"WORD/Document.xml", b"<a/>"))
more("twice-as-folder.docx", File(DOCUMENT + b"/", b""))
part("crc.docx", crc=1)
part("size-small.docx", size=10)
part("size-large.docx", size=9_000_000)
part("packed-badly.docx", packed=b"\xff" * 99)
part("packed-cut.docx", packed=deflated(b"<a>" + b"b" * 999)[:-2])
part("packed-and-more.docx", content=b"<a/>", packed=deflated(b"<a/>") + b"junk")
part("encrypted.docx", flags=1)
part("encrypted-inside.docx", head={"flags": 1})
for number in (1, 9, 12, 14, 99):
    part(f"method-{number}.docx", method=number)
part("head-name.docx", head={"name": b"word/dokument.xml"})
part("head-size.docx", head={"size": 1})
part("head-crc.docx", head={"crc": 1})
part("head-method.docx", head={"method": 0})
part("place.docx", offset=7)
KINDS["lengths-behind-lie.docx"] = lambda good: zipped([*good[:-1], with_lengths_behind(good[-1], size=1)])
KINDS["lengths-behind-missing.docx"] = lambda good: zipped([*good[:-1], replace(good[-1], flags=8)])

# --- XML
text("dtd.docx", b"<!DOCTYPE a><a/>")
text("entity-file.docx", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')
text("entity-web.docx", b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>')
text("entity-parameter.docx", b'<!DOCTYPE a [<!ENTITY % x "y"> %x;]><a/>')
text("laughs.docx", b"<!DOCTYPE a [<!ENTITY a0 'ha'>" + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)) + b"]><a>&a9;</a>")  # fmt: skip
within("dtd-types.docx", TYPES, b"<Types", b"<!DOCTYPE a><Types")
within("dtd-relations.docx", RELATIONS, b"<Relationships", b"<!DOCTYPE a><Relationships")
text("utf-16.docx", '<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"))
text("utf-16-bare.docx", "<a/>".encode("utf-16-be"))
text("utf-32.docx", "<a/>".encode("utf-32"))
text("gbk.docx", '<?xml version="1.0" encoding="GBK"?><a>总投资</a>'.encode("gbk"))
text("gbk-untold.docx", "<a>总投资</a>".encode("gbk"))
text("utf-7.docx", b'<?xml version="1.0" encoding="utf-7"?><a>+ADw-</a>')
text("not-xml.docx", "项目申报书".encode())
text("xml-empty.docx", b"")
text("xml-cut.docx", b"<a><b>")
text("xml-nul.docx", b"<a>\0</a>")
text("xml-entity.docx", b"<a>&nbsp;</a>")
text("xml-prefix.docx", b"<w:a/>")

# --- no Word document after all
KINDS["no-types.docx"] = lambda good: zipped(file for file in good if file.name != TYPES)
KINDS["no-relations.docx"] = lambda good: zipped(file for file in good if file.name != RELATIONS)
KINDS["no-text.docx"] = lambda good: zipped(file for file in good if file.name != DOCUMENT)
within("text-elsewhere.docx", RELATIONS, b"word/document.xml", b"http://127.0.0.1/a.xml")
within("text-above.docx", RELATIONS, b"word/document.xml", b"../../etc/passwd")
within("text-twice.docx", RELATIONS, b"/metadata/core-properties", b"/officeDocument")
within("type-of-a-sheet.docx", TYPES, b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")


def _one_in_another(good: Good) -> Good:
    """A member whose content is another member, header and all, to which the directory points, too."""
    inner = replace(good[0], name=b"a.xml")
    whole = zipped([inner])[: -22 - 46 - 5]
    return [File(b"b.xml", whole, packed=whole, method=0), replace(inner, offset=30 + 5), *good]


def _with_locator(package: bytes) -> bytes:
    return package[:-22] + b"PK\6\7" + bytes(16) + package[-22:]


def write(good: bytes, folder: Path) -> None:
    """Every kind of file, in a folder."""
    members = files(good)
    for name, make in KINDS.items():
        (folder / name).write_bytes(make(members))
