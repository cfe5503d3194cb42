"""Edits of what the template says."""

from __future__ import annotations

from tests.tools.desk import (
    Desk,
    Element,
    W,
    around,
    is_heading,
    paragraph,
    remove,
    retype,
    said,
)
from tests.tools.edits.telling import (
    Told,
    a_mixed,
    answer,
    edit,
    text,
)


@edit
def sentence_softened(desk: Desk) -> list[Told]:
    one = desk.fixed()[-1]
    after = said(one)[:6] + "原则上" + said(one)[6:-5]
    told = [text(desk.place(one), said(one), after)]
    retype(one, after)
    return told


@edit
def heading_changed(desk: Desk) -> list[Told]:
    one = desk.headings()[2]
    told = [text(desk.place(one), said(one), said(one) + "（修订）")]
    retype(one, said(one) + "（修订）")
    return told


@edit
def heading_deleted(desk: Desk) -> list[Told]:
    one = desk.headings()[2]
    told = [text(desk.place(one), said(one), "")]
    remove(one)
    return told


@edit
def paragraph_added_between_fixed_ones(desk: Desk) -> list[Told]:
    one = desk.fixed()[0]
    one.addnext(paragraph("另有补充说明一段。", one))
    return [text(f"{desk.place(one)}之后", "", "另有补充说明一段。")]


@edit
def paragraph_added_at_the_very_start(desk: Desk) -> list[Told]:
    one = desk.fixed()[0]
    desk.body.insert(0, paragraph("最前面的一段。", one))
    return [text("正文，开头", "", "最前面的一段。")]


@edit
def fixed_paragraph_split(desk: Desk) -> list[Told]:
    one = desk.fixed()[1]
    first, second = said(one)[:5], said(one)[5:]
    told = [text(desk.place(one), said(one), f"{first}\n{second}")]
    one.addnext(paragraph(second, one))
    retype(one, first)
    return told


@edit
def fixed_paragraphs_joined(desk: Desk) -> list[Told]:
    one, other = next(
        (one, other)
        for one, other in zip(desk.fixed(), desk.fixed()[1:], strict=False)
        if one.getnext() is other and other.find(f".//{W}sectPr") is None
    )
    told = [text(desk.place(one), f"{said(one)}\n{said(other)}", said(one) + said(other))]
    retype(one, said(one) + said(other))
    remove(other)
    return told


@edit
def label_in_a_table_changed(desk: Desk) -> list[Told]:
    cell = next(c for c in desk.tables()[3].iter(f"{W}tc") if said(c) and c.find(f".//{W}sdt") is None)
    one = next(cell.iter(f"{W}p"))
    told = [text(desk.place(cell), said(cell), "别的标签")]
    retype(one, "别的标签")
    return told


@edit
def fixed_text_and_answer_changed_in_one_paragraph(desk: Desk) -> list[Told]:
    one = a_mixed(desk)
    line, was = around(one, "p"), said(around(one, "p"))
    told = [answer(desk, one, "改过的答案")]
    retype(one, "改过的答案")
    first = next(line.iter(f"{W}t"))
    first.text = "改" + str(first.text)
    return [*told, text(desk.place(line), was, said(line))]


@edit
def section_removed(desk: Desk) -> list[Told]:
    heading = next(
        one
        for one in desk.headings()
        if one.getnext() is not None
        and any(b.tag == f"{W}tbl" for b in section(one))
        and len(section(one)) > 2
    )
    blocks = section(heading)
    told = [text(desk.place(heading), "\n".join(said(one) for one in blocks if said(one)), "")]
    for one in blocks:
        remove(one)
    return told


def section(heading: Element) -> list[Element]:
    """A heading and what stands below it, up to the next heading or the end of the page."""
    found = [heading]
    for one in heading.itersiblings():
        if is_heading(one) or one.tag == f"{W}sectPr" or one.find(f"{W}pPr/{W}sectPr") is not None:
            break
        found.append(one)
    return found
