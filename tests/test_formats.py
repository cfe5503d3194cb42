"""The formats of section 6: codes, telephones, document numbers, dates."""

from __future__ import annotations

from datetime import date

import pytest

from wenbiao import formats

VALID_USCC = [
    "11340000TE5TA00105",
    "12340100TE5TB0024C",
    "91340200TE5TC0038H",
    "91340100TE5TD0041F",
    "51341700TE5TE00554",
    "91350100M000100Y43",  # published example
    "11341700744889543Y",  # the index number of the policy interpretation
]


@pytest.mark.parametrize("code", VALID_USCC)
def test_valid_uscc(code: str) -> None:
    """Codes with a right check digit pass, and so does their inner organisation code."""
    assert formats.uscc_fault(code) is None
    assert formats.inner_org_check(code)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("11340000TE5TA00106", "校验位"),
        ("91350100M000100Y4Z", "Z"),
        ("11340000TE5TA0010S", "S"),
        ("1134000TE5TA00105", "17 位"),
    ],
)
def test_invalid_uscc(code: str, says: str) -> None:
    """A wrong code is refused with what is wrong: check digit, character, length."""
    assert says in str(formats.uscc_fault(code))


def test_inner_check_can_fail() -> None:
    """A code whose nine inner characters do not check is noticed."""
    assert not formats.inner_org_check("113400007448895450")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0551—62999671", "0551-62999671"),
        ("0551–62999671", "0551-62999671"),
        ("０５５１－６２９９９６７１", "0551-62999671"),
        ("199 0000 0001", "19900000001"),
    ],
)
def test_telephone_is_normalised(typed: str, number: str) -> None:
    """Dashes, spaces and full-width digits that people really type become plain."""
    assert number == formats.telephone(typed)


@pytest.mark.parametrize(
    ("typed", "repaired"),
    [
        ("皖茶示[2023]7号", "皖茶示〔2023〕7号"),
        ("皖茶示（2023）7号", "皖茶示〔2023〕7号"),
        ("皖茶示【2023】7号", "皖茶示〔2023〕7号"),
        ("皖茶示〔２０２３〕７号", "皖茶示〔2023〕7号"),
        ("皖茶示〔2023〕第12号", "皖茶示〔2023〕12号"),
        ("皖茶示〔2023〕012号", "皖茶示〔2023〕12号"),
        ("滁政办秘〔202329", None),  # scraped pages lose the brackets: no guessing
        ("茶〔2023〕7号", None),
    ],
)
def test_document_number_repair(typed: str, repaired: str | None) -> None:
    """A document number is put right where it is unmistakable, and never guessed."""
    assert repaired == formats.docno_repair(typed)


@pytest.mark.parametrize(
    "number", ["皖数安〔2022〕2号", "皖数安办〔2023〕6号", "滁政办秘〔2023〕29号", "国办发〔2019〕57号"]
)
def test_real_document_numbers(number: str) -> None:
    """Numbers of real documents fit."""
    assert formats.is_docno(number)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2023-07-18", date(2023, 7, 18)),
        ("2023/7/18", date(2023, 7, 18)),
        ("2023.7.18", date(2023, 7, 18)),
        ("2023年7月18日", date(2023, 7, 18)),
        ("２０２３年７月１８日", date(2023, 7, 18)),
        ("二〇二三年七月十八日", date(2023, 7, 18)),
        ("二〇一〇年十月十日", date(2010, 10, 10)),
        ("二〇〇〇年十二月二十日", date(2000, 12, 20)),
        ("二〇二六年十月三十一日", date(2026, 10, 31)),
        ("二〇二三年十一月二十十日", None),
        ("二〇二三年一一月一日", None),
        ("二〇二三年十月三四日", None),
        ("二〇二三年一二月十日", None),
        ("二〇二三年二月三十一日", None),
        ("2023年02月30日", None),
        ("2023-7/18", None),
        ("昨天", None),
    ],
)
def test_dates(typed: str, day: date | None) -> None:
    """Dates are read as people write them; what is no real date is refused."""
    assert day == formats.read_date(typed)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 5, 26), 6, date(2025, 11, 26)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 12, 15), 12, date(2025, 12, 15)),
    ],
)
def test_adding_months_clamps(day: date, months: int, expected: date) -> None:
    """A month that is shorter ends the count on its last day."""
    assert expected == formats.add_months(day, months)


def test_id_card_needs_a_valid_check() -> None:
    """An ID-card number is found by its check digit, inside any text; other long numbers are not."""
    assert formats.has_id_card("身份证340000190001010007。")
    assert not formats.has_id_card("身份证340000190001010008。")
    assert not formats.has_id_card("单号1340000190001010007")


@pytest.mark.parametrize(
    "written",
    ["３４００００１９０００１０１０００７", "３４⓪⓪⓪⓪⑲⓪⓪⓪１⓪１⓪⓪⓪７", "34000019000101000７"],
)
def test_an_id_card_is_found_however_its_digits_are_written(written: str) -> None:
    """Full-width digits and circled numbers are digits once they are normalised."""
    assert formats.has_id_card(f"证件号{written}，请核对")


def test_characters_outside_the_fonts() -> None:
    """㎡ and 祎 lie outside GB 2312; ASCII, 〔〕 and common characters do not."""
    assert ["㎡", "祎"] == list(
        formats.outside_fonts("面积50㎡，王祎，皖数〔2023〕㎡ abc——阿卜杜拉·买买提二〇二三年")
    )
