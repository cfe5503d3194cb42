"""Cells that merge with the cell above while their words are the same: {{ line.item|merged }}."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.garden import ANSWERS, GARDEN, Content, saved, word
from tests.tools.ooxml import own_problems_of, problems_of
from wenbiao.document.render import render
from wenbiao.document.template import Template, compile, inspect

FOR, END = "{%tr for line in lines %}", "{%tr endfor %}"
TWO = [
    ["头", "", ""],
    [FOR, "", ""],
    ["{{ line.item|merged }}", "{{ line.quantity|merged }}", "{{ line.seq }}"],
    [END, "", ""],
]
SHEET = compile(word(TWO), "garden.docx", GARDEN)
UP = "↑"  # a cell that continues the one above

Pair = tuple[str | None, str | None]


def cells(document: bytes, table: int = 0) -> list[list[str]]:
    """The rows of a table: the words of each cell, and UP for one that continues the cell above."""
    rows = docx.Document(io.BytesIO(document)).tables[table]._tbl.tr_lst
    return [[_said(cell) for cell in row.tc_lst] for row in rows]


def _said(cell: Any) -> str:
    text = "".join(node.text or "" for node in cell.iter(qn("w:t")))
    return f"{UP}{text}" if cell.vMerge == "continue" else text


def data(*pairs: Pair) -> dict[str, Any]:
    """Answers with a line for each (item, quantity)."""
    lines = [{"item": item, "quantity": quantity, "seq": n} for n, (item, quantity) in enumerate(pairs, 1)]
    return {"lines": lines}


def merged(*pairs: Pair) -> list[list[str]]:
    """The two merged columns of the lines."""
    return [row[:2] for row in cells(render(SHEET, GARDEN, data(*pairs)))[1:]]


def test_equal_neighbours_are_one_cell() -> None:
    """Equal words in rows that follow each other stand once; the same words further down stand again."""
    assert [["茶", "1"], [UP, "2"], ["树", "3"], ["茶", "4"]] == merged(
        ("茶", "1"), ("茶", "2"), ("树", "3"), ("茶", "4")
    )


def test_a_column_begins_anew_with_the_one_to_its_left() -> None:
    """A cell does not reach over two cells of the merged column to its left, even where its words are equal."""
    assert [["茶", "1"], [UP, UP], ["树", "1"], [UP, UP], [UP, "2"]] == merged(
        ("茶", "1"), ("茶", "1"), ("树", "1"), ("树", "1"), ("树", "2")
    )


def test_no_answer_merges_as_its_word() -> None:
    """Cells without an answer print 无 and merge like any other."""
    assert [["无", "无"], [UP, UP], ["茶", "无"]] == merged((None, None), (None, None), ("茶", None))


def test_words_decide() -> None:
    """Values are equal where their words are: 6.5 and 6.50 are one amount."""
    sheet = [["头"], [FOR], ["{{ line.amount_wan|merged }}"], [END]]
    lines = [{"amount_wan": amount} for amount in ("6.5", "6.50", "6.51")]
    made = render(compile(word(sheet), "x", GARDEN), GARDEN, {"lines": lines})

    assert [["头"], ["6.50"], [UP], ["6.51"]] == cells(made)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from([None, "甲", "甲 ", "乙\n"]), st.sampled_from(["1", "2"])), min_size=1)
)
def test_every_word_can_be_read_back(pairs: list[Pair]) -> None:
    """Filling each continued cell from the cell above gives every row's words again: nothing is lost."""
    filled: list[list[str]] = []
    for row in merged(*pairs):
        assert all(said == UP for said in row if said.startswith(UP))
        filled.append([filled[-1][n] if said == UP else said for n, said in enumerate(row)])

    assert [[(item or "无").replace("\n", ""), count] for item, count in pairs] == filled


def test_the_document_is_valid() -> None:
    """The validators accept cells with a width, a span and borders, and one without any properties."""

    def dress(body: Any) -> None:
        first, second = body.find(qn("w:tbl")).tr_lst[2].tc_lst[:2]
        borders = f"<w:tcBorders {nsdecls('w')}><w:top w:val='nil'/></w:tcBorders>"
        first.tcPr.append(parse_xml(f"<w:gridSpan {nsdecls('w')} w:val='1'/>"))
        first.tcPr.append(parse_xml(borders))
        first.tcPr.append(parse_xml(f"<w:vAlign {nsdecls('w')} w:val='center'/>"))
        second.remove(second.tcPr)

    made = render(
        compile(edited(TWO, dress), "x", GARDEN), GARDEN, data(("茶", "1"), ("茶", "1"), ("树", "1"))
    )
    first = docx.Document(io.BytesIO(made)).tables[0]._tbl.tr_lst[2].tc_lst[0]

    assert ["tcW", "gridSpan", "vMerge", "tcBorders", "vAlign"] == [
        child.tag.rpartition("}")[2] for child in first.tcPr
    ]
    assert [] == problems_of(made)


def edited(sheet: list[list[str]], change: Callable[[Any], None]) -> bytes:
    """A Word file with one table, its body changed."""
    document = docx.Document(io.BytesIO(word(sheet)))
    change(document.element.body)
    return saved(document)


def test_rows_within_rows() -> None:
    """In an inner loop a column of the inner rows merges, and so does one of the outer row; each outer row begins anew."""
    sheet = [["头", ""], [FOR, ""], ["{%tr for tool in line.tools %}", ""],
             ["{{ line.item|merged }}", "{{ tool.title|merged }}"], [END, ""], [END, ""]]  # fmt: skip
    lines = [{"item": "茶", "tools": [{"title": "锄"}] * 2}, {"item": "茶", "tools": [{"title": "锄"}]}]
    made = render(compile(word(sheet), "x", GARDEN), GARDEN, {"lines": lines})

    assert [["头", ""], ["茶", "锄"], [UP, UP], ["茶", "锄"]] == cells(made)


def test_two_tables_do_not_mix() -> None:
    """The first row of a table never continues the last row of another, nor its heading."""
    answers = data(("头", "1"))
    made = render(compile(word(TWO, "间", TWO), "x", GARDEN), GARDEN, answers)

    assert [["头", "", ""], ["头", "1", "1"]] == cells(made, 0) == cells(made, 1)


def test_items_of_a_list() -> None:
    """The items of a list of answers merge too, and a row of else stays as it is."""
    sheet = [["{%tr for d in divisions %}"], ["{{ d|merged }}"], ["{%tr else %}"], ["没有"], [END]]
    template = compile(word(sheet), "x", GARDEN)
    made = render(template, GARDEN, {"divisions": ["340100", "340100", "340200"]})

    assert [["合肥市"], [UP], ["芜湖市"]] == cells(made)
    assert [["没有"]] == cells(render(template, GARDEN, {}))


def test_it_is_plain_data() -> None:
    """Written and read again, the template makes the same document."""
    again = Template.from_bytes(SHEET.to_bytes())
    answers = data(("茶", "1"), ("茶", "1"))

    assert SHEET.programs == again.programs
    assert render(SHEET, GARDEN, answers) == render(again, GARDEN, answers)


def test_threads_do_not_mix_rows() -> None:
    """A template shared by eight threads merges for each by its own rows."""

    def one(number: int) -> bool:
        rows = [(f"{number}号", "1")] * (1 + number % 7)
        return merged(*rows) == [[f"{number}号", "1"]] + [[UP, UP]] * (number % 7)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(400)))


def test_it_counts_as_printed() -> None:
    """An answer in a merged cell is one that the template prints."""
    found = inspect(word(TWO), "x", GARDEN)

    assert () == found.findings
    assert {"/lines/*/item", "/lines/*/quantity"} <= found.printed


ITEM = "{{ line.item|merged }}"
REFUSED: list[tuple[Content, str]] = [
    (ITEM.replace("line.item", "name"), "逐行打印的表格行"),
    ([["头"], ["{{ name|merged }}"]], "逐行打印的表格行"),
    ([["{%p for line in lines %}\n" + ITEM + "\n{%p endfor %}\n末"]], "逐行打印的表格行"),
    ([["头"], [FOR], ["{{ line.item }}"], ["{%tr else %}"], ["{{ name|merged }}"], [END]], "逐行打印的表格行"),
    ([["头"], ["{%tr if secret %}"], ["{{ name|merged }}"], ["{%tr endif %}"]], "逐行打印的表格行"),
    ([["头"], [FOR], ["{%tr if line.item %}"], [ITEM], ["{%tr endif %}"], [END]], "还套着条件或循环"),
    ([["头"], [FOR], ["{% if line.seq %}" + ITEM + "{% endif %}"], [END]], "还套着条件或循环"),
    ([["头"], [FOR], [ITEM], ["又一行"], [END]], "不止一行"),
    ([["头"], [FOR], ["又一行"], [ITEM], [END]], "不止一行"),
    ([["头"], [FOR], [ITEM], ["{%tr if line.seq %}"], ["又"], ["{%tr endif %}"], [END]], "不止一行"),
    ([["头"], [FOR], [f"名称：{ITEM}"], [END]], "还有别的内容"),
    ([["头"], [FOR], [f"{ITEM}\n"], [END]], "还有别的内容"),
    ([["头"], [FOR], [f"{ITEM}{{{{ line.seq }}}}"], [END]], "还有别的内容"),
    ([["头"], ["{%tr for line in lines|merged %}"], ["茶"], [END]], "循环里不能用 |merged"),
    ([["头"], [FOR], ["{{ loop.index|merged }}"], [END]], "loop.index 后面不能用 |merged"),
    ([["头"], [FOR], ["{{ promise|merged }}"], [END]], "promise 后面不能用 |merged"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "wrong"), REFUSED)
def test_where_cells_cannot_merge(content: Content, wrong: str) -> None:
    """Where two cells do not always stand one below the other, or words would be lost, is one finding."""
    found = inspect(word(content), "garden.docx", GARDEN).findings

    assert [True] == [wrong in finding.wrong and "merged" in finding.tag for finding in found], found


INSIDE = [
    ("<w:r><w:br w:type='page'/></w:r>", "还有别的内容"),
    ("<w:r><w:tab/></w:r>", "还有别的内容"),
    ("<w:hyperlink w:anchor='a'><w:r><w:t/></w:r></w:hyperlink>", "还有别的内容"),
    ("<w:bookmarkStart w:id='1' w:name='a'/>", ""),
    ("<w:proofErr w:type='spellStart'/>", ""),
]


@pytest.mark.parametrize(("xml", "wrong"), INSIDE)
def test_what_may_stand_beside_the_tag(xml: str, wrong: str) -> None:
    """Whatever prints anything may not; what Word writes on its own accord may."""
    extra = parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>")[0]
    found = inspect(edited(TWO, lambda body: _third_row(body).p_lst[0].append(extra)), "x", GARDEN).findings

    assert [True] * bool(wrong) == [wrong in finding.wrong for finding in found]


def _third_row(body: Any) -> Any:
    return body.find(qn("w:tbl")).tr_lst[2].tc_lst[0]


def test_a_cell_that_is_merged_already() -> None:
    """A cell that Word merges with others would take part in two merges."""

    def merge(body: Any) -> None:
        _third_row(body).vMerge = "continue"

    found = inspect(edited(TWO, merge), "x", GARDEN).findings

    assert ["请先在 Word 里拆分这一格"] == [finding.remedy for finding in found]


def test_a_table_within_a_cell() -> None:
    """A table inside the cell of a row that is repeated does not repeat its own rows."""
    document = docx.Document(io.BytesIO(word([["头"], [FOR], [""], [END]])))
    document.tables[0].cell(2, 0).add_table(1, 1).cell(0, 0).text = ITEM
    document.tables[0].cell(2, 0).add_paragraph()
    found = inspect(saved(document), "x", GARDEN).findings

    assert [True] == ["逐行打印的表格行" in finding.wrong for finding in found]


def test_the_garden_prints_as_before() -> None:
    """With the garden's own answers no row equals the one before, and the document is sound."""
    made = render(SHEET, GARDEN, ANSWERS)

    assert [] == own_problems_of(made)
    assert [["头", "", ""], ["苗木", "3", "1"], ["肥料", "1", "2"]] == cells(made)
