"""Tags where they would not be printed, or where Word would not leave alone what they print."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from wenbiao.document.template.places import Element, W
from wenbiao.document.template.source import Source, take_out

BEGINS = re.compile(r"\{\{|\{%|\{#")
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
HIDDEN = {W + "instrText": "域代码", MATH + "t": "公式"}  # text that is not the page's, and what it is called
KEPT = {
    "TOC",
    "REF",
    "STYLEREF",
    "HYPERLINK",
    "FORMTEXT",
}  # fields: updating them gives the printed words again
CHANGED = re.compile(  # the ranges are those of content controls and of moves
    r"ins|del|moveFrom|moveTo|cellIns|cellDel|cellMerge|\w+Change"
    r"|(customXml(Ins|Del|MoveFrom|MoveTo)|moveFrom|moveTo)Range(Start|End)"
)
EMBEDDED = {W + "altChunk", W + "subDoc"}

REVISED = (
    "文档里还有没有处理的修订，打印出来的文书也会带着修订标记",
    "请在“审阅”里接受或拒绝全部修订，关闭修订状态后保存",
)
ATTRIBUTE = ("标签写在了属性里（如图片的替代文字、书签名），不会被打印", "请删去，或改写到普通文字里")
BOUND = (
    "标签写在和文档属性绑定的内容控件里，Word 打开文书时会换成那个属性",
    "请在控件上按右键，选“删除内容控件”，文字会留下",
)
FIELD = (
    "标签写在域的结果里，Word 更新域时会换掉",
    "请选中这处文字，按 Ctrl+Shift+F9 把域变成普通文字",
)
INSERTED = ("文档里嵌着另一份文档，里面的标签不会被处理", "请把那份文档的内容复制进来，再删去嵌入的文档")


def check(source: Source) -> None:
    """Note what keeps a part from being printed as its author sees it. Its tags must have been read."""
    for element in source.root.iter(etree.Element):
        for value in filter(BEGINS.search, map(str, element.attrib.values())):
            source.note(source.places.of(element), value, *ATTRIBUTE)
        if element.tag in EMBEDDED:
            source.note(source.places.of(element), "", *INSERTED)
    for paragraph in source.root.iter(W + "p"):
        _check_hidden(source, paragraph)
    _check_revised(source)
    _check_controls(source)
    _check_fields(source)


def _check_hidden(source: Source, paragraph: Element) -> None:
    """Note a tag in text that is not the page's, also where it is split over runs."""
    for carrier, title in HIDDEN.items():
        text = "".join(one.text or "" for one in paragraph.iter(carrier) if _nearest(one) is paragraph)
        if BEGINS.search(text):
            wrong = f"标签写在了{title}里，不会被打印"
            source.note(source.places.of(paragraph), text.strip(), wrong, "请删去，或改写到普通文字里")


def _nearest(element: Element) -> Element | None:
    return next(element.iterancestors(W + "p"), None)


def _check_revised(source: Source) -> None:
    """Note the first of the tracked changes: they are accepted all at once."""
    for element in source.root.iter(W + "*"):
        if CHANGED.fullmatch(etree.QName(element).localname):
            source.note(source.places.of(element), "", *REVISED)
            return


def _check_controls(source: Source) -> None:
    """A content control that holds a tag must show what stands in it, and not its prompt or a bound property."""
    for tag in source.tags:
        for control in tag.run.iterancestors(W + "sdt"):
            for setting in control.findall(f"{W}sdtPr/*"):
                name = etree.QName(setting).localname
                if name == "dataBinding":
                    source.note(tag.place, tag.text, *BOUND)
                elif name == "showingPlcHdr":
                    take_out(setting)


def _check_fields(source: Source) -> None:
    """Note tags in results that Word works out anew."""
    inside = dict(_results(source.root))
    for tag in source.tags:
        simple = (one.get(W + "instr", "") for one in tag.run.iterancestors(W + "fldSimple"))
        codes = [*inside.get(tag.run, ()), *simple]
        if any(code.split()[:1] and code.split()[0].upper() not in KEPT for code in codes):
            source.note(tag.place, tag.text, *FIELD)


def _results(root: Element) -> Iterator[tuple[Element, list[str]]]:
    """Each run that stands in the result of fields, with their codes."""
    codes: list[str] = []
    for run in root.iter(W + "r"):
        for part in run:
            kind = part.get(W + "fldCharType")
            if kind == "begin":
                codes.append("")
            elif kind == "end" and codes:
                codes.pop()
            elif part.tag == W + "instrText" and codes:
                codes[-1] += part.text or ""
        if codes:
            yield run, list(codes)
