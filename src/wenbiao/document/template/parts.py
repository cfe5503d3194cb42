"""Which parts of a Word document are rendered, and what they are called."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from wenbiao.document.package import Member, NotAPackage
from wenbiao.document.template.places import OFF, Element, W
from wenbiao.errors import Finding

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
PREFIX = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN = PREFIX + "document.main+xml"
TITLES = {
    MAIN: "正文",
    PREFIX + "header+xml": "页眉",
    PREFIX + "footer+xml": "页脚",
    PREFIX + "footnotes+xml": "脚注",
    PREFIX + "endnotes+xml": "尾注",
}
MARKUP = re.compile("<[^>]*>")
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
NAMES = {  # beginnings of member names → where a person finds them
    "docProps/": "文档属性",
    "word/charts/": "图表",
    "word/diagrams/": "SmartArt 图形",
    "word/glossary/": "",  # building blocks: kept beside the document, not in it
    "customXml/": "",  # what controls are bound to: a control that shows a tag is refused where it stands
}
UNPRINTED = ("这里的标签不会被打印", "请删去，或改写到正文里")
NUMBERING = (
    "自动编号的格式里有标签，不会被打印",
    "请在 Word 的“定义新编号格式”里删去，把标签写在段落的文字里",
)
LINK = ("链接的地址里有标签，不会被打印", "请把标签写在显示的文字里，地址写成固定的")
TRACKING = ("修订状态还开着，生成的文书一改就会留下修订的痕迹", "请在“审阅”里关闭修订后保存")
AGAIN = "请用 Word 或 WPS 打开后另存一次"
NO_BODY = ("文档里缺少正文，Word 打不开", "请用 Word 或 WPS 重新保存为 .docx")
TO_BODY = re.compile(r".*/officeDocument")  # the relationship of a package to its main part
IGNORED = ("[Content_Types].xml", "[trash]/")  # no names of parts, so Word passes them over
FOREIGN = ("这一部分不是 Word 或 WPS 保存的：命名空间的前缀不是 w", AGAIN)


def rendered(members: tuple[Member, ...]) -> dict[str, str]:
    """Member name → 正文, 页眉 …, for the parts that can hold tags. Raises NotAPackage if it is no plain .docx."""
    by_name = {member.name: member for member in members}
    listing = by_name.get("[Content_Types].xml")
    if listing is None:
        raise NotAPackage("这不是 Word 文档", "请用 Word 或 WPS 重新保存为 .docx")
    entries = parse(listing.content())
    types = {
        str(entry.get("PartName", "")).lstrip("/"): str(entry.get("ContentType", ""))
        for entry in entries.iter(TYPES + "Override")
    }
    if "word/vbaProject.bin" in by_name or any("macroEnabled" in kind for kind in types.values()):
        raise NotAPackage("文档带有宏", "请另存为不带宏的 .docx")
    if any(entry.get("ContentType") == MAIN for entry in entries.iter(TYPES + "Default")):
        raise NotAPackage("文档没有按 Word 的习惯写明哪一部分是正文", AGAIN)
    if MAIN not in types.values():
        raise NotAPackage("这不是 .docx 文档", "请在 Word 或 WPS 里另存为“Word 文档（.docx）”")
    if any(name.startswith("_xmlsignatures/") for name in by_name):
        raise NotAPackage("文档带有数字签名，生成的文书会显示签名无效", "请在 Word 里删去签名后保存")
    _check_whole(by_name, entries, types)
    return {
        name: _title(name, TITLES[kind]) for name, kind in types.items() if kind in TITLES and name in by_name
    }


def _check_whole(members: Mapping[str, Member], entries: Element, types: Mapping[str, str]) -> None:
    """Raises NotAPackage where Word would call the file damaged: no way to the body, a member without a type."""
    beginning = members.get("_rels/.rels")
    related = () if beginning is None else parse(beginning.content())
    bodies = {target_of("", one) for one in related if TO_BODY.fullmatch(one.get("Type", ""))}
    if not any(types.get(name) == MAIN and name in members for name in bodies):
        raise NotAPackage(*NO_BODY)
    endings = {str(entry.get("Extension", "")).lower() for entry in entries.iter(TYPES + "Default")}
    for name in members:
        ending = posixpath.basename(name).rpartition(".")[2].lower()
        if name not in types and ending not in endings and not name.startswith(IGNORED):
            raise NotAPackage(f"文档里混进了别的文件 {name}，Word 会说文档已损坏", AGAIN)


def target_of(folder: str, entry: Element) -> str:
    """The name of the part that a relationship leads to, from a part in this folder."""
    return posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")


def parse(xml: bytes) -> Element:
    """The tree of a part, without XML comments; nothing is fetched, no entity expanded.

    Raises NotAPackage where it is no XML, or has a document type, as no Office program writes it.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise NotAPackage("文档里有损坏的部件", AGAIN) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotAPackage("文档里有损坏的部件", AGAIN)
    return root


def markup_of(xml: bytes) -> Element:
    """The tree of a part in Word's own markup. Raises NotAPackage for the strict variety, which has other names."""
    root = parse(xml)
    if not str(root.tag).startswith(W):
        raise NotAPackage("这是“严格 Open XML”格式", "请在 Word 里另存为普通的“Word 文档（.docx）”")
    return root


def is_foreign(root: Element) -> bool:
    """Whether Word's markup has another prefix than w, which docxtpl's patching and the engine write and look for."""
    return any(element.prefix != "w" for element in root.iter(W + "*"))


def _title(name: str, title: str) -> str:
    number = re.search(r"(header|footer)(\d+)", name)
    return f"{title}（{name.rpartition('/')[2]}）" if number else title


def stray_tags(file: str, members: tuple[Member, ...], titles: Mapping[str, str]) -> Iterator[Finding]:
    """Tags in parts that are not rendered, such as the document's title property, or in the address of a link."""
    for member in members:
        if member.name in titles or not member.name.endswith((".xml", ".rels")):
            continue
        text, said = MARKUP.sub("", member.content().decode("utf-8", "replace")), UNPRINTED
        place = next((named for begin, named in NAMES.items() if member.name.startswith(begin)), member.name)
        if member.name.endswith(".rels"):
            targets = (str(entry.get("Target", "")) for entry in parse(member.content()))
            text, said, place = " ".join(map(unquote, targets)), LINK, "超链接"
        elif member.name.endswith("/numbering.xml"):
            formats = parse(member.content()).iter(W + "lvlText")
            text, said, place = " ".join(str(one.get(W + "val")) for one in formats), NUMBERING, "自动编号"
        for tag in dict.fromkeys(TAG.findall(text)) if place else ():
            yield Finding(file, place, tag, *said)


def tracking(file: str, members: tuple[Member, ...]) -> Iterator[Finding]:
    """The setting that whoever changes a document has it tracked: it would go with every document."""
    for member in members:
        if member.name.endswith("/settings.xml") and b"trackRevisions" in member.content():
            setting = parse(member.content()).find(W + "trackRevisions")
            if setting is not None and setting.get(W + "val") not in OFF:
                yield Finding(file, "文档设置", "", *TRACKING)
