"""What a page posts when JavaScript is off: application/x-www-form-urlencoded, names are JSON pointers.

A browser sends every value as text; the kind of each question says what it is in JSON.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from wenbiao import formats, names
from wenbiao.errors import WenbiaoError
from wenbiao.fields import Field, Fields

ANSWERS_MAX = 10_000
DEPTH_MAX = 12
NAME_MAX = 300


class Unreadable(WenbiaoError):
    """The body is no page's form fields."""

    def __init__(self, *, wrong: str) -> None:
        super().__init__(f"提交的表单无法读取：{wrong}。")


class Posted(NamedTuple):
    """What was posted: `texts` as they were typed, {pointer: texts}, and the `payload` that they spell."""

    texts: Mapping[str, tuple[str, ...]]
    payload: Any


def read(body: bytes, fields: Fields) -> Posted:
    """A posted form. Empty answers and idle rows are left out; later rows close up. Raises Unreadable."""
    answers: dict[str, list[str]] = {}
    for name, text in _pairs(body):
        if text.strip():
            answers.setdefault(_name(name), []).append(text)
    tree = names.nest((name, tuple(texts)) for name, texts in answers.items()) if answers else {}
    if isinstance(tree, dict):
        _drop_idle_rows(fields.children, tree)
    texts = names.flatten(tree)
    given = [(name, _value(fields, name, typed)) for name, typed in texts.items()]
    return Posted(texts, names.nest(given) if given else {})


def _drop_idle_rows(fields: tuple[Field, ...], node: dict[str, Any]) -> None:
    for field in fields:
        inner = node.get(field.name)
        if field.shape == "block" and isinstance(inner, dict):
            _drop_idle_rows(field.children, inner)
        elif field.shape == "table" and isinstance(inner, list):
            for row in inner:
                if isinstance(row, dict):
                    _drop_idle_rows(field.children, row)
            node[field.name] = [row for row in inner if not _idle(field.children, row)]


def _idle(fields: tuple[Field, ...], row: Any) -> bool:
    """Whether a row was only clicked in: a radio button, once chosen, cannot be left empty again.

    Where a row needs nothing but clicks, one that has them is filled in.
    """
    given = {name for name, value in row.items() if value} if isinstance(row, dict) else {""}
    clicked = {field.name for field in fields if field.radio or field.hidden}
    needs = any(field.required for field in fields if field.name not in clicked)
    return given <= clicked and (needs or not given)


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        text = body.decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=ANSWERS_MAX)
    except UnicodeDecodeError:
        raise Unreadable(wrong="文字编码不是 UTF-8") from None
    except ValueError:
        raise Unreadable(wrong=f"填写项超过 {ANSWERS_MAX} 个") from None


def _name(name: str) -> str:
    if not name.startswith("/") or len(name) > NAME_MAX or name.count("/") > DEPTH_MAX:
        raise Unreadable(wrong="有不认识的填写项")
    return name


def _value(fields: Fields, name: str, texts: Sequence[str]) -> Any:
    """The JSON value of one name; one that is sent twice with different texts stays a list, and is refused later."""
    try:
        field = fields.at(name)
    except KeyError:
        return texts[0]
    if field.kind and field.kind.schema["type"] == "array" and field.shape == "answer":
        return list(texts)
    return _spelt(field, texts[0]) if len(set(texts)) == 1 else list(texts)


def _spelt(field: Field, text: str) -> Any:
    """What a text box's content is in JSON; a text that does not fit stays itself, for its message."""
    wanted = field.kind.schema["type"] if field.kind else "string"
    plain = formats.nfkc(text)
    if wanted == "boolean":
        return {"true": True, "false": False}.get(plain, text)
    if wanted == "integer":
        return int(plain) if re.fullmatch("[0-9]{1,18}", plain) else text
    if field.kind and field.kind.widget in ("money", "number"):
        return formats.number(text)
    return text
