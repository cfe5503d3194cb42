"""Edits of rows, columns and tables."""

from __future__ import annotations

import copy

from lxml import etree

from tests.tools.desk import (
    WORD,
    Desk,
    W,
    around,
    paragraph,
    remove,
    retype,
    said,
)
from tests.tools.edits.telling import (
    Told,
    answer,
    edit,
    next_path,
    row,
    text,
)


@edit
def row_deleted(desk: Desk) -> list[Told]:
    one = desk.list_rows()[1]
    told = [row(one, desk.place(one), said(one), "")]
    remove(one)
    return told


@edit
def row_deleted_and_the_others_numbered_anew(desk: Desk) -> list[Told]:
    rows = desk.list_rows()
    told = [row(rows[0], desk.place(rows[0]), said(rows[0]), "")]
    for number, one in enumerate(rows[1:], 1):
        cell = one.find(f"{W}tc")
        if said(cell).isdigit():
            next(cell.iter(f"{W}t")).text = str(number)
    remove(rows[0])
    return told


@edit
def row_copied(desk: Desk) -> list[Told]:
    one = desk.list_rows()[1]
    one.addnext(copy.deepcopy(one))
    return [row(one, f"{desk.place(one)}之后", "", said(one), next_path(one))]


@edit
def row_copied_and_filled_anew(desk: Desk) -> list[Told]:
    one = desk.list_rows()[1]
    other = copy.deepcopy(one)
    for number, cell in enumerate(other.iterchildren(f"{W}tc")):
        for control in cell.iter(f"{W}sdt"):
            retype(control, f"新填第{number}格")
    one.addnext(other)
    return [row(one, f"{desk.place(one)}之后", "", said(other), next_path(one))]


@edit
def blank_row_added_and_typed_in(desk: Desk) -> list[Told]:
    one = desk.list_rows()[-1]
    other = copy.deepcopy(one)
    for number, cell in enumerate(other.iterchildren(f"{W}tc")):
        line = next(cell.iter(f"{W}p"))
        for further in list(cell.iter(f"{W}p"))[1:]:
            remove(further)
        retype(line, f"手写{number}")
    one.addnext(other)
    return [row(one, f"{desk.place(one)}之后", "", said(other), next_path(one))]


@edit
def blank_row_added(desk: Desk) -> list[Told]:
    one = desk.list_rows()[0]
    other = copy.deepcopy(one)
    for line in other.iter(f"{W}p"):
        retype(line, "")
    one.addnext(other)
    return []


@edit
def rows_swapped(desk: Desk) -> list[Told]:
    """The first row now stands below the second: it was moved."""
    one, other = desk.list_rows()[:2]
    told = [row(one, f"{desk.place(one)}，移到{desk.place(other)}之后", said(one), said(one))]
    other.addnext(one)
    return told


@edit
def answer_changed_in_a_row_and_the_next_row_deleted(desk: Desk) -> list[Told]:
    rows = desk.list_rows()
    one, other = rows[0], rows[1]
    control = [c for c in one.iter(f"{W}sdt") if said(around(c, "tc")) == said(c)][-1]
    told = [answer(desk, control, "改过的"), row(other, desk.place(other), said(other), "")]
    retype(control, "改过的")
    remove(other)
    return told


@edit
def column_deleted(desk: Desk) -> list[Told]:
    table = around(desk.list_rows()[0], "tbl")
    rows = list(table.iterchildren(f"{W}tr"))
    width = len(rows[0].findall(f"{W}tc"))
    cells = [r.findall(f"{W}tc")[2] for r in rows if len(r.findall(f"{W}tc")) == width]
    place = f"{desk.place(rows[0]).rpartition('，')[0]}，第 3 列"
    told = [text(place, "\n".join(said(cell) for cell in cells), "")]
    for cell in cells:
        remove(cell)
    return told


@edit
def column_added(desk: Desk) -> list[Told]:
    table = around(desk.list_rows()[0], "tbl")
    rows = list(table.iterchildren(f"{W}tr"))
    width = len(rows[0].findall(f"{W}tc"))
    for number, one in enumerate(r for r in rows if len(r.findall(f"{W}tc")) == width):
        cell = copy.deepcopy(one.findall(f"{W}tc")[1])
        retype(next(cell.iter(f"{W}p")), f"备注{number}")
        for further in list(cell.iter(f"{W}p"))[1:]:
            remove(further)
        one.append(cell)
    place = f"{desk.place(rows[0]).rpartition('，')[0]}，第 {width + 1} 列"
    return [
        text(
            place,
            "",
            "\n".join(
                f"备注{n}" for n in range(sum(1 for r in rows if len(r.findall(f"{W}tc")) == width + 1))
            ),
        )
    ]


@edit
def table_removed(desk: Desk) -> list[Told]:
    table = around(desk.list_rows()[0], "tbl")
    told = [text(desk.place(table), said(table), "")]
    remove(table)
    return told


@edit
def table_added(desk: Desk) -> list[Told]:
    one = desk.fixed()[0]
    table = etree.fromstring(
        f"<w:tbl {WORD}><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    one.addnext(table)
    return [text(f"{desk.place(one)}之后", "", "甲 | 乙")]


@edit
def cells_of_a_row_joined(desk: Desk) -> list[Told]:
    one = next(
        r
        for r in desk.list_rows()
        if all(
            len(list(c.iter(f"{W}p"))) == 1 and c.find(f".//{W}sdt") is not None
            for c in r.findall(f"{W}tc")[1:3]
        )
    )
    first, second = one.findall(f"{W}tc")[1:3]
    control, other = next(first.iter(f"{W}sdt")), next(second.iter(f"{W}sdt"))
    told = [
        answer(desk, control, f"{said(first)}\n\n{said(second)}", said(first)),
        answer(desk, other, "", said(second)),
    ]
    first.append(paragraph(said(second), next(second.iter(f"{W}p"))))
    remove(second)
    return told
