"""Word's own markup, for what python-docx cannot write: text boxes, content controls, fields, revisions, parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
from docx.oxml import parse_xml

from tests.tools.garden import saved

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
CELLS = ("<w:tc>", "<w:sdt><w:sdtPr></w:sdtPr><w:sdtContent><w:tc>")
PAGE = '<w:r><w:br w:type="page"/></w:r>'
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2000" w:right="1500" w:bottom="1900" w:left="1600" w:header="800" w:footer="900" w:gutter="0"/></w:sectPr>'


def r(text: str, properties: str = "") -> str:
    """A run with a text."""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*contents: str, properties: str = "") -> str:
    """A paragraph; what is no markup becomes a run."""
    inner = "".join(one if one.startswith("<") else r(one) for one in contents)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def table(*rows: list[str] | str) -> str:
    """A table; a row may be markup, such as a row in a control; a cell that is no markup becomes a paragraph."""
    width = max(len(row) for row in rows if not isinstance(row, str))
    columns = '<w:gridCol w:w="2000"/>' * width
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{"".join(row if isinstance(row, str) else tr(*row) for row in rows)}</w:tbl>'


def tr(*cells: str) -> str:
    """A row; a cell that is no markup becomes a paragraph, a cell may stand in a control."""
    return f"<w:tr>{''.join(cell if cell.startswith(CELLS) else tc(cell) for cell in cells)}</w:tr>"


def tc(*contents: str, properties: str = "") -> str:
    """A cell of paragraphs."""
    inner = "".join(one if one.startswith("<") else p(one) for one in contents)
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def control(inner: str, settings: str = "") -> str:
    """A content control around runs, paragraphs, rows or cells."""
    return f"<w:sdt><w:sdtPr>{settings}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def field(code: str, result: str) -> str:
    """A field with its code and the runs of its result."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f'{mark("begin")}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{mark("separate")}{result}{mark("end")}'


def ruby(text: str, reading: str) -> str:
    """Characters with their reading above."""
    settings = '<w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/><w:hpsBaseText w:val="21"/><w:lid w:val="zh-CN"/></w:rubyPr>'
    return (
        f"<w:r><w:ruby>{settings}<w:rt>{r(reading)}</w:rt><w:rubyBase>{r(text)}</w:rubyBase></w:ruby></w:r>"
    )


def box(*paragraphs: str, number: int = 1) -> str:
    """A text box as Word writes it: twice, for new and for old programs."""
    inner = f"<w:txbxContent>{''.join(map(p, paragraphs))}</w:txbxContent>"
    size = 'cx="1800000" cy="720000"'
    shape = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp>"
    )
    drawing = (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="文本框"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES["wps"]}">{shape}</a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    old = f'<w:pict><v:shape id="box{number}" style="width:142pt;height:57pt"><v:textbox>{inner}</v:textbox></v:shape></w:pict>'
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>'


def written(*contents: str) -> bytes:
    """A .docx whose body is this markup; what is no markup becomes a paragraph."""
    document = docx.Document()
    body = document.element.body
    inner = "".join(one if one.startswith("<") else p(one) for one in contents)
    for child in list(parse_xml(f"<w:body {DECLARED}>{inner}</w:body>")):
        body[-1].addprevious(child)
    return saved(document)


def changed(package: bytes, change: Callable[[dict[str, bytes]], None], *, twice: str = "") -> bytes:
    """The zip file with its members changed; `twice` names one that is written two times."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in [*members.items(), *((twice, members[twice]) for _ in range(bool(twice)))]:
            archive.writestr(name, content)
    return out.getvalue()


def with_part(package: bytes, what: str, inner: str) -> bytes:
    """The .docx with another part, such as footnotes, of which the document knows."""

    def add(members: dict[str, bytes]) -> None:
        override = f'<Override PartName="/word/{what}.xml" ContentType="{KIND.format(what)}"/></Types>'
        _put(members, "[Content_Types].xml", "</Types>", override)
        relate(what, f"{what}.xml")(members)
        members[f"word/{what}.xml"] = f"<w:{what} {DECLARED}>{inner}</w:{what}>".encode()

    return changed(package, add)


def relate(what: str, target: str, more: str = "") -> Callable[[dict[str, bytes]], None]:
    """A change that gives the document a relationship of that sort."""
    kind = f"{NAMESPACES['r']}/{what}"
    entry = f'<Relationship Id="new-{what}" Type="{kind}" Target="{target}" {more}/></Relationships>'
    return lambda members: _put(members, "word/_rels/document.xml.rels", "</Relationships>", entry)


def _put(members: dict[str, bytes], name: str, old: str, new: str) -> None:
    assert old.encode() in members[name]
    members[name] = members[name].replace(old.encode(), new.encode())
