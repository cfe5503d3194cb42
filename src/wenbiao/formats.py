"""The formats of Chinese government paperwork: codes, numbers and dates, normalised and checked.

Normalising (NFKC, dashes, brackets) is for codes and numbers only; free text is never changed by it.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from functools import lru_cache

USCC_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

# Area codes of Anhui (0558 serves two cities); others are possible but unusual here.
AREA_CODES = frozenset({"0550", "0551", "0552", "0553", "0554", "0555", "0556", "0557", "0558", "0559",
                        "0561", "0562", "0563", "0564", "0566"})  # fmt: skip

# GB/T 2260 for Anhui: the province and its 16 cities. Counties: a city's first four digits + 01–99.
REGIONS = {
    "340000": "安徽省", "340100": "合肥市", "340200": "芜湖市", "340300": "蚌埠市", "340400": "淮南市",
    "340500": "马鞍山市", "340600": "淮北市", "340700": "铜陵市", "340800": "安庆市", "341000": "黄山市",
    "341100": "滁州市", "341200": "阜阳市", "341300": "宿州市", "341500": "六安市", "341600": "亳州市",
    "341700": "池州市", "341800": "宣城市",
}  # fmt: skip

MOBILE = re.compile(r"1[3-9][0-9]{9}")
LANDLINE = re.compile(r"(0[0-9]{2,3})-?[2-9][0-9]{6,7}(-[0-9]{1,6})?")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
DOCNO = (
    "[一-龥]{2,12}〔(19|20)[0-9]{2}〕[1-9][0-9]{0,4}号"  # ranges this wide are slow to compile: not at start
)
ID_CARD = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)",
    re.ASCII,
)
CHARACTERS = 1 << 12  # that are not plain, kept with what is known of them
# 17 digits in full-width forms and in characters as ⑩, which NFKC makes two digits of: what may become an ID card.
LONG_NUMBER = re.compile("[\\d²-¾⁰-₉⅐-↉①-⓿㉐-㏿\U0001d7ce-\U0001d7ff\U0001f100-\U0001f10a]{9}")
HALF_WIDTH = re.compile("[,;:?!]")
CHINESE_DIGITS = "〇一二三四五六七八九"
THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
NUMERAL = "[一二三四五六七八九]|[二三]?十[一二三四五六七八九]?"  # 1 to 39, as dates are written


def in_anhui(code: str) -> bool:
    """Whether a 行政区划 code is Anhui's, one of its 16 cities', or one of their counties' (domain 6.5)."""
    county = code[:4] + "00" in REGIONS and code[4:] != "00" and code[:4] != "3400"
    return code in REGIONS or county


def nfkc(text: str) -> str:
    """Full-width digits and letters → half-width, ends trimmed. For codes, never for free text."""
    return unicodedata.normalize("NFKC", text).strip()


def number(text: str) -> str:
    """A number as it was typed, in half-width digits without thousands marks: １,234.50 → 1234.50."""
    return THOUSANDS.sub("", nfkc(text))


def uscc_fault(code: str) -> str | None:
    """What is wrong with a 统一社会信用代码 (GB 32100-2015), as a Chinese clause; None if nothing."""
    if len(code) != 18:
        return f"应当是 18 位，现在是 {len(code)} 位"
    strange = sorted({char for char in code if char not in USCC_CHARS})
    if strange:
        return f"不能含有“{''.join(strange)}”（代码只用数字和大写字母，不用 I、O、Z、S、V）"
    total = sum(USCC_CHARS.index(char) * weight for char, weight in zip(code, USCC_WEIGHTS, strict=False))
    return None if USCC_CHARS[(31 - total % 31) % 31] == code[17] else "校验位不符，请对照证书逐位核对"


def inner_org_check(code: str) -> bool:
    """Whether characters 9 to 17 of a 统一社会信用代码 pass the check of the old 组织机构代码 (GB 11714)."""
    body, check = code[8:16], code[16]
    total = sum(int(char, 36) * weight for char, weight in zip(body, ORG_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11] == check


def telephone(text: str) -> str:
    """A telephone number without spaces, with plain hyphens: 0551—62999671 → 0551-62999671."""
    return re.sub(r"\s", "", re.sub("[\u2010-\u2015\u2212\uff0d]", "-", nfkc(text)))


def is_docno(text: str) -> bool:
    """Whether a text is a 发文字号 (GB/T 9704): 皖数〔2023〕12号."""
    return re.fullmatch(DOCNO, text) is not None


def docno_repair(text: str) -> str | None:
    """A document number with its brackets, digits and number put right, or None if that is not enough."""
    plain = re.sub(
        r"[\[(【〔［（]((?:19|20)[0-9]{2})[\])】〕］）]",
        r"〔\1〕",
        re.sub(r"\s", "", nfkc(text)),
    )
    plain = re.sub(r"〕第?0*([1-9][0-9]{0,4})号?$", r"〕\1号", plain)
    return plain if is_docno(plain) else None


def has_id_card(text: str) -> bool:
    """Whether the text holds an 18-digit ID-card number with a valid check digit (ISO 7064 MOD 11-2)."""
    if not LONG_NUMBER.search(text):
        return False
    return any(_id_check(found) for found in ID_CARD.findall(unicodedata.normalize("NFKC", text)))


def _id_check(number: str) -> bool:
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


def unprintable(text: str) -> str:
    """The characters of a text that no official document holds, each once, in order.

    Control and format characters (zero-width, bidirectional), line separators, lone surrogates, U+FFFE/FFFF and
    emoji (domain 6.9); tab and newline are none of them.
    """
    return "".join(_of_sort(text, "strange"))


def _of_sort(text: str, sort: str) -> list[str]:
    """The characters of that sort, each once, in order."""
    return [char for char in dict.fromkeys(text) if _sort(char) == sort]


def is_ordinary(text: str) -> bool:
    """Whether a text holds nothing that is refused or doubted in texts: one look for what most texts pass."""
    chars = set(text)
    return (chars <= ORDINARY or _are_ordinary(chars)) and not LONG_NUMBER.search(text)


# The characters met so far about which there is nothing to say: some thousands at most.
ORDINARY: set[str] = set()


def _are_ordinary(chars: set[str]) -> bool:
    ORDINARY.update(char for char in chars if not _sort(char) and not HALF_WIDTH.match(char))
    return chars <= ORDINARY


@lru_cache(maxsize=CHARACTERS)
def _sort(char: str) -> str:
    """What is to say of a character: "strange", "rare" (the official fonts may lack it) or nothing."""
    return "strange" if _strange(char) else "" if _in_fonts(char) else "rare"


def _strange(char: str) -> bool:
    if char.isascii():
        return not char.isprintable() and char not in "\t\n"
    return (
        unicodedata.category(char) in STRANGE
        or char in EMOJI_MARKS
        or "\U0001f000" <= char <= "\U0001faff"
        or char in "\ufffe\uffff"
    )


STRANGE = {"Cc", "Cf", "Zl", "Zp", "Cs"}
EMOJI_MARKS = "\ufe0e\ufe0f\u20e3"
# In the official fonts, though Python's codec maps their GB 2312 places to look-alikes, or lacks them.
COVERED = "—·〇–"


def half_width(text: str) -> str:
    """The half-width punctuation beside Chinese characters, each mark once, in order."""
    marks = {mark[0]: None for mark in HALF_WIDTH.finditer(text) if _beside_chinese(text, mark.start())}
    return "".join(marks)


def _beside_chinese(text: str, at: int) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in (text[at - 1 : at], text[at + 1 : at + 2]))


def outside_fonts(text: str) -> list[str]:
    """The characters that the official fonts (GB 2312) may lack, each once, in order."""
    return _of_sort(text, "rare")


def _in_fonts(char: str) -> bool:
    if char.isascii() or char in COVERED:
        return True
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def read_date(text: str) -> date | None:
    """2023-07-18, 2023/7/18, 2023.7.18, 2023年7月18日 or 二〇二三年七月十八日; None if it is no real date."""
    plain = _western(nfkc(text))
    found = re.fullmatch(r"([0-9]{4})([-/.年])([0-9]{1,2})([-/.月])([0-9]{1,2})日?", plain)
    if not found or (found[2], found[4]) not in {
        ("-", "-"),
        ("/", "/"),
        (".", "."),
        ("年", "月"),
    }:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[5]))
    except ValueError:
        return None


def _western(text: str) -> str:
    """Chinese numerals of a date → Arabic: 二〇二三年十二月三十一日 → 2023年12月31日; anything else stays itself."""
    found = re.fullmatch(f"([〇一二三四五六七八九]{{4}})年({NUMERAL})月({NUMERAL})日", text)
    if not found:
        return text
    year = "".join(str(CHINESE_DIGITS.index(char)) for char in found[1])
    return f"{year}年{_small(found[2])}月{_small(found[3])}日"


def _small(text: str) -> int:
    """一 … 三十一 → 1 … 31."""
    tens, ten, ones = text.rpartition("十")
    unit = CHINESE_DIGITS.index(ones) if ones else 0
    return unit if not ten else (CHINESE_DIGITS.index(tens) if tens else 1) * 10 + unit


def add_months(day: date, months: int) -> date:
    """The same day some months later, clamped to the month's end (2025-08-31 + 6 → 2026-02-28)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
