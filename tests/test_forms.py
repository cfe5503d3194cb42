"""Contracts that every form with a sample keeps, whatever it asks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.test_documents import CATALOGUE, FORMS
from tests.tools.rules import checked
from tests.tools.samples import GONE, sample, without_nothing
from wenbiao.names import flatten

STRANGE: tuple[Any, ...] = ("x", 3, [], {}, True)


def single_answers(form: str) -> list[str]:
    """The pointers of the sample's answers, without the items of lists."""
    answers = flatten(without_nothing(sample(form)))
    return [path for path in answers if not path.rpartition("/")[2].isdigit()]


@pytest.mark.parametrize("form", FORMS)
def test_missing_answers_break_no_sum(form: str) -> None:
    """A required answer that is deleted is missed, and no sum or cross-check is falsely reported."""
    entry = CATALOGUE[form]
    for path in single_answers(form):
        if entry.fields.at(path).required:
            codes = {problem.code for problem in checked(entry.form, {path: GONE}).problems}
            assert codes <= {"missing"}, path


@pytest.mark.parametrize("form", FORMS)
def test_wrong_types_are_problems_never_errors(form: str) -> None:
    """Whatever stands in the place of an answer, the form says what is wrong and nothing breaks."""
    entry = CATALOGUE[form]
    for number, path in enumerate(single_answers(form)):
        strange = STRANGE[number % len(STRANGE)]
        problems = checked(entry.form, {path: strange}).problems
        assert all(problem.message for problem in problems), path
