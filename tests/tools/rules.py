"""Trying the rules of a form on changed copies of its sample."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.tools.samples import changed, sample
from wenbiao.answers import Result, check
from wenbiao.fields import fields_of
from wenbiao.form import Form
from wenbiao.questions import Rule

TODAY = date(2026, 11, 23)


def checked(form: type[Form], changes: dict[str, Any], *, earlier: list[Form] | None = None) -> Result:
    """The sample with these changes, read and checked."""
    name = form.__module__.rpartition(".")[2]
    return check(form, changed(sample(name), changes), today=TODAY, earlier=earlier)


def codes(result: Result) -> list[str]:
    """“R-BUD-1 E”, each once, sorted."""
    return sorted({f"{problem.code} {problem.severity[0].upper()}" for problem in result.problems})


def declared(form: type[Form]) -> set[str]:
    """The codes of every rule and computed value of a form, its blocks included; without what names no rule."""
    models = [form, *(field.model for field in fields_of(form).walk() if field.model)]
    rules = {rule.code for model in models for rule in model.declared(Rule).values()}
    formulas = {field.computed.code for field in fields_of(form).walk() if field.computed}
    return {code for code in rules | formulas if code.startswith("R-")}
