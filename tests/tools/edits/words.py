"""Edits of the words of answers."""

from __future__ import annotations

from lxml import etree

from tests.tools.desk import (
    Desk,
    W,
    around,
    remove,
    retype,
    run,
    said,
    unwrap,
)
from tests.tools.edits.telling import (
    Told,
    a_mixed,
    a_number,
    answer,
    edit,
)


@edit
def digit_in_a_cell(desk: Desk) -> list[Told]:
    one = a_number(desk)
    told = [answer(desk, one, said(one) + "9")]
    retype(one, said(one) + "9")
    return told


@edit
def digit_in_a_cell_without_its_control(desk: Desk) -> list[Told]:
    one = a_number(desk)
    told = [answer(desk, one, "7" + said(one))]
    retype(one, "7" + said(one))
    unwrap(one)
    return told


@edit
def typed_after_the_control(desk: Desk) -> list[Told]:
    one = a_number(desk)
    told = [answer(desk, one, said(one) + "0")]
    one.addnext(run("0", one))
    return told


@edit
def typed_before_the_control(desk: Desk) -> list[Told]:
    one = a_number(desk)
    told = [answer(desk, one, "1" + said(one))]
    one.addprevious(run("1", one))
    return told


@edit
def typed_at_the_start_of_a_control(desk: Desk) -> list[Told]:
    one = a_mixed(desk)
    told = [answer(desk, one, "新" + said(one))]
    one.find(f"{W}sdtContent").insert(0, run("新", one))
    return told


@edit
def typed_at_the_end_of_a_control(desk: Desk) -> list[Told]:
    one = a_mixed(desk)
    told = [answer(desk, one, said(one) + "新")]
    one.find(f"{W}sdtContent").append(run("新", one))
    return told


@edit
def typed_beside_a_control_in_fixed_text(desk: Desk) -> list[Told]:
    one = a_mixed(desk)
    line, was = around(one, "p"), said(around(one, "p"))
    one.addprevious(run("（约）", one))
    return [("text", "", desk.place(one), was, said(line))]


@edit
def typed_after_a_control_that_ends_the_line(desk: Desk) -> list[Told]:
    one = a_mixed(desk)
    while one.getnext() is not None:
        one.getparent().remove(one.getnext())
    told = [answer(desk, one, said(one) + "补")]
    one.addnext(run("补", one))
    return told


@edit
def run_split_and_one_half_changed(desk: Desk) -> list[Told]:
    one = a_number(desk)
    told = [answer(desk, one, said(one)[:1] + "05")]
    content, words = one.find(f"{W}sdtContent"), said(one)
    retype(one, words[:1])
    content.append(etree.Element(f"{W}proofErr"))
    content.append(run("05", one))
    return told


@edit
def total_printed_twice_changed_once(desk: Desk) -> list[Told]:
    one = desk.controls("/contact/mobile")[1]
    told = [answer(desk, one, "13900000000")]
    retype(one, "13900000000")
    return told


@edit
def total_printed_twice_changed_in_both(desk: Desk) -> list[Told]:
    one, other = desk.controls("/contact/mobile")[:2]
    kind, path, place, before, after = answer(desk, one, "13900000000")
    told = [(kind, path, f"{place}；{desk.place(other)}", before, after)]
    retype(one, "13900000000")
    retype(other, "13900000000")
    return told


@edit
def printed_twice_and_changed_in_two_ways(desk: Desk) -> list[Told]:
    one, other = desk.controls("/contact/mobile")[:2]
    second = ("text", "", desk.place(other), said(other), "13911111111")
    told = [answer(desk, one, "13900000000"), second]
    retype(one, "13900000000")
    retype(other, "13911111111")
    return told


@edit
def date_changed(desk: Desk) -> list[Told]:
    one = next(one for one in desk.controls("/filled_on") if said(one)[0] == "2")
    told = [answer(desk, one, "2022年2月2日")]
    retype(one, "2022年2月2日")
    return told


@edit
def full_width_digits(desk: Desk) -> list[Told]:
    one = a_number(desk)
    wide = said(one).translate({ord(c): 0xFEE0 + ord(c) for c in "0123456789."})
    told = [answer(desk, one, wide)]
    retype(one, wide)
    return told


@edit
def space_in_a_number(desk: Desk) -> list[Told]:
    one = a_number(desk)
    told = [answer(desk, one, f"{said(one)[:1]} {said(one)[1:]}")]
    retype(one, f"{said(one)[:1]} {said(one)[1:]}")
    return told


@edit
def nothing_replaced_by_words(desk: Desk) -> list[Told]:
    one = next(one for one in desk.alone() if said(one) in ("无", "/"))
    told = [answer(desk, one, "安徽省某局")]
    retype(one, "安徽省某局")
    return told


@edit
def words_replaced_by_nothing(desk: Desk) -> list[Told]:
    one = a_number(desk)
    told = [answer(desk, one, "无")]
    retype(one, "无")
    return told


@edit
def cell_emptied(desk: Desk) -> list[Told]:
    one = a_number(desk)
    told = [answer(desk, one, "")]
    retype(one, "")
    return told


@edit
def control_emptied_and_word_shows_its_prompt(desk: Desk) -> list[Told]:
    one = a_number(desk)
    told = [answer(desk, one, "")]
    etree.SubElement(one.find(f"{W}sdtPr"), f"{W}showingPlcHdr")
    retype(one, "单击或点击此处输入文字。")
    return told


@edit
def control_deleted_with_its_text(desk: Desk) -> list[Told]:
    one = a_mixed(desk)
    told = [answer(desk, one, "")]
    remove(one)
    return told


@edit
def control_deleted_and_text_retyped(desk: Desk) -> list[Told]:
    one = a_mixed(desk)
    one.addprevious(run(said(one), one))
    remove(one)
    return []


@edit
def emptied_and_retyped_beside_the_control(desk: Desk) -> list[Told]:
    one = a_mixed(desk)
    told = [answer(desk, one, "另写的话")]
    one.addprevious(run("另写的话", one))
    retype(one, "")
    return told


@edit
def box_ticked_instead(desk: Desk) -> list[Told]:
    one = next(one for one in desk.controls() if {"■", "□"} <= set(said(one)))
    after = said(one).translate({ord("■"): "□", ord("□"): "■"})
    told = [answer(desk, one, after)]
    retype(one, after)
    return told


@edit
def link_made_of_an_answer(desk: Desk) -> list[Told]:
    one = next(one for one in desk.alone() if len(said(one)) > 3)
    content = one.find(f"{W}sdtContent")
    link = etree.Element(f"{W}hyperlink")
    link.extend(list(content))
    content.append(link)
    return []
