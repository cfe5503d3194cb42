"""Answers as a person reads them: dates, amounts, options, words in capital figures.

Documents and pages say an answer by the same words. A word is also what a template's author writes after
the bar of a tag, `{{ budget.total_wan|capital }}`: `WORDS` is the one list of those that are allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

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
OPTIONAL = (
    f"(?<=[拾佰仟]万)零(?=[{DIGITS}]仟)|(?<=[拾佰仟]亿)零(?=[{DIGITS}]仟[^元]*万)"
    f"|(?<=[拾佰仟万亿]元)零(?=[{DIGITS}]角)|(?<=角)整$"
)


Speak: TypeAlias = Callable[[Any], str]


class Word(NamedTuple):
    """One way to say an answer. `kinds`: the names of the kinds it is for, empty for all.

    `speaker` gives for a field what says its values, so that what depends on the field is settled once.

    `splits`: it gives the pieces that a loop goes through, and says nothing by itself. `merges`: equal words in
    rows that follow each other stand once, in one merged cell; who reads a document back gives every row of
    that cell its words.
    """

    name: str
    title: str
    speaker: Callable[[Field], Speak]
    kinds: frozenset[str] = frozenset()
    splits: bool = False
    merges: bool = False

    def fits(self, kind: Kind) -> bool:
        """Whether the word makes sense for answers of this kind."""
        return not self.kinds or kind.name in self.kinds


def say(field: Field, value: Any, word: str = "") -> str:
    """What a person reads for a canonical JSON value (None: not answered). KeyError for an unknown word."""
    return WORDS[word].speaker(field)(value)


def is_empty(value: Any) -> bool:
    """Whether a canonical value is no answer; 0 and false are answers."""
    return value is None or value in ("", [], {})


def plain(field: Field) -> Speak:
    """The kind's own words; “无” where there is no answer."""
    return _saying(field, NOTHING)


def slash(field: Field) -> Speak:
    """The kind's own words; “/” where there is no answer."""
    return _saying(field, "/")


def blank(field: Field) -> Speak:
    """The kind's own words; nothing where there is no answer."""
    return _saying(field, "")


def _saying(field: Field, empty: str) -> Speak:
    one = _one(field)

    def said(value: Any) -> str:
        if isinstance(value, str):  # most are: asked first, as this runs for every cell of every table
            return one(value) if value else empty
        if isinstance(value, list):
            return "、".join(map(one, value)) if value else empty
        return empty if is_empty(value) else one(value)

    return said


def _one(field: Field) -> Speak:
    """What says one answer of the field's kind."""
    name = field.kind.name if field.kind else ""
    if name in ("choice", "choices", "region"):
        options = field.options
        return lambda code: options.get(code, str(code))
    return _BY_KIND.get(name, str)


def amount(wan: str) -> str:
    """An amount as documents print it: at least two decimals, no zeros beyond (domain 6.6)."""
    if wan[-3:-2] == ".":
        return wan
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
    return re.sub(OPTIONAL, "", sent) == re.sub(OPTIONAL, "", value)


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


def _capital(_field: Field) -> Speak:
    def said(value: Any) -> str:
        if is_empty(value):
            return NOTHING
        try:
            return f"人民币{capital(Decimal(value) * 10000)}"
        except ValueError:
            return f"{amount(value)}万元"

    return said


def _formal(_field: Field) -> Speak:
    return lambda value: NOTHING if is_empty(value) else formal_day(value)


def boxes(field: Field) -> Speak:
    """Every option with its box, ticked or open: ■省级　□市级　□县级."""
    choices = YES_OR_NO if field.kind and field.kind.name == "yes_no" else field.options

    def said(value: Any) -> str:
        chosen = value if isinstance(value, list) else [] if is_empty(value) else [value]
        return GAP.join(f"{TICKED if code in chosen else OPEN}{text}" for code, text in choices.items())

    return said


class AsTyped(str):
    """An answer that does not fit its question, as it was typed: a draft prints it, no word of its kind can say it."""

    __slots__ = ()


def drafted(speak: Speak, blank: str | None) -> Speak:
    """The same words on a draft, with `blank` where there is no answer; None leaves that to the words."""

    def said(value: Any) -> str:
        if blank is not None and is_empty(value):
            return blank
        if isinstance(value, AsTyped):
            return value
        if isinstance(value, list) and any(isinstance(one, AsTyped) for one in value):
            return "、".join(value)
        return speak(value)

    return said


def paragraphs(value: Any) -> list[str]:
    """The paragraphs of a long text: an empty line parts two. Joined by two line breaks they are the text again."""
    return [NOTHING] if is_empty(value) else str(value).split("\n\n")


YES_OR_NO: Mapping[Any, str] = {True: "是", False: "否"}

_BY_KIND: Mapping[str, Speak] = {
    "money": amount,
    "signed_money": amount,
    "date": day,
    "month": month,
    "yes_no": YES_OR_NO.__getitem__,
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
