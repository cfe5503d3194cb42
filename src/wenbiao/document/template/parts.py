"""Which parts of a Word document are rendered, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from wenbiao.document.package import Member, NotAPackage
from wenbiao.document.template.places import Element
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
NAMES = {"docProps/core.xml": "文档属性", "docProps/app.xml": "文档属性", "word/comments.xml": "批注"}


def rendered(members: tuple[Member, ...]) -> dict[str, str]:
    """Member name → 正文, 页眉 …, for the parts that can hold tags. Raises NotAPackage if it is no .docx."""
    by_name = {member.name: member for member in members}
    listing = by_name.get("[Content_Types].xml")
    if listing is None:
        raise NotAPackage("这不是 Word 文档", "请用 Word 或 WPS 重新保存为 .docx")
    types = {
        str(entry.get("PartName", "")).lstrip("/"): str(entry.get("ContentType", ""))
        for entry in parse(listing.content()).iter(TYPES + "Override")
    }
    if "word/vbaProject.bin" in by_name or any("macroEnabled" in kind for kind in types.values()):
        raise NotAPackage("文档带有宏", "请另存为不带宏的 .docx")
    if MAIN not in types.values():
        raise NotAPackage("这不是 .docx 文档", "请在 Word 或 WPS 里另存为“Word 文档（.docx）”")
    return {
        name: _title(name, TITLES[kind]) for name, kind in types.items() if kind in TITLES and name in by_name
    }


def parse(xml: bytes) -> Element:
    """The tree of a part; nothing is fetched, no entity expanded. Raises NotAPackage where it is no XML."""
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise NotAPackage("文档里有损坏的部件", "请用 Word 或 WPS 打开后另存一次") from error


def _title(name: str, title: str) -> str:
    number = re.search(r"(header|footer)(\d+)", name)
    return f"{title}（{name.rpartition('/')[2]}）" if number else title


def stray_tags(file: str, members: tuple[Member, ...], titles: Mapping[str, str]) -> Iterator[Finding]:
    """Tags in parts that are not rendered, such as the document's title property or a comment."""
    for member in members:
        if member.name in titles or not member.name.endswith((".xml", ".rels")):
            continue
        text = MARKUP.sub("", member.content().decode("utf-8", "replace"))
        for tag in dict.fromkeys(TAG.findall(text)):
            place = NAMES.get(member.name, member.name)
            yield Finding(file, place, tag, "这里的标记不会被打印", "请删去，或改写到正文里")
