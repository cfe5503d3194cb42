"""The values that an expression may have: worked out where all its names are known, else put together from its parts."""

from __future__ import annotations

import ast
import builtins
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache, partial
from types import CodeType, FunctionType
from typing import Any

from wenbiao.wording.gaps import GAP, Gap, Values, combinations, is_known, is_true, items_of, once

NAMES = vars(builtins)
COMPARED: Mapping[type, Callable[[Any, Any], bool]] = {
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


@cache
def _compiled(node: ast.expr) -> tuple[CodeType, tuple[str, ...]]:
    """An expression as code, and the names that it reads from outside."""
    names = [inner for inner in ast.walk(node) if isinstance(inner, ast.Name)]
    stored = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    code = compile(ast.Expression(node), "", "eval")
    return code, tuple(sorted({name.id for name in names} - stored))


class Expressions:
    """The expressions of one function. `local`: what its names may stand for here; `call` follows a function.

    Every value is shown to `keep`.
    """

    def __init__(
        self,
        names: Mapping[str, Any],
        local: dict[str, Values],
        call: Callable[[FunctionType, Values, Mapping[str, Any]], Values],
        keep: Callable[[Any], None],
    ) -> None:
        self.names, self.local, self.call, self.keep = names, local, call, keep
        self.yields: list[Any] = []

    def values(self, node: ast.expr | None) -> Values:
        """Everything that an expression may be."""
        if node is None or isinstance(node, ast.Constant):
            return (node.value if node else None,)
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.List | ast.Dict) and not (
            node.elts if isinstance(node, ast.List) else node.keys
        ):
            return (GAP,)  # an empty one is there to be filled
        found = self._known(node)
        if found is None:
            found = self._combined(node)
        for value in found:
            self.keep(value)
        return found

    def _combined(self, node: ast.expr) -> Values:
        """The values from those of the expression's parts; a gap where they cannot be put together."""
        combine = getattr(self, f"_{type(node).__name__.lower()}", None)
        try:
            return once(combine(node)) if combine else (GAP,)
        except Exception:  # noqa: BLE001  # as in a real run, some parts do not fit each other
            return (GAP,)

    def truth(self, node: ast.expr) -> bool | None:
        """Whether a condition holds; None where that is not known."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.truth(node.operand)
            return None if inner is None else not inner
        if isinstance(node, ast.BoolOp):
            ends = isinstance(node.op, ast.Or)  # what one part decides alone
            parts = []
            for part in node.values:
                parts.append(self.truth(part))
                if parts[-1] is ends:
                    return ends
            return None if None in parts else not ends
        return is_true(self.values(node))

    def bind(self, target: ast.expr, values: Iterable[Any]) -> None:
        """Let names stand for values; a tuple of names for the parts of each value."""
        values = tuple(values)
        if isinstance(target, ast.Name):
            self.local[target.id] = once(values)
        elif isinstance(target, ast.Tuple):
            size = len(target.elts)
            rows = [
                value if isinstance(value, tuple) and len(value) == size else (GAP,) * size
                for value in values
            ]
            for each, column in zip(target.elts, zip(*rows, strict=True), strict=True):
                self.bind(each, column)

    def _known(self, node: ast.expr) -> Values | None:
        """The values where nothing is missing; None where something is, or working them out fails."""
        if isinstance(node, ast.Yield | ast.YieldFrom | ast.NamedExpr | ast.Lambda | ast.Starred):
            return None
        code, names = _compiled(node)
        choices = tuple(combinations(map(self._name, names)))
        if not is_known(choices):
            return None
        try:
            return once(
                eval(code, {**self.names, **dict(zip(names, chosen, strict=True))})  # noqa: S307  # the project's own source
                for chosen in choices
            )
        except Exception:  # noqa: BLE001  # what raises here is looked at part by part
            return None

    def _name(self, name: str) -> Values:
        return self.local[name] if name in self.local else (self.names.get(name, GAP),)

    def _joinedstr(self, node: ast.JoinedStr) -> Iterator[str]:
        """Every text that an f-string may be; nothing is ever said of None."""
        places = (
            self.values(part.value if isinstance(part, ast.FormattedValue) else part) for part in node.values
        )
        for pieces in combinations([value for value in values if value is not None] for values in places):
            yield "".join(map(str, pieces))

    def _ifexp(self, node: ast.IfExp) -> Values:
        truth = self.truth(node.test)
        body = () if truth is False else self.values(node.body)
        return body if truth else (*body, *self.values(node.orelse))

    def _boolop(self, node: ast.BoolOp) -> Iterator[Any]:
        ends = isinstance(node.op, ast.Or)
        for part in node.values:
            found = self.values(part)
            yield from (value for value in found if part is node.values[-1] or self._decides(value, ends))
            if is_true(found) is ends:
                return

    @staticmethod
    def _decides(value: Any, ends: bool) -> bool:  # noqa: FBT001
        """Whether `or` (`ends`) or `and` may stop at a value; a gap is never taken for a falsy one that is printed."""
        truth = is_true((value,))
        return truth is not False if ends else truth is False

    def _unaryop(self, node: ast.UnaryOp) -> Values:
        truth = self.truth(node) if isinstance(node.op, ast.Not) else None
        return (GAP,) if truth is None else (truth,)

    def _compare(self, node: ast.Compare) -> Iterator[Any]:
        """One comparison of what is known; several in a row are known as a whole or not at all."""
        same = COMPARED.get(type(node.ops[0])) if len(node.ops) == 1 else None
        for left, right in combinations([self.values(node.left), self.values(node.comparators[0])]):
            yield same(left, right) if same and is_known((left, right)) else GAP

    def _binop(self, node: ast.BinOp) -> Iterator[Any]:
        for left, right in combinations([self.values(node.left), self.values(node.right)]):
            texts = isinstance(node.op, ast.Add) and (isinstance(left, str) or isinstance(right, str))
            yield f"{left}{right}" if texts else GAP

    def _tuple(self, node: ast.Tuple | ast.List) -> Iterator[Any]:
        return combinations(map(self.values, node.elts))

    _list = _tuple

    def _listcomp(self, node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> Values:
        outside = dict(self.local)
        items = once(self._rounds(node.elt, node.generators))
        self.local.clear()
        self.local.update(outside)
        return (Gap(items=items),)

    _generatorexp = _setcomp = _listcomp

    def _rounds(self, element: ast.expr, loops: list[ast.comprehension]) -> Iterator[Any]:
        if not loops:
            yield from self.values(element)
            return
        for item in (item for value in self.values(loops[0].iter) for item in items_of(value)):
            self.bind(loops[0].target, (item,))
            if all(self.truth(test) is not False for test in loops[0].ifs):
                yield from self._rounds(element, loops[1:])

    def _namedexpr(self, node: ast.NamedExpr) -> Values:
        found = self.values(node.value)
        self.bind(node.target, found)
        return found

    def _yield(self, node: ast.Yield) -> Values:
        self.yields += self.values(node.value)
        return (None,)

    def _yieldfrom(self, node: ast.YieldFrom) -> Values:
        self.yields += [item for value in self.values(node.value) for item in items_of(value)]
        return (None,)

    def _attribute(self, node: ast.Attribute) -> Iterator[Any]:
        for value in self.values(node.value):
            yield value.attribute(node.attr) if isinstance(value, Gap) else getattr(value, node.attr, GAP)

    def _subscript(self, node: ast.Subscript) -> Iterator[Any]:
        """An unknown key of a dict stands for any of its keys; a class of its own may make up values for more."""
        for value in self.values(node.value):
            if type(value) is dict and value:
                yield from value.values()
            else:
                yield GAP

    def _call(self, node: ast.Call) -> Iterator[Any]:
        args = [choice for argument in node.args for choice in self._arguments(argument)]
        named = {keyword.arg: self.values(keyword.value) for keyword in node.keywords if keyword.arg}
        for function in self.values(node.func):
            for chosen in combinations([*args, *named.values()]):
                yield from self._result(
                    function, chosen[: len(args)], dict(zip(named, chosen[len(args) :], strict=True))
                )

    def _arguments(self, node: ast.expr) -> Iterator[Values]:
        """One argument, or each of a known tuple of them."""
        if isinstance(node, ast.Starred):
            yield from ((item,) for item in items_of(self.values(node.value)[0]))
        else:
            yield self.values(node)

    def _result(self, function: Any, args: Values, named: Mapping[str, Any]) -> Values:
        if isinstance(function, partial):
            function, args = function.func, (*function.args, *args)
        if isinstance(function, FunctionType):
            return self.call(function, args, named)
        if isinstance(function, type) and (_is_record(function) or issubclass(function, BaseException)):
            return (function(*args, **named),)
        return _builtin(function, args)


def _builtin(function: Any, args: Values) -> Values:
    """What Python's own functions give for gaps."""
    if not args:
        return (GAP,)
    if function is str:
        return (str(args[0]),)
    if function is enumerate:
        return (Gap(items=tuple((GAP, item) for item in items_of(args[0]))),)
    if getattr(function, "__name__", "") == "join":  # one of several texts, and what may follow it
        return tuple(f"{item}{GAP}" for item in items_of(args[0]))
    return (_about(function, args[0], args[1]),) if isinstance(args[0], Gap) and len(args) > 1 else (GAP,)


def _about(function: Any, gap: Gap, what: Any) -> Any:
    """Whether a gap is an instance of something, or an attribute of it, where that is known."""
    if function is isinstance and gap.type:
        return issubclass(gap.type, what)
    return gap.attribute(what) if function is getattr and isinstance(what, str) else GAP


def _is_record(kind: type) -> bool:
    """Whether a class does nothing but hold values by their names."""
    return is_dataclass(kind) or hasattr(kind, "_fields")
