"""What code can say, read from its source: every message, with what is known filled in, and none that is ruled out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

from wenbiao.wording import GAP, Gap, pieces, told


@dataclass(frozen=True)
class Limits:
    label: str = "名称"
    max: int | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    path: str
    text: str


class TooLong(ValueError):
    pass


WORDS = {"a": "甲", "b": "乙"}
FULL = Limits(max=9)


def read(text: Any) -> str:
    """A text with … for its gaps."""
    return "".join(words or "…" if gap else words for words, gap in pieces(text))


def results(function: Any, **known: Any) -> list[str | None]:
    return [None if result is None else read(str(result)) for result in told(function, known).results]


def too_long(text: str, limits: Limits) -> str | None:
    if limits.max is not None and len(text) > limits.max:
        return f"{limits.label}最多 {limits.max} 个字，现有 {len(text)} 个字"
    return None


def test_what_is_known_is_filled_in() -> None:
    """What only an answer tells stays a gap."""
    assert ["名称最多 9 个字，现有 … 个字", None] == results(too_long, limits=FULL)


def test_branches_that_are_ruled_out_say_nothing() -> None:
    """A limit that a question does not have gives no message."""
    assert [None] == results(too_long, limits=Limits())


def branches(answer: Any, kind: str) -> str | None:
    if kind == "no":
        return "没有"
    wanted = "多" if answer > 3 else "少"
    if not answer and kind == "yes":
        return "空"
    elif answer == 2:  # noqa: RET505
        wanted = "两个"
    return f"太{wanted}" if answer else None


def test_every_branch_that_is_open_is_taken() -> None:
    """By statements and by expressions; names keep all the values that they may have."""
    assert ["没有"] == results(branches, kind="no")
    assert {"空", "太多", "太少", "太两个", None} == set(results(branches, kind="yes"))
    assert {"太多", "太少", "太两个", None} == set(results(branches, kind="other"))


def loops(rows: Any, known: Mapping[str, str]) -> str | None:
    for name, says in (("一", "少"), ("二", "多")):
        if name in rows:
            return f"第{name}行{says}"
    lacking = [word for key, word in known.items() if key not in rows]
    return f"还缺少{'、'.join(lacking)}。" if lacking else known[rows.last]


def test_loops_go_through_what_is_known() -> None:
    """Row by row; joined texts begin with any of them, and an unknown key stands for each."""
    found = results(loops, known=WORDS)

    assert ["第一行少", "第二行多", "还缺少甲…。", "还缺少乙…。", "甲", "乙"] == found


def refuse(text: str, limit: int) -> None:
    if len(text) > limit:
        raise TooLong(f"超过 {limit} 个字")


def checked(text: str, notes: list[Note]) -> Iterator[str]:
    try:
        refuse(text, limit=7)
    except TooLong as reason:
        notes.append(Note("/text", f"文字{reason}"))
    yield f"“{text}”"


def outer(text: str) -> Note | None:
    for said in checked(text, []):
        return Note("/outer", f"看到{said}")
    return None


def test_calls_are_followed() -> None:
    """What is raised arrives where it is caught, what is yielded where it is used, what is made is kept."""
    telling = told(outer, {}, Note)

    assert [("/text", "文字超过 7 个字"), ("/outer", "看到“…”")] == [
        (note.path, read(note.text)) for note in dict.fromkeys(telling.made)
    ]


def test_functions_kept_apart_are_not_followed() -> None:
    """They give a gap."""
    assert ["/outer"] == [note.path for note in told(outer, {}, Note, apart=(checked,)).made]


def endless(number: int, text: str) -> str:
    return endless(number + 1, text) + "。" if number else endless(number, text) or f"到 {text}"


def test_recursion_ends() -> None:
    """A call with the same arguments adds nothing; one that goes deeper and deeper is left somewhere."""
    assert "到 …" in results(endless, number=0)
    assert results(endless, number=1)


class Form:
    def name(self) -> str:
        return f"{self.title}（{self.level}）"  # type: ignore[attr-defined]

    def fault(self) -> str:
        return f"{self.name()}不对"


def test_gaps_have_words_and_methods() -> None:
    """An attribute says what it is called; a method is followed."""
    labels = {"title": Gap("题目")}
    form = Gap(type=Form, below=labels.get)

    assert (("题目", True), ("（", False), ("", True), ("）不对", False)) == pieces(
        str(told(Form.fault, {"self": form}).results[0])
    )


def kinds(value: Any) -> str:
    return f"数 {value}" if isinstance(value, int) else f"文字 {value}"


def test_types_of_gaps_decide() -> None:
    """Where the type of a gap is known, only its branch is taken."""
    assert ["数 …"] == results(kinds, value=Gap(type=int))
    assert ["数 …", "文字 …"] == results(kinds)


def filled_later(rows: Any) -> str | None:
    found: list[str] = []
    for row in rows:
        found.append(row)  # noqa: PERF402
    return f"有 {len(found)} 处" if found else None


def test_an_empty_list_is_one_to_be_filled() -> None:
    """It is not taken for empty, for what fills it is not followed."""
    assert ["有 … 处", None] == results(filled_later)


def strange(value: Any) -> str:
    match value:
        case {"a": 1}:
            return "配对"
    with open(value) as file:  # noqa: PTH123
        lines = {line: len(line) for line in file}
    while value:
        return f"共 {lines} 行，{value:>9}，{1 + 1}"
    return "完"


def test_what_is_not_understood_is_a_gap() -> None:
    """No code stops the reading; its other messages are still found."""
    assert ["配对", "共 … 行，…，2", "完"] == results(strange)


@pytest.mark.parametrize("text", ["", "字", f"{GAP}", f"字{GAP}{GAP}字", f"{Gap('甲')}字"])
def test_pieces_hold_all_of_a_text(text: str) -> None:
    """Gaps that touch are one."""
    found = pieces(text)

    assert not any(one[1] and other[1] for one, other in pairwise(found))
    assert "".join(words for words, gap in found if not gap) == text.replace(f"{GAP}", "").replace(
        f"{Gap('甲')}", ""
    )
