"""How each kind of answer is read: the JSON value and the question's limits in, a Python value out.

A value that does not fit raises `Misfit`, with a code and a Chinese sentence that names the question and
says what to do. A `doubt_…` yields what is allowed but unusual (the warning R-FMT-8).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from wenbiao import formats

MONEY_MAX = Decimal("9999999.999999")
INTEGER_MAX = 10**12
DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")


class Misfit(ValueError):
    """A value that does not fit its question; `code` is a problem's code, str() its message."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class Limits(NamedTuple):
    """What one question adds to its kind: its label for messages, and its bounds.

    `max` is a number of characters for texts and the largest value for numbers; `least` is the smallest
    value, `above` an exclusive lower bound; `options` maps codes to what a person reads. `code` is the rule
    that states these bounds, where one does: the code of a problem with them. `example` is shown in messages; `local`: of this province.
    """

    label: str = "此项"
    max: int | None = None
    least: int | None = None
    above: int | None = None
    options: Mapping[str, str] = MappingProxyType({})
    pattern: str | None = None
    code: str | None = None
    example: str = ""
    local: bool = False


def _string(value: Any, limits: Limits, usual: str) -> str:
    if not isinstance(value, str):
        raise Misfit("type", f"{limits.label}应当是文字，如“{limits.example or usual}”")
    return value


def _free_text(text: str, limits: Limits) -> str:
    ordinary = formats.is_ordinary(text)
    if not ordinary and (strange := formats.unprintable(text)):
        codes = "、".join(f"U+{ord(char):04X}" for char in strange)
        raise Misfit("format", f"{limits.label}含有无法打印的字符（{codes}），请删去后重新输入")
    if limits.max is not None and len(text) > limits.max:
        raise Misfit("length", f"{limits.label}最多 {limits.max} 个字，现有 {len(text)} 个字，请删减")
    if not ordinary:
        _refuse_id_card(text, limits)
    return text


def _refuse_id_card(text: str, limits: Limits) -> None:
    if formats.has_id_card(text):
        raise Misfit("R-FMT-6", f"{limits.label}中有居民身份证号码，请勿填写身份证号")


def read_long_text(value: Any, limits: Limits) -> str:
    """Kept character by character, but for the line ends of other systems and blanks at the very end."""
    given = _string(value, limits, "安徽省").replace("\r\n", "\n").replace("\r", "\n")
    text = _free_text(given.rstrip(), limits)
    if limits.least is not None and len(text.strip()) < limits.least:
        raise Misfit(
            "length", f"{limits.label}至少 {limits.least} 个字，现有 {len(text.strip())} 个字，请补充"
        )
    return text


def read_text(value: Any, limits: Limits) -> str:
    text = _free_text(_string(value, limits, "安徽省").strip(), limits)
    if "\n" in text or "\r" in text or "\t" in text:
        raise Misfit("format", f"{limits.label}只能填写一行，请去掉换行和制表符")
    if limits.pattern and not re.fullmatch(limits.pattern, text):
        raise Misfit("format", f"{limits.label}的格式不对，请按示例填写")
    if not (limits.pattern or text[:1].isalnum() or any(map(str.isalnum, text)) or not text):
        raise Misfit("format", f"{limits.label}不能只有标点符号，请填写文字")
    if limits.least is not None and len(text) < limits.least:
        raise Misfit(
            "length",
            f"{limits.label}至少 {limits.least} 个字，现有 {len(text)} 个字，请填写全称",
        )
    return text


def doubt_text(text: str) -> Iterable[str]:
    """R-FMT-8 for texts: half-width punctuation beside Chinese, characters outside the official fonts."""
    return () if formats.is_ordinary(text) else _doubts(text)


def _doubts(text: str) -> Iterator[str]:
    marks = formats.half_width(text)
    if marks:
        yield f"有半角标点“{marks}”，中文里请用全角标点"
    rare = formats.outside_fonts(text)
    if rare:
        yield "公文字体可能缺少这些字：" + "、".join(f"{char}（U+{ord(char):04X}）" for char in rare)


def _decimal(value: Any, limits: Limits, code: str, places: int, usual: str) -> Decimal:
    example = limits.example or usual
    if not isinstance(value, str):
        raise Misfit("type", f"{limits.label}应当是写成文字的数，如“{example}”")
    text = formats.nfkc(value)
    if not DECIMAL.fullmatch(text):
        raise Misfit(code, f"{limits.label}应当只写数字，不带单位和千位分隔符，如 {example}")
    number, given = Decimal(text), len(text.partition(".")[2])
    if given > places:
        raise Misfit(code, f"{limits.label}最多保留 {places} 位小数，现有 {given} 位")
    return number or abs(number)  # "-0.00" is written without its sign


def _in_range(number: Decimal, limits: Limits, least: Decimal | None, most: Decimal) -> Decimal:
    low = Decimal(limits.least) if limits.least is not None else least
    high = Decimal(limits.max) if limits.max is not None else most
    if limits.above is not None and number <= limits.above:
        raise Misfit("format", f"{limits.label}应当大于 {limits.above}")
    if low is not None and number < low:
        raise Misfit("format", f"{limits.label}不能小于 {low}")
    if number > high:
        raise Misfit("format", f"{limits.label}不能大于 {high}")
    return number


def read_money(value: Any, limits: Limits) -> Decimal:
    return _in_range(_decimal(value, limits, "R-FMT-4", 6, "486.00"), limits, Decimal(0), MONEY_MAX)


def read_signed_money(value: Any, limits: Limits) -> Decimal:
    return _in_range(_decimal(value, limits, "R-FMT-4", 6, "-12.00"), limits, -MONEY_MAX, MONEY_MAX)


def read_number(value: Any, limits: Limits) -> Decimal:
    return _in_range(_decimal(value, limits, "format", 6, "12.5"), limits, Decimal(0), MONEY_MAX)


def read_percent(value: Any, limits: Limits) -> Decimal:
    return _in_range(_decimal(value, limits, "format", 2, "95.50"), limits, Decimal(0), Decimal(100))


def read_integer(value: Any, limits: Limits, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Misfit("type", f"{limits.label}应当是整数，如 12")
    return int(_in_range(Decimal(value), limits, Decimal(least), Decimal(INTEGER_MAX)))


def read_sequence(value: Any, limits: Limits) -> int:
    return read_integer(value, limits, least=1)


def read_year(value: Any, limits: Limits) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Misfit("type", f"{limits.label}应当是四位年份，如 2024")
    if not 2000 <= value <= 2099:
        raise Misfit("format", f"{limits.label}应当在 2000 年至 2099 年之间")
    return value


def read_date(value: Any, limits: Limits) -> date:
    day = formats.read_date(_string(value, limits, "2024-05-06"))
    if day is None:
        raise Misfit("format", f"{limits.label}应当是真实的日期，如 2024-05-06")
    if not 2000 <= day.year <= 2099:
        raise Misfit("format", f"{limits.label}应当在 2000 年至 2099 年之间")
    return day


def read_month(value: Any, limits: Limits) -> str:
    text = formats.nfkc(_string(value, limits, "2024-05"))
    if not re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", text):
        raise Misfit("format", f"{limits.label}应当是年月，如 2024-05")
    return text


def _options(limits: Limits) -> str:
    return "、".join(
        f"“{code}”" if code == text else f"“{code}（{text}）”" for code, text in limits.options.items()
    )


def read_choice(value: Any, limits: Limits) -> str:
    text = _string(value, limits, next(iter(limits.options), ""))
    if text not in limits.options:
        raise Misfit("choice", f"{limits.label}请从这些选项中选一项：{_options(limits)}")
    return text


def read_choices(value: Any, limits: Limits) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Misfit("type", f"{limits.label}应当是选项的列表")
    if any(item not in limits.options for item in value):
        raise Misfit("choice", f"{limits.label}请从这些选项中选择：{_options(limits)}")
    if len(set(value)) != len(value):
        raise Misfit("choice", f"{limits.label}中有重复的选项，请各选一次")
    return [code for code in limits.options if code in value]


def read_yes_no(value: Any, limits: Limits) -> bool:
    if not isinstance(value, bool):
        raise Misfit("type", f"{limits.label}请选“是”或“否”")
    return value


def read_uscc(value: Any, limits: Limits) -> str:
    code = formats.nfkc(_string(value, limits, "11340000TE5TA00105")).upper()
    fault = formats.uscc_fault(code)
    if fault:
        raise Misfit("R-FMT-1", f"{limits.label}{fault}")
    return code


def doubt_uscc(code: str) -> Iterator[str]:
    if not formats.inner_org_check(code):
        yield "第 9 至 17 位不符合组织机构代码的校验规则，请核对"


def read_phone(value: Any, limits: Limits) -> str:
    number = formats.telephone(_string(value, limits, "0551-62999671"))
    if not (formats.MOBILE.fullmatch(number) or formats.LANDLINE.fullmatch(number)):
        raise Misfit("R-FMT-2", f"{limits.label}应当带区号，如 0551-62999671；也可以填手机号")
    return number


def doubt_phone(number: str) -> Iterator[str]:
    landline = formats.LANDLINE.fullmatch(number)
    if landline and not number.startswith(tuple(formats.AREA_CODES)):
        yield f"区号 {landline[1]} 不是安徽省的区号，请核对"


def read_mobile(value: Any, limits: Limits) -> str:
    number = formats.telephone(_string(value, limits, "19900000001"))
    if not formats.MOBILE.fullmatch(number):
        raise Misfit("R-FMT-2", f"{limits.label}应当是 11 位手机号，如 19900000001")
    return number


def read_email(value: Any, limits: Limits) -> str:
    text = formats.nfkc(_string(value, limits, "name@example.com"))
    if len(text) > 100 or not formats.EMAIL.fullmatch(text):
        raise Misfit("R-FMT-2", f"{limits.label}的写法不对，应当如 name@example.com")
    _refuse_id_card(text, limits)
    return text


def read_postal_code(value: Any, limits: Limits) -> str:
    text = formats.nfkc(_string(value, limits, "230000"))
    if not re.fullmatch("[0-9]{6}", text):
        raise Misfit("R-FMT-2", f"{limits.label}应当是 6 位数字，如 230000")
    return text


def doubt_postal_code(code: str) -> Iterator[str]:
    if code[:2] not in ("23", "24"):
        yield "安徽省的邮政编码以 23 或 24 开头，请核对"


def read_docno(value: Any, limits: Limits) -> str:
    text = _string(value, limits, "皖数〔2023〕12号").strip()
    if formats.is_docno(text):
        return text
    repaired = formats.docno_repair(text)
    advice = f"建议改为：{repaired}" if repaired else "请按“机关代字〔年份〕序号号”填写，如 皖数〔2023〕12号"
    raise Misfit(
        "R-FMT-5",
        f"{limits.label}的格式不对，年份要用六角括号〔〕，序号不加“第”、不补零。{advice}",
    )


def read_region(value: Any, limits: Limits) -> str:
    code = formats.nfkc(_string(value, limits, "340100"))
    if not re.fullmatch("[1-8][0-9]{5}", code) or (limits.local and not formats.in_anhui(code)):
        where = "安徽省、16 个市或其县区的" if limits.local else ""
        raise Misfit("format", f"{limits.label}应当是{where} 6 位行政区划代码，如 340100")
    return code


def read_reference(value: Any, limits: Limits) -> str:
    text = formats.nfkc(_string(value, limits, "D01-2024-0007"))
    if not re.fullmatch("[A-Z0-9-]{3,40}", text):
        raise Misfit(
            "format",
            f"{limits.label}应当是 3 至 40 位大写字母、数字和连字符，如 D01-2024-0007",
        )
    _refuse_id_card(text, limits)
    return text
