"""What changed inside a paragraph of answers and fixed text: the answer that did, and no other."""

from __future__ import annotations

import pytest

from wenbiao.document.read.blocks import Paragraph, Span
from wenbiao.document.read.within import Effort, differences

PERIOD = (("建设期限：", ""), ("45", "/start"), ("万至", ""), ("67", "/end"))
TARGET = (("≥", "/operator"), ("100", "/target"), ("套", "/unit"))
PEOPLE = (("甲，乙", "/first"), ("，", ""), ("丙", "/second"), ("。", ""))
WHOLE = "建设期限：45万至67"


def made(spans: tuple[tuple[str, str], ...]) -> Paragraph:
    return Paragraph(tuple(Span(*one) for one in spans), "正文，第 1 段")


def found(expected: tuple[tuple[str, str], ...], *returned: tuple[str, str]) -> list[tuple[str, str, str]]:
    told = differences(made(expected), made(returned), Effort())
    return [(one.pointer, one.before, one.after) for one in told]


@pytest.mark.parametrize(
    ("spans", "text", "told"),
    [
        (PERIOD, "建设期限：45万至67", []),
        (PERIOD, "建设期限：45万至68", [("/end", "67", "68")]),
        (PERIOD, "建设期限：145万至67", [("/start", "45", "145")]),
        (PERIOD, "建设期限：98万至45", [("/start", "45", "98"), ("/end", "67", "45")]),
        (PERIOD, "建设期限：万至67", [("/start", "45", "")]),
        (PERIOD, "工期：45万至67", [("", WHOLE, "工期：45万至67")]),
        (PERIOD, "工期：45万至99", [("/end", "67", "99"), ("", WHOLE, "工期：45万至99")]),
        (TARGET, "≥90套", [("/target", "100", "90")]),
        (TARGET, "≤100套", [("/operator", "≥", "≤")]),
        (TARGET, "≥1000套", [("/target", "100", "1000")]),
        (TARGET, "≥100台", [("/unit", "套", "台")]),
        (PEOPLE, "甲，乙，丁。", [("/second", "丙", "丁")]),
        (PEOPLE, "甲，丁，丙。", [("/first", "甲，乙", "甲，丁")]),
    ],
)
def test_without_controls_the_text_tells(
    spans: tuple[tuple[str, str], ...], text: str, told: list[tuple[str, str, str]]
) -> None:
    """Where the returned paragraph has no controls, the difference is laid upon the expected answers."""
    assert told == found(spans, (text, ""))


def test_controls_say_what_an_answer_is() -> None:
    """Where the controls are still there, they settle what the text leaves open."""
    kept = (("建设期限：约", ""), ("45", "/start"), ("万至", ""), ("67", "/end"))
    assert [("", WHOLE, "建设期限：约45万至67")] == found(PERIOD, *kept)
    moved = (("建设期限：", ""), ("约45", "/start"), ("万至", ""), ("67", "/end"))
    assert [("/start", "45", "约45")] == found(PERIOD, *moved)


@pytest.mark.parametrize("beside", [0, 1])
def test_words_typed_beside_an_emptied_control_are_its_answer(beside: int) -> None:
    """Words that stand before or after a control without words are what it says."""
    around = (("建设期限：99", ""), ("万至", "")) if beside == 0 else (("建设期限：", ""), ("99万至", ""))
    assert [("/start", "45", "99")] == found(PERIOD, around[0], ("", "/start"), around[1], ("67", "/end"))


def test_without_effort_left_the_whole_paragraph_is_told() -> None:
    """A paragraph that would take too long to compare letter by letter is told as a whole."""
    returned = Paragraph((Span("期限建设：万98至45"),), "")
    told = differences(made(PERIOD), returned, Effort(left=10))

    assert [("", WHOLE, "期限建设：万98至45")] == [(one.pointer, one.before, one.after) for one in told]
