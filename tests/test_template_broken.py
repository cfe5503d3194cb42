"""Word files with broken tags: each fault is a finding, none hides another, and nothing ever escapes as an exception."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.garden import GARDEN, Content, word
from tests.tools.markup import control, p, r, table, tc, written
from wenbiao.document.template import inspect


@pytest.mark.parametrize(
    ("contents", "faults"),
    [
        (("{% for l in lines %}{% else %}{% else %}{{ nmae }}{% endfor %}",), ["永远不会打印", "没有 nmae"]),
        (("{%p vm %}", [["{%p if name %}\n甲\n{%p endif %}"]]), ["没有“vm”", "末尾可能没有段落"]),
        (("{% p if name %}", "{{ nmae }}", "{%p endif %}"), ["不能有空格", "没有 nmae"]),
        (("{%p if name > 1 %}", [["甲\n{%p endif %}\n{{ nmae }}"]]), ["只能用 ==", "没有 nmae"]),
        (("{%p if name > 1 %}", "甲", "{%p endif %}", [["{%p if name %}\n{%p endif %}"]]), ["只能用 ==", "末尾可能没有段落"]),
    ],
)  # fmt: skip
def test_a_malformed_tag_hides_no_other_finding(contents: tuple[Content, ...], faults: list[str]) -> None:
    """Beside a tag that nobody can read, or whose block is unclear, all else is still checked."""
    found = inspect(word(*contents), "garden.docx", GARDEN).findings

    assert len(faults) == len(found), found
    assert all(fault in one.wrong for fault, one in zip(faults, found, strict=True)), found


@pytest.mark.parametrize(
    ("verbs", "tag", "faults"),
    [
        (["{%p for l in lines %}", "{%p if l.item %}", "茶", "{%p endfor %}"], "{%p endfor %}", ["对不上"]),
        (["{%p if name %}", "{%p for l in lines %}", "茶", "{%p endif %}", "{%p if age %}", "{%p endif %}"], "{%p endif %}", ["对不上"]),
        (["{%p for l in lines %}", "{%p if l.item %}", "茶", "{%p endfor %}", "{%p endfor %}"], "{%p endfor %}", ["对不上"]),
        (["{%p if name %}", "{%p if age %}", "茶", "{%p endfor %}"], "{%p endfor %}", ["对不上", "没有结束"]),
    ],
)  # fmt: skip
def test_an_end_that_is_missing_or_mistaken(verbs: list[str], tag: str, faults: list[str]) -> None:
    """One end that is missing, or written for another, is one finding: the block around it is closed all the same."""
    found = inspect(word(*verbs, ""), "garden.docx", GARDEN).findings

    assert tag == found[0].tag
    assert len(faults) == len(found), found
    assert all(fault in one.wrong for fault, one in zip(faults, found, strict=True)), found


def linked(inner: str) -> str:
    return f'<w:hyperlink w:anchor="x">{inner}</w:hyperlink>'


def boxed(*paragraphs: str) -> str:
    inner = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return f"<w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>"


def test_text_like_a_numbered_tag() -> None:
    """A number in braces in a paragraph that cannot be read is not taken for one of the compiler's own numbers."""
    for contents in (("{{ 9 }} {{ x",), ("{%p if name %}", "{% 0 %} {", "{%p endif %}")):
        found = inspect(word(*contents), "garden.docx", GARDEN).findings
        assert ["有没写完的标签或多出来的花括号"] == [one.wrong for one in found]


def test_a_tag_outside_of_a_run() -> None:
    """A text where Word would not put it is refused, as docxtpl's patching and the program count on runs."""
    for markup in ("<w:p><w:t>{{ name }}</w:t></w:p>", r("{{ name }}"), r("{% 0 %}")):
        found = inspect(written("茶", markup), "garden.docx", GARDEN).findings
        assert ["标签不在段落的普通文字里"] == [one.wrong for one in found]


@pytest.mark.parametrize("span", ["abc", "", "-1", "1.5", "9" * 5000, "²"])
def test_a_span_that_is_no_number(span: str) -> None:
    """Where a cell does not say over how many columns it goes, it goes over one, as in Word."""
    odd = tc("甲", properties=f'<w:gridSpan w:val="{span}"/>')
    row = ["{%tc if name %}", odd, "{%tc else %}", "乙", "{%tc endif %}"]

    assert () == inspect(written(table(row, ["丙"]), ""), "garden.docx", GARDEN).findings


def test_a_row_of_no_table() -> None:
    """A row or a cell that stands in no table takes nothing away with its tag."""
    for tag, inside in (("{%tr if name %}", "<w:tr>{}</w:tr>"), ("{%tc if name %}", "{}")):
        found = inspect(written(inside.format(tc(tag)), ""), "garden.docx", GARDEN).findings
        assert f"{tag[:4]} %}} 只能写在表格里" == found[0].wrong


@pytest.mark.parametrize("head", [[], [["头", "", "", ""]]])
def test_cells_in_a_row_that_goes_with_a_tag(head: list[list[str]]) -> None:
    """Where a row with tags for cells goes with a tag itself, there are no columns to count."""
    rows = [["{%tr if name %}", "{%tc if name %}", "甲", "{%tc endif %}"], ["{%tr endif %}", "", "", ""]]
    found = inspect(word([*head, *rows]), "garden.docx", GARDEN).findings

    assert "{%tr %} 所在的行里还有别的内容，打印时会一起丢掉" == found[0].wrong
    assert ["表格可能一行都不剩"] * (not head) == [one.wrong for one in found[1:]]


LEVELS = st.sampled_from(["", "p", "tr", "tc", "r", "-", " p", "x"])
SAID = st.sampled_from(
    ["if name", "if remark and level", "if name = 'x'", "if name > 1", "elif age", "else", "else x", "endif", "endif",
     "endfor", "endfor", "for l in lines", "for t in l.tools", "for x", "for para in remark|paragraphs", "name", "vm",
     "set x = 1", "", "0", "if"]
)  # fmt: skip
PRINTED = st.sampled_from(
    ["{{ name }}", "{{ l.item }}", "{{ l.item|merged }}", "{{ nmae }}", "{{p name }}", "{{ 0 }}", "{{ 7 }}", "{{", "}}", "{",
     "{# x #}", "茶", "", " "]
)  # fmt: skip
TAGS = st.builds("{{%{} {} %}}".format, LEVELS, SAID)
TEXTS = st.one_of(TAGS, TAGS, PRINTED, st.lists(TAGS | PRINTED, max_size=4).map("".join)).map(r)
LINES = st.lists(TEXTS | st.one_of(TEXTS.map(control), TEXTS.map(linked)), max_size=3).map(
    lambda runs: p(*runs)
)
SETTINGS = st.sampled_from(
    ["", "", "<w:vMerge/>", '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="x"/>',
     "<w:gridSpan/>"]
)  # fmt: skip


def rows(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cells = st.builds(
        lambda lines, settings: tc(*lines, properties=settings), st.lists(inner, max_size=3), SETTINGS
    )
    return st.lists(st.lists(cells, max_size=4), min_size=1, max_size=5).map(lambda made: table(*made))


INNER = st.one_of(
    LINES, LINES, LINES.map(control), st.lists(LINES, max_size=2).map(lambda made: p(boxed(*made)))
)
BODIES = st.lists(st.one_of(INNER, rows(INNER), rows(INNER | rows(LINES))), max_size=5)


@settings(max_examples=150, deadline=None)
@given(body=BODIES, draft=st.booleans())
def test_no_word_file_makes_the_compiler_raise(body: list[str], *, draft: bool) -> None:
    """Whatever stands where in a Word file: the compiler returns, with a template or with findings."""
    found = inspect(written(*body, ""), "garden.docx", GARDEN, draft=draft)

    assert (found.template is None) == bool(found.findings)
