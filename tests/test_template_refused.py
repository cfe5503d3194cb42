"""What Word files bring along: each is compiled and printed right, or refused with place and remedy."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from tests.tools.garden import GARDEN, word
from tests.tools.markup import (
    DECLARED,
    NAMESPACES,
    box,
    changed,
    control,
    field,
    p,
    r,
    relate,
    ruby,
    table,
    tc,
    tr,
    with_part,
    written,
)
from wenbiao.document.package import Member, read, write
from wenbiao.document.template import inspect

FOR, ROW, END = "{%tr for l in lines %}", "{{ l.item }}", "{%tr endfor %}"
FILE = "garden.docx"


def insertion(inner: str) -> str:
    return f'<w:ins w:id="1" w:author="甲">{inner}</w:ins>'


def tracked(what: str, inner: str) -> tuple[str, ...]:
    """Runs between the marks of a tracked range."""
    begin = f'<w:{what}RangeStart w:id="1" w:author="甲"/>'
    return begin, *[inner] * bool(inner), f'<w:{what}RangeEnd w:id="1"/>'


def merged(value: str) -> str:
    return f'<w:vMerge w:val="{value}"/>'


FOOTNOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
DELETION = '<w:del w:id="1" w:author="甲"><w:r><w:delText>{{ name }}</w:delText></w:r></w:del>'
BOUND = '<w:dataBinding w:xpath="/a" w:storeItemID="{1}"/>'
BEGIN, BETWEEN, CLOSE = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)
WHOLE_TABLE = [
    ["头"],
    ["{%tr if name %}"],
    [tc("", properties=merged("restart"))],
    ["{%tr endif %}"],
    [tc("", properties=merged("continue"))],
]

REFUSED: dict[str, tuple[list[str], tuple[str, str, str, str]]] = {  # name → body, (place, tag, what is wrong, what to do)
    "a tracked insertion": ([p(insertion(r("{{ name }}")))], ("正文，第 1 段", "", "没有处理的修订", "“审阅”里接受或拒绝全部修订")),
    "a tracked deletion": (["茶", p(DELETION)], ("正文，第 2 段（“茶”附近）", "", "没有处理的修订", "“审阅”里接受或拒绝全部修订")),
    "a tracked change of format": ([p("茶", properties='<w:rPr><w:ins w:id="1" w:author="甲"/></w:rPr>')], ("正文，第 1 段（“茶”附近）", "", "没有处理的修订", "“审阅”")),
    "a tracked control": (["{%p for l in lines %}", p(*tracked("customXmlIns", control(r(ROW)))), "{%p endfor %}"], ("正文，第 2 段", "", "没有处理的修订", "“审阅”")),
    "a tracked control that goes": ([p("茶", *tracked("customXmlDel", control(r("园"))))], ("正文，第 1 段（“茶园”附近）", "", "没有处理的修订", "“审阅”")),
    "a tracked move": ([p("茶", *tracked("moveFrom", ""))], ("正文，第 1 段（“茶”附近）", "", "没有处理的修订", "“审阅”")),
    "a field's code": ([p(field("REF {{ name }}", r("茶")))], ("正文，第 1 段（“茶”附近）", "REF {{ name }}", "域代码里，不会被打印", "改写到普通文字里")),
    "a field's code in several runs": ([p(BEGIN, "<w:r><w:instrText>REF {</w:instrText></w:r>", "<w:r><w:instrText>{ name }}</w:instrText></w:r>", CLOSE)], ("正文，第 1 段", "REF {{ name }}", "域代码里，不会被打印", "改写到普通文字里")),
    "a field's result": ([p(field("AUTHOR", r("{{ name }}")))], ("正文，第 1 段", "{{ name }}", "域的结果里，Word 更新域时会换掉", "Ctrl+Shift+F9")),
    "a simple field": ([p(f'<w:fldSimple w:instr=" TITLE ">{r("{{ name }}")}</w:fldSimple>')], ("正文，第 1 段", "{{ name }}", "域的结果里", "Ctrl+Shift+F9")),
    "a formula": ([p("<m:oMath><m:r><m:t>{{ name }}</m:t></m:r></m:oMath>")], ("正文，第 1 段", "{{ name }}", "公式里，不会被打印", "改写到普通文字里")),
    "a formula in several runs": ([p("<m:oMath><m:r><m:t>{</m:t></m:r><m:r><m:t>{ name }}</m:t></m:r></m:oMath>")], ("正文，第 1 段", "{{ name }}", "公式里", "改写到普通文字里")),
    "a bookmark's name": ([p('<w:bookmarkStart w:id="1" w:name="{{ name }}"/>')], ("正文，第 1 段", "{{ name }}", "属性里", "改写到普通文字里")),
    "a control bound to a property": ([p(control(r("{{ name }}"), BOUND))], ("正文，第 1 段", "{{ name }}", "和文档属性绑定的内容控件", "删除内容控件")),
    "a control that may be empty": ([control(p("{%p if name %}") + p("茶") + p("{%p endif %}"))], ("正文，第 3 段（“茶”附近）", "{%p endif %}", "内容控件可能什么都不剩", "删去这个内容控件")),
    "a cell that may be empty": ([table([tc("{%p if name %}", "茶", "{%p endif %}")])], ("正文，表 1，第 1 行，第 1 格（“茶”附近）", "{%p endif %}", "单元格末尾可能没有段落", "在这一格的最后再留一个空段落")),
    "a cell that may end with a table": ([table([tc("{%p if name %}", "茶", table(["甲"]), "{%p endif %}")])], ("正文，表 1，第 1 行，第 1 格（“甲”附近）", "{%p endif %}", "单元格末尾可能没有段落", "再留一个空段落")),
    "a cell that may end with a table in a control": ([table([tc("{%p if name %}", "茶", "{%p endif %}", control(table(["甲"])))])], ("正文，表 1，第 1 行，第 1 格（“茶”附近）", "{%p endif %}", "单元格末尾可能没有段落", "再留一个空段落")),
    "a table that may have no rows": ([table([FOR], [ROW], [END])], ("正文，表 1，第 3 行，第 1 格", END, "表格可能一行都不剩", "{%tr else %}")),
    "a row that may have no cells": ([table(["{%tc if name %}", "茶", "{%tc endif %}"])], ("正文，表 1", "{%tc if … %}", "格数会随答案变化", "一样多")),
    "a cell over columns of tags alone": ([table(["甲", "{%tc if name %}", "乙", "{%tc else %}", "丙", "{%tc endif %}"], [tc("一"), tc("二", properties='<w:gridSpan w:val="2"/>'), "三", tc("四", properties='<w:gridSpan w:val="2"/>')])], ("正文，表 1", "{%tc if … %}", "格数会随答案变化", "一样多")),
    "a text box that may be empty": ([p(box("{%p if name %}", "茶", "{%p endif %}"))], ("正文，第 1 段，文本框（“茶”附近）", "{%p endif %}", "文本框末尾可能没有段落", "再留一个空段落")),
    "a footnote in a condition": (["{%p if name %}", p("茶", FOOTNOTE), "{%p endif %}"], ("正文，第 2 段（“茶”附近）", "", "条件里有脚注", "条件外面，或改写在正文里")),
    "an endnote in a branch": ([p("{% if name %}茶{% else %}", FOOTNOTE.replace("foot", "end"), "{% endif %}")], ("正文，第 1 段", "", "条件里有尾注", "把尾注放到条件外面")),
    "a footnote in a row of a condition": ([table(["头"], ["{%tr if name %}"], [tc(p("茶", FOOTNOTE))], ["{%tr endif %}"])], ("正文，表 1，第 3 行，第 1 格（“茶”附近）", "", "条件里有脚注", "条件外面")),
    "a footnote in a loop": (["{%p for l in lines %}", p(ROW, FOOTNOTE), "{%p endfor %}"], ("正文，第 2 段", "", "循环里有脚注", "循环外面")),
    "a block half in a control": ([p("{% if name %}", control(r("{{ name }}{% endif %}")))], ("正文，第 1 段", "{% endif %}", "和开头的 {% if name %} 不都在同一个内容控件里", "都放在内容控件外面，或都放在里面；也可以在控件上按右键")),
    "paragraphs half in a control": ([control(p("{%p if name %}") + p("茶")), "{%p endif %}"], ("正文，第 3 段", "{%p endif %}", "和开头的 {%p if name %} 不都在同一个内容控件里", "“删除内容控件”")),
    "rows half in a control": ([table(["头"], control(tr(FOR)), [ROW], [END])], ("正文，表 1，第 4 行，第 1 格", END, "不都在同一个内容控件里", "“删除内容控件”")),
    "rows in two controls": ([table(["头"], control(tr(FOR)), [ROW], control(tr(END)))], ("正文，表 1，第 4 行，第 1 格", END, "不都在同一个内容控件里", "“删除内容控件”")),
    "cells half in a control": ([table(["{%tc if name %}", "甲", control(tc("{%tc else %}")), "乙", "{%tc endif %}"])], ("正文，表 1，第 1 行，第 3 格", "{%tc else %}", "不都在同一个内容控件里", "“删除内容控件”")),
    "a merged row in a control": ([table(["头"], [FOR], control(tr("{{ l.item|merged }}")), [END])], ("正文，表 1，第 3 行，第 1 格", "{{ l.item|merged }}", "所在的行在内容控件里", "“删除内容控件”")),
    "a block half in a link": ([p(f'<w:hyperlink w:anchor="x">{r("{% if name %}")}</w:hyperlink>', "茶{% endif %}")], ("正文，第 1 段", "{% endif %}", "不都在同一个超链接里", "取消超链接")),
    "a block half in a smart tag": ([p(f'<w:smartTag w:element="x">{r("{% if name %}")}</w:smartTag>', "茶{% endif %}")], ("正文，第 1 段", "{% endif %}", "不都在同一个智能标记里", "重新输入")),
    "a block half in a reading": ([p(ruby("{% if name %}", "茶"), "{% endif %}")], ("正文，第 1 段（“茶”附近）", "{% endif %}", "不都在同一个特殊格式里", "重新输入")),
    "a field half in a condition": (["{%p if name %}", p(BEGIN, BETWEEN), "{%p endif %}", p(CLOSE)], ("正文，第 4 段", "", "域（如目录、页码、交叉引用）的开头和结尾不在同一个条件", "移出来")),
    "a field over two branches": ([p("{% if name %}", BEGIN, BETWEEN, "{% else %}", CLOSE, "{% endif %}")], ("正文，第 1 段", "", "域（如目录、页码、交叉引用）的开头和结尾不在同一个条件", "移出来")),
    "a cell merged out of a condition": ([table(*WHOLE_TABLE)], ("正文，表 1，第 5 行，第 1 格", "", "和上面的格合并，而上面那一行可能不打印", "拆分这几格")),
    "a cell merged out of a tag's row": ([table(["头"], [tc(FOR, properties=merged("restart"))], [tc("", properties=merged("continue"))], [END])], ("正文，表 1，第 3 行，第 1 格", "", "而上面那一行可能不打印", "拆分这几格")),
    "a table in a loop": (["{%p for l in lines %}", table(["{{ l.item }}"]), "{%p endfor %}", ""], ("正文，表 1", "", "会连成一张表", "另加一个空段落")),
    "columns by the rows of an answer": ([table(["头", "{%tc for l in lines %}", ROW, "{%tc endfor %}"])], ("正文，表 1，第 1 行，第 2 格（“头”附近）", "{%tc for l in lines %}", "列数不能随答案变化", "写出每一列")),
    "another document inside": (['<w:altChunk r:id="x"/>'], ("正文", "", "嵌着另一份文档", "复制进来")),
    "a loop that opens in a cell": ([table(["头"], ["{%p for l in lines %}"], ["{%p endfor %}"])], ("正文，表 1，第 3 行，第 1 格", "{%p endfor %}", "不在同一格", "{%tr %}")),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name: str) -> None:
    """A tag that would not be printed, and a structure that may break, say where they are and what to do."""
    contents, (place, tag, wrong, remedy) = REFUSED[name]
    found = inspect(written(*contents), FILE, GARDEN)

    assert found.template is None
    assert [(FILE, place, tag)] == [(one.file, one.place, one.tag) for one in found.findings]
    assert wrong in found.findings[0].wrong
    assert remedy in found.findings[0].remedy


def test_a_header_names_itself() -> None:
    """In a header or a note the same rules hold, and the place says which part it is."""
    note = f'<w:footnote w:id="2">{p("{%p if name %}")}{p("{%p endif %}")}</w:footnote>'
    head = p(insertion(r("茶")))
    found = [inspect(with_part(word("茶"), what, inner), FILE, GARDEN).findings
             for what, inner in (("footnotes", note), ("header", head))]  # fmt: skip

    assert [["脚注末尾可能没有段落"], ["文档里还有没有处理的修订，打印出来的文书也会带着修订标记"]] == [
        [finding.wrong for finding in findings] for findings in found
    ]
    assert ["脚注，第 2 段", "页眉，第 1 段（“茶”附近）"] == [findings[0].place for findings in found]


ELSEWHERE = [  # a part that no document prints, its content, where a person finds it
    ("docProps/core.xml", "<a>{{ name }}</a>", "文档属性"),
    ("docProps/app.xml", "<a>{{ na<b/>me }}</a>", "文档属性"),
    ("word/charts/chart1.xml", "<a>{{ name }}</a>", "图表"),
    ("word/diagrams/data1.xml", "<a>{% if name %}</a>", "SmartArt 图形"),
]


@pytest.mark.parametrize(("part", "xml", "place"), ELSEWHERE)
def test_tags_in_parts_that_are_not_printed(part: str, xml: str, place: str) -> None:
    """A tag in the document's properties, a chart or a diagram is refused."""
    file = changed(word("茶"), lambda members: members.update({part: xml.encode()}))
    found = inspect(file, FILE, GARDEN).findings

    assert [(place, "这里的标签不会被打印", "请删去，或改写到正文里")] == [
        (finding.place, finding.wrong, finding.remedy) for finding in found
    ]


def test_a_tag_that_a_control_has_left_behind() -> None:
    """Word keeps what was typed into a cover page's control after the control is gone, where nobody can reach it."""
    data = {"customXml/item9.xml": b"<a>{{ name }}</a>"}
    found = inspect(changed(word("茶"), lambda members: members.update(data)), FILE, GARDEN)

    assert () == found.findings


def test_a_tag_in_the_address_of_a_link() -> None:
    """Word keeps a link's address apart from its text, with the braces written as %7B."""
    add = relate("hyperlink", "http://a.example/%7B%7B%20name%20%7D%7D", 'TargetMode="External"')
    found = inspect(changed(word("茶"), add), FILE, GARDEN).findings

    assert [("超链接", "{{ name }}", "链接的地址里有标签，不会被打印")] == [
        (f.place, f.tag, f.wrong) for f in found
    ]


def test_a_tag_in_the_format_of_numbers() -> None:
    """Word prints the format of automatic numbers beside the text of a paragraph, as it stands in another part."""
    level = '<w:abstractNum><w:lvl><w:lvlText w:val="第{{ name }}条"/></w:lvl></w:abstractNum>'
    numbering = f"<w:numbering {DECLARED}>{level}</w:numbering>".encode()
    found = inspect(putting("word/numbering.xml", numbering)(), FILE, GARDEN).findings

    assert [("自动编号", "{{ name }}", "自动编号的格式里有标签，不会被打印")] == [
        (f.place, f.tag, f.wrong) for f in found
    ]


def locked(package: bytes) -> bytes:
    """The zip file marked as encrypted, as archivers do."""
    data = bytearray(package)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            struct.pack_into("<H", data, at + offset, 1)
            at = data.find(mark, at + 4)
    return bytes(data)


@pytest.mark.parametrize(("setting", "places"), [("", ["文档设置"]), (' w:val="0"', [])])
def test_changes_that_are_tracked(setting: str, places: list[str]) -> None:
    """Where a template was saved while changes are tracked, every document would track what is done to it."""
    name = "word/settings.xml"
    file = replacing(name, b"<w:zoom", f"<w:trackRevisions{setting}/><w:zoom".encode())()
    found = inspect(file, FILE, GARDEN).findings

    assert places == [one.place for one in found]
    assert all("关闭修订" in one.remedy for one in found)


def displaced(package: bytes) -> bytes:
    """The zip file whose list of members is said to stand behind its end."""
    end = package.rfind(b"PK\x05\x06") + 16
    (place,) = struct.unpack_from("<I", package, end)
    return package[:end] + struct.pack("<I", place + 99_999) + package[end + 4 :]


def unended(package: bytes) -> bytes:
    """The zip file with members whose deflated data do not come to an end; some programs do not mind."""
    members = []
    for one in read(package):
        deflate = zlib.compressobj(wbits=-15)
        data = deflate.compress(one.content()) + deflate.flush(zlib.Z_SYNC_FLUSH)
        members.append(Member(one.name, zipfile.ZIP_DEFLATED, one.crc, one.size, data))
    return write(members)


def putting(name: str, content: bytes) -> Callable[[], bytes]:
    return lambda: changed(word("茶"), lambda members: members.update({name: content}))


def replacing(name: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    return lambda: changed(
        word("茶"), lambda members: members.update({name: members[name].replace(old, new)})
    )


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES, BEGINNING, BODY = "[Content_Types].xml", "_rels/.rels", "word/document.xml"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
NO_TEMPLATE: dict[str, tuple[Callable[[], bytes], str, str]] = {  # name → the file, what is wrong, what to do
    "nothing": (lambda: b"", "不是 Word 文档", "重新保存为 .docx"),
    "no zip": (lambda: b"PK\x03\x04" + b"x" * 99, "不是 Word 文档", "重新保存为 .docx"),
    "a zip without its end": (lambda: word("茶")[:-40], "不是 Word 文档", "重新保存为 .docx"),
    "a zip with its list elsewhere": (lambda: displaced(word("茶")), "已经损坏", "重新保存为 .docx"),
    "a zip with data cut off": (lambda: unended(word("茶")), "已经损坏", "重新保存为 .docx"),
    "a zip that is no document": (lambda: changed(word("茶"), lambda members: members.pop(TYPES)), "不是 Word 文档", "重新保存为 .docx"),
    "an old document": (lambda: OLE + b"x" * 99, "旧的 .doc 格式", "另存为 .docx"),
    "a document with a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码", "取消密码"),
    "a zip with a password": (lambda: locked(word("茶")), "已加密", "取消密码"),
    "macros": (putting("word/vbaProject.bin", b"x"), "带有宏", "另存为不带宏的 .docx"),
    "a document for macros": (replacing(TYPES, b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", b"vnd.ms-word.document.macroEnabled.main+xml"), "带有宏", "另存为不带宏的 .docx"),
    "a template of Word": (replacing(TYPES, b"document.main+xml", b"template.main+xml"), "不是 .docx 文档", "另存为“Word 文档（.docx）”"),
    "a type for all XML": (replacing(TYPES, b'<Override PartName="/word/document.xml" ContentType=', b'<Default Extension="body" ContentType='), "哪一部分是正文", "另存一次"),
    "no body": (lambda: changed(word("{{ name }}"), lambda members: members.pop(BODY)), "缺少正文", "重新保存为 .docx"),
    "no way to the body": (lambda: changed(word("茶"), lambda members: members.pop(BEGINNING)), "缺少正文", "重新保存为 .docx"),
    "a way past the body": (replacing(BEGINNING, b"word/document.xml", b"word/styles.xml"), "缺少正文", "重新保存为 .docx"),
    "a member of no type": (putting("__MACOSX/._x", b"x"), "别的文件 __MACOSX/._x", "另存一次"),
    "another member of no type": (putting("word/Thumbs.db", b"x"), "别的文件 word/Thumbs.db", "另存一次"),
    "broken XML": (putting(BODY, b"<w:document"), "损坏的部件", "另存一次"),
    "a document type": (replacing(BODY, b"<w:document ", b"<!DOCTYPE x [<!ENTITY y 'z'>]><w:document "), "损坏的部件", "另存一次"),
    "the strict variety": (replacing(BODY, NAMESPACES["w"].encode(), STRICT), "“严格 Open XML”格式", "另存为普通的"),
    "a signature": (putting("_xmlsignatures/sig1.xml", b"<a/>"), "数字签名", "删去签名"),
    "one part twice": (lambda: changed(word("茶"), lambda _members: None, twice=BODY), "两个同名的部件 word/document.xml", "另存一次"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", NO_TEMPLATE)
def test_files_that_are_no_template(name: str) -> None:
    """A file that is no plain .docx is one finding with its name and what to do, never an exception."""
    make, wrong, remedy = NO_TEMPLATE[name]
    found = inspect(make(), FILE, GARDEN)

    assert not found.readable
    assert [(FILE, True, True)] == [(f.file, wrong in f.wrong, remedy in f.remedy) for f in found.findings]


def test_a_body_that_is_none() -> None:
    """What else than a document stands in the part of the body is refused, as Word does not open it."""
    other = f"<w:hdr {DECLARED}>{p('{{ name }}')}</w:hdr>".encode()
    found = inspect(putting(BODY, other)(), FILE, GARDEN)

    assert found.template is None
    assert [("正文", "文档里缺少正文，Word 打不开")] == [(one.place, one.wrong) for one in found.findings]


def test_what_word_passes_over() -> None:
    """Endings in capitals have their types, and what Word itself leaves in a file needs none."""
    for name in ("word/media/1.JPEG", "[trash]/0000.dat"):
        assert inspect(putting(name, b"x")(), FILE, GARDEN).template
