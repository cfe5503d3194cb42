"""The reviewer's table of many documents: an .xlsx with real numbers, of whatever was sent."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_documents import CATALOGUE, FORMS
from tests.tools.samples import sample
from wenbiao import summary
from wenbiao.catalogue import Catalogue
from wenbiao.errors import FormError, NotSummed

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


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


READ: dict[str, Any] = {
    "form": "declaration",
    "title": "申报书",
    "version": "1.0",
    "origin": "answers",
    "signature": "valid",
    "file": "申报书-茶园.docx",
    "data": {},
    "summary": [
        {"path": "/project/name", "label": "项目名称", "value": "茶园"},
        {"path": "/applicant/name", "label": "单位名称", "value": "茶事管理局"},
        {"path": "/budget/total_wan", "label": "总投资（万元）", "value": "486.00"},
        {"path": "/budget/contingency_wan", "label": "预备费（万元）", "value": "0.120001"},
    ],
    "changes": [
        {"kind": "answer", "path": "/budget/total_wan", "label": "总投资", "place": "正文，表 3", "before": "486.00",
         "after": "487.00", "value": "487.00"},
        {"kind": "text", "path": "", "label": "", "place": "正文，第 9 段", "before": "承诺", "after": "尽力"},
    ],
    "problems": [
        {"path": "", "code": "R-BUD-2", "severity": "error", "message": "总投资不一致"},
        {"path": "", "code": "R-PLN-6", "severity": "warning", "message": "没有编号"},
    ],
}  # fmt: skip
Sheet = list[list[Any]]


def opened(xlsx: bytes) -> dict[str, Sheet]:
    """{sheet: rows}: texts as str, numbers as Decimal, as any reader of the format finds them."""
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        assert archive.testzip() is None
        shared = ["".join(text.itertext()) for text in parsed(archive, "xl/sharedStrings.xml")]
        names = [str(sheet.get("name")) for sheet in parsed(archive, "xl/workbook.xml").iter(f"{S}sheet")]
        sheets = [parsed(archive, f"xl/worksheets/sheet{number}.xml") for number in range(1, len(names) + 1)]
    assert not any(list(sheet.iter(f"{S}f")) for sheet in sheets), "formulas"
    return {
        name: [[cell(found, shared) for found in row] for row in sheet.iter(f"{S}row")]
        for name, sheet in zip(names, sheets, strict=True)
    }


def parsed(archive: zipfile.ZipFile, name: str) -> Element:
    return fromstring(archive.read(name))  # noqa: S314  # XML of our own


def cell(found: Element, shared: list[str]) -> Any:
    value = found.findtext(f"{S}v") or "0"
    return shared[int(value)].replace("_x005F_", "_") if found.get("t") == "s" else Decimal(value)


def test_a_document_is_a_line_with_real_numbers() -> None:
    """Amounts and counts are numbers; further amounts have columns of their own."""
    head, line = opened(summary.workbook([READ]))["汇总表"]

    assert ["序号", "文件名", "文书", "项目名称", "申报单位", "总投资（万元）", "金额的含义", "错误", "提醒",
            "手工改动", "数据取自", "签名", "版本", "预备费（万元）"] == head  # fmt: skip
    assert [1, "申报书-茶园.docx", "申报书", "茶园", "茶事管理局", Decimal(486), "总投资", 1, 1, 2, "自带的数据",
            "有效", "1.0", Decimal("0.120001")] == line  # fmt: skip


def test_changes_and_problems_have_a_sheet() -> None:
    """Each of them is a line, with what it was and is, or what is wrong."""
    _head, answer, text, error, warning = opened(summary.workbook([READ]))["改动和问题"]
    start = [1, "申报书-茶园.docx", "申报书", "茶园"]

    assert [*start, "改动：填报内容", "总投资", "正文，表 3", "486.00", "487.00", "", ""] == answer
    assert [*start, "改动：固定文字", "", "正文，第 9 段", "承诺", "尽力", "", ""] == text
    assert [*start, "错误", "", "", "", "", "总投资不一致", "R-BUD-2"] == error
    assert [*start, "提醒", "", "", "", "", "没有编号", "R-PLN-6"] == warning


def test_each_form_has_its_own_further_columns() -> None:
    """A document leaves the columns of other forms empty, and the same label is one column."""
    other = READ | {"summary": [*READ["summary"][:3], {"label": "结余（万元）", "value": "4.45"}]}
    head, first, second, third = opened(summary.workbook([READ, other, READ]))["汇总表"]

    assert ["预备费（万元）", "结余（万元）"] == head[13:]
    assert [[Decimal("0.120001"), ""], ["", Decimal("4.45")], [Decimal("0.120001"), ""]] == [
        line[13:] for line in (first, second, third)
    ]


def test_texts_that_look_like_formulas_or_numbers_stay_texts() -> None:
    """Nothing that a stranger wrote is worked out by the program that opens the table."""
    for text in ("=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "{=1}", "http://127.0.0.1/", "007"):
        facts = [{"label": "项目名称", "value": text}, {"label": "单位", "value": text}]

        _head, line = opened(summary.workbook([READ | {"file": text, "title": text, "summary": facts}]))[
            "汇总表"
        ]

        assert [text] * 4 == line[1:5]


def test_a_number_that_a_cell_cannot_hold_stays_text() -> None:
    """Sixteen digits would be rounded; so would an amount that is no plain number."""
    for value in ("1234567890123.456", "1e5", "NaN", "１２", "1,000", "无"):
        facts = [{}, {}, {"label": "总投资", "value": value}]

        assert value == opened(summary.workbook([READ | {"summary": facts}]))["汇总表"][1][5]


def test_the_same_results_make_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """On any day, in any zone."""
    first = summary.workbook([READ])
    monkeypatch.setenv("TZ", "America/Lima")
    again = subprocess.run(
        [sys.executable, "-c", "import json, sys; from wenbiao import summary; sys.stdout.buffer.write(summary.workbook(json.load(sys.stdin)))"],
        input=json.dumps([READ]).encode(), capture_output=True, check=True,
    ).stdout  # fmt: skip

    assert first == again
    assert b"2000-01-01T00:00:00Z" in zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml")


@pytest.mark.parametrize(
    ("results", "says"),
    [
        ({}, "由核验结果的列表生成，至少一份"),
        ([], "由核验结果的列表生成，至少一份"),
        ([READ] * 2001, "一次最多汇总 2000 份文书，请分几次导出"),
        ([READ, 3], "第 2 项不是一份文书的核验结果，请重新读取"),
    ],
)
def test_what_makes_no_table_is_refused(results: Any, says: str) -> None:
    """What is no list of results, or too long, is told in Chinese."""
    with pytest.raises(NotSummed, match=says):
        summary.workbook(results)


def test_a_result_of_an_unknown_form_is_a_line_of_what_is_known() -> None:
    """Where nothing else is told, the form's name and the file are."""
    _head, line = opened(summary.workbook([{"form": "demand", "file": "a.docx", "version": "3"}]))["汇总表"]

    assert [1, "a.docx", "demand", "", "", "", "", 0, 0, 0, "", "", "3"] == line


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["\ud800", "\0", "_x0041_", "=1", "a" * 40_000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_result_breaks_the_table(data: st.DataObject) -> None:
    """Whatever stands in a result, a workbook comes out that can be read again, with a line for it."""
    result = dict(READ)
    for key in data.draw(st.lists(st.sampled_from(list(READ)), max_size=4)):
        nested = st.lists(
            st.dictionaries(st.sampled_from([*READ["changes"][0], "severity", "message", "code"]), JSON),
            max_size=3,
        )
        result[key] = data.draw(JSON | nested)

    assert 2 == len(opened(summary.workbook([result]))["汇总表"])


def test_a_text_is_kept_as_it_is() -> None:
    """Rare characters, line breaks, markup and what looks like Excel's escapes come back; what XML cannot hold is gone."""
    text = "甲 & <乙> 𠮷\n第二行\t_x0041_ “é”"

    assert text == opened(summary.workbook([READ | {"file": f"\0{text}\x0b\ud800"}]))["汇总表"][1][1]


def test_more_notes_than_a_sheet_shows_are_told() -> None:
    """A result with very many changes makes no endless sheet, and the last line says that there are more."""
    many = READ | {"changes": READ["changes"][:1] * (summary.NOTES_MAX + 1), "problems": []}
    all_of_them = READ | {"changes": READ["changes"][:1] * summary.NOTES_MAX, "problems": []}

    *_, last = shown = opened(summary.workbook([many]))["改动和问题"]

    assert summary.NOTES_MAX + 2 == len(shown)
    assert "改动和问题多于 5000 处，其余没有列出；请分几次导出" == last[9]
    assert "487.00" == opened(summary.workbook([all_of_them]))["改动和问题"][-1][8]
