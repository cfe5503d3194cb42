"""How a document looks, and which program wrote it, is no change: only words count."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import docx
import pytest
from lxml import etree

from tests.tools.desk import BODY, NS, WORD, Desk, Element, R, W, around, run, said, unwrap
from tests.tools.edits import LONG, LONG_TEXT
from tests.tools.papers import made
from wenbiao.document.read import gate
from wenbiao.document.read.compare import changes
from wenbiao.document.read.manuscript import Manuscript, read, recovered

Rewrite = Callable[[Desk], None]
REWRITES: dict[str, Rewrite] = {}
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def rewrite(make: Rewrite) -> Rewrite:
    REWRITES[make.__name__] = make
    return make


def runs(desk: Desk) -> list[Element]:
    return [one for one in desk.body.iter(f"{W}r") if one.find(f"{W}t") is not None]


@rewrite
def runs_split_at_every_letter(desk: Desk) -> None:
    for one in runs(desk):
        for text in list(one.findall(f"{W}t")):
            for letter in text.text or "":
                text.addprevious(etree.Element(f"{W}t", {XML_SPACE: "preserve"}))
                text.getprevious().text = letter
            one.remove(text)


@rewrite
def marks_of_the_spelling_checker(desk: Desk) -> None:
    for number, one in enumerate(runs(desk)):
        one.set(f"{W}rsidR", "00A1B2C3")
        one.addprevious(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))
        one.addprevious(etree.Element(f"{W}bookmarkStart", {f"{W}id": str(number), f"{W}name": f"b{number}"}))
        one.addnext(etree.Element(f"{W}bookmarkEnd", {f"{W}id": str(number)}))
        one.insert(0, etree.Element(f"{W}lastRenderedPageBreak"))


@rewrite
def other_fonts_and_languages(desk: Desk) -> None:
    for one in runs(desk):
        for old in one.findall(f"{W}rPr"):
            one.remove(old)
        properties = etree.Element(f"{W}rPr")
        etree.SubElement(properties, f"{W}b")
        etree.SubElement(properties, f"{W}vanish", {f"{W}val": "0"})
        etree.SubElement(properties, f"{W}lang", {f"{W}eastAsia": "zh-CN"})
        was = etree.SubElement(etree.SubElement(properties, f"{W}rPrChange"), f"{W}rPr")
        etree.SubElement(was, f"{W}vanish")
        one.insert(0, properties)


@rewrite
def smart_tags_links_and_insertions_around_runs(desk: Desk) -> None:
    for one, wrapper in zip(
        runs(desk), ["smartTag", "hyperlink", "ins", "moveTo", "customXml"] * 400, strict=False
    ):
        around_it = etree.Element(W + wrapper)
        one.addprevious(around_it)
        around_it.append(one)


@rewrite
def comments(desk: Desk) -> None:
    one = desk.fixed()[0]
    mark = etree.SubElement(one, f"{W}r")
    etree.SubElement(mark, f"{W}commentReference", {f"{W}id": "0"})
    note = f"<w:comments {WORD}><w:comment w:id='0'><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment></w:comments>"
    desk.relate("comments", "comments.xml", note.encode())


@rewrite
def controls_removed_with_their_text_kept(desk: Desk) -> None:
    for one in desk.controls():
        unwrap(one)


@rewrite
def tags_dropped_and_titles_kept(desk: Desk) -> None:
    for one in list(desk.body.iter(f"{W}tag")):
        one.getparent().remove(one)


@rewrite
def page_breaks_and_empty_paragraphs(desk: Desk) -> None:
    for one in desk.headings():
        mark = run("", one)
        etree.SubElement(mark, f"{W}br", {f"{W}type": "page"})
        one.insert(1, mark)
        one.addprevious(etree.Element(f"{W}p"))


@rewrite
def stops_for_tabs(desk: Desk) -> None:
    for one in desk.fixed():
        tabs = etree.SubElement(one.find(f"{W}pPr"), f"{W}tabs")
        etree.SubElement(tabs, f"{W}tab", {f"{W}val": "left", f"{W}pos": "420"})


@rewrite
def page_numbers_written_anew(desk: Desk) -> None:
    for name in [name for name in desk.members if re.fullmatch(r"word/footer\d+\.xml", name)]:
        numbers = [one for one in desk.part(name).iter(f"{W}t") if one.text == "1"]
        assert numbers
        for one in numbers:
            one.text = "27"


@rewrite
def a_footer_for_every_section(desk: Desk) -> None:
    for section in list(desk.body.iter(f"{W}sectPr")):
        for reference in section.findall(f"{W}footerReference"):
            target = desk.part("word/_rels/document.xml.rels").xpath(
                "string(*[@Id=$id]/@Target)", id=reference.get(f"{R}id")
            )
            copied = desk.members[f"word/{target}"]
            reference.set(f"{R}id", desk.relate("footer", f"own{len(desk.members)}.xml", copied))


@rewrite
def an_empty_header(desk: Desk) -> None:
    name = desk.relate("header", "header1.xml", f"<w:hdr {WORD}><w:p/></w:hdr>".encode())
    section = list(desk.body.iter(f"{W}sectPr"))[-1]
    section.insert(0, etree.Element(f"{W}headerReference", {f"{W}type": "default", f"{R}id": name}))


@rewrite
def other_names_of_parts(desk: Desk) -> None:
    desk.members["word/_rels/document2.xml.rels"] = desk.members.pop("word/_rels/document.xml.rels")
    desk.members["word/document2.xml"] = desk.members.pop(BODY)
    for name in ("[Content_Types].xml", "_rels/.rels"):
        desk.members[name] = desk.members[name].replace(b"word/document.xml", b"word/document2.xml")


@rewrite
def the_strict_spelling(desk: Desk) -> None:
    for name, content in desk.members.items():
        content = content.replace(  # noqa: PLW2901
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        if name.endswith(".rels") or name == BODY:
            content = content.replace(  # noqa: PLW2901
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
        desk.members[name] = content


@rewrite
def frames_as_text_boxes(desk: Desk) -> None:
    for one in desk.body.xpath("w:p[w:pPr/w:framePr]", namespaces=NS):
        shape = etree.fromstring(
            f'<w:p {WORD} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><mc:AlternateContent>'
            '<mc:Choice Requires="wps"><w:txbxContent/></mc:Choice><mc:Fallback><w:txbxContent/></mc:Fallback>'
            "</mc:AlternateContent></w:r></w:p>"
        )
        one.addprevious(shape)
        first, second = shape.iter(f"{W}txbxContent")
        second.append(etree.fromstring(etree.tostring(one)))
        first.append(one)


@rewrite
def answers_of_several_paragraphs_in_one_control(desk: Desk) -> None:
    """What Word makes of a control when Enter is pressed inside: one around whole paragraphs."""
    for pointer in LONG.values():
        for one in desk.controls(pointer):
            line = around(one, "p")
            unwrap(one)
            control = etree.Element(f"{W}sdt")
            properties = etree.SubElement(control, f"{W}sdtPr")
            etree.SubElement(properties, f"{W}tag", {f"{W}val": pointer})
            line.addprevious(control)
            etree.SubElement(control, f"{W}sdtContent").append(line)


@pytest.fixture(scope="module", params=LONG)
def paper(request: pytest.FixtureRequest) -> tuple[dict[str, bytes], Manuscript]:
    """The document of a form, and what it says."""
    members = dict(gate.opened(made(request.param, {LONG[request.param]: LONG_TEXT})))
    return members, read(members)


@pytest.mark.parametrize("name", REWRITES)
def test_what_only_looks_different_is_no_change(
    name: str, paper: tuple[dict[str, bytes], Manuscript]
) -> None:
    """The document says the same after a program or a person changed its looks."""
    members, expected = paper
    desk = Desk(members)
    REWRITES[name](desk)
    assert desk.saved() != members

    returned = read(desk.saved())
    assert [] == changes(expected, returned)
    assert expected.answers == returned.answers
    if name != "controls_removed_with_their_text_kept":
        assert recovered(expected) == recovered(returned)


def test_python_docx_changes_nothing() -> None:
    """A document that python-docx opened and saved says the same."""
    document = made("declaration")
    target = io.BytesIO()
    docx.Document(io.BytesIO(document)).save(target)

    assert [] == changes(read(gate.opened(document)), read(gate.opened(target.getvalue())))


def test_a_table_of_contents_may_be_written_anew() -> None:
    """Lines of the contents with page numbers are no change, other words there are one."""
    desk = Desk(gate.opened(made("acceptance_report")))
    expected = read(desk.saved())
    lines = [one for one in desk.paragraphs() if one.find(f"{W}hyperlink") is not None]
    for number, one in enumerate(lines):
        link = one.find(f"{W}hyperlink")
        link.append(etree.fromstring(f"<w:r {WORD}><w:tab/></w:r>"))
        page = etree.SubElement(link, f"{W}fldSimple", {f"{W}instr": " PAGEREF _Toc \\h "})
        page.append(run(str(number)))
    assert [] == changes(expected, read(desk.saved()))

    assert said(lines[1]).startswith("二、")
    next(lines[1].iter(f"{W}t")).text = "二、别的"
    assert ["二、别的1"] == [
        change.after.replace("\t", "") + "1" for change in changes(expected, read(desk.saved()))
    ]


def test_the_parts_are_those_of_the_file() -> None:
    """Body and footers are read, each footer that a section refers to."""
    document = made("declaration")
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        footers = [name for name in package.namelist() if "/footer" in name]

    assert ["正文", *["页脚"] * len(footers)] == [part.title for part in read(gate.opened(document)).parts]
