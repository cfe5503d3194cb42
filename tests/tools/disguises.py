"""Documents that show something else than their words say: by every means of Word that is no text.

`DISGUISES` change the cell of an answer, so that it shows 487.00, or no longer 486.00, though that still stands there;
`ELSEWHERE` change other parts of the document.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from tests.tools.desk import WORD, Desk, Element, R, W, around, retype

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = f"""{WORD} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
 xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x="urn:another:program"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wps="urn:not:word"
 xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"
 xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" """
SEEN, TRUE = "<w:r><w:t>487.00</w:t></w:r>", "<w:r><w:t>486.00</w:t></w:r>"


def xml(text: str) -> list[Element]:
    return list(etree.fromstring(f"<x:x {NAMESPACES}>{text}</x:x>"))


def run(look: str) -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>486.00</w:t></w:r>"


def filled(color: str) -> str:
    return f"<w14:textFill><w14:solidFill>{color}</w14:solidFill></w14:textFill>"


def field(code: str, shown: str = TRUE) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return (
        f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('separate')}{shown}{mark('end')}"
    )


def either(requires: str, choice: str, fallback: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


BESIDE = {  # what is put after the words of the cell
    "a drawing without words": "<w:r><w:drawing><wp:anchor><a:custGeom/></wp:anchor></w:drawing></w:r>",
    "an old drawing": "<w:r><w:pict><v:shape><v:path/></v:shape></w:pict></w:r>",
    "the ground of a shape": '<w:r><w:pict><v:rect><v:fill r:id="rId1" type="frame"/></v:rect></w:pict></w:r>',
    "an object": "<w:r><w:object/></w:r>",
    "ink": '<w:r><w:contentPart r:id="rId1"/></w:r>',
    "a button": '<w:r><w:control r:id="rId1"/></w:r>',
    "a formula": '<m:oMath><m:d><m:dPr><m:begChr m:val="9"/></m:dPr></m:d></m:oMath>',
    "a note without words": '<w:r><w:footnoteReference w:id="1"/></w:r>',
    "a date": "<w:r><w:yearLong/></w:r>",
    "the number of a page": "<w:r><w:pgNum/></w:r>",
    "the number of a page as a field": field("PAGE", "<w:r><w:t>487</w:t></w:r>"),
    "a field without words": field("QUOTE 487.00", ""),
    "a page in another format": field('PAGE \\# "487.00"', "<w:r><w:t>1</w:t></w:r>"),
    "a field in a field": field("PAGE ", "").replace("</w:instrText></w:r>", "</w:instrText></w:r>" + field("QUOTE 487", ""), 1),
    "a simple field": '<w:fldSimple w:instr=" QUOTE 487.00 "/>',
    "a prompt": f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{SEEN}</w:sdtContent></w:sdt>",
    "a prompt in the place of an answer": '<w:sdt><w:sdtPr><w:tag w:val="/filled_on"/><w:showingPlcHdr/></w:sdtPr>'
    f"<w:sdtContent>{SEEN}</w:sdtContent></w:sdt>",
    "text that was not deleted": "<w:r><w:delText>487.00</w:delText></w:r>",
    "a smart tag": f"<w:smartTag>{SEEN}</w:smartTag>",
    "an element of XML": f"<w:customXml>{SEEN}</w:customXml>",
    "moved words": f"<w:moveTo>{SEEN}</w:moveTo>",
    "a symbol": '<w:r><w:sym w:font="Wingdings" w:char="F038"/></w:r>',
    "ruby": f"<w:r><w:ruby><w:rt>{SEEN}</w:rt><w:rubyBase>{SEEN}</w:rubyBase></w:ruby></w:r>",
}  # fmt: skip
INSTEAD = {  # what stands in the place of the words of the cell: it says 486.00
    "hidden": run("<w:vanish/>"),
    "white": run('<w:color w:val="FFFFFF"/>'),
    "as pale as paper": run('<w:color w:val="000000" w:themeColor="background1"/>'),
    "ink thinned to paper": run('<w:color w:val="000000" w:themeColor="text1" w:themeTint="08"/>'),
    "white where programs know no theme": run('<w:color w:val="FFFFFF" w:themeColor="text1"/>'),
    "squeezed": run('<w:fitText w:val="1"/>'),
    "struck out": run("<w:strike/>"),
    "struck out twice": run("<w:dstrike/>"),
    "raised to a power": run('<w:vertAlign w:val="superscript"/>'),
    "tiny": run('<w:sz w:val="2"/>'),
    "narrow": run('<w:w w:val="1"/>'),
    "without a fill": run("<w14:textFill><w14:noFill/></w14:textFill>"),
    "filled with paper": run(filled('<w14:schemeClr w14:val="bg1"/>')),
    "filled with white": run(filled('<w14:srgbClr w14:val="FFFFFF"/>')),
    "filled with glass": run(
        filled('<w14:srgbClr w14:val="000000"><w14:alpha w14:val="99000"/></w14:srgbClr>')
    ),
    "outlined in ink": run(
        "<w14:textFill><w14:noFill/></w14:textFill><w14:textOutline><w14:solidFill>"
        '<w14:schemeClr w14:val="tx1"/></w14:solidFill></w14:textOutline>'
    ),
    "filled with black on black": run(
        '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>' + filled('<w14:schemeClr w14:val="tx1"/>')
    ),
    "light grey": run('<w:color w:val="D9D9D9"/>'),
    "black on black": run('<w:color w:val="000000"/><w:highlight w:val="black"/>'),
    "far above its line": run('<w:position w:val="3000"/>'),
    "letters on top of each other": run('<w:spacing w:val="-400"/>'),
    "in pictures": run('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'),
    "a hidden style": run('<w:rStyle w:val="Unseen"/>'),
    "a style on a hidden one": run('<w:rStyle w:val="OnUnseen"/>'),
    "two styles": run('<w:rStyle w:val="Pale"/>'),
    "turned round": f'<w:bdo w:val="rtl">{TRUE}</w:bdo>',
    "a field": field("QUOTE 487.00"),
    "a document property": field("DOCPROPERTY total"),
    "a calculation": field("= 480 + 7"),
    "bound to data": '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/></w:sdtPr>'
    f"<w:sdtContent>{TRUE}</w:sdtContent></w:sdt>",
    "bound by a new element": f"<w:sdt><w:sdtPr><w15:dataBinding/></w:sdtPr><w:sdtContent>{TRUE}</w:sdtContent></w:sdt>",
    "a choice that Word does not know": either("wps", TRUE, SEEN),
    "a choice that older programs do not know": either("w14", TRUE, SEEN),
    "a choice that newer programs know": either("x", SEEN, TRUE),
    "left out by Word": f"<x:a>{TRUE}</x:a>",
    "deleted": "<w:del><w:r><w:delText>486.00</w:delText></w:r></w:del>",
    "moved away": f"<w:moveFrom>{TRUE}</w:moveFrom>",
}
PARAGRAPH = {  # what is put into the properties of the paragraph
    "a number before it": '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>',
    "a bullet before it": '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="77"/></w:numPr>',
    "a number that is none": '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="77"/></w:numPr>',
    "a picture before it": '<w:numPr><w:ilvl w:val="3"/><w:numId w:val="77"/></w:numPr>',
    "a level that is nowhere": '<w:numPr><w:ilvl w:val="8"/><w:numId w:val="77"/></w:numPr>',
    "a numbered style": '<w:pStyle w:val="Counted"/>',
    "a hidden style of a paragraph": '<w:pStyle w:val="UnseenParagraph"/>',
    "a line without height": '<w:spacing w:line="1" w:lineRule="exact"/>',
    "folded": "<w15:collapsed/>",
}
STYLES = """
<w:style w:type="character" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="OnUnseen"><w:basedOn w:val="Unseen"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Pale"><w:rPr><w:color w:val="FEFEFE"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="UnseenParagraph"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="table" w:styleId="UnseenTable"><w:tblStylePr w:type="wholeTable"><w:rPr><w:vanish/></w:rPr></w:tblStylePr></w:style>
<w:style w:type="paragraph" w:styleId="Counted"><w:pPr><w:numPr><w:numId w:val="77"/></w:numPr></w:pPr></w:style>"""
LISTS = f"""<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="9"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="none"/><w:lvlText w:val="487.00%3"/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/><w:lvlPicBulletId w:val="0"/></w:lvl>
</w:abstractNum><w:num w:numId="77"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def cell_of(desk: Desk) -> Element:
    """The cell of an answer that is all that it says, made to say 486.00."""
    return around(next(iter(desk.alone())), "tc")


def _prepared(desk: Desk) -> Element:
    desk.part("word/styles.xml").extend(xml(STYLES))
    desk.relate("numbering", "numbering77.xml", LISTS.encode())
    return cell_of(desk)


def _beside(inside: str) -> Callable[[Desk], None]:
    def change(desk: Desk) -> None:
        next(_prepared(desk).iter(f"{W}p")).extend(xml(inside))

    return change


def _instead(inside: str) -> Callable[[Desk], None]:
    def change(desk: Desk) -> None:
        control = next(_prepared(desk).iter(f"{W}sdt"))
        retype(control, "")
        control.find(f"{W}sdtContent").extend(xml(inside))

    return change


def _paragraph(inside: str) -> Callable[[Desk], None]:
    def change(desk: Desk) -> None:
        properties = next(_prepared(desk).iter(f"{W}pPr"))
        for one in xml(inside):
            for old in properties.findall(one.tag):
                properties.remove(old)
            properties.append(one)

    return change


def _footer(target: str, name: str = "") -> Callable[[Desk], None]:
    """A further footer by a name that programs find and a simple look does not."""

    def change(desk: Desk) -> None:
        footer = f"<w:ftr {NAMESPACES}><w:p>{SEEN}</w:p></w:ftr>"
        relation = desk.relate("footer", name or target, footer.encode())
        for one in desk.part("word/_rels/document.xml.rels"):
            if one.get("Id") == relation:
                one.set("Target", target)
        for one in desk.body.iter(f"{W}footerReference"):
            one.set(f"{R}id", relation)

    return change


def _above_the_notes(desk: Desk) -> None:
    note = f'<w:footnote w:type="separator" w:id="-1"><w:p>{SEEN}</w:p></w:footnote>'
    desk.relate("footnotes", "footnotes.xml", f"<w:footnotes {NAMESPACES}>{note}</w:footnotes>".encode())


def _row_hidden(desk: Desk) -> None:
    row = desk.list_rows()[1]
    row.find(f"{W}trPr").extend(xml("<w:hidden/>"))


def _row_too_low(desk: Desk) -> None:
    row = desk.list_rows()[1]
    properties = row.find(f"{W}trPr")
    properties[:] = xml('<w:trHeight w:val="1" w:hRule="exact"/>')


def _cell_joined(desk: Desk) -> None:
    cell_of(desk).find(f"{W}tcPr").extend(xml('<w:hMerge w:val="continue"/>'))


def _table_hidden(desk: Desk) -> None:
    _prepared(desk)
    around(cell_of(desk), "tbl").find(f"{W}tblPr/{W}tblStyle").set(f"{W}val", "UnseenTable")


def _all_hidden(desk: Desk) -> None:
    next(desk.part("word/styles.xml").iter(f"{W}rPrDefault"))[0].extend(xml("<w:vanish/>"))


def _ink_of_paper(desk: Desk) -> None:
    """The dark colour of the theme is white, and text has that colour."""
    dark = next(one for one in desk.part("word/theme/theme1.xml").iter() if str(one.tag).endswith("}dk1"))
    for one in dark:
        one.set("lastClr", "FFFFFF")
        one.set("val", "FFFFFF")
    style = next(one for one in desk.part("word/styles.xml") if one.get(f"{W}default") == "1")
    style.find(f"{W}rPr").extend(xml('<w:color w:themeColor="text1"/>'))


def _formula_between(desk: Desk) -> None:
    desk.fixed()[0].addnext(xml("<m:oMath><m:r><m:t>487.00</m:t></m:r></m:oMath>")[0])


ELSEWHERE = {  # how to change something, and where it is told
    "a footer by an encoded name": (_footer("footer%39.xml", "footer9.xml"), "页脚"),
    "a footer by a name in capitals": (_footer("FOOTER9.xml", "footer9.xml"), "页脚"),
    "words instead of the line above notes": (_above_the_notes, "脚注"),
    "a row that is hidden": (_row_hidden, "表"),
    "a row without height": (_row_too_low, "表"),
    "a cell that is one with its neighbour": (_cell_joined, "表"),
    "the style of a table": (_table_hidden, "表"),
    "all text hidden": (_all_hidden, ""),
    "a theme whose ink is white": (_ink_of_paper, ""),
    "a formula between paragraphs": (_formula_between, "正文"),
}
DISGUISES = (
    {name: _beside(inside) for name, inside in BESIDE.items()}
    | {name: _instead(inside) for name, inside in INSTEAD.items()}
    | {name: _paragraph(inside) for name, inside in PARAGRAPH.items()}
)
