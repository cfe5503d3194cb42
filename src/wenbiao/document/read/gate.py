"""The gate for returned documents: what comes through is a Word document of bounded size, and plain XML.

    members = opened(raw)                            every XML part, inflated: name → content
    walk(members[main_part(members)], handler)       one part, told to a handler tag by tag

Whatever a stranger sends is either opened or refused with the reason and what to do. What Word, WPS or
LibreOffice writes is never refused.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from wenbiao.document.read.archive import SAVE_AGAIN, damaged, directory, inflated
from wenbiao.errors import Refused

__all__ = ["Refused", "Walker", "main_part", "opened", "walk"]

FILE_MAX = 10 * 2**20  # bytes
ELEMENTS_MAX = 1_000_000  # in all parts together, how things look included
TOLD_MAX = 240_000  # that walkers are told of: those of a document with as many rows as a form takes
DEPTH_MAX = 200
ATTRIBUTES_MAX = 250  # of one element
NAME_OR_VALUE_MAX = 4 * 2**20  # bytes; a parser keeps several copies of what it has not read to the end
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
LONG = re.compile(rb"""<[^<>]{%d}|"[^"<]{%d}|'[^'<]{%d}""" % (3 * (NAME_OR_VALUE_MAX,)))
ENCODING = re.compile(rb"""\s*+<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
BOMS = (b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")
PACKED = ("这是压缩包", "请解压后上传其中的 .docx")
STARTS = {  # how other files begin → what they are, and what to do
    b"%PDF": ("这是 PDF 文件", "请上传 Word 文档（.docx）"),
    rb"{\rtf": ("这是 RTF 文件", TO_DOCX),
    b"Rar!": PACKED,
    b"7z\xbc\xaf": PACKED,
    b"\x1f\x8b": PACKED,
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
    _check_file(raw)
    members = directory(raw)
    if TYPES not in (names := {member.name for member in members}):
        raise _other_zip(names)
    parts: dict[str, bytes] = {}
    for member in members:
        _refuse_macros(member.name)
        content = inflated(raw, member)
        if member.name.endswith((".xml", ".rels")) and _plain(member.name, content):
            parts[member.name] = content
    if sum(map(_elements, parts.values())) > ELEMENTS_MAX:
        raise _too_much()
    main_part(parts)
    refuse_too_much(content for name, content in parts.items() if name.endswith(".rels"))
    for name, content in parts.items():
        if name.endswith(".rels"):
            _refuse_attached(content)
    return parts


def main_part(members: Mapping[str, bytes]) -> str:
    """The name of the part that holds the text, by the relationship that office programs follow. Raises Refused."""
    if not {TYPES, RELATIONS} <= members.keys():
        raise _other_zip(members.keys())
    types, relations = _entries(members[TYPES]), _entries(members[RELATIONS])
    if any("macroEnabled" in entry.get("ContentType", "") for entry in types):
        raise _macros()
    targets = [
        entry["Target"] for entry in relations if entry.get("Type", "").endswith(MAIN) and "Target" in entry
    ]
    names = {posixpath.normpath(posixpath.join("/", target))[1:] for target in targets}
    if len(names) != 1 or not names <= members.keys():
        raise _other_zip(members.keys())
    name = names.pop()
    kind = next(
        (
            e.get("ContentType", "")
            for e in types
            if e.get("PartName", "").casefold() == f"/{name}".casefold()
        ),
        "",
    )
    if WORD not in kind:
        raise _other_zip(members.keys())
    return name


def walk(xml: bytes, walker: Walker) -> None:
    """Tell a walker what stands in XML, in order; text comes in one or several pieces. Raises Refused.

    No document type, no entity of its own, UTF-8 only, bounded in depth and number of elements.
    """
    _check_plain(xml)
    walk_plain(xml, walker)


def walk_plain(xml: bytes, walker: Walker) -> None:
    """The same for XML that came through the gate, and was looked at there. Raises Refused."""
    if _elements(xml) > TOLD_MAX:
        raise _too_much()
    parser = _parser(walker)
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise damaged("有部件不是完整的 XML") from None


def _parser(walker: Walker) -> expat.XMLParserType:
    """A parser that tells the walker, and counts what no look at the bytes can: depth and names."""
    names: dict[str, str] = {}
    parser = expat.ParserCreate("utf-8", "}", intern=names)
    tell_start, tell_end, depth = walker.start, walker.end, 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH_MAX:
            raise Refused(f"文档的内容套叠超过 {DEPTH_MAX} 层", SAVE_AGAIN)
        if len(names) > NAMES_MAX:
            raise _too_much()
        tell_start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        tell_end(name)

    parser.buffer_text = True
    parser.buffer_size = 2**16
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = walker.text
    parser.StartNamespaceDeclHandler = _check_namespace
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_doctype
    return parser


def _check_namespace(prefix: str | None, uri: str | None) -> None:
    """Each name within a namespace repeats it: long ones would take memory again and again."""
    if len(prefix or "") + len(uri or "") > NAMESPACE_MAX:
        raise _too_much()


def _entries(xml: bytes) -> list[dict[str, str]]:
    """The attributes of every element of a list: of content types, or of relationships."""
    entries = _Entries()
    walk_plain(xml, entries)
    return entries.found


class _Entries:
    def __init__(self) -> None:
        self.found: list[dict[str, str]] = []

    def start(self, _name: str, attributes: dict[str, str], /) -> None:
        self.found.append(attributes)

    def end(self, name: str, /) -> None: ...
    def text(self, text: str, /) -> None: ...


def _check_file(raw: bytes) -> None:
    if not raw:
        raise Refused("文件是空的", "请重新下载或保存后再上传")
    if len(raw) > FILE_MAX:
        raise Refused(f"文件超过 {FILE_MAX >> 20} MiB", "请删去文档里的大图片后重新保存")
    if not raw.startswith(b"PK\3\4"):
        raise _other_file(raw)


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
    if _elements(xml) > ELEMENTS_MAX:
        raise _too_much()
    if MANY_ATTRIBUTES.search(xml) or LONG.search(xml):
        raise _too_much()


def refuse_too_much(parts: Iterable[bytes], most: int = TOLD_MAX) -> None:
    """Raises Refused where walkers of all of these parts together would be told of too many elements."""
    if sum(map(_elements, parts)) > most:
        raise _too_much()


def _elements(xml: bytes) -> int:
    """How many elements there are, at most."""
    return xml.count(b"<") - xml.count(b"</")


def _refuse_doctype(*_: object) -> None:
    raise Refused("文档里有外部定义（DTD 或实体），可能有害", NOT_WORD)


def _refuse_macros(name: str) -> None:
    if re.search(r"vba(Project|Data)", name, re.IGNORECASE):
        raise _macros()


def _refuse_attached(relations: bytes) -> None:
    """Refuse what a part brings into the document that nobody reads here: macros, and files shown as its own text."""
    for entry in _entries(relations):
        kind = entry.get("Type", "").rpartition("/")[2]
        if kind == "vbaProject":
            raise _macros()
        if kind in ("aFChunk", "subDocument"):
            raise Refused("文档里嵌入了另一份文件，其中的文字无法核对", SAVE_AGAIN)


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


def _other_zip(members: Collection[str]) -> Refused:
    """What a zip with members of these names is, where it is no Word document."""
    if TYPES not in members and any(name.lower().endswith((".docx", ".doc", ".wps")) for name in members):
        return Refused(*PACKED)
    if "OFD.xml" in members:
        return Refused("这是 OFD 文件", "请上传 Word 文档（.docx）")
    if "content.xml" in members:
        return Refused("这是 OpenDocument 文件（.odt）", TO_DOCX)
    if "xl/workbook.xml" in members or "ppt/presentation.xml" in members:
        return Refused("这是表格或演示文稿", "请上传 Word 文档（.docx）")
    return Refused("这不是 Word 文档", NOT_WORD)
