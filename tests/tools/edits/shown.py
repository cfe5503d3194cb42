"""Edits that are tracked, and text that is hidden or copied."""

from __future__ import annotations

import copy

from lxml import etree

from tests.tools.desk import (
    Desk,
    W,
    path_of,
    run,
    said,
    tracked,
)
from tests.tools.edits.telling import (
    Told,
    a_number,
    answer,
    edit,
)


@edit
def tracked_insertion_and_deletion(desk: Desk) -> list[Told]:
    one = a_number(desk)
    told = [answer(desk, one, "88.80")]
    content = one.find(f"{W}sdtContent")
    old = list(content)
    for text in content.iter(f"{W}t"):
        text.tag = f"{W}delText"
    content.append(tracked("del", *old))
    content.append(tracked("ins", run("88.80", old[0])))
    return told


@edit
def tracked_deletion_of_a_paragraph(desk: Desk) -> list[Told]:
    one = desk.fixed()[1]
    told = ("text", "", desk.place(one), said(one), "")
    properties = one.find(f"{W}pPr")
    mark = etree.SubElement(properties, f"{W}rPr")
    mark.append(tracked("del"))
    runs = list(one.iterchildren(f"{W}r"))
    for text in one.iter(f"{W}t"):
        text.tag = f"{W}delText"
    one.append(tracked("del", *runs))
    return [told]


@edit
def tracked_deletion_of_a_row(desk: Desk) -> list[Told]:

    row = desk.list_rows()[1]
    told = ("row", path_of(row), desk.place(row), said(row), "")
    row.find(f"{W}trPr").append(tracked("del"))
    return [told]


@edit
def hidden_text_typed(desk: Desk) -> list[Told]:
    one = desk.fixed()[0]
    hidden = run("看不见的话", one)
    properties = hidden.find(f"{W}rPr")
    etree.SubElement(
        properties if properties is not None else etree.SubElement(hidden, f"{W}rPr"), f"{W}vanish"
    )
    one.append(hidden)
    return []


@edit
def answer_hidden(desk: Desk) -> list[Told]:
    one = a_number(desk)
    told = [answer(desk, one, "")]
    for properties in one.find(f"{W}sdtContent").iter(f"{W}rPr"):
        etree.SubElement(properties, f"{W}vanish")
    return told


@edit
def copied_paragraph(desk: Desk) -> list[Told]:
    one = desk.fixed()[1]
    one.addnext(copy.deepcopy(one))
    return [("text", "", f"{desk.place(one)}之后", "", said(one))]
