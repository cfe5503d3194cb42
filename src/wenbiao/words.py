"""Answers as a person reads them: dates, amounts, options, words in capital figures.

Documents and pages say an answer by the same words. A word is also what a template's author writes after
the bar of a tag, `{{ budget.total_wan|capital }}`: `WORDS` is the one list of those that are allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wenbiao.fields import Field
from wenbiao.formats import CHINESE_DIGITS
from wenbiao.kinds import Kind

NOTHING = "无"
TICKED, OPEN, GAP = "■", "□", "\u3000"
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")
GROUPS = ("亿", "万", "")
CAPITAL_LIMIT = Decimal(10) ** 12
# 零 where the digit of 万, 亿 or 元 is 0 and the next digit is not, and 整 after 角: written or left out.
OPTIONAL = re.compile(
    f"(?<=[拾佰仟]万)零(?=[{DIGITS}]仟)|(?<=[拾佰仟]亿)零(?=[{DIGITS}]仟[^元]*万)"
    f"|(?<=[拾佰仟万亿]元)零(?=[{DIGITS}]角)|(?<=角)整$"
)


@dataclass(frozen=True)
class Word:
    """One way to say an answer. `kinds`: the names of the kinds it is for, empty for all.

    `splits`: it gives the pieces that a loop goes through, and says nothing by itself. `merges`: equal words in
    rows that follow each other stand once, in one merged cell; who reads a document back gives every row of
    that cell its words.
    """

    name: str
    title: str
    speak: Callable[[Field, Any], str]
    kinds: frozenset[str] = frozenset()
    splits: bool = False
    merges: bool = False

    def fits(self, kind: Kind) -> bool:
        """Whether the word makes sense for answers of this kind."""
        return not self.kinds or kind.name in self.kinds


def say(field: Field, value: Any, word: str = "") -> str:
    """What a person reads for a canonical JSON value (None: not answered). KeyError for an unknown word."""
    return WORDS[word].speak(field, value)


def is_empty(value: Any) -> bool:
    """Whether a canonical value is no answer; 0 and false are answers."""
    return value is None or value in ("", [], {})


def plain(field: Field, value: Any) -> str:
    """The kind's own words; “无” where there is no answer."""
    return _said(field, value, NOTHING)


def slash(field: Field, value: Any) -> str:
    """The kind's own words; “/” where there is no answer."""
    return _said(field, value, "/")


def blank(field: Field, value: Any) -> str:
    """The kind's own words; nothing where there is no answer."""
    return _said(field, value, "")


def _said(field: Field, value: Any, empty: str) -> str:
    if is_empty(value):
        return empty
    if isinstance(value, list):
        return "、".join(_one(field, item) for item in value)
    return _one(field, value)


def _one(field: Field, value: Any) -> str:
    speak = _BY_KIND.get(field.kind.name) if field.kind else None
    return speak(field, value) if speak else str(value)


def amount(wan: str) -> str:
    """An amount as documents print it: at least two decimals, no zeros beyond (domain 6.6)."""
    whole, _, decimals = wan.partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def day(iso: str) -> str:
    """2023-07-18 → 2023年7月18日 (domain 6.7)."""
    year, month, date = iso.split("-")
    return f"{year}年{int(month)}月{int(date)}日"


def month(iso: str) -> str:
    """2023-07 → 2023年7月."""
    year, month = iso.split("-")
    return f"{year}年{int(month)}月"


def formal_day(iso: str) -> str:
    """2023-07-18 → 二〇二三年七月十八日 (domain 6.7)."""
    year, month, date = iso.split("-")
    return f"{''.join(CHINESE_DIGITS[int(digit)] for digit in year)}年{_numeral(int(month))}月{_numeral(int(date))}日"


def _numeral(number: int) -> str:
    """1–31 → 一 … 三十一."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, CHINESE_DIGITS[tens] + "十")
    return head + (CHINESE_DIGITS[ones] if ones else "")


def capital(yuan: Decimal) -> str:
    """An amount in 元 in capital figures, without 人民币: 107000.53 → 壹拾万柒仟元伍角叁分 (domain 6.6).

    Raises ValueError below zero, from 10^12 元 on, and for parts of a 分: such amounts have no official form.
    """
    fen = yuan * 100
    if not 0 <= yuan < CAPITAL_LIMIT or fen != int(fen):
        raise ValueError(yuan)
    whole, rest = divmod(int(fen), 100)
    head = f"{_whole(whole)}元" if whole or not rest else ""
    return head + (_cents(rest, head) if rest else "整")


def same_capital(sent: str, value: str) -> bool:
    """Whether two texts in capital figures differ only where the payment rules allow both (domain 6.6).

    1680.32: 壹仟陆佰捌拾元叁角贰分 = 壹仟陆佰捌拾元零叁角贰分.
    """
    return OPTIONAL.sub("", sent) == OPTIONAL.sub("", value)


def _cents(rest: int, yuan: str) -> str:
    """角 and 分, 1–99 分, after the words for the 元."""
    jiao, fen = divmod(rest, 10)
    tenth = f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return tenth + (f"{DIGITS[fen]}分" if fen else "")


def _whole(number: int) -> str:
    return "".join(_groups(number)) or "零"


def _groups(number: int) -> Iterator[str]:
    """The groups of four digits. A 零 stands where digits were passed over after the first group."""
    begun = False
    skipped = False
    for name, group in zip(GROUPS, (number // 10**8, number // 10**4 % 10**4, number % 10**4), strict=True):
        if group:
            yield "零" if begun and (skipped or group < 1000) else ""
            yield _four(group) + name
        begun, skipped = begun or group > 0, group == 0


def _four(group: int) -> str:
    """1–9999; several zeros inside make one 零."""
    said = ""
    for digit, place in zip(f"{group:04d}", PLACES, strict=True):
        if digit != "0":
            said += DIGITS[int(digit)] + place
        elif said and not said.endswith("零"):
            said += "零"
    return said.rstrip("零")


def _capital(field: Field, value: Any) -> str:
    if is_empty(value):
        return NOTHING
    try:
        return f"人民币{capital(Decimal(value) * 10000)}"
    except ValueError:
        return f"{plain(field, value)}万元"


def _formal(_field: Field, value: Any) -> str:
    return NOTHING if is_empty(value) else formal_day(value)


def boxes(field: Field, value: Any) -> str:
    """Every option with its box, ticked or open: ■省级　□市级　□县级."""
    chosen = value if isinstance(value, list) else [] if is_empty(value) else [value]
    return GAP.join(f"{TICKED if code in chosen else OPEN}{text}" for code, text in _choices(field).items())


def _choices(field: Field) -> Mapping[Any, str]:
    return YES_OR_NO if field.kind and field.kind.name == "yes_no" else field.options


def paragraphs(value: Any) -> list[str]:
    """The paragraphs of a long text: an empty line parts two. Joined by two line breaks they are the text again."""
    return [NOTHING] if is_empty(value) else str(value).split("\n\n")


def _option(field: Field, value: Any) -> str:
    return field.options.get(value, str(value))


YES_OR_NO: Mapping[Any, str] = {True: "是", False: "否"}

_BY_KIND: Mapping[str, Callable[[Field, Any], str]] = {
    "money": lambda _field, value: amount(value),
    "signed_money": lambda _field, value: amount(value),
    "date": lambda _field, value: day(value),
    "month": lambda _field, value: month(value),
    "yes_no": lambda _field, value: YES_OR_NO[value],
    "choice": _option,
    "choices": _option,
    "region": _option,
}

WORDS: Mapping[str, Word] = {
    word.name: word
    for word in (
        Word("", "照常", plain),
        Word("boxes", "列出全部选项并打勾", boxes, frozenset({"choice", "choices", "yes_no"})),
        Word("capital", "金额大写", _capital, frozenset({"money"})),
        Word("formal", "汉字日期", _formal, frozenset({"date"})),
        Word("slash", "没有填写时打印 /", slash),
        Word("blank", "没有填写时留空", blank),
        Word("paragraphs", "分成段落，只用在循环里", plain, frozenset({"long_text"}), splits=True),
        Word("merged", "和上一行相同时合并单元格", plain, merges=True),
    )
}
