"""Data of older versions of a form come in by the same door as those of the present one."""

from __future__ import annotations

import json
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import text_of
from tests.tools.envelopes import retyped
from tests.tools.versions import grow, oldest
from wenbiao import press, returned, submission
from wenbiao.answers import check
from wenbiao.catalogue import Catalogue
from wenbiao.submission import Submission
from wenbiao.versions import upgraded


@pytest.fixture
def grown(tiny: Path) -> Path:
    """The small project with its form in version 1.2."""
    return grow(tiny)


@pytest.fixture
def entry(grown: Path) -> Any:
    return Catalogue.load(grown / "questions", grown / "documents")["tiny"]


def test_older_answers_are_brought_up_to_date(entry: Any, answers: Any) -> None:
    """All migrations from the stated version on are applied, in order, and the version is the form's own."""
    present = answers | {"schema_version": "1.2"}
    middle = answers | {"schema_version": "1.1", "year": "2024"}

    for older in (oldest(answers), middle):
        result = check(entry.form, older, today=submission.today())
        assert (present, True, ()) == (result.payload, result.renewed, result.problems)


def test_present_answers_stay_as_they_are(entry: Any, answers: Any) -> None:
    """Answers of the present version, and those that name no version, go through no migration."""
    for given in (
        answers | {"schema_version": "1.2"},
        answers,
        {},
        {"year": "x"},
        [],
        {"schema_version": []},
    ):
        assert check(entry.form, given, today=submission.today()).payload is given


@pytest.mark.parametrize("broken", [{}, {"garden": "茶"}, {"garden": "茶", "year": []}])
def test_what_no_migration_understands_is_a_problem(entry: Any, broken: Any) -> None:
    """A migration that cannot make sense of what was sent leaves it, and its version is what is wrong."""
    sent = broken | {"schema_version": "1.0"}
    result = check(entry.form, sent, today=submission.today())

    assert sent == result.payload
    assert "/schema_version" in {problem.path for problem in result.errors}


def test_what_was_given_is_not_changed(entry: Any, answers: Any) -> None:
    """A migration that changes what it is given changes a copy."""
    given = oldest(answers)
    before = deepcopy(given)
    upgraded(entry.form, given, "1.0")

    assert before == given


def test_the_functions_take_older_answers(grown: Path, call: Any, answers: Any) -> None:
    """Validate gives the answers in their present shape, to fill a page with; render makes the document, and a draft."""
    verdict = call("validate", oldest(answers)).json
    document = call("render", oldest(answers))
    draft = call("render", oldest(answers), query="?draft=1")

    assert grown.is_dir()
    assert (answers | {"schema_version": "1.2"}, True) == (verdict["answers"], verdict["complete"])
    assert "answers" not in call("validate", answers).json
    assert (200, True) == (document.status_code, "皖美茶园" in text_of(document.data))
    assert (200, True) == (draft.status_code, "皖美茶园" in text_of(draft.data))


def test_documents_of_an_older_version_are_read(tiny: Path, answers: Any) -> None:
    """A document of version 1.1 gives its answers in their present shape, with a warning; changes in it are told."""
    old = tiny / "questions/tiny.py"
    old.write_text(old.read_text("utf-8").replace('version="1.0"', 'version="1.1"'), "utf-8")
    entry = Catalogue.load(tiny / "questions", tiny / "documents")["tiny"]
    document = press.rendered(entry, check(entry.form, answers, today=submission.today()))
    shutil.copytree(tiny, tiny.parent / "later")
    later = grow(tiny.parent / "later")
    catalogue = Catalogue.load(later / "questions", later / "documents")

    found, changed = (
        returned.read(catalogue, file, submission.today())
        for file in (document, retyped(document, "/name", "黄山茶园"))
    )
    assert ("1.1", "answers", ()) == (found.version, found.origin, found.changes)
    assert [("version", "warning"), ("template", "warning")] == [
        (problem.code, problem.severity) for problem in found.noticed
    ]
    assert [("/name", "黄山茶园")] == [(change.path, change.after) for change in changed.changes]


def test_earlier_documents_may_be_older(grown: Path, answers: Any) -> None:
    """A document of an older version counts as an earlier document."""
    catalogue = Catalogue.load(grown / "questions", grown / "documents")
    sent = Submission(
        answers | {"name": "黄山茶园", "schema_version": "1.2"}, [json.loads(json.dumps(oldest(answers)))]
    )
    result = submission.check(catalogue, catalogue["tiny"], sent, submission.today())

    assert ["R-SAME-1"] == [problem.code for problem in result.errors]
