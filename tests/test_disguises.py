"""Documents that show something else than their text says: each is told at its place, or refused."""

from __future__ import annotations

import pytest

from tests.tools.desk import Desk, W, retype
from tests.tools.disguises import DISGUISES, ELSEWHERE, LISTS, NAMESPACES, TRUE, cell_of, either, filled, xml
from tests.tools.papers import made
from wenbiao.document.read import gate
from wenbiao.document.read.compare import changes
from wenbiao.document.read.manuscript import Manuscript, read
from wenbiao.errors import Refused


@pytest.fixture(scope="module")
def paper() -> tuple[dict[str, bytes], Manuscript]:
    """A document whose first answer that stands alone in a cell is 486.00, and what it says."""
    desk = Desk(gate.opened(made("declaration")))
    retype(next(cell_of(desk).iter(f"{W}sdt")), "486.00")
    members = desk.saved()
    return members, read(members)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_what_is_shown_by_other_means_is_told(
    disguise: str, paper: tuple[dict[str, bytes], Manuscript]
) -> None:
    """Whatever shows other words in a cell, or none, is a change at that cell."""
    members, expected = paper
    desk = Desk(members)
    place = desk.place(cell_of(desk))
    DISGUISES[disguise](desk)

    found = changes(expected, read(desk.saved()))
    assert {place} == {one.place for one in found}


@pytest.mark.parametrize("disguise", ELSEWHERE)
def test_what_other_parts_show_is_told(disguise: str, paper: tuple[dict[str, bytes], Manuscript]) -> None:
    """Footers under other names, hidden rows and tables, styles and themes that hide: each is told."""
    members, expected = paper
    desk = Desk(members)
    change, place = ELSEWHERE[disguise]
    change(desk)

    found = changes(expected, read(desk.saved()))
    assert found
    assert all(place in one.place for one in found)


def test_a_footer_that_nobody_finds_is_refused(paper: tuple[dict[str, bytes], Manuscript]) -> None:
    """A footer that programs may find, and this one does not, is no footer that was compared."""
    desk = Desk(paper[0])
    desk.relate("footer", "footer.dat", b"")
    relation = desk.part("word/_rels/document.xml.rels")[-1].get("Id")
    del desk.members["word/footer.dat"]
    for one in desk.body.iter(f"{W}footerReference"):
        one.set(next(name for name in one.attrib if name.endswith("}id")), str(relation))

    with pytest.raises(Refused, match="部件找不到"):
        read(desk.saved())


def test_what_nobody_can_compare_is_named(paper: tuple[dict[str, bytes], Manuscript]) -> None:
    """Comments and fonts inside the file may show other words."""
    desk = Desk(paper[0])
    desk.relate("comments", "comments.xml", b'<w:comments><w:comment w:id="0"/></w:comments>')
    fonts = '<Relationship Id="a" Type="x/font" Target="fonts/font1.odttf"/>'
    desk.members["word/_rels/fontTable.xml.rels"] = f"<Relationships>{fonts}</Relationships>".encode()

    assert () == paper[1].beside
    assert ("批注", "嵌入的字体（字形可以与文字不同）") == read(desk.saved()).beside


def test_comments_that_are_gone_are_none(paper: tuple[dict[str, bytes], Manuscript]) -> None:
    """Programs keep the part when the last comment was removed."""
    desk = Desk(paper[0])
    desk.relate("comments", "comments.xml", b"<w:comments/>")

    assert () == read(desk.saved()).beside


@pytest.mark.parametrize(
    "look",
    [
        '<w:color w:val="FFFFFF"/><w:shd w:fill="1F3864"/>',
        '<w:color w:val="C00000"/>',
        '<w:color w:val="7F7F7F" w:themeColor="background1" w:themeShade="80"/>',
        '<w:color w:val="7F7F7F" w:themeColor="text1" w:themeTint="80"/>',
        '<w:sz w:val="15"/>',
        "<w:b/>",
        '<w:vanish w:val="0"/>',
        '<w:color w:val="000000" w:themeColor="text1"/>' + filled('<w14:schemeClr w14:val="tx1"/>'),
        '<w:color w:val="FF0000"/>' + filled('<w14:srgbClr w14:val="FF0000"/>'),
    ],
)
def test_other_looks_are_no_changes(look: str, paper: tuple[dict[str, bytes], Manuscript]) -> None:
    """White on dark, red, grey, small or bold, black as WPS writes it: whatever can be read is as it was."""
    members, expected = paper
    desk = Desk(members)
    for one in desk.body.iter(f"{W}rPr"):
        one.extend(xml(look))

    assert [] == changes(expected, read(desk.saved()))


def test_the_same_in_two_ways_is_no_change(paper: tuple[dict[str, bytes], Manuscript]) -> None:
    """A choice and its fallback that say the same are one."""
    members, expected = paper
    desk = Desk(members)
    control = next(cell_of(desk).iter(f"{W}sdt"))
    retype(control, "")
    control.find(f"{W}sdtContent").extend(
        xml(either("w14", TRUE, TRUE.replace("486", "48</w:t></w:r><w:r><w:t>6")))
    )

    assert [] == changes(expected, read(desk.saved()))


def test_what_word_adds_when_it_saves_is_no_change(paper: tuple[dict[str, bytes], Manuscript]) -> None:
    """Marks of spelling, bookmarks, languages, notes without words, lists that nothing uses, options of fields."""
    members, expected = paper
    desk = Desk(members)
    note = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    desk.relate("footnotes", "footnotes.xml", f"<w:footnotes {NAMESPACES}>{note}</w:footnotes>".encode())
    desk.relate("numbering", "numbering77.xml", LISTS.encode())
    for one in list(desk.body.iter(f"{W}r"))[::3]:
        one.addprevious(xml('<w:proofErr w:type="spellStart"/>')[0])
        one.addprevious(xml('<w:bookmarkStart w:id="1" w:name="_GoBack"/>')[0])
    for one in desk.body.iter(f"{W}rPr"):
        one.extend(xml('<w:lang w:val="en-US" w:eastAsia="zh-CN"/><w:noProof/><w:kern w:val="2"/>'))
    for name in ("word/footer1.xml", "word/footer3.xml"):
        for code in desk.part(name).iter(f"{W}instrText"):
            code.text = f"{str(code.text).strip()}   \\* MERGEFORMAT "

    assert [] == changes(expected, read(desk.saved()))
    assert () == read(desk.saved()).beside
