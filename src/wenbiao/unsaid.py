"""What a person reads in a document → the answer: the inverse of `words`, whichever word said it.

Documents come back edited by hand, so it reads more than `words` writes: full-width digits, thousands marks, units,
dates in any usual spelling, boxes that were ticked with another mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from wenbiao import formats
from wenbiao.fields import Field
from wenbiao.words import DIGITS, NOTHING, OPEN, TICKED, YES_OR_NO, capital, same_capital

TICKS = f"{TICKED}☑☒✓✔√"
BOX = re.compile(rf"([{TICKS}{OPEN}☐])([^{TICKS}{OPEN}☐]*)")
BETWEEN = "、，,；;\n"
NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
CAPITAL = re.compile(f"(?:人民币)?([{DIGITS}拾佰仟万亿元角分]+整?)")
ENDS_OF_MONTHS = ("1日", "一日", "-1", "/1", ".1")  # what makes a month its first day
WHOLE_MAX = 18  # digits

Read: TypeAlias = Callable[[Field, str], Any]


def unsaid(field: Field, text: str, *, item: bool = False) -> Any:
    """The canonical JSON value that the text says, None for no answer; `item`: the text is one item of a list.

    Where a text must be given, 无 and / are texts. Raises ValueError for what no word says of that kind.
    """
    if field.kind is None:
        raise ValueError(text)
    if is_nothing(text) and not (text.strip() and field.kind.name in TEXTS and must_be_given(field)):
        return None
    if field.shape == "list" and not item:
        return [value for value in _items(field, text) if value is not None]
    read: Read = _READERS.get(field.kind.name, _code)
    return read(field, text)


def is_nothing(text: str) -> bool:
    """Whether documents print this where there is no answer."""
    return formats.nfkc(text) in ("", NOTHING, "/")


def must_be_given(field: Field) -> bool:
    """Whether the question has an answer wherever its block or row has one."""
    return field.required and field.asked_when is None


def _items(field: Field, text: str) -> Iterable[Any]:
    assert field.kind
    if field.kind.name == "region":
        return [_region(field, one) for one in _listed(_codes(field), text)]
    return (unsaid(field, part, item=True) for part in text.split("、"))


def _text(_field: Field, text: str) -> str:
    return text.strip()


def _long_text(_field: Field, text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def _code(_field: Field, text: str) -> str:
    """A code of letters and digits, spaces left out."""
    return _close(text)


def _close(text: str) -> str:
    return re.sub(r"\s", "", formats.nfkc(text))


def _docno(_field: Field, text: str) -> str:
    plain = text.strip()
    return plain if formats.is_docno(plain) else formats.docno_repair(plain) or plain


def _number(field: Field, text: str) -> str:
    """Digits as given, without thousands marks, currency and unit."""
    plain = formats.number(_close(text)).replace("\N{MINUS SIGN}", "-").removeprefix("¥")
    plain = plain.removesuffix(formats.nfkc(field.unit))
    if not NUMBER.fullmatch(plain):
        raise ValueError(text)
    return plain


def _money(field: Field, text: str) -> str:
    """An amount in 万元, in figures or in capital figures (元)."""
    words = CAPITAL.fullmatch(
        re.sub("[圆正]", lambda found: {"圆": "元", "正": "整"}[found[0]], _close(text))
    )
    return f"{_yuan(words[1]) / 10000:f}" if words else _number(field, _close(text).removesuffix("万元"))


def _yuan(words: str) -> Decimal:
    """An amount in 元 from capital figures; ValueError where they are not as the payment rules say."""
    whole, yuan, rest = words.rpartition("元")
    groups = re.findall("[^万亿]+[万亿]?|[万亿]", whole)
    total = sum({"亿": 10**8, "万": 10**4}.get(group[-1], 1) * _sum(group, PLACES) for group in groups)
    found = Decimal(total) + Decimal(_sum(rest if yuan else words, CENTS)) / 100
    if not same_capital(words, capital(found)):
        raise ValueError(words)
    return found


PLACES = {"仟": 1000, "佰": 100, "拾": 10, "": 1}
CENTS = {"角": 10, "分": 1}


def _sum(words: str, places: Mapping[str, int]) -> int:
    """The digits of a group, each times the place behind it; a digit without a known place is left out."""
    pairs = re.findall(f"([{DIGITS}])([仟佰拾角分]?)", words)
    return sum(DIGITS.index(digit) * places.get(place, 0) for digit, place in pairs)


def _whole(field: Field, text: str) -> int:
    plain = _number(field, text)
    if "." in plain or len(plain) > WHOLE_MAX:
        raise ValueError(text)
    return int(plain)


def _year(field: Field, text: str) -> int:
    return _whole(field, text.strip().removesuffix("年"))


def _day(_field: Field, text: str) -> str:
    found = formats.read_date(_date(text))
    if found is None:
        raise ValueError(text)
    return found.isoformat()


def _month(_field: Field, text: str) -> str:
    plain = _date(text)
    for end in ENDS_OF_MONTHS:
        found = formats.read_date(plain + end)
        if found:
            return found.isoformat()[:7]
    raise ValueError(text)


def _date(text: str) -> str:
    """The text without spaces, its zeros as dates write them: 二○二三 and 二零二三 → 二〇二三."""
    return re.sub("[○零]", "〇", _close(text))


def _choice(field: Field, text: str) -> Any:
    return _only(_chosen(_codes(field), text), text)


def _choices(field: Field, text: str) -> list[str] | None:
    found = _chosen(_codes(field), text)
    return [code for code in field.options if code in found] or None


def _yes_no(_field: Field, text: str) -> Any:
    return _only(_chosen({said: value for value, said in YES_OR_NO.items()}, text), text)


def _region(field: Field, text: str) -> str:
    plain = _close(text)
    return str(_codes(field).get(plain, plain))


def _codes(field: Field) -> dict[str, Any]:
    return {said: code for code, said in field.options.items()}


def _only(found: list[Any], text: str) -> Any:
    if len(found) > 1:
        raise ValueError(text)
    return found[0] if found else None


def _chosen(known: Mapping[str, Any], text: str) -> list[Any]:
    """What was ticked, or what is listed; ValueError for what is no option."""
    boxes = BOX.findall(text)
    said = [one.strip() for mark, one in boxes if mark in TICKS] if boxes else _listed(known, text)
    if not all(one in known or one in known.values() for one in said):
        raise ValueError(text)
    return [known.get(one, one) for one in said]


def _listed(known: Mapping[str, Any], text: str) -> list[str]:
    """The texts of a list. An option may itself hold a mark that parts them: the longest is tried first."""
    options = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    one = rf"(?:{options})(?=\s*(?:[{BETWEEN}]|$))|[^{BETWEEN}]+"
    return [found.strip() for found in re.findall(one, text) if found.strip()]


TEXTS = frozenset({"text", "long_text"})

_READERS: Mapping[str, Read] = {
    "text": _text,
    "long_text": _long_text,
    "money": _money,
    "signed_money": _money,
    "number": _number,
    "percent": lambda field, text: _number(field, formats.nfkc(text).removesuffix("%")),
    "integer": _whole,
    "sequence": _whole,
    "year": _year,
    "date": _day,
    "month": _month,
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "docno": _docno,
    "region": _region,
    "phone": lambda _field, text: formats.telephone(text),
    "mobile": lambda _field, text: formats.telephone(text),
    "uscc": lambda _field, text: _close(text).upper(),
}
