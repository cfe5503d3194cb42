"""Everything that people change by hand in a document is told: once, in its place, with its words, and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.tools.desk import Desk
from tests.tools.edits import EDITS, LONG, LONG_TEXT
from tests.tools.papers import made
from wenbiao.document.read import gate
from wenbiao.document.read.compare import changes
from wenbiao.document.read.manuscript import Manuscript, read


@pytest.fixture(scope="module", params=LONG)
def paper(request: pytest.FixtureRequest) -> tuple[dict[str, bytes], Manuscript]:
    """The document of a form, and what it says."""
    members = dict(gate.opened(made(request.param, {LONG[request.param]: LONG_TEXT})))
    return members, read(members)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_told_once_in_its_place(edit: str, paper: tuple[dict[str, bytes], Manuscript]) -> None:
    """What was edited is told, and nothing that was not."""
    members, expected = paper
    desk = Desk(members)
    told = EDITS[edit](desk)

    found = changes(expected, read(desk.saved()))
    assert Counter(told) == Counter((one.kind, one.path, one.place, one.before, one.after) for one in found)
