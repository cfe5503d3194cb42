"""Policy: every number and closed list that a rule-maker may change, in one TOML file, never in code.

Each entry is a table with a value, a mark that says how sure it is, and its source:

    [budget.contingency_max_percent]
    value = "10"
    mark = "K"
    source = "通行做法，待与细则全文核对"

A project declares the entries it knows as Pydantic models of `Entry[...]`; a key that is unknown, missing or
of a wrong type is an error at start. WENBIAO_POLICY names another file at deployment.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wenbiao.errors import Finding, PolicyError

T = TypeVar("T")
P = TypeVar("P", bound=BaseModel)

SAYS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，可能写错了名称",
}


class Strict(BaseModel):
    """A table of the policy file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(Strict, Generic[T]):
    """One value of policy. `mark`: S, S#, F#, K or I, as the documentation explains them; `source` says why."""

    value: T
    mark: str = Field(pattern=r"^(S[0-9]*|F[0-9]+|K[0-9]*|I)$")
    source: str = Field(min_length=1)


def deployed() -> tuple[Path, ...]:
    """The policy file that WENBIAO_POLICY names, where it is set."""
    named = os.environ.get("WENBIAO_POLICY")
    return (Path(named),) if named else ()


def load(default: Path, model: type[P]) -> P:
    """The policy in force. Raises PolicyError with every fault at once."""
    file, *_ = (*deployed(), default)
    try:
        return model.model_validate(tomllib.loads(file.read_text("utf-8")), strict=False)
    except (OSError, UnicodeDecodeError):
        wrong = Finding(str(file), "", "", "读不到这个文件", "请核对 WENBIAO_POLICY 或文件权限")
    except tomllib.TOMLDecodeError as error:
        wrong = Finding(str(file), "", "", f"不是有效的 TOML（{error}）", "请按原文件的写法改正")
    except ValidationError as error:
        findings = tuple(_finding(file, fault["loc"], fault["type"]) for fault in error.errors())
        raise PolicyError(file=str(file), findings=findings) from None
    raise PolicyError(file=str(file), findings=(wrong,))


def _finding(file: Path, place: tuple[int | str, ...], kind: str) -> Finding:
    wrong = SAYS.get(kind, f"值的类型或写法不对（{kind}）")
    return Finding(
        file.name,
        ".".join(map(str, place)),
        "",
        wrong,
        "请对照 forms/policy.toml 的原文改正",
    )
