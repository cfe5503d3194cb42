"""The one door for data: everything wrong at once, and everything that can already be known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.declaration import Declaration
from tests.test_form import Small
from tests.tools.samples import changed, sample
from wenbiao.answers import check, load_json
from wenbiao.carry import Earlier
from wenbiao.errors import NotJson
from wenbiao.form import At, Block, Form, Verdict, ask, computed, rule, table, when
from wenbiao.kinds import Choices, Integer, Text, YesNo

TODAY = date(2026, 11, 23)
FULL = {
    "name": "茶园",
    "secret": False,
    "reason": "公开",
    "level": "1",
    "lines": [{"item": "甲", "quantity": "1.5"}],
}


class Row(Block):
    name: Text = ask("名称", unique=True)
    kept: YesNo = ask("保留")
    why: Text | None = ask("原因", required=when("kept", False))


class Spelt(Form, title="拼写表"):
    name: Text = ask("名称")

    @computed("大写名称", same=lambda sent, value: sent.upper() == value)
    def loud(self) -> Text:
        return self.name.upper()


class Ruled(Form, title="规则表"):
    topics: Choices | None = ask("主题", options=("甲", "乙"))
    about: Text | None = ask("乙的说明", asked_when=when("topics", "乙"), required=True)
    closed: YesNo | None = ask("结束")
    least: Integer | None = ask("下限")
    rows: list[Row] | None = table("行")

    @rule("R-STOP", at="closed", stops=True)
    def stopped(self) -> Verdict:
        return "到此为止" if self.closed else None

    @rule("R-DAY", "warning")
    def dated(self, today: date) -> Verdict:
        return f"今天是{today}" if self.least == 1 else None

    @rule("R-AT")
    def placed(self) -> Verdict:
        return At("rows/1/name", "第二行不行") if self.rows and len(self.rows) > 1 else None

    @rule("R-EARLIER")
    def after(self, earlier: Earlier) -> Verdict:
        return f"已有 {len(earlier.all('ruled'))} 份" if earlier else None


def found(form: type[Form], payload: Any) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in check(form, payload, today=TODAY).problems]


def test_complete() -> None:
    """Full answers give no problem; computed values are filled in and reported."""
    result = check(Small, FULL, today=TODAY)

    assert result.complete
    assert {"/lines/0/amount_wan": "3.00", "/total_wan": "3.00"} == dict(result.computed)
    assert {"item": "甲", "quantity": "1.5", "amount_wan": "3.00", "seq": 1} == result.data["lines"][0]


def test_everything_wrong_at_once() -> None:
    """All problems come back together, in the order of the form."""
    payload = {"x": 1, "lines": [{"item": "甲" * 11, "y": 2}, 5], "level": "3", "secret": "no"}
    expected = [
        ("missing", "/name"),
        ("type", "/secret"),
        ("choice", "/level"),
        ("length", "/lines/0/item"),
        ("missing", "/lines/0/quantity"),
        ("unknown", "/lines/0/y"),
        ("type", "/lines/1"),
        ("unknown", "/x"),
    ]

    assert expected == found(Small, payload)


def test_totals_are_live_while_the_rest_is_missing() -> None:
    """What can be computed is computed on the first row already; what touches a gap is left out."""
    first = check(Small, {"lines": [{"quantity": "2"}]}, today=TODAY)
    second = check(Small, {"lines": [{"quantity": "2"}, {"item": "乙"}]}, today=TODAY)

    assert {"/lines/0/amount_wan": "4.00", "/total_wan": "4.00"} == dict(first.computed)
    assert {"/lines/0/amount_wan": "4.00"} == dict(second.computed)


def test_computed_value_that_differs() -> None:
    """A computed value that is sent must be right; formulas above it read the value sent."""
    payload = FULL | {"lines": [{"item": "甲", "quantity": "1.5", "amount_wan": "4.00"}]}

    assert [("R-X-1", "/lines/0/amount_wan")] == found(Small, payload)
    assert "4.00" == check(Small, payload, today=TODAY).computed["/total_wan"]


def test_computed_value_in_another_spelling() -> None:
    """A value that counts as the same passes and stays as it was sent; any other is an error."""
    result = check(Spelt, {"name": "tea", "loud": "Tea"}, today=TODAY)

    assert () == result.problems
    assert "Tea" == result.data["loud"]
    assert "TEA" == check(Spelt, {"name": "tea"}, today=TODAY).data["loud"]
    assert [("computed", "/loud")] == found(Spelt, {"name": "tea", "loud": "coffee"})


@pytest.mark.parametrize("nothing", [None, "", "  ", [], {}])
def test_nothing_is_no_answer(nothing: Any) -> None:
    """Absent, null, empty text, empty list and empty object mean the same."""
    payload = FULL | {"owner": nothing, "divisions": nothing, "note": nothing}

    assert check(Small, FULL, today=TODAY).data == check(Small, payload, today=TODAY).data
    assert ("missing", "/name") in found(Small, FULL | {"name": nothing})


def test_optional_block_is_all_or_nothing() -> None:
    """An optional block may be absent; once it is begun, its required answers are missed."""
    assert [] == found(Small, FULL | {"owner": {"name": ""}})
    assert [("unknown", "/owner/x")] == [
        pair for pair in found(Small, FULL | {"owner": {"x": 1}}) if pair[0] != "missing"
    ]


def test_empty_items_of_a_list() -> None:
    """An item that is left empty is missed at its place, not dropped."""
    assert [("missing", "/divisions/1")] == found(Small, FULL | {"divisions": ["340100", " "]})


def test_messages_give_the_question_s_own_example() -> None:
    """Who types a wrong amount reads an amount that fits this question."""
    (problem,) = (
        p
        for p in check(
            Declaration, changed(sample("declaration"), {"/budget/lines/0/unit_price_wan": "x"}), today=TODAY
        ).problems
        if p.code == "R-FMT-4"
    )

    assert "如 2.00" in problem.message


def test_asked_when() -> None:
    """A question that is not asked must stay empty; one that is asked is required; unknown is neither."""
    assert [("not_asked", "/about")] == found(Ruled, {"topics": ["甲"], "about": "说明"})
    assert [("missing", "/about")] == found(Ruled, {"topics": ["甲", "乙"]})
    assert [] == found(Ruled, {"topics": ["甲", "乙"], "about": "说明"})
    assert [] == found(Ruled, {"about": "说明"})


def test_required_when() -> None:
    """An answer may be demanded by another answer of its row."""
    rows = [{"name": "甲", "kept": False}, {"name": "乙", "kept": True}]

    assert ("missing", "/rows/0/why") in found(Ruled, {"rows": rows})
    assert ("missing", "/rows/1/why") not in found(Ruled, {"rows": rows})


def test_unique_columns() -> None:
    """Two rows that must differ are noticed at the second."""
    rows = [{"name": "甲", "kept": True}, {"name": "甲", "kept": True}]

    assert ("choice", "/rows/1/name") in found(Ruled, {"rows": rows})


def test_a_rule_that_stops() -> None:
    """Where a stopping rule fires, nothing else is reported."""
    assert [("R-STOP", "/closed")] == found(Ruled, {"closed": True, "least": "x", "y": 1})


def test_today_comes_from_outside() -> None:
    """A rule reads the day that it is given."""
    (problem,) = check(Ruled, {"least": 1}, today=date(2031, 2, 3)).problems

    assert ("warning", "今天是2031-02-03") == (problem.severity, problem.message)


def test_earlier_documents() -> None:
    """A rule that needs earlier documents is skipped without them, and run with them."""
    other = Earlier([{"doc_type": "ruled"}])

    assert () == check(Ruled, {}, today=TODAY).problems
    assert ["已有 1 份"] == [
        problem.message for problem in check(Ruled, {}, today=TODAY, earlier=other).problems
    ]


@pytest.mark.parametrize("payload", [[], "x", 3, None, True])
def test_not_an_object(payload: Any) -> None:
    """What is no object is one problem, not many."""
    assert [("type", "")] == found(Small, payload)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["name", "lines", "item", "rows", "x"]), inner)
    ),
)


@given(JSON)
def test_any_json_gives_problems_not_errors(payload: Any) -> None:
    """Whatever is sent, there is an answer."""
    assert check(Small, payload, today=TODAY).problems
    check(Ruled, payload, today=TODAY)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'{"a":NaN}', b'{"a":Infinity}', b"[" * 100_000, b"\xff", b'"\\ud800"']
)
def test_not_json(raw: bytes) -> None:
    """What is not JSON is said in Chinese, with its place where it is known."""
    with pytest.raises(NotJson, match="无法读取"):
        load_json(raw)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"name": ', "第 1 行第 9 列"),
        ("{\n", "第 2 行第 1 列"),
        ("", "第 1 行第 1 列"),
        ('{"名":"甲" x}', "第 1 行第 10 列"),
        ("[1,\n 2 3]", "第 2 行第 4 列"),
        ('\ufeff{"名":x}', "第 1 行第 6 列"),
    ],
)
def test_place_of_what_is_not_json(text: str, place: str) -> None:
    """Lines and columns as an editor counts them: characters, from 1."""
    with pytest.raises(NotJson, match=f"JSON：{place}附近无法读取"):
        load_json(text.encode())


def test_byte_order_mark() -> None:
    """A file saved by Notepad, with a byte order mark, is JSON too."""
    assert {"a": 1} == load_json(b'\xef\xbb\xbf{"a":1}')
