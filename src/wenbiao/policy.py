"""Policy: every number and closed list that a rule-maker may change, in one TOML file, never in code.

Each entry is a table with a name, a value, a mark that says how sure it is, and its source; entries stand in
groups, which have a name, too:

    [budget]
    title = "费用和资金"

    [budget.contingency_max_percent]
    title = "预备费占其他各项费用的最高比例（%）"
    value = "10"
    mark = "K"
    source = "通行做法，待与细则全文核对"

A project declares the entries it knows as Pydantic models, a `Group` of `Entry[...]`; a key that is unknown, missing or
of a wrong type is an error at start. WENBIAO_POLICY names another file at deployment.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from wenbiao.errors import Finding, PolicyError, not_toml
from wenbiao.marks import source_of

T = TypeVar("T")
P = TypeVar("P", bound=BaseModel)

FILE = "policy.toml"
SAYS = {  # by the beginning of Pydantic's type of an error
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，可能写错了名称",
    "unexpected_keyword": "没有这一项，可能写错了名称",
    "literal_error": "不在可选值中",
    "string_too_short": "不能为空",
    "string_pattern": "写法不对",
    "too_": "项数不对",
    "int_": "应当是整数",
    "float_": "应当是数值",
    "decimal_": "应当是数值，可以写成带引号的小数",
    "finite_number": "应当是有限的数值",
    "string_": "应当是带引号的文字",
    "bool_": "应当是 true（是）或 false（否）",
    "list_": "应当是列表，写在方括号里",
    "tuple_": "应当是列表，写在方括号里",
    "dict_": "应当是一张表，有名称和内容",
    "model_": "应当是一张表，有名称和内容",
    "dataclass_": "应当是一张表，有名称和内容",
}


Said = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """A table of the policy file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


@dataclass(frozen=True)
class Entry(Generic[T]):
    """One value of policy. `mark`: S, S#, F#, K or I, as the documentation explains them; `source` says why.

    `words` says to a reader what the codes in the value mean. A dataclass: Pydantic would make a model, a class
    with everything that belongs to it, for each type of value.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    title: Said
    value: T
    mark: Annotated[str, Field(pattern=r"^(S[0-9]*|F[0-9]+|K[0-9]*|I)$")]
    source: Said
    words: Mapping[str, str] = field(default_factory=dict)

    def marked(self, text: str) -> str:
        """What a form says with this value, and how sure it is: 一般不超过 10%（通行做法，待确认）."""
        return f"{text}（{source_of(self.mark)[0]}）"


class Group(Strict):
    """A table of entries."""

    title: Said


class AnyGroup(BaseModel):
    """A table of entries, whatever their names."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Entry[Any]] = Field(init=False)
    title: str = ""


class Groups(RootModel[dict[str, AnyGroup]]):
    """Any policy file: groups, whatever their names."""


@dataclass(frozen=True)
class Topic:
    """A group of the policy in force, as a reader sees it: its key, its title, its entries by their keys."""

    name: str
    title: str
    entries: dict[str, Entry[Any]]


def deployed() -> tuple[Path, ...]:
    """The policy file that WENBIAO_POLICY names, where it is set."""
    named = os.environ.get("WENBIAO_POLICY")
    return (Path(named),) if named else ()


def load(default: Path, model: type[P]) -> P:
    """The policy in force. Raises PolicyError with every fault at once."""
    file, *_ = (*deployed(), default)
    try:
        return model.model_validate(_tables(file.read_text("utf-8")), strict=False)
    except (OSError, UnicodeDecodeError):
        wrong = Finding(str(file), "", "", "读不到这个文件", "请核对 WENBIAO_POLICY 或文件权限")
    except tomllib.TOMLDecodeError as error:
        wrong = Finding(str(file), "", "", not_toml(error), "请按原文件的写法改正")
    except ValidationError as error:
        findings = tuple(_finding(file, fault["loc"], fault["type"]) for fault in error.errors())
        raise PolicyError(file=str(file), findings=findings) from None
    raise PolicyError(file=str(file), findings=(wrong,))


@lru_cache(maxsize=4)
def _tables(toml: str) -> dict[str, Any]:
    """The tables of a policy file, parsed once for those who read it with different types."""
    return tomllib.loads(toml)


def topics(default: Path) -> tuple[Topic, ...]:
    """Everything in the policy in force, in the file's order; nothing where there is no file. Raises PolicyError."""
    if not (deployed() or default.is_file()):
        return ()
    return tuple(_topic(name, group) for name, group in load(default, Groups).root.items())


def _topic(name: str, group: AnyGroup) -> Topic:
    entries = {f"{name}.{key}": entry for key, entry in group.__pydantic_extra__.items()}
    return Topic(name, group.title or name, entries)


def _finding(file: Path, place: tuple[int | str, ...], kind: str) -> Finding:
    wrong = next((said for begin, said in SAYS.items() if kind.startswith(begin)), "值的类型或写法不对")
    return Finding(
        file.name,
        ".".join(map(str, place)),
        "",
        wrong,
        "请对照 forms/policy.toml 的原文改正",
    )
