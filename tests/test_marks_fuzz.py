"""Any template at all is refused, or prints what it says in a sound document: random ones, whole and broken."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from docx.oxml.ns import qn
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.tools import marks
from tests.tools.garden import ANSWERS, GARDEN
from tests.tools.markup import PAGE, p, tc, written
from tests.tools.ooxml import own_problems_of
from wenbiao.document.render import render
from wenbiao.document.template import inspect

NOTHING: dict[str, Any] = {}
OTHER = ANSWERS | {
    "secret": True,
    "level": "city",
    "works": [],
    "lines": ANSWERS["lines"] * 3,
    "remark": "甲\n\n乙",
}
DEEPEST = 4
# What may stand in the rows of which loop: the texts, and what a block may open with. "" is outside of loops.
TEXTS = {
    "": ["文", "", "{{ name }}", "{{ remark|slash }}甲", "{% if secret %}密{% else %}{{ age }}{% endif %}",
         "{% for w in works %}{{ loop.index }}{{ w }}{% endfor %}"],
    "l": ["{{ l.item }}", "{{ l.seq|blank }}{% if loop.last %}末{% endif %}", "{% for t in l.tools %}{{ t.title }}{% endfor %}"],
    "t": ["{{ t.title }}{{ l.item }}", "{{ loop.index }}"],
    "para": ["{{ para }}", "{{ loop.index }}"],
}  # fmt: skip
OPENS = {
    "": ["if secret", "if name and level == 'city'", "for l in lines", "for para in remark|paragraphs"],
    "l": ["if loop.first", "if l.tools", "for t in l.tools"],
    "t": ["if not loop.last"],
    "para": ["if loop.first"],
}
WHOLE = st.sampled_from([True] * 40 + [False])
MERGES = ["", "", "", "", '<w:vMerge w:val="restart"/>', "<w:vMerge/>"]
COLUMNS = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'


@st.composite
def blocks(draw: DrawFn, scope: str, depth: int) -> str:
    """Paragraphs and tables, some between tags."""
    kinds = ["text", "text", "break", *(["tags", "tags", "table"] if depth < DEEPEST else [])]
    return "".join(
        draw(block(kind, scope, depth)) for kind in draw(st.lists(st.sampled_from(kinds), max_size=3))
    )


@st.composite
def block(draw: DrawFn, kind: str, scope: str, depth: int) -> str:
    if kind == "tags":
        return draw(between("p", scope, p, lambda within: blocks(within, depth + 1)))
    if kind == "table":
        head = draw(st.sampled_from(["", _row(tc("头") + tc("头"))]))
        rows = "".join(draw(st.lists(row(scope, depth + 1), min_size=1, max_size=2)))
        return f"<w:tbl><w:tblPr/>{COLUMNS}{head}{rows}</w:tbl>"
    return p(PAGE) if kind == "break" else p(draw(text(scope)))


def text(scope: str) -> st.SearchStrategy[str]:
    return st.sampled_from(TEXTS[""][:-1] + TEXTS[scope])


@st.composite
def between(
    draw: DrawFn,
    level: str,
    scope: str,
    holder: Callable[[str], str],
    inner: Callable[[str], st.SearchStrategy[str]],
) -> str:
    """Something between an opening and a closing tag, with or without an else. Now and then a tag is lost."""
    said = draw(st.sampled_from(OPENS[""][:2] + OPENS[scope]))
    within = said.split()[1] if said.startswith("for") else scope
    made = holder(f"{{%{level} {said} %}}") + draw(inner(within))
    if draw(st.booleans()):
        made += holder(f"{{%{level} else %}}") + draw(inner(scope))
    return made + (holder(f"{{%{level} end{said.split()[0]} %}}") if draw(WHOLE) else "")


@st.composite
def row(draw: DrawFn, scope: str, depth: int) -> str:
    if depth < DEEPEST and draw(st.booleans()):
        return draw(
            between("tr", scope, lambda tag: _row(tc(tag) + tc("")), lambda within: row(within, depth + 1))
        )
    left = tc(draw(blocks(scope, depth + 1)), p(draw(text(scope))), properties=draw(st.sampled_from(MERGES)))
    merged = ["{{ l.item|merged }}"] if scope == "l" else []
    return _row(left + tc(draw(st.sampled_from([*merged, *TEXTS[scope]]))))


def _row(cells: str) -> str:
    return f"<w:tr>{cells}</w:tr>"


@settings(deadline=None, max_examples=100)
@given(blocks("", 0))
def test_right_or_refused(body: str) -> None:
    """Where a template has no finding, each paragraph, row and cell of its document says what the template says."""
    source = written(body)
    assume(not unsound(source))
    template = inspect(source, "x", GARDEN).template
    for data in (ANSWERS, OTHER, NOTHING) if template else ():
        made = render(template, GARDEN, data)

        assert marks.expected(source, GARDEN, data) == marks.printed(made)
        assert [] == own_problems_of(made)
        assert [] == unsound(made)


def unsound(document: bytes) -> list[str]:
    """Cells that end without a paragraph, tables without rows, and two tables in one."""
    body = docx.Document(io.BytesIO(document)).element.body
    cells = [cell for cell in body.iter(qn("w:tc")) if cell[-1].tag != qn("w:p")]
    tables = [table for table in body.iter(qn("w:tbl")) if not table.tr_lst]
    joined = [table for table in body.iter(qn("w:tbl")) if getattr(table.getnext(), "tag", "") == qn("w:tbl")]
    return [one.tag for one in (*cells, *tables, *joined)]
