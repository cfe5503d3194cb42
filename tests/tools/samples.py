"""The sample project's documents, and changed copies of them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from wenbiao import names

DATA = Path(__file__).parents[1] / "data"
GONE = object()  # changed(..., {"/name": GONE}) takes the answer away


def sample(form: str) -> dict[str, Any]:
    """The sample's answers for one form, a fresh copy."""
    return dict(json.loads((DATA / f"{form}.json").read_text("utf-8")))


def changed(answers: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """A copy with other values at some pointers; "-" as the last part appends to a list."""
    answers = copy.deepcopy(answers)
    for pointer, value in changes.items():
        *folders, last = names.parts(pointer)
        node: Any = answers
        for folder in folders:
            node = node[int(folder)] if isinstance(node, list) else node.setdefault(folder, {})
        if last == "-":
            node.append(value)
        elif value is GONE:
            node.pop(int(last) if isinstance(node, list) else last)
        else:
            node[int(last) if isinstance(node, list) else last] = value
    return answers


def without_nothing(value: Any) -> Any:
    """The same data without null and empty answers."""
    if isinstance(value, dict):
        kept = {key: without_nothing(inner) for key, inner in value.items()}
        return {
            key: inner
            for key, inner in kept.items()
            if inner is False or inner == 0 or inner not in (None, "", [], {})
        }
    return [without_nothing(item) for item in value] if isinstance(value, list) else value
