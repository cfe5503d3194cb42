"""Edits of an answer of several paragraphs."""

from __future__ import annotations

from tests.tools.desk import (
    Desk,
    around,
    paragraph,
    remove,
    retype,
    said,
    unwrap,
)
from tests.tools.edits.telling import (
    LONG_TEXT,
    Told,
    edit,
    long_controls,
    long_told,
)


@edit
def line_break_in_a_long_answer(desk: Desk) -> list[Told]:
    told = [long_told(desk, LONG_TEXT.replace("第三段", "第三段\n"))]
    retype(long_controls(desk)[2], "第三段\n说明依据。")
    return told


@edit
def paragraph_of_a_long_answer_split(desk: Desk) -> list[Told]:
    told = [long_told(desk, LONG_TEXT.replace("第一段", "第一段\n\n"))]
    one = long_controls(desk)[0]
    around(one, "p").addnext(paragraph("说明背景。", around(one, "p")))
    retype(one, "第一段")
    return told


@edit
def last_paragraph_of_a_long_answer_split(desk: Desk) -> list[Told]:
    told = [long_told(desk, LONG_TEXT.replace("第三段", "第三段\n\n"))]
    one = long_controls(desk)[2]
    around(one, "p").addnext(paragraph("说明依据。", around(one, "p")))
    retype(one, "第三段")
    return told


@edit
def two_paragraphs_of_a_long_answer_joined(desk: Desk) -> list[Told]:
    told = [long_told(desk, LONG_TEXT.replace("背景。\n\n", "背景。"))]
    one, other, _ = long_controls(desk)
    around(other, "p").insert(1, one)
    remove(desk.paragraphs()[desk.paragraphs().index(around(other, "p")) - 1])
    return told


@edit
def paragraph_of_a_long_answer_removed(desk: Desk) -> list[Told]:
    told = [long_told(desk, "第一段说明背景。\n\n第三段说明依据。")]
    remove(around(long_controls(desk)[1], "p"))
    return told


@edit
def paragraph_added_to_a_long_answer(desk: Desk) -> list[Told]:
    told = [long_told(desk, LONG_TEXT.replace("。\n\n第二段", "。\n\n新的一段。\n\n第二段"))]
    one = around(long_controls(desk)[0], "p")
    one.addnext(paragraph("新的一段。", one))
    return told


@edit
def long_answer_removed(desk: Desk) -> list[Told]:
    told = [long_told(desk, "")]
    for one in long_controls(desk):
        remove(around(one, "p"))
    return told


@edit
def paragraph_of_a_long_answer_without_controls_reworded(desk: Desk) -> list[Told]:
    told = [long_told(desk, LONG_TEXT.replace("必要性", "可行性"))]
    for one in long_controls(desk):
        words = said(one).replace("必要性", "可行性")
        retype(one, words)
        unwrap(one)
    return told
