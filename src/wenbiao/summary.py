"""The reviewer's table, 汇总表: what each form says of its documents in one line, and many lines in one workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wenbiao import names, words
from wenbiao.catalogue import Entry


def facts(entry: Entry, data: Mapping[str, Any]) -> list[dict[str, str]]:
    """What a form's `summary` names, of canonical data: first the project, who applies, the total; then the rest.

    `value` is "" where there is no answer; amounts are digits, without their unit, which stands in the label.
    """
    return [
        {
            "path": field.pointer,
            "label": f"{field.label}（{field.unit}）" if field.unit else field.label,
            "value": words.say(field, _at(data, field.pointer), "blank"),
        }
        for field in entry.fields.summary
    ]


def _at(data: Any, pointer: str) -> Any:
    for part in names.parts(pointer):
        data = data.get(part) if isinstance(data, Mapping) else None
    return data
