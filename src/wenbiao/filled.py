"""What a person typed into a form and what is said of it, by JSON pointer: for a page that shows it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from wenbiao import names, places
from wenbiao.errors import Problem
from wenbiao.fields import Fields

Texts = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Filled:
    """What stands at each pointer; nothing at all for a form that is still empty.

    `texts` as they were typed; `errors` and `warnings` by the place where a page shows them; `computed` values.
    """

    texts: Texts = field(default_factory=dict)
    errors: Texts = field(default_factory=dict)
    warnings: Texts = field(default_factory=dict)
    computed: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, pointer: str) -> int:
        """How many rows of a table or list are filled in."""
        return self._rows.get(pointer, 0)

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        counted: dict[str, int] = {}
        for pointer in self.texts:
            above = ""
            for part in names.parts(pointer):
                if part.isascii() and part.isdigit():
                    counted[above] = max(counted.get(above, 0), int(part) + 1)
                above += f"/{part}"
        return counted


def filled(fields: Fields, texts: Texts, problems: Iterable[Problem], computed: Mapping[str, Any]) -> Filled:
    """What was typed, with every problem at the place where the page shows it."""
    said: dict[str, dict[str, list[str]]] = {"error": defaultdict(list), "warning": defaultdict(list)}
    for problem in problems:
        said[problem.severity][shown_at(fields, problem.path)].append(problem.message)
    errors, warnings = ({at: tuple(texts) for at, texts in found.items()} for found in said.values())
    return Filled(texts, errors, warnings, computed)


def shown_at(fields: Fields, path: str) -> str:
    """The pointer of the question, row or group in which a page shows a problem; "" for the form as a whole."""
    path = places.known(fields, path)
    while path and _hidden(fields, path):
        path = path.rpartition("/")[0]
    return path


def _hidden(fields: Fields, path: str) -> bool:
    row = path.rpartition("/")[2].isdigit()
    return not row and fields.at(path).hidden
