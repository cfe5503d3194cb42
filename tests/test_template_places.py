"""Where findings are said to stand: in content controls and text boxes, as a person counts on the page."""

from __future__ import annotations

import pytest

from tests.tools.garden import GARDEN
from tests.tools.markup import box, control, p, table, tc, tr, written
from wenbiao.document.template import inspect

NOPE = "{{ nope }}"


def places(*contents: str) -> list[str]:
    return [one.place for one in inspect(written(*contents, ""), "garden.docx", GARDEN).findings]


CONTROLLED = [  # a table with rows or cells in content controls, and the place of its {{ nope }}
    (table(["一"], ["二"], ["三"], control(tr(NOPE))), "第 4 行，第 1 格"),
    (table(f"<w:customXml>{tr(NOPE)}</w:customXml>", ["一"]), "第 1 行，第 1 格"),
    (table(["一", "二", control(tc(NOPE))]), "第 1 行，第 3 格（“一二”附近）"),
    (table([tc(table(["甲"], ["乙"]), p())], [NOPE]), "第 2 行，第 1 格"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "place"), CONTROLLED)
def test_rows_and_cells_in_content_controls(content: str, place: str) -> None:
    """They count like any other; those of a table inside a cell do not."""
    assert f"正文，表 1，{place}" == places(content)[0]


def boxed(*contents: str, number: int = 1) -> str:
    """A paragraph with a text box around this markup, which stands in it twice."""
    return p(box("", number=number).replace(p(""), "".join(contents) + p()))


BOXES = [  # contents, and the places of their {{ nope }}
    ((table(["一"]), boxed(table([NOPE]))), ["表 2，第 1 行，第 1 格，文本框"]),
    ((table(["一"]), boxed(table(["二"])), table([NOPE])), ["表 3，第 1 行，第 1 格"]),
    ((boxed(table(["一"]), p(), boxed(table(["二"]), number=2), table([NOPE])), table([NOPE])),
     ["表 3，第 1 行，第 1 格，文本框", "表 4，第 1 行，第 1 格"]),
    ((table([boxed(table(["一"], [NOPE]))], [NOPE]),), ["表 1，第 1 行，第 1 格，格内的表，第 2 行，第 1 格，文本框", "表 1，第 2 行，第 1 格"]),
    ((boxed(p(NOPE)),), ["第 1 段，文本框"]),
]  # fmt: skip


@pytest.mark.parametrize(("contents", "found"), BOXES)
def test_tables_in_text_boxes(contents: tuple[str, ...], found: list[str]) -> None:
    """Word writes a text box twice; a person sees one, with the number of one."""
    assert [f"正文，{place}" for place in found] == places(*contents)
