"""How much work a Word file is for the compiler, counted in calls and not by a clock."""

from __future__ import annotations

import sys

from tests.tools.garden import GARDEN
from tests.tools.markup import p, written
from wenbiao.document.template import inspect


def calls(docx: bytes) -> int:
    """How many functions are called to compile a Word file."""
    events: list[str] = []
    sys.setprofile(lambda _frame, event, _what: events.append(event))
    try:
        found = inspect(docx, "garden.docx", GARDEN)
    finally:
        sys.setprofile(None)
    assert found.template is not None
    return sum(event.endswith("call") for event in events)


def test_many_tags_in_one_paragraph() -> None:
    """Twice as many tags in one paragraph are about twice the work, not four times."""
    few, many = (written(p(*["{{ name }}、", "{% if age %}岁{% endif %}"] * number)) for number in (100, 200))
    inspect(many, "garden.docx", GARDEN)  # what is remembered between two files counts for neither

    assert calls(many) < 2.5 * calls(few)
