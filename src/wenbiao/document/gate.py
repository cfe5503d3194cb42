"""The gate for returned documents: what comes through is a Word document of bounded size, and plain XML.

    members = opened(raw)                            every XML part, inflated: name → content
    walk(members[main_part(members)], handler)       one part, told to a handler tag by tag

Whatever a stranger sends is either opened or refused with the reason and what to do. What Word, WPS or
LibreOffice writes is never refused.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from wenbiao.document.archive import SAVE_AGAIN, damaged, directory, inflated
from wenbiao.errors import Refused

__all__ = ["Refused", "Walker", "main_part", "opened", "walk"]

FILE_MAX = 10 * 2**20  # bytes
ELEMENTS_MAX = 600_000  # in one part
DEPTH_MAX = 200
ATTRIBUTES_MAX = 250  # of one element
NAMES_MAX = 5_000  # different names of elements, attributes and namespaces in one part
NAMESPACE_MAX = 500  # characters
TYPES = "[Content_Types].xml"
RELATIONS = "_rels/.rels"
MAIN = "/officeDocument"  # how the type of the relationship ends that leads to the text, also in strict files
WORD = "wordprocessingml"
TO_DOCX = "请在 Word 或 WPS 里另存为 .docx，再上传"
NOT_WORD = "请上传本系统生成的 .docx 文书"
MANY_ATTRIBUTES = re.compile(
    rb"""<[^<>"'!?]++(?:(?:"[^"<]*+"|'[^'<]*+')[^<>"']*+){%d}""" % (ATTRIBUTES_MAX + 1)
)
ENCODING = re.compile(rb"""\s*+<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
BOMS = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")
STARTS = {  # how other files begin → what they are, and what to do
    b"%PDF": ("这是 PDF 文件", "请上传 Word 文档（.docx）"),
    rb"{\rtf": ("这是 RTF 文件", TO_DOCX),
    b"Rar!": ("这是压缩包", "请解压后上传其中的 .docx"),
    b"7z\xbc\xaf": ("这是压缩包", "请解压后上传其中的 .docx"),
    b"\x1f\x8b": ("这是压缩包", "请解压后上传其中的 .docx"),
    b"\x89PNG": ("这是图片", "请上传 Word 文档（.docx）"),
    b"\xff\xd8\xff": ("这是图片", "请上传 Word 文档（.docx）"),
    b"<!doctype html": ("这是网页文件", TO_DOCX),
    b"<html": ("这是网页文件", TO_DOCX),
    b"mime-version": ("这是网页文件", TO_DOCX),
    b"<?xml": ("这是 XML 文件", TO_DOCX),
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Walker(Protocol):
    """Who is told what stands in a part. Names are "namespace}name"; names without a namespace are plain."""

    def start(self, name: str, attributes: dict[str, str], /) -> None: ...
    def end(self, name: str, /) -> None: ...
    def text(self, text: str, /) -> None: ...


def opened(raw: bytes) -> Mapping[str, bytes]:
    """The XML parts of a Word document, inflated, by name. Raises Refused."""
    if not raw:
        raise Refused("文件是空的", "请重新下载或保存后再上传")
    if len(raw) > FILE_MAX:
        raise Refused(f"文件超过 {FILE_MAX >> 20} MiB", "请删去文档里的大图片后重新保存")
    if not raw.startswith(b"PK\3\4"):
        raise _other_file(raw)
    parts: dict[str, bytes] = {}
    for member in directory(raw):
        _refuse_macros(member.name)
        content = inflated(raw, member)
        if member.name.endswith((".xml", ".rels")) and _plain(member.name, content):
            parts[member.name] = content
    main_part(parts)
    return parts


def main_part(members: Mapping[str, bytes]) -> str:
    """The name of the part that holds the text, by the relationship that office programs follow. Raises Refused."""
    if TYPES not in members or RELATIONS not in members:
        raise _other_zip(members)
    types, relations = _Entries(), _Entries()
    walk(members[TYPES], types)
    walk(members[RELATIONS], relations)
    if any("macroEnabled" in entry.get("ContentType", "") for entry in types.found):
        raise _macros()
    targets = [
        entry["Target"]
        for entry in relations.found
        if entry.get("Type", "").endswith(MAIN) and "Target" in entry
    ]
    names = {posixpath.normpath(posixpath.join("/", target))[1:] for target in targets}
    if len(names) != 1 or not names <= members.keys():
        raise _other_zip(members)
    name = names.pop()
    kind = next(
        (
            e.get("ContentType", "")
            for e in types.found
            if e.get("PartName", "").casefold() == f"/{name}".casefold()
        ),
        "",
    )
    if WORD not in kind:
        raise _other_zip(members)
    return name


def walk(xml: bytes, walker: Walker) -> None:
    """Tell a walker what stands in XML, in order; text comes in one or several pieces. Raises Refused.

    No document type, no entity of its own, UTF-8 only, bounded in depth and number of elements.
    """
    _check_plain(xml)
    names: dict[str, str] = {}
    guard = _Guard(walker, names)
    parser = expat.ParserCreate("utf-8", "}", intern=names)
    parser.buffer_text = True
    parser.buffer_size = 2**16
    parser.StartElementHandler = guard.start
    parser.EndElementHandler = guard.end
    parser.CharacterDataHandler = walker.text
    parser.StartNamespaceDeclHandler = guard.namespace
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise damaged("有部件不是完整的 XML") from None


@dataclass
class _Guard:
    walker: Walker
    names: dict[str, str]
    elements: int = 0
    depth: int = 0
    told: Callable[[str, dict[str, str]], None] = field(init=False)

    def __post_init__(self) -> None:
        self.told = self.walker.start

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise Refused(f"文档的内容套叠超过 {DEPTH_MAX} 层", SAVE_AGAIN)
        if self.elements > ELEMENTS_MAX or len(self.names) > NAMES_MAX:
            raise _too_much()
        self.told(name, attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.walker.end(name)

    def namespace(self, prefix: str | None, uri: str | None) -> None:
        if len(prefix or "") + len(uri or "") > NAMESPACE_MAX:
            raise _too_much()


class _Entries:
    """The attributes of every element."""

    def __init__(self) -> None:
        self.found: list[dict[str, str]] = []

    def start(self, _name: str, attributes: dict[str, str], /) -> None:
        self.found.append(attributes)

    def end(self, name: str, /) -> None: ...
    def text(self, text: str, /) -> None: ...


def _plain(name: str, content: bytes) -> bool:
    """Whether a part is plain XML; one that other programs left beside the document may be anything, and is left out."""
    try:
        _check_plain(content)
    except Refused:
        if name.startswith("customXml/"):
            return False
        raise
    return True


def _check_plain(xml: bytes) -> None:
    declared = ENCODING.match(xml, 0, 200)
    if xml.startswith(BOMS) or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise Refused("文档的内容不是 UTF-8 编码", SAVE_AGAIN)
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        _refuse_doctype()
    if xml.count(b"<") - xml.count(b"</") > ELEMENTS_MAX or MANY_ATTRIBUTES.search(xml):
        raise _too_much()


def _refuse_doctype(*_: object) -> None:
    raise Refused("文档里有外部定义（DTD 或实体），可能有害", NOT_WORD)


def _refuse_macros(name: str) -> None:
    if re.search(r"vba(Project|Data)", name, re.IGNORECASE):
        raise _macros()


def _macros() -> Refused:
    return Refused("文档里有宏，可能有害", "请在 Word 或 WPS 里另存为不带宏的 .docx，再上传")


def _too_much() -> Refused:
    return Refused("文档的内容过多，不像一份文书", NOT_WORD)


def _other_file(raw: bytes) -> Refused:
    """What a file is that does not begin as a zip."""
    if raw.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in raw:
            return Refused("文档设有打开密码", "请在 Word 或 WPS 里取消密码后重新保存，再上传")
        return Refused("这是旧的 .doc 或 .wps 格式", TO_DOCX)
    start = raw[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, (wrong, remedy) in STARTS.items():
        if start.startswith(mark) or start[:32].lower().startswith(mark):
            return Refused(wrong, remedy)
    if b"PK\5\6" in raw and b"PK\3\4" in raw:
        return damaged("文件开头有多余的内容")
    return Refused("这不是 Word 文档", NOT_WORD)


def _other_zip(members: Mapping[str, bytes]) -> Refused:
    """What a zip is that holds no Word document."""
    if "OFD.xml" in members:
        return Refused("这是 OFD 文件", "请上传 Word 文档（.docx）")
    if "content.xml" in members:
        return Refused("这是 OpenDocument 文件（.odt）", TO_DOCX)
    if "xl/workbook.xml" in members or "ppt/presentation.xml" in members:
        return Refused("这是表格或演示文稿", "请上传 Word 文档（.docx）")
    return Refused("这不是 Word 文档", NOT_WORD)
