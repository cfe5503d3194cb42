"""The reviewer's table of many documents: an .xlsx with real numbers, of whatever was sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_documents import CATALOGUE, FORMS
from tests.tools.samples import sample
from wenbiao import summary
from wenbiao.catalogue import Catalogue
from wenbiao.errors import FormError


@pytest.mark.parametrize("name", FORMS)
def test_every_form_says_project_applicant_and_a_total(name: str) -> None:
    """The first three facts of each form are its project's name, its applicant's, and an amount in 万元."""
    data = sample(name)

    project, applicant, total = summary.facts(CATALOGUE[name], data)[:3]

    assert data["project"]["name"] == project["value"]
    assert data["applicant"]["name"] == applicant["value"]
    assert "（万元）" in total["label"]
    assert float(total["value"]) > 400


def test_facts_that_are_not_answered_are_empty() -> None:
    """Data without answers give every fact, with an empty value."""
    told = summary.facts(CATALOGUE["declaration"], {"project": None})

    assert {""} == {fact["value"] for fact in told}
    assert 7 == len(told)


def test_a_summary_of_a_question_that_is_not_asked_is_refused(tiny: Path) -> None:
    """A form whose summary names a pointer that it does not have is an error for its maintainer."""
    form = tiny / "questions/tiny.py"
    form.write_text(form.read_text("utf-8").replace('subject="/name"', 'summary=("/nam",)'), "utf-8")

    with pytest.raises(FormError, match="summary 写了 /nam，表单里没有这一题"):
        Catalogue.load(tiny / "questions", tiny / "documents").entry("tiny")
