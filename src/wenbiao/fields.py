"""A form as a tree of fields: the only description of it that documents, pages and checks read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from types import NoneType
from typing import Any, Literal, NamedTuple, get_args, get_origin

from wenbiao import formats, names
from wenbiao.errors import Finding, FormError
from wenbiao.form import Block, Form, kind_of, question_of, without_none
from wenbiao.kinds import CHOICES, REGION, SEQUENCE, Kind
from wenbiao.questions import Computed, Constant, Question, When
from wenbiao.questions import Section as Heading
from wenbiao.readers import Limits

Shape = Literal["answer", "list", "block", "table"]


class Siblings(tuple["Field", ...]):  # noqa: SLOT001  # what was found out is kept in its __dict__
    """The questions of a form, block or row, in order, and what is asked about them for every payload."""

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(field.name for field in self)

    @cached_property
    def groups(self) -> tuple[Field, ...]:
        """Blocks and tables."""
        return tuple(field for field in self if field.children)

    @cached_property
    def computed(self) -> tuple[Field, ...]:
        return tuple(field for field in self if field.computed is not None and field.kind is not None)

    @cached_property
    def sequences(self) -> tuple[str, ...]:
        """The names of the columns that count rows."""
        return tuple(field.name for field in self if field.kind is SEQUENCE)

    @cached_property
    def unique(self) -> tuple[Field, ...]:
        return tuple(field for field in self if field.question.unique)


@dataclass(frozen=True, eq=False)
class Field:
    """One question, at its place: an answer, a list of answers, a block, or a table of rows.

    `pointer` has * for the row numbers above it: "/budget/lines/*/amount_wan". `required` means always;
    `required_when` and `asked_when` name another answer. `options` maps codes to what a person reads.
    """

    name: str
    pointer: str
    shape: Shape
    question: Question
    kind: Kind | None
    model: type[Block] | None
    required: bool
    required_when: When | None
    computed: Computed[Any] | None
    children: Siblings

    @property
    def label(self) -> str:
        return self.question.label

    @property
    def hint(self) -> str:
        return self.question.hint

    @property
    def unit(self) -> str:
        return self.question.unit

    @property
    def example(self) -> Any:
        return self.question.example

    @property
    def source(self) -> str:
        return self.question.source

    @cached_property
    def limits(self) -> Limits:
        return self.question.limits

    @property
    def options(self) -> Mapping[str, str]:
        return formats.REGIONS if self.kind is REGION else self.question.limits.options

    @property
    def max(self) -> int | None:
        return self.question.limits.max

    @property
    def min_rows(self) -> int:
        return self.question.min_rows

    @cached_property
    def asked_when(self) -> When | None:
        return self.question.asked_when

    @property
    def const(self) -> str | None:
        return self.question.const

    @property
    def output(self) -> bool:
        """A computed value that nobody ever types."""
        return self.computed is not None and not self.computed.typed

    @property
    def hidden(self) -> bool:
        return self.const is not None or (self.kind is not None and self.kind.widget == "hidden")

    @property
    def radio(self) -> bool:
        """Whether a page asks by radio buttons; more than four options, and all in a table's rows, fold into a list."""
        few = len(self.options) <= 4 and "*" not in self.pointer
        widget = self.kind.widget if self.kind else ""
        return widget == "yes_no" or (widget == "choice" and few)

    @property
    def unprinted(self) -> str:
        return self.question.unprinted

    def child(self, name: str) -> Field:
        """The question of that name in this block or table; KeyError if there is none."""
        return _named(self.children, name)


class Section(NamedTuple):
    """A heading and the questions under it; `notices` are texts the page shows."""

    title: str
    hint: str
    fields: tuple[Field, ...]
    notices: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether anybody sees a question of it."""
        return any(not field.hidden for field in self.fields)


@dataclass(frozen=True, eq=False)
class Fields:
    """A whole form. `constants` are texts that templates may print by name; `summary` as `Form` says.

    `older`: the versions whose data it brings up to date.
    """

    name: str
    title: str
    version: str
    sections: tuple[Section, ...]
    constants: Mapping[str, str]
    stage: int = 0
    subject: str = ""
    summary: tuple[Field, ...] = ()
    older: tuple[str, ...] = ()

    def filename(self, data: Mapping[str, Any]) -> str:
        """The Chinese name of a file with these canonical data, without its ending."""
        value: Any = data
        for part in names.parts(self.subject):
            value = value.get(part) if isinstance(value, Mapping) else None
        name = f"{self.title}-{value}" if value and self.subject else self.title
        return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)

    @cached_property
    def children(self) -> Siblings:
        return Siblings(field for section in self.sections for field in section.fields)

    def child(self, name: str) -> Field:
        """The top-level question of that name; KeyError if there is none."""
        return _named(self.children, name)

    def walk(self) -> Iterator[Field]:
        """Every field, depth first, in the form's order."""
        return _walk(self.children)

    def at(self, pointer: str) -> Field:
        """The field at a pointer with row numbers or *; KeyError if there is none."""
        node: Any = self
        for part in names.parts(pointer):
            if not (_has_items(node) and (part.isdigit() or part == "*")):
                node = node.child(part)
        if not isinstance(node, Field):
            raise KeyError(pointer)
        return node

    def order(self, pointer: str) -> tuple[int, ...]:
        """Where a pointer stands in the document, to sort by; what is unknown comes after its neighbours."""
        node: Any = self
        place: list[int] = []
        for part in names.parts(pointer):
            if isinstance(node, Field) and node.shape in ("table", "list") and part.isdigit():
                place.append(int(part))
                continue
            siblings = [field.name for field in node.children] if node else []
            known = part in siblings
            place.append(siblings.index(part) if known else len(siblings))
            node = node.child(part) if known else None
        return tuple(place)


def _has_items(node: Any) -> bool:
    return isinstance(node, Field) and (node.shape in ("table", "list") or node.kind is CHOICES)


def _named(fields: tuple[Field, ...], name: str) -> Field:
    for field in fields:
        if field.name == name:
            return field
    raise KeyError(name)


def _walk(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _walk(field.children)


@cache
def fields_of(form: type[Form]) -> Fields:
    """The tree of a form's fields. Raises FormError where a declaration cannot be a question."""
    name = form.__module__.rpartition(".")[2]
    sections: list[Section] = []
    heading, under, notices = Heading(form.title), list[Field](), list[str]()
    for key, declared in form.__declared__.items():
        if isinstance(declared, Heading):
            sections += [_section(heading, under, notices)] if under else []
            heading, under, notices = declared, [], []
        elif isinstance(declared, Constant) and declared.shown:
            notices.append(declared.text)
        elif isinstance(declared, Question | Computed):
            under.append(_field(form, key, ""))
    sections.append(_section(heading, under, notices))
    constants = {key: declared.text for key, declared in form.declared(Constant).items()}
    fields = Fields(name, form.title, form.version, tuple(sections), constants, form.stage, form.subject)
    return replace(fields, summary=tuple(_summed_up(form, fields)), older=tuple(form.migrations))


def _summed_up(form: type[Form], fields: Fields) -> Iterator[Field]:
    for pointer in form.summary:
        try:
            yield fields.at(pointer)
        except KeyError:
            wrong = f"{form.__name__} 的 summary 写了 {pointer}，表单里没有这一题"
            raise FormError(Finding(form.__module__, "", "", wrong, "请核对路径的写法")) from None


def _section(heading: Heading, fields: list[Field], notices: list[str]) -> Section:
    return Section(heading.title, heading.hint, tuple(fields), tuple(notices))


def _field(model: type[Block], name: str, above: str) -> Field:
    declared = model.__declared__[name]
    question = question_of(declared)
    hint = model.kinds()[name]
    kind, many = kind_of(hint)
    pointer = f"{above}/{name}"
    rows = get_origin(without_none(hint)) is list and kind is None
    inner = None if kind else _model(model, name, hint)
    shape: Shape = ("list" if many else "answer") if kind else ("table" if rows else "block")
    below = f"{pointer}/*" if rows else pointer
    optional = NoneType in get_args(hint)
    always = (
        not optional or (question.required is True and question.asked_when is not None)
    ) and not isinstance(declared, Computed)
    return Field(
        name=name,
        pointer=pointer,
        shape=shape,
        question=question,
        kind=kind,
        model=inner,
        required=always,
        required_when=question.required if isinstance(question.required, When) else None,
        computed=declared if isinstance(declared, Computed) else None,
        children=Siblings(_field(inner, key, below) for key in inner.kinds()) if inner else Siblings(),
    )


def _model(model: type[Block], name: str, hint: Any) -> type[Block]:
    inner = without_none(hint)
    inner = get_args(inner)[0] if get_origin(inner) is list else inner
    if isinstance(inner, type) and issubclass(inner, Block):
        return inner
    wrong = f"{model.__name__}.{name} 的类型 {hint} 不是表单能问的种类"
    remedy = "请改用 wenbiao.kinds 里的种类，或另写一个 Block"
    raise FormError(Finding(model.__module__, "", "", wrong, remedy))
