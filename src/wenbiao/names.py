"""JSON pointers (RFC 6901), the names of answers everywhere.

An input's HTML name is its answer's JSON pointer, so a posted form and a JSON payload are
two spellings of one thing: `flatten` and `nest` go from one to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


def pointer(*parts: str | int) -> str:
    """("budget", "lines", 3) → "/budget/lines/3"; nothing → "" (the whole)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def parts(path: str) -> tuple[str, ...]:
    """The inverse of `pointer`: "/budget/lines/3" → ("budget", "lines", "3")."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:])


def value_at(data: Any, path: str) -> Any:
    """The value at a pointer, None where there is none."""
    for part in parts(path):
        if isinstance(data, list):
            data = data[int(part)] if part.isdigit() and int(part) < len(data) else None
        else:
            data = data.get(part) if isinstance(data, dict) else None
    return data


def flatten(payload: Any) -> dict[str, Any]:
    """A nested payload → {pointer: leaf}, in order. Empty lists and objects leave no entry."""
    return dict(_leaves(payload, ()))


def _leaves(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield pointer(*path), value


def nest(pairs: Iterable[tuple[str, Any]]) -> Any:
    """The inverse of `flatten`: {pointer: leaf} pairs → a nested payload.

    Numeric parts become list positions; positions that are missing close up, in their order, so
    that a page may remove a row without renaming the rest.
    """
    tree: dict[str, Any] = {}
    for path, value in pairs:
        *folders, last = parts(path) or ("",)
        node = tree
        for folder in folders:
            inner = node.setdefault(folder, {})
            node = inner if isinstance(inner, dict) else node
        node[last] = value
    return _lists(tree)


def _lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(key.isascii() and key.isdigit() for key in node):
        return [_lists(node[key]) for key in sorted(node, key=int)]
    return {key: _lists(inner) for key, inner in node.items()}
