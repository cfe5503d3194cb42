"""Tables of a TOML file as plain typed classes, with everything that is wrong said at once.

    class Bounds(Strict):
        least: int
        words: dict[str, str]

The annotations of a class are its keys. A value may be a str, int, bool, Decimal, Said, Mark, Literal, list, tuple,
dict, Any, or a table of its own class. They are read whenever a function starts: to build the schemas of a validation
library would take many times as long as reading does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NewType, get_args, get_origin, get_type_hints

Said = NewType("Said", str)  # a text that must not be empty
Mark = NewType("Mark", str)  # a mark as wenbiao.marks reads it

TABLE = "应当是一张表，有名称和内容"
LIST = "应当是列表，写在方括号里"


class Strict:
    """A table whose keys are the annotations of its class; those with a default may be absent, others are refused."""

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)


class Unfit(ValueError):
    """Why a value is not of its type, as a Chinese clause."""


class Reading:
    """One pass over tables. `faults`: what is wrong, by its place (“budget.lines.2”)."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, str]] = []

    def read(self, kind: Any, raw: Any, place: str = "") -> Any:
        """The value as its type; None, with what is wrong noted, where it is not of that type."""
        try:
            if kind in SCALARS:
                return SCALARS[kind](raw)
            origin, inner = get_origin(kind) or kind, get_args(kind)
            return self._several(origin, inner, raw, place)
        except Unfit as reason:
            self.faults.append((place, str(reason)))
            return None

    def _several(self, origin: Any, inner: tuple[Any, ...], raw: Any, place: str) -> Any:
        if origin is Literal:
            return _one_of(inner, raw)
        if origin in (dict, Mapping):
            items = _instance(dict, raw, TABLE).items()
            return {
                self.read(inner[0], key, _below(place, key)): self.read(inner[1], value, _below(place, key))
                for key, value in items
            }
        if origin is list:
            return self._items([inner[0]] * len(_instance(list, raw, LIST)), raw, place)
        if origin is tuple:
            return tuple(self._items(inner, _instance(list, raw, LIST), place))
        types = dict(zip(getattr(origin, "__parameters__", ()), inner, strict=True))
        kinds = {key: types.get(kind, kind) for key, kind in _kinds(origin).items()}
        return origin(**self._table(kinds, _instance(dict, raw, TABLE), place, origin))

    def _table(
        self, kinds: Mapping[str, Any], raw: Mapping[str, Any], place: str, defaults: type
    ) -> dict[str, Any]:
        """The values by their keys; what is missing or unknown is noted."""
        missing = [key for key in kinds if key not in raw and not hasattr(defaults, key)]
        unknown = [key for key in raw if key not in kinds]
        self.faults += [(_below(place, key), "缺少这一项") for key in missing]
        self.faults += [(_below(place, key), "没有这一项，可能写错了名称") for key in unknown]
        return {key: self.read(kinds[key], raw[key], _below(place, key)) for key in kinds if key in raw}

    def _items(self, kinds: Sequence[Any], raw: list[Any], place: str) -> list[Any]:
        if len(raw) != len(kinds):
            raise Unfit("项数不对")
        pairs = enumerate(zip(kinds, raw, strict=True))
        return [self.read(kind, item, _below(place, index)) for index, (kind, item) in pairs]


@cache
def _kinds(model: Any) -> dict[str, Any]:
    """The keys of a table's class with their types, once for all its tables."""
    if not (isinstance(model, type) and issubclass(model, Strict)):
        raise TypeError(f"{model} is no type of a policy value")
    return get_type_hints(model)


def _below(place: str, key: object) -> str:
    return f"{place}.{key}" if place else str(key)


def _instance(kind: type, raw: Any, wrong: str) -> Any:
    if type(raw) is not kind:  # exactly: true is no integer
        raise Unfit(wrong)
    return raw


def _one_of(values: tuple[Any, ...], raw: Any) -> Any:
    if raw not in values:
        raise Unfit("不在可选值中")
    return raw


def _text(raw: Any) -> Any:
    return _instance(str, raw, "应当是带引号的文字")


def _said(raw: Any) -> Any:
    if not _text(raw):
        raise Unfit("不能为空")
    return raw


def _mark(raw: Any) -> Any:
    if not re.fullmatch("S[0-9]*|F[0-9]+|K[0-9]*|I", _text(raw)):
        raise Unfit("写法不对")
    return raw


def _decimal(raw: Any) -> Decimal:
    """1, 1.5 or "1.50": the text keeps its zeros."""
    if type(raw) not in (int, float, str) or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", str(raw)):
        raise Unfit("应当是数值，可以写成带引号的小数")
    return Decimal(str(raw))


SCALARS: Mapping[Any, Callable[[Any], Any]] = {
    Any: lambda raw: raw,
    str: _text,
    Said: _said,
    Mark: _mark,
    int: lambda raw: _instance(int, raw, "应当是整数"),
    bool: lambda raw: _instance(bool, raw, "应当是 true（是）或 false（否）"),
    Decimal: _decimal,
}
