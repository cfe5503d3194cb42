"""What a page posts when JavaScript is off: application/x-www-form-urlencoded, names are JSON pointers.

A browser sends every value as text; the kind of each question says what it is in JSON.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from wenbiao import formats, names
from wenbiao.errors import WenbiaoError
from wenbiao.fields import Field, Fields

ANSWERS_MAX = 10_000
DEPTH_MAX = 12
NAME_MAX = 300
THOUSANDS = re.compile(r"(?<=[0-9])[,，](?=[0-9]{3}(?![0-9]))")


class Unreadable(WenbiaoError):
    """The body is no page's form fields."""

    def __init__(self, *, wrong: str) -> None:
        super().__init__(f"提交的表单无法读取：{wrong}。")


def payload(body: bytes, fields: Fields) -> Any:
    """The payload that a posted form spells. Empty answers are left out. Raises Unreadable."""
    answers: dict[str, list[str]] = {}
    for name, text in _pairs(body):
        if text.strip():
            answers.setdefault(_name(name), []).append(text)
    return (
        names.nest((name, _value(fields, name, texts)) for name, texts in answers.items()) if answers else {}
    )


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


def _value(fields: Fields, name: str, texts: list[str]) -> Any:
    """The JSON value of one name; one that is sent twice with different texts stays a list, and is refused later."""
    try:
        field = fields.at(name)
    except KeyError:
        return texts[0]
    if field.kind and field.kind.schema["type"] == "array" and field.shape == "answer":
        return texts
    return read(field, texts[0]) if len(set(texts)) == 1 else texts


def read(field: Field, text: str) -> Any:
    """What a text box's content is in JSON; a text that does not fit stays itself, for its message."""
    wanted = field.kind.schema["type"] if field.kind else "string"
    plain = formats.nfkc(text)
    if wanted == "boolean":
        return {"true": True, "false": False}.get(plain, text)
    if wanted == "integer":
        return int(plain) if re.fullmatch("[0-9]{1,18}", plain) else text
    if field.kind and field.kind.widget in ("money", "number"):
        return THOUSANDS.sub("", plain)
    return text
