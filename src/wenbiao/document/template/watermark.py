"""草稿 across every page, as Word itself puts it there: a VML shape in the headers, behind the text.

Headers that are there get the shape; where a section would print without a header, on its title page and on even
pages too, it gets one of ours: each section for itself, as answers may leave out the section before it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from wenbiao.document.package import Member
from wenbiao.document.template.opened import OFFICE, Opened
from wenbiao.document.template.parts import PREFIX, parse
from wenbiao.document.template.places import OFF, Element, W, text_of
from wenbiao.document.template.source import take_out
from wenbiao.errors import Finding

TEXT = "草稿"
HEADER = PREFIX + "header+xml"
R = f"{{{OFFICE}}}"
# A header of ours is one empty line of 1 pt, so that no text on the page moves.
EMPTY = (
    f'<w:hdr xmlns:w="{W[1:-1]}"><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    "</w:pPr></w:p></w:hdr>"
).encode()
# Word's own shape type for a text along a line; 136 is its number, the formulas are from ECMA-376 part 4.
SHAPE = """<w:r xmlns:w="{w}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:w10="urn:schemas-microsoft-com:office:word"><w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
<v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
 o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>
<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{number}" type="#_x0000_t136" alt="{text}"
 style="position:absolute;margin-left:0;margin-top:0;width:360pt;height:180pt;rotation:315;z-index:-251658752;\
mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="silver" stroked="f">
<v:fill opacity=".5"/><v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="{text}"/>
<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>"""
V = "{urn:schemas-microsoft-com:vml}"
TYPE = "_x0000_t136"
TAKEN = re.compile(rb"_x0000_s([0-9]{1,9})\b")
STATEMENT = "{%"
FIRST_NUMBER = 2049  # where Word begins to number the shapes of headers
THERE = (
    f"这里有“{TEXT}”水印，正式的文书也会印着“{TEXT}”",
    "请在 Word 的“设计”“水印”里删除水印；打印草稿时会自动加上",
)


def check(file: str, members: tuple[Member, ...], titles: Mapping[str, str]) -> Iterator[Finding]:
    """Each part that has the watermark already, as a template that began with a draft has. `titles`: those to look at."""
    for member in members:
        if member.name in titles and b"textpath" in member.content():
            paths = parse(member.content()).iter(V + "textpath")
            if any(path.get("string") == TEXT for path in paths):
                yield Finding(file, titles[member.name], "", *THERE)


def added(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """The members of a Word document, with the watermark on every page. Raises NotAPackage where a part is no XML."""
    document = Opened(members)
    _reach_every_page(document)
    taken = (int(found) for one in members for found in TAKEN.findall(one.content()))
    first = max(FIRST_NUMBER - 1, *taken, 0) + 1
    for number, name in enumerate(document.typed(HEADER), first):
        _mark(document.root(name, EMPTY), number)
    return document.saved()


def _reach_every_page(document: Opened) -> None:
    """Give each section the headers that it neither has nor inherits from a section before."""
    there: set[str] = set()
    even = _even_pages(document)
    for section in list(document.root(document.main).iter(W + "sectPr")):
        there |= {str(one.get(W + "type")) for one in section.iterfind(W + "headerReference")}
        title = _is_on(section.find(W + "titlePg"))
        wanted = {"default", *["even"] * even, *["first"] * title}
        for kind in sorted(wanted - there):
            facts = {W + "type": kind, R + "id": _header(document, kind)}
            section.insert(0, section.makeelement(W + "headerReference", facts))


def _even_pages(document: Opened) -> bool:
    """Whether even pages have headers of their own: a setting of the whole document."""
    settings = document.typed(PREFIX + "settings+xml")
    return any(
        _is_on(document.root(name).find(W + "evenAndOddHeaders"))
        for name in settings
        if name in document.members
    )


def _header(document: Opened, kind: str) -> str:
    """The relationship to our header part for pages of a kind, which is made when it is first asked for."""
    file, identity = f"draft-{kind}.xml", f"draft-{kind}"
    name = posixpath.join(document.folder, file)
    if name not in document.parsed:
        document.root(name, EMPTY)
        document.list_type(name, HEADER)
        document.relate(identity, f"{OFFICE}/header", file)
    return identity


def _is_on(setting: Element | None) -> bool:
    return setting is not None and setting.get(W + "val") not in OFF


def _mark(header: Element, number: int) -> None:
    """Put the shape into the header's first paragraph of its own, or into a line of 1 pt below all of it.

    Answers may take away the paragraphs of a header that has conditions or loops.
    """
    paragraph = header.find(W + "p")
    if paragraph is None or STATEMENT in text_of(header):
        paragraph = parse(EMPTY)[0]
        header.append(paragraph)
    shape = SHAPE.replace("\n<", "<").replace("\n", "")
    run = etree.fromstring(shape.format(w=W[1:-1], number=number, text=TEXT))
    if any(
        kind.get("id") == TYPE for kind in header.iter(V + "shapetype")
    ):  # beside a watermark of the template's own
        take_out(next(run.iter(V + "shapetype")))
    paragraph.append(run)
