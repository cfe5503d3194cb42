"""Names in a template → what they stand for in a form: an answer, a row, a row's number, a constant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from wenbiao import names
from wenbiao.fields import Field, Fields

Path = tuple[str, ...]
What = Literal["field", "paragraph", "number", "flag", "constant", "unknown"]
LOOP: Mapping[str, What] = {"index": "number", "first": "flag", "last": "flag"}


class Unresolved(Exception):
    """A name or word that does not fit the form: `wrong` and `remedy` are Chinese clauses."""

    def __init__(self, wrong: str, remedy: str) -> None:
        self.wrong, self.remedy = wrong, remedy
        super().__init__(wrong)


@dataclass(frozen=True)
class Target:
    """What a path stands for, and where its value is found: `keys` below the value in `slot`.

    `rows`: the slots of the row numbers that fill the stars of the field's pointer. `item`: it is one row of a
    table, or one item of a list. `unknown` is what a loop over a wrong name leaves behind: it was reported there, and is not again.
    """

    what: What
    slot: int = 0
    keys: Path = ()
    field: Field | None = None
    text: str = ""
    item: bool = False
    rows: tuple[int, ...] = ()

    @property
    def pointer(self) -> str:
        """The JSON pointer of the answer, with * for each row's number; empty for what is no answer."""
        if self.field is None or self.field.kind is None:
            return ""
        return self.field.pointer + "/*" * (self.item and self.what == "field")

    @property
    def several(self) -> bool:
        """Whether the value is a list of answers."""
        kind = self.field.kind.name if self.field and self.field.kind else ""
        return self.field is not None and not self.item and (self.field.shape == "list" or kind == "choices")


@dataclass(frozen=True)
class Scope:
    """The names known at one place of a template. Slot 0 holds the data; each loop takes two: row and number."""

    fields: Fields
    variables: Mapping[str, Target] = field(default_factory=dict)
    depth: int = 0

    def within(self, name: str, row: Target) -> Scope:
        """The scope inside a loop whose rows are called `name`."""
        own = (2 * self.depth + 2,) if row.item else ()
        target = replace(row, slot=2 * self.depth + 1, keys=(), rows=(*row.rows, *own))
        return replace(self, variables={**self.variables, name: target}, depth=self.depth + 1)

    def taken(self, name: str) -> bool:
        """Whether the name already stands for something else."""
        return name == "loop" or name in self.variables or name in self._top()

    def resolve(self, path: Path) -> Target:
        """What a path stands for. Raises Unresolved."""
        if not path:  # of a tag that cannot be read; that is reported already
            return Target("unknown")
        head, *rest = path
        if head == "loop":
            return self._loop(path)
        if head in self.variables:
            return self._below_row(self.variables[head], path)
        if head in self.fields.constants and not rest:
            return Target("constant", text=self.fields.constants[head])
        return _descend(self, Target("field"), self.fields, path)

    def _loop(self, path: Path) -> Target:
        if len(path) != 2 or path[1] not in LOOP:
            raise Unresolved(
                f"没有 {'.'.join(path)}", "循环里可以用 loop.index（行号）、loop.first、loop.last"
            )
        if not self.depth:
            raise Unresolved("loop 只能用在循环里面", "请把它放到 for 和 endfor 之间")
        return Target(LOOP[path[1]], slot=2 * self.depth, keys=path[1:])

    def _below_row(self, row: Target, path: Path) -> Target:
        if len(path) == 1 or row.what == "unknown":
            return row
        if row.field is None or row.what != "field" or row.field.shape != "table":
            raise Unresolved(f"{path[0]} 本身就是一项文字，下面没有 {path[1]}", f"请写成 {{{{ {path[0]} }}}}")
        return _descend(self, row, row.field, path[1:], prefix=(path[0],))

    def _top(self) -> list[str]:
        return [child.name for child in self.fields.children] + list(self.fields.constants)

    def advice(self, path: Path, among: Iterator[str]) -> str:
        """What the author may have meant by a path that is not known: close names, or the same name elsewhere."""
        near = [".".join((*path[:-1], name)) for name in get_close_matches(path[-1], among, 2, 0.6)]
        elsewhere = [spelled(self.fields, found) for found in self.fields.walk() if found.name == path[-1]]
        meant = list(dict.fromkeys([*(f"{{{{ {name} }}}}" for name in near), *elsewhere[:2]]))
        return f"是不是要写 {' 或 '.join(meant)}" if meant else "请对照表单核对名称"


def _descend(scope: Scope, start: Target, node: Field | Fields, path: Path, prefix: Path = ()) -> Target:
    """From a form, block or row down the names of a path; `prefix` is what stands before it in the tag."""
    for position, name in enumerate(path):
        here = (*prefix, *path[: position + 1])
        if isinstance(node, Field) and position and node.shape in ("table", "list"):
            above = ".".join(here[:-1])
            remedy = f"请放进循环：{loop_tag(node, above)} … {{{{ {row_name(node)}.{name} }}}}"
            raise Unresolved(f"“{node.label}”有多行，不能直接取 {name}", remedy)
        try:
            node = node.child(name)
        except KeyError:
            raise _unknown(scope, node, here) from None
    return replace(
        start, keys=(*start.keys, *path), field=node if isinstance(node, Field) else None, item=False
    )


def _unknown(scope: Scope, node: Field | Fields, path: Path) -> Unresolved:
    above = f"“{node.label}”下面" if isinstance(node, Field) else "表单里"
    tables = [
        table for table in scope.fields.walk() if table.shape == "table" and row_name(table) == path[-1]
    ]
    if isinstance(node, Fields) and tables:
        return Unresolved(
            f"{above}没有 {path[-1]}",
            f"请把它放到循环 {loop_tag(tables[0], path_of(scope.fields, tables[0]))} 里面",
        )
    known = [child.name for child in node.children]
    if isinstance(node, Fields):
        known += [*scope.variables, *node.constants]
    return Unresolved(f"{above}没有 {'.'.join(path)}", scope.advice(path, iter(known)))


def row_name(table: Field, loops: Mapping[str, str] = MappingProxyType({})) -> str:
    """What a template calls a table's rows; where it does not say, lines → line, basis → row."""
    name = table.name
    plural = name.endswith("s") and not name.endswith(("ss", "is", "us", "ies"))
    return loops.get(table.pointer) or (name[:-1] if plural else "row")


def loop_tag(table: Field, path: str, row: str = "") -> str:
    """The tag that opens a loop over the table at a path: {%tr for line in budget.lines %}."""
    return f"{{%tr for {row or row_name(table)} in {path} %}}"


def path_of(fields: Fields, found: Field, loops: Mapping[str, str] = MappingProxyType({})) -> str:
    """A field as a template names it: budget.total_wan, line.amount_wan. `loops`: table pointer → its rows' name."""
    table, star, rest = found.pointer.rpartition("/*/")
    above = row_name(fields.at(table), loops) if star else ""
    return ".".join(filter(None, (above, *names.parts(f"/{rest}" if star else found.pointer))))


def spelled(fields: Fields, found: Field, loops: Mapping[str, str] = MappingProxyType({})) -> str:
    """The tag that prints a field, ready to copy."""
    return f"{{{{ {path_of(fields, found, loops)} }}}}"
