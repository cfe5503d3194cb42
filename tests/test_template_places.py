"""Where findings are said to stand: in content controls and text boxes, as a person counts on the page."""

from __future__ import annotations

import pytest

from tests.tools.garden import GARDEN
from tests.tools.markup import control, p, table, tc, written
from wenbiao.document.template import inspect

NOPE = "{{ nope }}"
MORE = f"<w:tr>{tc(NOPE)}</w:tr>"


def places(*contents: str) -> list[str]:
    return [one.place for one in inspect(written(*contents, ""), "garden.docx", GARDEN).findings]


CONTROLLED = [  # a table with rows or cells in content controls, and the place of its {{ nope }}
    (table(["一"], ["二"], ["三"]).replace("</w:tbl>", control(MORE) + "</w:tbl>"), "第 4 行，第 1 格"),
    (table(["一"], [NOPE]).replace("<w:tr>", f"<w:customXml>{MORE}</w:customXml><w:tr>", 1), "第 1 行，第 1 格"),
    (table(["一", "二"]).replace("</w:tr>", control(tc(NOPE)) + "</w:tr>"), "第 1 行，第 3 格（“一二”附近）"),
    (table([tc(table(["甲"], ["乙"]), p())], [NOPE]), "第 2 行，第 1 格"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "place"), CONTROLLED)
def test_rows_and_cells_in_content_controls(content: str, place: str) -> None:
    """They count like any other; those of a table inside a cell do not."""
    assert f"正文，表 1，{place}" == places(content)[0]
