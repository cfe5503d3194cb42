"""How an edit is written down, and what it may be made to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tests.tools.desk import Desk, Element, W, around, path_of, pointer_of, said

Told: TypeAlias = tuple[str, str, str, str, str]
Edit: TypeAlias = Callable[[Desk], list[Told]]
EDITS: dict[str, Edit] = {}
LONG = {  # an answer of several paragraphs, in each form
    "declaration": "/background_and_necessity",
    "change_application": "/reason_detail",
    "acceptance_report": "/self_conclusion",
    "self_evaluation": "/conclusion",
}
REST = "茶园管护和质量追溯需要同一套台账，各单位各记各的，同一块地有几个编号，" * 3
LONG_TEXT = f"第一段说明背景。\n\n第二段说明必要性，\n换行之后还有一句：{REST}完。\n\n第三段说明依据。"


def edit(make: Edit) -> Edit:
    EDITS[make.__name__] = make
    return make


def answer(desk: Desk, control: Element, after: str, before: str = "") -> Told:
    return ("answer", pointer_of(control), desk.place(control), before or said(control), after)


def a_number(desk: Desk) -> Element:
    """A control with digits, alone in its cell."""
    return next(one for one in desk.alone() if any(c in "123456789" for c in said(one)) and "." in said(one))


def a_mixed(desk: Desk) -> Element:
    """A control with fixed text before it in its paragraph, of an answer printed once."""
    return next(
        one
        for one in desk.controls()
        if len(desk.controls(pointer_of(one))) == 1
        and said(around(one, "p")) != said(one) != ""
        and len(list(around(one, "p").iter(f"{W}sdt"))) == 1
        and one.getprevious() is not None
        and one.getprevious().tag == f"{W}r"
    )


def long_controls(desk: Desk) -> list[Element]:
    """The three paragraphs of the long answer."""
    found = [
        one for one in desk.controls() if said(around(one, "p")).startswith(("第一段", "第二段", "第三段"))
    ]
    assert len(found) >= 3
    return found[:3]


def long_told(desk: Desk, after: str) -> Told:
    return (
        "answer",
        pointer_of(long_controls(desk)[0]),
        desk.place(long_controls(desk)[0]),
        LONG_TEXT,
        after,
    )


def text(place: str, before: str, after: str) -> Told:
    return ("text", "", place, before, after)


def row(one: Element, place: str, before: str, after: str, path: str | None = None) -> Told:
    return ("row", path_of(one) if path is None else path, place, before, after)


def next_path(one: Element) -> str:
    head, _, number = path_of(one).rpartition("/")
    return f"{head}/{int(number) + 1}"
