"""What is added beside the text: footers, notes, pictures, boxes, files."""

from __future__ import annotations

from lxml import etree

from tests.tools.desk import (
    WORD,
    Desk,
    R,
    W,
    retype,
    run,
    said,
)
from tests.tools.edits.telling import (
    Told,
    a_mixed,
    a_number,
    answer,
    edit,
    text,
)

SHAPE = f"""<w:r {WORD} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p>
</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p>
</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""
PICTURE = f"""<w:r {WORD} xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:drawing><a:blip/></w:drawing></w:r>"""


@edit
def footer_changed(desk: Desk) -> list[Told]:
    footer = desk.part("word/footer1.xml")
    footer.find(f".//{W}p").append(run(" 内部资料"))
    return [text("页脚，第 1 段", "—  —", "—  — 内部资料")]


@edit
def header_added(desk: Desk) -> list[Told]:
    header = f"<w:hdr {WORD}><w:p><w:r><w:t>送审稿</w:t></w:r></w:p></w:hdr>"
    name = desk.relate("header", "header9.xml", header.encode())
    section = list(desk.body.iter(f"{W}sectPr"))[-1]
    section.insert(0, etree.Element(f"{W}headerReference", {f"{W}type": "default", f"{R}id": name}))
    return [text("页眉，开头", "", "送审稿")]


@edit
def footnote_added(desk: Desk) -> list[Told]:
    notes = (
        f'<w:footnotes {WORD}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> 另见附件。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    desk.relate("footnotes", "footnotes.xml", notes.encode())
    one = desk.fixed()[0]
    mark = etree.SubElement(one, f"{W}r")
    etree.SubElement(mark, f"{W}footnoteReference", {f"{W}id": "1"})
    return [text("脚注，开头", "", " 另见附件。"), text(desk.place(one), said(one), f"{said(one)}［注］")]


@edit
def picture_inserted(desk: Desk) -> list[Told]:
    one = desk.fixed()[1]
    told = [text(desk.place(one), said(one), f"{said(one)}［图片］")]
    one.append(etree.fromstring(PICTURE))
    return told


@edit
def text_box_inserted(desk: Desk) -> list[Told]:
    one = desk.fixed()[1]
    before = one.getprevious()
    one.append(etree.fromstring(SHAPE))
    return [text(f"{desk.place(before)}之后", "", "框里的话")]


@edit
def file_inserted(desk: Desk) -> list[Told]:
    one = desk.fixed()[0]
    one.addnext(etree.Element(f"{W}altChunk"))
    return [text(f"{desk.place(one)}之后", "", "［插入的文件］")]


@edit
def words_put_into_a_page_number(desk: Desk) -> list[Told]:
    one = desk.fixed()[1]
    told = [text(desk.place(one), said(one), f"{said(one)}另加一百万元")]
    field = etree.SubElement(one, f"{W}fldSimple", {f"{W}instr": " PAGE "})
    field.append(run("另加一百万元", one))
    return told


@edit
def two_answers_far_apart(desk: Desk) -> list[Told]:
    one, other = a_number(desk), a_mixed(desk)
    told = [answer(desk, one, "1.11"), answer(desk, other, "另一处")]
    retype(one, "1.11")
    retype(other, "另一处")
    return told
