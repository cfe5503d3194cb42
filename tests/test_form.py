"""Blocks: questions in order, formulas, partial answers, and what fields say of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from wenbiao.errors import FormError
from wenbiao.fields import fields_of
from wenbiao.form import (
    Block,
    Form,
    Unanswered,
    ask,
    block,
    computed,
    constant,
    money,
    percent,
    section,
    table,
    when,
)
from wenbiao.kinds import Choice, LongText, Money, Number, Region, Sequence, Text, YesNo


class Line(Block):
    seq: Sequence = ask("序号")
    item: Text = ask("费用名称", max=10)
    quantity: Number = ask("数量", above=0)

    @computed("金额", unit="万元", code="R-X-1")
    def amount_wan(self) -> Money:
        return money(self.quantity * 2)


class Owner(Block):
    name: Text = ask("名称")


class Small(Form, title="小表", version="1.0", stage=3, subject="/name"):
    basics = section("基本情况", "先填这里")
    name: Text = ask("名称", hint="全称", example="茶园", unit="个", source="F1")
    owner: Owner | None = block("主管")
    secret: YesNo = ask("是否涉密")
    reason: LongText | None = ask("理由", asked_when=when("secret", False))
    note: Text | None = ask("说明")
    level: Choice = ask("级别", options={"1": "省级", "2": "市级"})
    funds = section("资金")
    lines: list[Line] = table("费用", min_rows=1)
    divisions: list[Region] | None = ask("市县")
    promise = constant("说到做到。")

    @computed("合计")
    def total_wan(self) -> Money:
        return money(sum((line.amount_wan for line in self.lines), Decimal(0)))


def test_questions_stand_in_the_order_of_the_file() -> None:
    """Sections, questions and computed values keep the order in which they are declared."""
    fields = fields_of(Small)

    assert ["基本情况", "资金"] == [section.title for section in fields.sections]
    assert ["lines", "divisions", "total_wan"] == [field.name for field in fields.sections[1].fields]
    assert list(Small.model_fields) == [field.name for field in fields.children]


def test_shapes_and_pointers() -> None:
    """A field knows its shape and its place, rows with a star."""
    fields = fields_of(Small)

    assert {"/lines": "table", "/lines/*/item": "answer", "/owner": "block", "/divisions": "list"} == {
        field.pointer: field.shape
        for field in fields.walk()
        if field.pointer in ("/lines", "/lines/*/item", "/owner", "/divisions")
    }
    assert fields.at("/lines/3/item") is fields.at("/lines/*/item")
    with pytest.raises(KeyError):
        fields.at("/lines/3/nothing")


def test_required_is_said_by_the_type() -> None:
    """A question may stay empty if its type says so; one that is asked only sometimes is required when asked."""
    required = {field.name for field in fields_of(Small).children if field.required}

    assert {"name", "secret", "reason", "level", "lines"} == required


def test_constants_are_no_questions() -> None:
    """A constant is printed by its name and has no place in the data."""
    assert {"promise": "说到做到。"} == fields_of(Small).constants
    assert "promise" not in Small.model_fields


def test_partial_instances_raise_unanswered() -> None:
    """Reading an answer that is not there raises Unanswered, also through a formula; None is an answer."""
    small = Small.model_construct(
        lines=[Line.model_construct(item="甲", quantity=Decimal(2)), Line.model_construct()]
    )

    assert Decimal(4) == small.lines[0].amount_wan
    assert small.note is None
    for name in ("name", "total_wan"):
        with pytest.raises(Unanswered):
            getattr(small, name)


def test_pydantic_says_the_same() -> None:
    """A form is a Pydantic model: it checks single answers by the same kinds, and works out what is computed."""
    data = {
        "name": "茶",
        "secret": True,
        "level": "1",
        "lines": [{"seq": 1, "item": "甲", "quantity": "1.5"}],
    }

    assert Decimal("3.00") == Small.model_validate(data).total_wan
    with pytest.raises(ValidationError, match="费用名称最多 10 个字"):
        Small.model_validate(data | {"lines": [{"seq": 1, "item": "甲" * 11, "quantity": "1"}]})
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Small.model_validate(data | {"x": 1})


def test_file_is_named_after_its_subject() -> None:
    """A document's file has its title and the answer that names it, without what a file name cannot hold."""
    fields = fields_of(Small)

    assert "小表-茶_园" == fields.filename({"name": "茶/园"})
    assert "小表" == fields.filename({})


def test_order_follows_the_form() -> None:
    """Pointers sort as the questions stand; rows by number; what is unknown after its neighbours."""
    pointers = [
        "",
        "/name",
        "/owner/name",
        "/lines/2/item",
        "/lines/10/seq",
        "/lines/10/x",
        "/total_wan",
        "/x",
    ]

    assert pointers == sorted(set(pointers), key=fields_of(Small).order)


def test_types_that_are_no_kinds() -> None:
    """A type that is neither a kind nor a block is refused with what to do."""

    class Wrong(Form, title="错表"):
        age: int = ask("年龄")

    with pytest.raises(FormError, match="不是表单能问的种类"):
        fields_of(Wrong)


@pytest.mark.parametrize(
    ("amount", "written"),
    [("118", "118.00"), ("38.5", "38.50"), ("0", "0.00"), ("38.123400", "38.1234"), ("0.00000049", "0.00"),
     ("0.0000005", "0.000001"), ("1200", "1200.00"), ("-12", "-12.00")],
)  # fmt: skip
def test_money_is_exact_to_the_fen(amount: str, written: str) -> None:
    """Amounts in 万元 are rounded half-up to one 分 and show at least two decimals."""
    assert written == str(money(Decimal(amount)))


def test_percent_rounds_half_up() -> None:
    """A ratio is rounded last, half-up, to two decimals; nothing divides by zero."""
    assert "15.00" == str(percent(Decimal("67.90"), Decimal("452.60")))
    assert "0.13" == str(percent(Decimal("0.125"), Decimal(100)))
    with pytest.raises(Unanswered):
        percent(Decimal(1), Decimal(0))
