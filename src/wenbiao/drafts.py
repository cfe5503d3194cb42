"""What a draft prints: the canonical data, and whatever does not fit its question as it was typed.

Checking leaves out of the data what is missing or does not fit, with the whole table where it has too few rows.
Leaders read a draft to see what is there: nothing that was given is left out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from wenbiao.fields import Field, Fields
from wenbiao.kinds import MONEY, SIGNED_MONEY
from wenbiao.words import AsTyped

UNPRINTABLE = "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # what XML cannot hold; slow to compile
SHOWN = "\ufffd"
ZERO = re.compile("0[.]0+")
AMOUNTS = (MONEY, SIGNED_MONEY)


def data_of(
    fields: Fields, data: Mapping[str, Any], payload: Mapping[str, Any], *, complete: bool
) -> dict[str, Any]:
    """The data of a draft: `data` are the canonical ones of the payload.

    A blank has none: what it would work out of no answers is for the pen, too. So is a 0.00 that is worked out
    while a table of amounts has no rows, as it may be their sum; not where the answers are complete.
    """
    if is_blank(fields, payload):
        return {}
    told = _block(fields.children, data, payload)
    return (
        _without_zeros(fields.children, told)
        if not complete and _lacks_amounts(fields.children, told)
        else told
    )


def is_blank(fields: Fields, payload: Mapping[str, Any]) -> bool:
    """Whether nobody has answered anything: the form is to be filled in by hand."""
    asked = [field for field in fields.children if not field.hidden]
    return not _block(asked, {}, payload)


def _block(fields: Iterable[Field], data: Mapping[str, Any], sent: Mapping[str, Any]) -> dict[str, Any]:
    told = {field.name: _answer(field, data.get(field.name), sent.get(field.name)) for field in fields}
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}


def _answer(field: Field, value: Any, sent: Any) -> Any:
    """The value of one field; None where nothing was given."""
    if field.shape == "block":
        return _block(field.children, value or {}, sent if isinstance(sent, dict) else {})
    if field.shape == "table":
        return _rows(field, value, sent)
    if value is not None:
        return value
    several = field.shape == "list" or (field.kind is not None and field.kind.name == "choices")
    texts = [field.options.get(text, text) for text in _texts(sent)]
    return [AsTyped(text) for text in texts] if several else AsTyped("、".join(texts))


def _lacks_amounts(fields: Iterable[Field], told: Mapping[str, Any]) -> bool:
    """Whether a table of amounts has no rows."""
    return any(
        _lacks_amounts(field.children, told.get(field.name, {}))
        if field.shape == "block"
        else field.name not in told and any(column.kind in AMOUNTS for column in field.children)
        for field in fields
    )


def _without_zeros(fields: Iterable[Field], told: Mapping[str, Any]) -> dict[str, Any]:
    """Without the amounts and shares outside tables that are worked out to be zero."""
    by_name = {field.name: field for field in fields}
    return {
        name: _without_zeros(by_name[name].children, value) if by_name[name].shape == "block" else value
        for name, value in told.items()
        if not (by_name[name].computed and ZERO.fullmatch(str(value)))
    }


def _rows(field: Field, value: Any, sent: Any) -> list[dict[str, Any]]:
    """The rows of a table, one for each that was sent and says anything."""
    rows = [row if isinstance(row, dict) else {} for row in sent] if isinstance(sent, list) else []
    known = value or [{}] * len(rows)
    told = [_block(field.children, *pair) for pair in zip(known, rows, strict=True)]
    return told if any(told) else []


def _texts(sent: Any) -> list[str]:
    """The texts of what was sent for an answer; an object has none."""
    if isinstance(sent, list):
        return [text for one in sent for text in _texts(one)]
    if sent is None or isinstance(sent, dict):
        return []
    text = {True: "是", False: "否"}[sent] if isinstance(sent, bool) else str(sent)
    return [re.sub(UNPRINTABLE, SHOWN, text)] if text.strip() else []
