"""What a form file imports: `Form`, `Block`, and the words that declare questions, formulas and rules.

    class Line(Block):
        item: Text = ask("费用名称", max=60, example="应用软件开发")
        quantity: Number = ask("数量", above=0, example="59")
        unit_price_wan: Money = ask("单价", unit="万元", example="2.00")

        @computed("金额", unit="万元", code="R-BUD-1")
        def amount_wan(self) -> Money:
            return money(self.quantity * self.unit_price_wan)

A block is a Pydantic model. Its instances may be partly filled in: reading an answer that is missing or
does not fit raises `Unanswered`, and whoever runs rules then skips the rule.
"""
# Annotations are not postponed here: Pydantic would read those of Block as text anew for every block of a form.

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, Self, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationInfo, field_validator
from pydantic._internal._model_construction import ModelMetaclass  # it has no public name

from wenbiao.kinds import Kind
from wenbiao.questions import (
    DECLARATIONS,
    AskedFor,
    At,
    Computed,
    Constant,
    Question,
    Rule,
    Unanswered,
    Verdict,
    ask,
    block,
    computed,
    constant,
    rule,
    section,
    table,
    when,
)

__all__ = [
    "AskedFor",
    "At",
    "Block",
    "Form",
    "Unanswered",
    "Verdict",
    "ask",
    "block",
    "computed",
    "constant",
    "money",
    "percent",
    "rule",
    "section",
    "table",
    "total",
    "when",
]

T = TypeVar("T")


def money(amount: Decimal) -> Decimal:
    """An amount in 万元, half-up to 6 decimals (one 分), with at least 2 shown."""
    exact = amount.quantize(Decimal("0.000001"), ROUND_HALF_UP).normalize()
    return exact if -int(exact.as_tuple().exponent) > 2 else exact.quantize(Decimal("0.01"))


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Part ÷ whole in percent, half-up to 2 decimals; raises `Unanswered` where whole is zero."""
    if not whole:
        raise Unanswered
    return (100 * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts in 万元."""
    return money(sum(amounts, Decimal(0)))


class _Questionnaire(ModelMetaclass):
    """Turns the questions and formulas of a class body into Pydantic fields, in the order in which they stand."""

    def __new__(mcs, name: str, bases: tuple[type, ...], body: dict[str, Any], **settings: Any) -> type:
        declared = {key: value for key, value in body.items() if isinstance(value, DECLARATIONS)}
        annotations = body.get("__annotations__", {})
        asked = {key: _annotation(annotations.pop(key, None), value) for key, value in declared.items()}
        for key in declared:
            del body[key]
            if _may_be_none(asked[key]):
                body[key] = None
        body["__annotations__"] = annotations | {key: kind for key, kind in asked.items() if kind is not None}
        inherited = {k: v for base in reversed(bases) for k, v in getattr(base, "__declared__", {}).items()}
        body["__declared__"] = inherited | declared
        return super().__new__(mcs, name, bases, body, **settings)


def _may_be_none(annotation: Any) -> bool:
    """Whether an annotation is "… | None"; one that is still text ends so."""
    return annotation.endswith("None") if isinstance(annotation, str) else NoneType in get_args(annotation)


def _annotation(annotation: Any, declared: Any) -> Any:
    """The Pydantic annotation of a declaration; None where it has no place in the data."""
    if isinstance(declared, Computed):
        returned = declared.formula.__annotations__["return"]
        return f"{returned} | None" if isinstance(returned, str) else returned | None
    return annotation if isinstance(declared, Question) else None


class Block(BaseModel, metaclass=_Questionnaire):
    """A group of questions. Partly filled-in instances raise `Unanswered` where an answer is not there."""

    model_config = ConfigDict(extra="forbid", ignored_types=(Rule,), defer_build=True)
    __declared__: ClassVar[dict[str, Any]]
    _above: Any = PrivateAttr(default=None)

    @property
    def above(self) -> Any:
        """The block that holds this one, for formulas that read other groups. Raises Unanswered at the top."""
        if self._above is None:
            raise Unanswered
        return self._above

    @classmethod
    def declared(cls, what: type[T]) -> dict[str, T]:
        """The questions, computed values, sections, constants or rules declared here, in order."""
        return _declared(cls, what)  # type: ignore[arg-type]  # mypy takes a class of any type for unhashable

    @classmethod
    def kinds(cls) -> dict[str, Any]:
        """The resolved type of each question and computed value, with its kind among the metadata."""
        return _hints(cls)

    @field_validator("*", mode="before")
    @classmethod
    def _fits(cls, value: Any, info: ValidationInfo) -> Any:
        """Read a single answer by its kind, so that Pydantic's own validation says the same as ours."""
        name = str(info.field_name)
        kind, many = kind_of(cls.kinds()[name])
        if kind is None or value is None:
            return value
        limits = question_of(cls.__declared__[name]).limits
        return [kind.read(item, limits) for item in value] if many else kind.read(value, limits)

    def __getattr__(self, name: str) -> Any:
        """A computed value that was not sent is worked out once; an answer that is not there raises `Unanswered`."""
        declared = type(self).__declared__.get(name)
        if isinstance(declared, Computed):
            value = declared.formula(self)
            self.__dict__[name] = value
            return value
        if isinstance(declared, Question):
            raise Unanswered(name)
        if isinstance(declared, Constant):
            return declared.text
        return super().__getattr__(name)  # type: ignore[misc]  # Pydantic hides it from type checkers

    @classmethod
    def of(cls, answers: dict[str, Any]) -> Self:
        """A block of answers that were read already, and of no others: what is not there stays out."""
        block = cls.__new__(cls)
        put = object.__setattr__  # as Pydantic's own constructors do
        put(block, "__dict__", answers)
        put(block, "__pydantic_fields_set__", set(answers))
        put(block, "__pydantic_extra__", None)
        put(block, "__pydantic_private__", {"_above": None})
        _adopt(block)
        return block

    def model_post_init(self, context: Any) -> None:
        """Leave room for computed values that were not sent."""
        super().model_post_init(context)
        for name in type(self).declared(Computed):
            if self.__dict__.get(name) is None:
                self.__dict__.pop(name, None)
        _adopt(self)


class Form(Block):
    """A document to be filled in.

    `title`: its Chinese name; `version`: of its questions' shape; `stage`: the chapter of a project's life
    (1–10, 0 for none); `subject`: the pointer of the answer that a file of it is named after; `summary`: the
    pointers of what a reviewer's table says of it, first the project, who applies and the total; `flows`: what
    comes from earlier documents (wenbiao.carry); `migrations`: {older version: what brings its data to the next},
    oldest first (wenbiao.versions).
    """

    title: ClassVar[str]
    version: ClassVar[str]
    stage: ClassVar[int]
    subject: ClassVar[str]
    summary: ClassVar[tuple[str, ...]]
    flows: ClassVar[tuple[Any, ...]] = ()
    migrations: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}

    def __init_subclass__(
        cls,
        *,
        version: str = "1.0",
        stage: int = 0,
        subject: str = "",
        summary: tuple[str, ...] = (),
        **settings: Any,
    ) -> None:
        cls.version, cls.stage, cls.subject, cls.summary = version, stage, subject, summary
        super().__init_subclass__(**settings)

    @classmethod
    def __pydantic_init_subclass__(cls, **_settings: Any) -> None:
        """The title is Pydantic's own class keyword: it stands in the configuration by now."""
        cls.title = cls.model_config.get("title") or cls.__name__


def _adopt(block: Block) -> None:
    """Tell the blocks inside whose they are."""
    for name in _groups(type(block)):
        value = block.__dict__.get(name)
        for inner in value if isinstance(value, list) else (value,):
            if isinstance(inner, Block):
                inner._above = block  # noqa: SLF001  # a block's own, which only blocks set


def question_of(declared: Question | Computed[Any]) -> Question:
    """The question behind a declaration, asked or computed."""
    return declared.question if isinstance(declared, Computed) else declared


def kind_of(hint: Any) -> tuple[Kind | None, bool]:
    """(kind, whether it is a list of answers) of a resolved type; (None, …) for blocks and tables."""
    hint = without_none(hint)
    found = next(
        (item for item in getattr(hint, "__metadata__", ()) if isinstance(item, Kind)),
        None,
    )
    if found is None and get_origin(hint) is list:
        return kind_of(get_args(hint)[0])[0], True
    return found, False


def without_none(hint: Any) -> Any:
    """`X | None` → X."""
    if get_origin(hint) in (Union, UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


@cache
def _hints(model: type[Block]) -> dict[str, Any]:
    """What Pydantic found out already; it keeps the metadata of a type that is not optional apart."""
    fields = model.model_fields.items()
    return {
        name: Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
        for name, info in fields
    }


@cache
def _groups(model: Any) -> tuple[str, ...]:
    """The names of the questions that hold blocks or rows."""
    return tuple(name for name, hint in _hints(model).items() if kind_of(hint)[0] is None)


@cache
def _declared(model: type[Block], what: Any) -> dict[str, Any]:
    return {name: value for name, value in model.__declared__.items() if isinstance(value, what)}
