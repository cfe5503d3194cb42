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

A project declares the entries it knows as classes, a `Group` of `Entry[...]`; a key that is unknown, missing or of a
wrong type is an error at start. WENBIAO_POLICY names another file at deployment.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeVar

from wenbiao.errors import Finding, PolicyError, not_toml
from wenbiao.marks import source_of
from wenbiao.tables import Mark, Reading, Said, Strict

T = TypeVar("T")
P = TypeVar("P", bound=Strict)

FILE = "policy.toml"


class Entry(Strict, Generic[T]):
    """One value of policy. `mark`: S, S#, F#, K or I, as the documentation explains them; `source` says why.

    `words` says to a reader what the codes in the value mean.
    """

    title: Said
    value: T
    mark: Mark
    source: Said
    words: Mapping[str, str] = MappingProxyType({})

    def marked(self, text: str) -> str:
        """What a form says with this value, and how sure it is: 一般不超过 10%（通行做法，待确认）."""
        return f"{text}（{source_of(self.mark)[0]}）"


class Group(Strict):
    """A table of entries."""

    title: Said


class Topic(NamedTuple):
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
    file, tables = _in_force(default)
    reading = Reading()
    policy: P = reading.read(model, tables)
    _refuse(file, reading)
    return policy


def topics(default: Path) -> tuple[Topic, ...]:
    """Everything in the policy in force, in the file's order; nothing where there is no file. Raises PolicyError."""
    if not (deployed() or default.is_file()):
        return ()
    file, tables = _in_force(default)
    reading = Reading()
    groups = reading.read(dict[str, dict[str, Any]], tables)
    found = tuple(_topic(reading, name, group) for name, group in groups.items() if group)
    _refuse(file, reading)
    return found


def _topic(reading: Reading, name: str, group: Mapping[str, Any]) -> Topic:
    title = reading.read(str, group.get("title", ""), f"{name}.title")
    named = {f"{name}.{key}": entry for key, entry in group.items() if key != "title"}
    return Topic(
        name, title or name, {key: reading.read(Entry[Any], entry, key) for key, entry in named.items()}
    )


def _in_force(default: Path) -> tuple[Path, dict[str, Any]]:
    """The file of the policy in force, and its tables."""
    file, *_ = (*deployed(), default)
    try:
        return file, _tables(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        wrong = Finding(str(file), "", "", "读不到这个文件", "请核对 WENBIAO_POLICY 或文件权限")
    except tomllib.TOMLDecodeError as error:
        wrong = Finding(str(file), "", "", not_toml(error), "请按原文件的写法改正")
    raise PolicyError(file=str(file), findings=(wrong,))


@lru_cache(maxsize=4)
def _tables(toml: str) -> dict[str, Any]:
    """The tables of a policy file, parsed once for those who read it with different types."""
    return tomllib.loads(toml)


def _refuse(file: Path, reading: Reading) -> None:
    remedy = "请对照 forms/policy.toml 的原文改正"
    findings = tuple(Finding(file.name, place, "", wrong, remedy) for place, wrong in reading.faults)
    if findings:
        raise PolicyError(file=str(file), findings=findings)
