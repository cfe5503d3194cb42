"""The statements of a function, gone through once with every branch that is not ruled out."""

from __future__ import annotations

import ast
import inspect
import textwrap
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import FunctionType
from typing import Any

from wenbiao.wording.expressions import NAMES, Expressions
from wenbiao.wording.gaps import GAP, Gap, Values, is_known, items_of, once

DEPTH = 40  # calls within calls


@dataclass
class Told:
    """What a function can give: its results, and on the way there the objects it makes and the exceptions it raises."""

    wanted: tuple[type, ...]
    apart: tuple[Callable[..., Any], ...] = ()
    results: Values = ()
    made: list[Any] = field(default_factory=list)
    raised: list[Any] = field(default_factory=list)
    _stack: list[tuple[FunctionType, dict[str, Any]]] = field(default_factory=list)

    def call(self, function: FunctionType, args: Values, named: Mapping[str, Any]) -> Values:
        """What a call may result in: one gap where it is not followed, or is under way with the same arguments."""
        body, signature = _body(function), _signature(function)
        given = signature.bind_partial(*args, **named)
        given.apply_defaults()
        here = (function, given.arguments)
        if body is None or function in self.apart or not self._goes_on(here):
            return (_promised(function),)
        self._stack.append(here)
        frame = _Frame(
            self, function, {name: (given.arguments.get(name, GAP),) for name in signature.parameters}
        )
        try:
            frame.run(body)
        finally:
            self._stack.pop()
        if frame.expressions.yields:
            return (Gap(items=once(frame.expressions.yields)),)
        results = once(frame.results) if frame.ends else (None,)
        return tuple(_promised(function) if value is GAP else value for value in results)

    def keep(self, value: Any) -> None:
        """Keep what is wanted of a value, or of a list of them."""
        if isinstance(value, self.wanted):
            self.made.append(value)
        elif isinstance(value, list | tuple):
            for item in value:
                self.keep(item)

    def _goes_on(self, here: tuple[FunctionType, dict[str, Any]]) -> bool:
        """Whether a call says something new, in code of this package or of the one that was asked about."""
        if not self._stack:
            return True
        packages = [function.__module__.partition(".")[0] for function, _given in (here, self._stack[0])]
        return (
            packages[0] in ("wenbiao", packages[1]) and here not in self._stack and len(self._stack) < DEPTH
        )


def told(
    function: Callable[..., Any],
    known: Mapping[str, Any],
    *wanted: type,
    apart: tuple[Callable[..., Any], ...] = (),
) -> Told:
    """Everything that a function can give, as far as its arguments are known.

    `wanted`: the types of what it makes on the way; `apart`: functions that are not followed.
    """
    assert isinstance(function, FunctionType)
    telling = Told(wanted, apart)
    telling.results = telling.call(function, (), known)
    return telling


@cache
def _body(function: FunctionType) -> list[ast.stmt] | None:
    """The statements of a function; None where there is no source, or several lambdas stand in one statement."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, SyntaxError):
        return None
    if isinstance(tree, ast.FunctionDef):
        return tree.body
    lambdas = [node for node in ast.walk(tree) if isinstance(node, ast.Lambda)]
    return [ast.Return(lambdas[0].body)] if len(lambdas) == 1 else None


@cache
def _signature(function: FunctionType) -> inspect.Signature:
    return inspect.signature(function)


@cache
def _promised(function: FunctionType) -> Gap:
    """A gap of the class that a function says it returns, where it names a single one."""
    try:
        said = typing.get_type_hints(function).get("return")
    except Exception:  # noqa: BLE001  # names that are imported for type checkers alone, and whatever others write
        return GAP
    classes = [each for each in typing.get_args(said) or (said,) if each is not type(None)]
    return (
        Gap(type=classes[0])
        if len(classes) == 1 and isinstance(classes[0], type) and classes[0] is not Any
        else GAP
    )


class _Frame:
    """One function on its way. `run` says of statements whether nothing comes after them."""

    def __init__(self, telling: Told, function: FunctionType, local: dict[str, Values]) -> None:
        cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
        closure = {name: cell.cell_contents for name, cell in cells.items()}
        names = {**NAMES, **function.__globals__, **closure}
        self.telling = telling
        self.results: list[Any] = []
        self.ends = False
        self.expressions = Expressions(names, local, telling.call, telling.keep)

    def run(self, body: list[ast.stmt]) -> bool:
        return any(self._step(statement) for statement in body)

    def _step(self, statement: ast.stmt) -> bool:
        step = getattr(self, f"_{type(statement).__name__.lower()}", None)
        return bool(step and step(statement))

    def _expr(self, statement: ast.Expr) -> None:
        self.expressions.values(statement.value)

    def _assign(self, statement: ast.Assign) -> None:
        found = self.expressions.values(statement.value)
        for target in statement.targets:
            self.expressions.bind(target, found)

    def _annassign(self, statement: ast.AnnAssign) -> None:
        if statement.value:
            self.expressions.bind(statement.target, self.expressions.values(statement.value))

    def _augassign(self, statement: ast.AugAssign) -> None:
        self.expressions.bind(statement.target, (GAP,))

    def _return(self, statement: ast.Return) -> bool:
        self.results += self.expressions.values(statement.value)
        self.ends = True
        return True

    def _raise(self, statement: ast.Raise) -> bool:
        found = self.expressions.values(statement.exc) if statement.exc else ()
        self.telling.raised += [value() if isinstance(value, type) else value for value in found]
        return True

    def _continue(self, _statement: ast.Continue) -> bool:
        return True

    _break = _continue

    def _if(self, statement: ast.If) -> bool:
        truth = self.expressions.truth(statement.test)
        if truth is not None:
            return self.run(statement.body if truth else statement.orelse)
        before = dict(self.expressions.local)
        ended = self.run(statement.body)
        after = self._swap(before)
        otherwise = self.run(statement.orelse)
        if otherwise:
            self._swap(after)
        elif not ended:
            self._join(after)
        return ended and otherwise

    def _swap(self, local: dict[str, Values]) -> dict[str, Values]:
        """Go on with other values; returns those until now."""
        before = dict(self.expressions.local)
        self.expressions.local.clear()
        self.expressions.local.update(local)
        return before

    def _join(self, other: dict[str, Values]) -> None:
        """Go on with the values of two branches."""
        for name, values in other.items():
            self.expressions.local[name] = once((*values, *self.expressions.local.get(name, ())))

    def _for(self, statement: ast.For) -> bool:
        before = dict(self.expressions.local)
        for value in self.expressions.values(statement.iter):
            for item in items_of(value):
                self.expressions.bind(statement.target, (item,))
                self.run(statement.body)
        self._join(before)
        return self.run(statement.orelse)

    def _while(self, statement: ast.While) -> None:
        self.run(statement.body)

    def _with(self, statement: ast.With) -> bool:
        return self.run(statement.body)

    def _match(self, statement: ast.Match) -> None:
        for case in statement.cases:
            self.run(case.body)

    def _try(self, statement: ast.Try) -> bool:
        """What is raised in the body goes to its handlers; each is also entered by what Python itself may raise."""
        outside, self.telling.raised = self.telling.raised, []
        self.run([*statement.body, *statement.orelse])
        raised, self.telling.raised = self.telling.raised, outside
        for handler in statement.handlers:
            raised = self._handled(handler, raised)
        self.telling.raised += raised
        return self.run(statement.finalbody)

    def _handled(self, handler: ast.ExceptHandler, raised: list[Any]) -> list[Any]:
        """Run a handler for what it catches; returns the rest."""
        kinds = self.expressions.values(handler.type) if handler.type else (BaseException,)
        caught = [each for each in raised if is_known(kinds) and isinstance(each, kinds)]
        for each in caught or (GAP,):
            if handler.name:
                self.expressions.local[handler.name] = (each,)
            self.run(handler.body)
        return [each for each in raised if each not in caught]
