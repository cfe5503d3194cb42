"""How sure a statement is and where it comes from: the marks of forms and policy, in a reader's words."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
MARKS = {"S": "细则政策解读", "F": "公开材料", "K": "通行做法，待确认", "I": "本软件的设计"}


def numeral(number: int) -> str:
    """1 to 99 in Chinese, as sections are counted: 12 → 十二."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def source_of(mark: str) -> tuple[str, str]:
    """A source's mark → (words, anchor on the page of sources): S3 → 细则政策解读（第三章）; free text stays."""
    found = re.fullmatch(r"\[?([SFKI])([0-9]*)\]?", mark)
    if not found:
        return mark, ""
    letter, number = found.groups()
    words = MARKS[letter]
    if letter == "S" and number:
        words += f"（第{numeral(int(number))}章）"
    if letter == "F":
        words += f" F{number}"
    return words, f"f{number}" if letter == "F" else letter.lower()
