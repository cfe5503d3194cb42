"""Indicators with their actual values: comparing, and what an actual value must look like."""

import operator
import re
from decimal import Decimal

from wenbiao import formats

QUALITATIVE = "定性"
COMPARE = {"=": operator.eq, "≥": operator.ge, "≤": operator.le, ">": operator.gt, "<": operator.lt}


def met(actual: str, relation: str, target: str, unit: str | None) -> bool:
    """Whether “actual relation target” holds; dates compare as ISO text, everything else as decimals."""
    read = str if unit == "日期" else Decimal
    return bool(COMPARE[relation](read(actual), read(target)))


def value_fault(value: str, relation: str, unit: str | None) -> str | None:
    """What is wrong with a target or actual value that must be compared; None if nothing."""
    if relation == QUALITATIVE:
        return None
    if unit == "日期":
        day = formats.read_date(value)
        return None if day and day.isoformat() == value else "应当是日期，如 2025-03-31"
    return None if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", value) else "应当是数，如 99.90"
