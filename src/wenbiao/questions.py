"""The declarations a form file is written in: questions, formulas, rules, sections, constants.

They are plain descriptions; `form.py` turns a class body of them into a block.
"""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from wenbiao.errors import Severity
from wenbiao.readers import Limits

T = TypeVar("T")
WIDE = 10**12


class Unanswered(Exception):
    """An answer that a rule or formula reads is missing or does not fit its question."""


class AskedFor(Unanswered):
    """A formula cannot know its value here: raised where a typed value must be given."""


class When(NamedTuple):
    """Another answer equals `value`, or contains it. `path`: a sibling's name, or an absolute JSON pointer."""

    path: str
    value: Any


def when(path: str, value: Any) -> When:
    """The condition under which a question is asked, or must be answered."""
    return When(path, value)


class Question(NamedTuple):
    """One question as its form file declares it, whatever its shape."""

    label: str
    hint: str = ""
    example: Any = None
    unit: str = ""
    source: str = ""
    limits: Limits = Limits()
    required: bool | When = True
    asked_when: When | None = None
    min_rows: int = 0
    unique: bool = False
    const: str | None = None
    unprinted: str = ""
    sometimes: bool = False


class Section(NamedTuple):
    """A heading of the form: everything declared after it, up to the next one, stands under it."""

    title: str
    hint: str = ""


class Constant(NamedTuple):
    """A text that documents print and nobody fills in; `shown` on the page too, in its section."""

    text: str
    shown: bool


@dataclass(frozen=True, eq=False)
class Computed(Generic[T]):
    """A value with a place in the data that its formula fills in when it is absent.

    `typed`: the formula does not always know it; then it is asked for. `same`: whether a value that was sent
    is as good as the one worked out.
    """

    question: Question
    code: str
    formula: Callable[[Any], T]
    typed: bool
    same: Callable[[Any, Any], bool]

    @property
    def label(self) -> str:
        return self.question.label

    def __get__(self, instance: Any, owner: Any) -> T:
        """For type checkers alone: a block replaces it by a field, whose value is read instead."""
        raise Unanswered


class At(NamedTuple):
    """Where a rule found its problem: a path below the rule's own block, and the message."""

    path: str
    message: str


Verdict = At | str | None


class Rule(NamedTuple):
    """One rule of a block. `stops`: where it fires, nothing else is reported."""

    code: str
    severity: Severity
    at: str
    stops: bool
    method: Callable[..., Verdict]
    needs: frozenset[str]


DECLARATIONS = (Question, Section, Constant, Computed, Rule)


def ask(
    label: str,
    *,
    hint: str = "",
    example: Any = None,
    unit: str = "",
    source: str = "",
    max: int | None = None,
    least: int | None = None,
    above: int | None = None,
    options: Iterable[str] | Mapping[str, str] = (),
    pattern: str | None = None,
    required: bool | When = True,
    asked_when: When | None = None,
    min_rows: int = 0,
    unique: bool = False,
    const: str | None = None,
    code: str | None = None,
    local: bool = False,
    sometimes: bool = False,
    unprinted: str = "",
) -> Any:
    """A question. Whether it may stay empty is said by its type (`Text | None`) or by `required`.

    `required=when(…)`: it must be answered then; `required=True` on an optional type with `asked_when`: it
    must be answered where it is asked. `unique`: no two rows of a table, or items of a list, may share it.
    `code`: the rule that names its closed list, or that rows must differ; `local`: a place of this province;
    `source`: marks of what it rests on, as the page of sources explains them, "F10" or "K57 F15"; `sometimes`: a rule demands it in some cases, so the page does not call it optional. `unprinted` says why no document prints it.
    """
    named = dict(options) if isinstance(options, Mapping) else {option: option for option in options}
    if const is not None:
        named = {const: const}
    shown = example if isinstance(example, str) else ""
    limits = Limits(label, max, least, above, named, pattern, code, shown, local)
    return Question(
        label=label,
        hint=hint,
        example=example,
        unit=unit,
        source=source,
        limits=limits,
        required=required,
        asked_when=asked_when,
        min_rows=min_rows,
        unique=unique,
        const=const,
        unprinted=unprinted,
        sometimes=sometimes,
    )


def block(
    label: str,
    *,
    hint: str = "",
    source: str = "",
    required: bool | When = True,
    asked_when: When | None = None,
    sometimes: bool = False,
) -> Any:
    """A group of questions, one object in the data."""
    return Question(label, hint, source=source, required=required, asked_when=asked_when, sometimes=sometimes)


def table(
    label: str,
    *,
    hint: str = "",
    min_rows: int = 0,
    source: str = "",
    required: bool | When = True,
    asked_when: When | None = None,
    sometimes: bool = False,
) -> Any:
    """Rows of the same questions, a list of objects in the data; `min_rows` where it must not stay empty."""
    return Question(
        label,
        hint,
        source=source,
        required=required,
        asked_when=asked_when,
        min_rows=min_rows,
        sometimes=sometimes,
    )


def section(title: str, hint: str = "") -> Any:
    """A heading of the form."""
    return Section(title, hint)


def constant(text: str, *, shown: bool = True) -> Any:
    """A text that templates print by its name, and the page shows before the next question; not in the data."""
    return Constant(text, shown)


def computed(
    label: str,
    *,
    code: str = "computed",
    unit: str = "",
    hint: str = "",
    source: str = "",
    options: Iterable[str] = (),
    typed: bool = False,
    unprinted: str = "",
    same: Callable[[Any, Any], bool] = operator.eq,
) -> Callable[[Callable[[Any], T]], Computed[T]]:
    """A value that is worked out. Absent from the data it is filled in; a different one is the error `code`.

    `typed`: the page asks for it; it is missed where its formula raises `AskedFor`. `same(sent, value)`: what
    counts as equal where a value may be spelt in several ways; the value sent is kept and printed.
    """
    # Wide bounds: a ratio may pass 100 % and a saving may be negative, as their formulas say.
    question = ask(
        label,
        unit=unit,
        hint=hint,
        source=source,
        options=options,
        required=False,
        unprinted=unprinted,
        least=-WIDE,
        max=WIDE,
    )
    return lambda formula: Computed(question, code, formula, typed, same)


def rule(
    code: str, severity: Severity = "error", *, at: str = "", stops: bool = False
) -> Callable[[Callable[..., Verdict]], Rule]:
    """A rule: a method that returns None, a Chinese message, or `At(path, message)`.

    `at` is the path below the block where the problem is shown. A method may ask for `today` (a date)
    and `earlier` (a wenbiao.carry.Earlier); without earlier documents it is skipped.
    """

    def declare(method: Callable[..., Verdict]) -> Rule:
        needs = frozenset(inspect.signature(method).parameters) - {"self"}
        return Rule(code, severity, at, stops, method, needs)

    return declare
