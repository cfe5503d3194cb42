"""What documents print can be read back: the inverse of test_words."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_carry import CATALOGUE
from tests.test_properties import DOCUMENTS, alone
from tests.tools.drawn import projects
from tests.tools.garden import GARDEN
from tests.tools.projects import Project
from wenbiao.fields import Field
from wenbiao.formats import REGIONS
from wenbiao.unsaid import TEXTS, must_be_given, unsaid
from wenbiao.words import WORDS, capital, formal_day, month, say

AMOUNTS = ("money", "signed_money")

BY_HAND: list[tuple[str, str, Any]] = [  # pointer, what stands in the document, the answer
    ("/total_wan", "486", "486"),
    ("/total_wan", " ４８６．００ ", "486.00"),
    ("/total_wan", "1,234,567.50", "1234567.50"),
    ("/total_wan", "1，234.50万元", "1234.50"),
    ("/total_wan", "￥ 486.00 万元", "486.00"),
    ("/total_wan", "肆佰捌拾陆万圆正", "486"),
    ("/total_wan", "人民币伍分", "0.000005"),
    ("/total_wan", "人民币壹拾万零柒仟元伍角叁分", "10.700053"),
    ("/saving_wan", "−12.00", "-12.00"),
    ("/saving_wan", "-12.00万元", "-12.00"),
    ("/age", "１２", 12),
    ("/filled_on", "2023 年 07 月 18 日", "2023-07-18"),
    ("/filled_on", "2023/7/18", "2023-07-18"),
    ("/filled_on", "二○二三年七月十八日", "2023-07-18"),
    ("/filled_on", "二零二三年七月十八日", "2023-07-18"),
    ("/start", "2024-05", "2024-05"),
    ("/start", "2024.5", "2024-05"),
    ("/start", "二〇二四年五月", "2024-05"),
    ("/level", "市级", "city"),
    ("/level", "city", "city"),
    ("/level", "□省级 ☑市级", "city"),
    ("/level", "□省级　□市级", None),
    ("/works", "基础工程、数据工程", ["数据工程", "基础工程"]),
    ("/works", "数据工程，基础工程", ["数据工程", "基础工程"]),
    ("/works", "√数据工程　□场景工程　√基础工程", ["数据工程", "基础工程"]),
    ("/secret", "■是　□否", True),
    ("/secret", "否", False),
    ("/divisions", "合肥市、340102", ["340100", "340102"]),
    ("/contact/phone", "０５５１—６２９９９６７１", "0551-62999671"),
    ("/remark", "无", None),
    ("/remark", "／", None),
    ("/background", "无", "无"),
    ("/background", "/", "/"),
    ("/background", "", None),
    ("/saving_wan", "", None),
    ("/background", "第一段\r\n换行\n\n第二段 ", "第一段\n换行\n\n第二段"),
]
NO_WAY = [
    ("/total_wan", "约 486"),
    ("/total_wan", "4860000 元"),
    ("/total_wan", "壹拾万柒仟元伍角叁"),
    ("/total_wan", "壹万亿元整"),
    ("/total_wan", "1,23"),
    ("/age", "12.5"),
    ("/age", "1" * 5000),
    ("/filled_on", "2023年2月30日"),
    ("/start", "2024年13月"),
    ("/level", "国家级"),
    ("/level", "■省级　■市级"),
    ("/works", "数据工程、别的工程"),
    ("/secret", "■是　■否"),
    ("/secret", "不"),
    ("/contact", "茶青"),
]


def answers(form: str, data: dict[str, Any]) -> Iterator[tuple[Field, Any]]:
    """Every answer of a form in these data, None for one that has none; a list of answers whole."""
    for field in CATALOGUE[form].fields.walk():
        if field.kind:
            yield from ((field, value) for value in _at(data, field.pointer.split("/")[1:]))


def _at(value: Any, steps: list[str]) -> Iterator[Any]:
    if not steps:
        yield value
    elif steps[0] == "*":
        for row in value or ():
            yield from _at(row, steps[1:])
    else:
        yield from _at((value or {}).get(steps[0]), steps[1:])


def same(field: Field, one: Any, other: Any) -> bool:
    """Whether two answers are equal; an amount is printed with at least two decimals."""
    amounts = field.kind and field.kind.name in AMOUNTS and one is not None and other is not None
    return Decimal(one) == Decimal(other) if amounts else one == other and type(one) is type(other)


@DOCUMENTS
@given(projects())
def test_what_was_said_can_be_read(project: Project) -> None:
    """Every answer of a random project, in every word that fits it, is read as what it was."""
    for document in project.life():
        for field, value in answers(document["doc_type"], alone(document).data):
            if value is None and field.kind and field.kind.name in TEXTS and must_be_given(field):
                continue  # 无 is an answer there
            for word in WORDS.values():
                if field.kind and word.fits(field.kind):
                    said = say(field, value, word.name)
                    assert same(field, unsaid(field, said), value), (field.pointer, word.name, said)


@DOCUMENTS
@given(projects())
def test_items_of_lists_can_be_read(project: Project) -> None:
    """A list that is printed item by item is read item by item."""
    for document in project.life():
        for field, value in answers(document["doc_type"], alone(document).data):
            if field.shape == "list":
                for one in value or ():
                    assert one == unsaid(field, say(field, one), item=True)


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_dates_and_months_can_be_read(day: date) -> None:
    """Every date in its formal words, and every month."""
    assert day.isoformat() == unsaid(GARDEN.at("/filled_on"), formal_day(day.isoformat()))
    assert day.isoformat()[:7] == unsaid(GARDEN.at("/start"), month(day.isoformat()[:7]))


@settings(deadline=None)
@given(st.integers(0, 10**14 - 1))
def test_capital_figures_can_be_read(fen: int) -> None:
    """Every amount in capital figures, to the last 分."""
    yuan = Decimal(fen) / 100

    assert yuan / 10000 == Decimal(unsaid(GARDEN.at("/total_wan"), f"人民币{capital(yuan)}"))


@settings(deadline=None)
@given(st.lists(st.sampled_from(list(REGIONS)), min_size=1, unique=True))
def test_lists_of_places_can_be_read(codes: list[str]) -> None:
    """Places are printed by name and read by name, in their order."""
    assert codes == unsaid(GARDEN.at("/divisions"), say(GARDEN.at("/divisions"), codes))


@pytest.mark.parametrize(("pointer", "text", "answer"), BY_HAND)
def test_what_people_type_by_hand(pointer: str, text: str, answer: Any) -> None:
    """Any usual spelling is read; 无 and / are an answer only where a text must be given."""
    read = unsaid(GARDEN.at(pointer), text)

    assert same(GARDEN.at(pointer), read, answer)


@pytest.mark.parametrize(("pointer", "text"), NO_WAY)
def test_what_is_no_answer_of_its_kind(pointer: str, text: str) -> None:
    """A text that no word says of that kind is refused, not guessed."""
    with pytest.raises(ValueError, match=re.escape(text[0])):
        unsaid(GARDEN.at(pointer), text)


@settings(deadline=None)
@given(st.text(), st.sampled_from([field for field in GARDEN.walk() if field.kind]))
def test_any_text_is_read_or_refused(text: str, field: Field) -> None:
    """Whatever stands in a document, reading it either works or is refused as a ValueError."""
    with contextlib.suppress(ValueError):
        unsaid(field, text)
