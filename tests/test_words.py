"""How answers are said in documents and on pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.garden import GARDEN
from wenbiao import formats
from wenbiao.fields import Field
from wenbiao.kinds import KINDS
from wenbiao.words import WORDS, amount, capital, day, formal_day, is_empty, paragraphs, same_capital, say

CAPITALS = [  # domain 6.6: the twenty pairs, then the extras
    ("1409.50", "壹仟肆佰零玖元伍角"),
    ("6007.14", "陆仟零柒元壹角肆分"),
    ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
    ("107000.53", "壹拾万柒仟元伍角叁分"),
    ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
    ("325.04", "叁佰贰拾伍元零肆分"),
    ("0.00", "零元整"),
    ("0.05", "伍分"),
    ("0.50", "伍角"),
    ("10.00", "壹拾元整"),
    ("100500.00", "壹拾万零伍佰元整"),
    ("4860000.00", "肆佰捌拾陆万元整"),
    ("4526000.00", "肆佰伍拾贰万陆仟元整"),
    ("4481500.00", "肆佰肆拾捌万壹仟伍佰元整"),
    ("4280400.00", "肆佰贰拾捌万零肆佰元整"),
    ("44500.00", "肆万肆仟伍佰元整"),
    ("100000000.00", "壹亿元整"),
    ("100000001.00", "壹亿零壹元整"),
    ("100010000.00", "壹亿零壹万元整"),
    ("123456789.12", "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元壹角贰分"),
    ("10010010", "壹仟零壹万零壹拾元整"),
    ("200001000", "贰亿零壹仟元整"),
    ("1050000000.01", "壹拾亿伍仟万元零壹分"),
    ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
]

SPELLINGS = [  # domain 6.6: what else may be written; 零 where 万 or 元 is 0, 整 after 角
    ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
    ("107000.53", "壹拾万柒仟元零伍角叁分"),
    ("107000.53", "壹拾万零柒仟元伍角叁分"),
    ("107000.53", "壹拾万零柒仟元零伍角叁分"),
    ("1409.50", "壹仟肆佰零玖元伍角整"),
    ("1680.50", "壹仟陆佰捌拾元零伍角整"),
    ("0.50", "伍角整"),
    ("100000000.50", "壹亿元零伍角"),
    ("1050000000.01", "壹拾亿零伍仟万元零壹分"),
]
OTHERS = [  # what looks alike and is not accepted
    ("1409.50", "壹仟肆佰零玖元零伍角"),  # the digit of 元 is 9
    ("1409.50", "壹仟肆佰玖元伍角"),
    ("16409.02", "壹万陆仟肆佰零玖元贰分"),
    ("325.04", "叁佰贰拾伍元零肆分整"),
    ("10.00", "壹拾元"),
    ("10.00", "拾元整"),
    ("100500.00", "壹拾万伍佰元整"),
    ("4526000.00", "肆佰伍拾贰万零陆仟元整"),
    ("200001000", "贰亿壹仟元整"),
    ("1000007000", "壹拾亿柒仟元整"),
    ("1680.32", "壹仟陆佰捌拾元零零叁角贰分"),
    ("0.05", "零伍分"),
]

FORMAL = [  # domain 6.7
    ("2023-07-18", "二〇二三年七月十八日"),
    ("2020-01-01", "二〇二〇年一月一日"),
    ("2010-10-10", "二〇一〇年十月十日"),
    ("2000-12-20", "二〇〇〇年十二月二十日"),
    ("2024-02-29", "二〇二四年二月二十九日"),
    ("2025-11-30", "二〇二五年十一月三十日"),
    ("2026-10-31", "二〇二六年十月三十一日"),
    ("2022-09-05", "二〇二二年九月五日"),
]

SAID: list[tuple[str, Any, str, str]] = [  # pointer, value, word, what a person reads
    ("/name", "云雾 <茶园>", "", "云雾 <茶园>"),
    ("/name", None, "", "无"),
    ("/name", "", "slash", "/"),
    ("/name", None, "blank", ""),
    ("/name", "茶", "slash", "茶"),
    ("/name", "茶", "blank", "茶"),
    ("/level", "province", "", "省级"),
    ("/level", "city", "boxes", "□省级　■市级"),
    ("/level", None, "boxes", "□省级　□市级"),
    ("/works", ["数据工程", "基础工程"], "", "数据工程、基础工程"),
    ("/works", ["数据工程", "基础工程"], "boxes", "■数据工程　□场景工程　■基础工程"),
    ("/works", [], "", "无"),
    ("/secret", True, "", "是"),
    ("/secret", False, "", "否"),
    ("/secret", False, "slash", "否"),
    ("/secret", False, "boxes", "□是　■否"),
    ("/secret", None, "boxes", "□是　□否"),
    ("/age", 0, "", "0"),
    ("/age", 0, "blank", "0"),
    ("/filled_on", "2023-09-05", "", "2023年9月5日"),
    ("/filled_on", "2023-09-05", "formal", "二〇二三年九月五日"),
    ("/filled_on", None, "formal", "无"),
    ("/start", "2024-05", "", "2024年5月"),
    ("/total_wan", "38.5", "", "38.50"),
    ("/total_wan", "38.123400", "", "38.1234"),
    ("/total_wan", "486", "capital", "人民币肆佰捌拾陆万元整"),
    ("/total_wan", "0.000005", "capital", "人民币伍分"),
    ("/total_wan", None, "capital", "无"),
    ("/saving_wan", "-12", "", "-12.00"),
    ("/divisions", ["340100", "340200"], "", "合肥市、芜湖市"),
    ("/divisions", "340100", "", "合肥市"),
    ("/divisions", ["340102"], "", "340102"),
    ("/contact/phone", "0551-62999671", "", "0551-62999671"),
    ("/lines/0/quantity", "3", "", "3"),
]


@pytest.mark.parametrize(("yuan", "words"), CAPITALS)
def test_amounts_in_capital_figures(yuan: str, words: str) -> None:
    """An amount in 元 in capital figures is written as the payment rules say."""
    assert words == capital(Decimal(yuan))


@pytest.mark.parametrize(("yuan", "words"), SPELLINGS)
def test_accepted_spellings(yuan: str, words: str) -> None:
    """An amount may be spelt in every way that the payment rules allow."""
    assert same_capital(words, capital(Decimal(yuan)))
    assert same_capital(f"人民币{words}", f"人民币{capital(Decimal(yuan))}")


@pytest.mark.parametrize(("yuan", "words"), OTHERS)
def test_other_spellings(yuan: str, words: str) -> None:
    """A 零 or 整 that is needed is not left out, and none is added where the rules allow none."""
    assert not same_capital(words, capital(Decimal(yuan)))


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 10**14 - 1), st.integers(0, 10**14 - 1), st.integers(0, 16))
def test_spellings_never_mix_amounts(fen: int, other: int, place: int) -> None:
    """Two amounts never count as the same, near or far; a spelling that does is read as the same amount."""
    words = capital(Decimal(fen) / 100)
    inserted = f"{words[:place]}零{words[place:]}"

    assert same_capital(words, capital(Decimal(other) / 100)) is (fen == other)
    assert not same_capital(inserted, words) or fen == fen_of(inserted)


@pytest.mark.parametrize("yuan", ["-1", "1000000000000", "0.001"])
def test_no_capital_figures_without_an_official_form(yuan: str) -> None:
    """Negative amounts, 10^12 元 and parts of a 分 are refused, not guessed."""
    with pytest.raises(ValueError, match=yuan):
        capital(Decimal(yuan))


def test_a_negative_total_prints_figures() -> None:
    """A computed amount below zero prints its figures where capital ones were asked for."""
    assert "-12.00万元" == say(GARDEN.at("/total_wan"), "-12", "capital")


@settings(deadline=None)
@given(st.integers(0, 10**14 - 1))
def test_capital_figures_can_be_read_back(fen: int) -> None:
    """Reading capital figures gives the amount they were made from."""
    assert fen == fen_of(capital(Decimal(fen) / 100))


def fen_of(words: str) -> int:
    """An independent reading of capital figures, in 分."""
    whole, _, rest = words.partition("元") if "元" in words else ("", "", words)
    total = 0
    for group in whole.replace("亿", "亿|").replace("万", "万|").split("|"):
        size = {"亿": 10**8, "万": 10**4}.get(group[-1:], 1)
        total += size * digits(group, {"仟": 1000, "佰": 100, "拾": 10})
    return total * 100 + digits(rest, {"角": 10, "分": 1})


def digits(words: str, units: dict[str, int]) -> int:
    total, digit = 0, 0
    for char in words:
        digit = "零壹贰叁肆伍陆柒捌玖".index(char) if char in "零壹贰叁肆伍陆柒捌玖" else digit
        if char in units:
            total, digit = total + digit * units[char], 0
    return total + digit


@pytest.mark.parametrize(("iso", "words"), FORMAL)
def test_formal_dates(iso: str, words: str) -> None:
    """A formal date is written with 〇, without leading zeros."""
    assert words == formal_day(iso)


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_dates_can_be_read_back(when: date) -> None:
    """Both ways to print a date are read as that date."""
    assert when == formats.read_date(formal_day(when.isoformat()))
    assert when == formats.read_date(day(when.isoformat()))


@pytest.mark.parametrize(("pointer", "value", "word", "words"), SAID)
def test_what_a_person_reads(pointer: str, value: Any, word: str, words: str) -> None:
    """Each kind says its values, and no answer, in its own words."""
    assert words == say(GARDEN.at(pointer), value, word)


@settings(deadline=None)
@given(st.decimals(-(10**7), 10**7, places=6))
def test_amounts_keep_their_value(wan: Decimal) -> None:
    """Printing an amount never changes it and shows at least two decimals."""
    said = amount(f"{wan:f}")

    assert wan == Decimal(said)
    assert len(said.partition(".")[2]) >= 2


@settings(deadline=None)
@given(st.text(min_size=1))
def test_paragraphs_join_to_the_text(text: str) -> None:
    """Nothing is lost where a long text is parted into paragraphs."""
    assert text == "\n\n".join(paragraphs(text))


def test_no_long_text_is_one_paragraph() -> None:
    """A long text without an answer has one paragraph that says so."""
    assert ["无"] == paragraphs(None)


@pytest.mark.parametrize("value", [0, False, "0.00", [0]])
def test_zero_and_no_are_answers(value: Any) -> None:
    """Zero and false are answers; only nothing, an empty text and an empty list are none."""
    assert not is_empty(value)


def test_every_word_is_for_known_kinds() -> None:
    """The kinds that a word is for exist: a renamed kind would switch its words off."""
    assert {kind for word in WORDS.values() for kind in word.kinds} <= KINDS.keys()


def leaves() -> list[Field]:
    return [field for field in GARDEN.walk() if field.kind]


@pytest.mark.parametrize("field", leaves(), ids=lambda field: str(field.pointer))
def test_every_fitting_word_says_nothing_aloud_only_when_blank(field: Field) -> None:
    """Without an answer every word that fits a question says something, but for blank."""
    assert field.kind
    silent = [
        word.name for word in WORDS.values() if word.fits(field.kind) and not say(field, None, word.name)
    ]
    assert ["blank"] == silent
