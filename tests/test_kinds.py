"""What each kind of answer takes, refuses, and how it says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from wenbiao.kinds import KINDS
from wenbiao.readers import Limits, Misfit

OPTIONS = Limits("级别", options={"省级": "省级", "市级": "市级"})

TAKEN: list[tuple[str, Any, Any]] = [
    ("text", "  茶园 ", "茶园"),
    ("text", "a & b < c ]]> <!-- {{ x }} 𠮷", "a & b < c ]]> <!-- {{ x }} 𠮷"),
    ("long_text", "一\r\n\r\n二\t三\r四", "一\n\n二\t三\n四"),
    ("long_text", "\u3000\u3000首段\n\u3000\u3000次段 ", "\u3000\u3000首段\n\u3000\u3000次段"),
    ("money", "486.00", Decimal("486.00")),
    ("money", "４８６．００", Decimal("486.00")),
    ("money", "9999999.999999", Decimal("9999999.999999")),
    ("signed_money", "-12.00", Decimal("-12.00")),
    ("number", "59", Decimal(59)),
    ("percent", "100.00", Decimal(100)),
    ("integer", 0, 0),
    ("sequence", 1, 1),
    ("year", 2024, 2024),
    ("date", "2024年5月6日", date(2024, 5, 6)),
    ("month", "2024-05", "2024-05"),
    ("choice", "省级", "省级"),
    ("choices", ["市级", "省级"], ["省级", "市级"]),
    ("yes_no", False, False),
    ("uscc", "１１３４００００te5ta00105", "11340000TE5TA00105"),
    ("phone", "0551—62999671", "0551-62999671"),
    ("phone", "19900000001", "19900000001"),
    ("mobile", "19900000001", "19900000001"),
    ("email", "pm@chashi.example.com", "pm@chashi.example.com"),
    ("postal_code", "２３００００", "230000"),
    ("docno", "皖茶示〔2023〕7号", "皖茶示〔2023〕7号"),
    ("region", "340102", "340102"),
    ("reference", "D01-DEMO-0007", "D01-DEMO-0007"),
]

REFUSED: list[tuple[str, Any, str]] = [
    ("text", 3, "type"),
    ("text", "一\n二", "format"),
    ("text", "一\t二", "format"),
    ("text", "一\x0b二", "format"),
    ("text", "。。。", "format"),
    ("text", "340000190001010007", "R-FMT-6"),
    ("long_text", "\ud800", "format"),
    ("long_text", "\ufffe", "format"),
    ("money", 486, "type"),
    ("money", 486.0, "type"),
    ("money", "486.0000001", "R-FMT-4"),
    ("money", "1e400", "R-FMT-4"),
    ("money", "1,000.00", "R-FMT-4"),
    ("money", "NaN", "R-FMT-4"),
    ("money", "9" * 400, "R-FMT-4"),
    ("money", "-1", "format"),
    ("money", "10000000", "format"),
    ("signed_money", "-10000000", "format"),
    ("number", "1.0000001", "format"),
    ("percent", "100.01", "format"),
    ("percent", "1.001", "format"),
    ("integer", True, "type"),
    ("integer", "12", "type"),
    ("integer", 12.0, "type"),
    ("integer", -1, "format"),
    ("integer", 10**400, "format"),
    ("sequence", "1", "type"),
    ("year", "2024", "type"),
    ("year", 1999, "format"),
    ("date", 20240506, "type"),
    ("date", "2023年02月30日", "format"),
    ("date", "1999-01-01", "format"),
    ("month", "2024-13", "format"),
    ("choice", "国家级", "choice"),
    ("choice", ["省级"], "type"),
    ("choices", ["省级", "省级"], "choice"),
    ("choices", ["国家级"], "choice"),
    ("choices", "省级", "type"),
    ("choices", [1], "type"),
    ("yes_no", "true", "type"),
    ("yes_no", 1, "type"),
    ("uscc", "11340000TE5TA00106", "R-FMT-1"),
    ("phone", "62999671", "R-FMT-2"),
    ("phone", "0551-12999671", "R-FMT-2"),
    ("mobile", "12900000001", "R-FMT-2"),
    ("mobile", "1990000000", "R-FMT-2"),
    ("email", "a@b", "R-FMT-2"),
    ("email", "茶@example.com", "R-FMT-2"),
    ("postal_code", "23000", "R-FMT-2"),
    ("docno", "皖茶示(2023)7号", "R-FMT-5"),
    ("region", "3401", "format"),
    ("region", "合肥市", "format"),
    ("reference", "d01", "format"),
    ("reference", "340000190001010007", "R-FMT-6"),
    ("long_text", "好😀", "format"),
    ("long_text", "零\u200b宽", "format"),
    ("text", "倒\u202e序", "format"),
    ("text", "两\u2028行", "format"),
    ("text", "两\x85行", "format"),
]

DOUBTED: list[tuple[str, str, str]] = [
    ("text", "进度滞后,需协调", "半角标点"),
    ("long_text", "面积50㎡", "U+33A1"),
    ("uscc", "113400007448895450", "组织机构代码"),
    ("phone", "010-62999671", "区号"),
    ("postal_code", "100000", "邮政编码"),
]


@pytest.mark.parametrize(("kind", "raw", "value"), TAKEN)
def test_taken(kind: str, raw: Any, value: Any) -> None:
    """A fitting value is read, normalised as its kind says."""
    assert value == KINDS[kind].read(raw, OPTIONS)


@pytest.mark.parametrize(("kind", "raw", "code"), REFUSED)
def test_refused(kind: str, raw: Any, code: str) -> None:
    """What does not fit is refused with its code and a Chinese sentence that names the question."""
    with pytest.raises(Misfit) as misfit:
        KINDS[kind].read(raw, OPTIONS)

    assert code == misfit.value.code
    assert str(misfit.value).startswith("级别")


@pytest.mark.parametrize(("kind", "value", "says"), DOUBTED)
def test_doubted(kind: str, value: str, says: str) -> None:
    """What is allowed but unusual gives a doubt, which becomes the warning R-FMT-8."""
    assert says in "".join(KINDS[kind].doubts(value))


def test_every_kind_is_tried() -> None:
    """Every kind has a value that it takes and one that it refuses in the tables above."""
    assert set(KINDS) == {kind for kind, *_ in TAKEN} == {kind for kind, *_ in REFUSED}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, _raw, value in TAKEN])
def test_written_values_are_read_again(kind: str, value: Any) -> None:
    """Writing and reading are inverse: what is written into JSON is read as the same value."""
    written = KINDS[kind].write(value)

    assert value == KINDS[kind].read(written, OPTIONS)
    assert isinstance(written, str | int | list)


def test_length_counts_characters() -> None:
    """A rare character outside the basic plane is one character."""
    assert "𠮷" * 5 == KINDS["text"].read("𠮷" * 5, Limits("名称", max=5))
    with pytest.raises(Misfit, match="最多 5 个字，现有 6 个字"):
        KINDS["text"].read("𠮷" * 6, Limits("名称", max=5))


def test_places_of_this_province() -> None:
    """Where a question asks for a place of this province, others are refused; counties of its cities fit."""
    here = Limits("市县", local=True)

    assert "340102" == KINDS["region"].read("340102", here)
    for elsewhere in ("320100", "340900", "341400", "340001"):
        with pytest.raises(Misfit, match="安徽省"):
            KINDS["region"].read(elsewhere, here)
