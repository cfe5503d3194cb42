"""A condition of a template + a form's fields → a test of a program, or what is wrong with it."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from wenbiao.document.program import Program
from wenbiao.document.scope import Scope, Target, Unresolved
from wenbiao.document.template.operations import Condition

AMOUNTS = frozenset({"money", "signed_money", "number", "percent"})
INTEGERS = frozenset({"integer", "sequence", "year"})
TEXTS = frozenset(
    {"text", "long_text", "uscc", "phone", "mobile", "email", "postal_code", "docno", "reference"}
)
ISO = {
    "date": "2024-05-06",
    "month": "2024-05",
}  # kinds that data hold in one way of writing, as in the example
NEVER = ["or"]


def find_of(target: Target) -> Program:
    """Where a program finds the value of a target."""
    return [target.slot, list(target.keys)]


def tested(condition: Condition, scope: Scope) -> Program:
    """The test of a condition. Raises Unresolved for a name that is not known and for what can never be equal."""
    if condition.parts:
        return [condition.test, *(tested(part, scope) for part in condition.parts)]
    target = scope.resolve(condition.path)
    if target.what == "constant":
        raise Unresolved(f"{condition.path[0]} 是固定文字，不能作条件", "请用表单里的题目作条件")
    if target.what == "unknown":
        return NEVER
    if condition.test == "answered":
        return ["answered", find_of(target)]
    return _compare(condition, target)


def _compare(condition: Condition, target: Target) -> Program:
    path = ".".join(condition.path)
    if condition.test == "contains":
        _check_contains(target, condition.value, path)
        return ["contains", find_of(target), _comparable(target, condition.value, path)]
    if target.several:
        raise Unresolved(f"{path} 可以有几项，不能用 == 比较", f'请写成 "值" in {path}')
    several = condition.value if condition.test == "among" else (condition.value,)
    if not several:
        raise Unresolved(f"{path} in [] 的方括号里没有值，条件永远不成立", '请写上要问的值，如 ["值", "值"]')
    constants = [_comparable(target, value, path) for value in several]
    if any(isinstance(constant, Decimal) for constant in constants):
        return ["amount", find_of(target), [str(constant) for constant in constants]]
    return ["among", find_of(target), constants]


def _check_contains(target: Target, value: Any, path: str) -> None:
    """Raises Unresolved where “"x" in path” asks neither for one of several answers nor for words in a text.

    The code of an option may be part of another code, and numbers are written in more than one way.
    """
    kind = target.field.kind if target.field else None
    if kind is None and target.what == "field":
        return  # it is no answer at all, as is said where it is compared
    if kind is not None and (kind.name in TEXTS or (target.several and kind.name not in AMOUNTS)):
        return
    whole = kind is not None and kind.name in INTEGERS and re.fullmatch("[0-9]+", str(value))
    shown = str(value) if whole else json.dumps(value, ensure_ascii=False)
    remedy = f"请写成 {path} == {shown}，要问几个值就写 {path} in [{shown}, …]"
    if target.several:
        remedy = f"请在循环里逐项比较：{{% for one in {path} %}}{{% if one == {shown} %}}"
    raise Unresolved(f"{path} 既不是多选题，也不是文字，不能问里面有没有 {shown}", remedy)


def _comparable(target: Target, value: Any, path: str) -> Any:
    """A constant of a condition as the data hold it. Raises Unresolved where it can never be equal."""
    found = target.field
    if found is not None and found.kind is None:
        raise Unresolved(f"“{found.label}”不是一项回答，不能比较", "请写到具体一项")
    kind = (
        found.kind.name
        if found and found.kind
        else {"number": "integer", "flag": "yes_no"}.get(target.what, "text")
    )
    label = found.label if found else path
    if kind in AMOUNTS:
        return _decimal(value, label)
    if kind == "yes_no":
        return _of_type(value, bool, label, "true 或 false")
    if kind in INTEGERS:
        return _of_type(value, int, label, "不带引号的整数")
    text = _of_type(value, str, label, "加引号的文字")
    if found and found.options and text not in found.options:
        options = "、".join(
            f'"{code}"' + ("" if code == said else f"（{said}）") for code, said in found.options.items()
        )
        raise Unresolved(f"“{label}”没有“{text}”这个选项", f"请用这些值之一：{options}")
    written = ISO.get(kind)
    if written and not _is_day(text, written):
        raise Unresolved(f"“{label}”不会是“{text}”", f'请写成 "{written}" 这样')
    if not text.strip():
        raise Unresolved(
            f"“{label}”没有填写时不是空的文字，这样比较永远不成立", f"请写成 {{% if not {path} %}}"
        )
    return text


def _is_day(text: str, example: str) -> bool:
    """Whether a text is a day, or a month, that there is, written as in the example."""
    try:
        return len(text) == len(example) and bool(date.fromisoformat(f"{text}-01"[:10]))
    except ValueError:
        return False


def _of_type(value: Any, wanted: type, label: str, said: str) -> Any:
    if type(value) is not wanted:
        raise Unresolved(f"“{label}”不能和 {json.dumps(value, ensure_ascii=False)} 比较", f"请改成{said}")
    return value


def _decimal(value: Any, label: str) -> Decimal:
    try:
        if not isinstance(value, bool) and (amount := Decimal(value)).is_finite():
            return amount
    except InvalidOperation:
        pass
    shown = json.dumps(value, ensure_ascii=False)
    raise Unresolved(f"“{label}”不能和 {shown} 比较", '请改成加引号的数，如 "100.00"')
