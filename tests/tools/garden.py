"""A form with a question of each kind that documents say differently, and Word files built in a line."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.document import Document
from docx.table import _Cell

from wenbiao.fields import Fields, fields_of
from wenbiao.form import Block, Form, ask, block, constant, section, table, when
from wenbiao.kinds import (
    Choice,
    Choices,
    Date,
    Integer,
    LongText,
    Money,
    Month,
    Number,
    Phone,
    Region,
    Sequence,
    SignedMoney,
    Text,
    YesNo,
)


class Person(Block):
    name: Text = ask("姓名")
    phone: Phone = ask("联系电话")


class Tool(Block):
    title: Text = ask("工具名称")


class Line(Block):
    seq: Sequence = ask("行号")
    item: Text = ask("费用名称")
    quantity: Number = ask("数量")
    amount_wan: Money = ask("金额", unit="万元")
    tools: list[Tool] | None = table("工具")


class Garden(Form, title="茶园申请书", version="1.0"):
    doc_type: Text = ask("文书种类", const="garden")
    basics = section("基本情况")
    name: Text = ask("茶园名称")
    level: Choice = ask("级别", options={"province": "省级", "city": "市级"})
    works: Choices | None = ask("工程", options=("数据工程", "场景工程", "基础工程"))
    secret: YesNo = ask("是否涉密")
    background: LongText = ask("背景")
    remark: LongText | None = ask("备注", asked_when=when("secret", False))
    age: Integer = ask("树龄")
    filled_on: Date = ask("填报日期")
    start: Month = ask("开工年月")
    total_wan: Money = ask("总投资", unit="万元")
    saving_wan: SignedMoney | None = ask("节约", unit="万元")
    divisions: list[Region] | None = ask("市县")
    contact: Person = block("联系人")
    lines: list[Line] = table("费用", min_rows=1)
    promise = constant("以上内容真实，由填报人负责 <盖章>。")


GARDEN: Fields = fields_of(Garden)

ANSWERS: dict[str, Any] = {
    "doc_type": "garden",
    "name": "云雾茶园",
    "level": "province",
    "works": ["数据工程", "基础工程"],
    "secret": False,
    "background": "第一段\n换行\n\n第二段",
    "age": 0,
    "filled_on": "2024-05-06",
    "start": "2024-06",
    "total_wan": "486",
    "divisions": ["340100", "340200"],
    "contact": {"name": "茶青", "phone": "0551-62999671"},
    "lines": [
        {
            "seq": 1,
            "item": "苗木",
            "quantity": "3",
            "amount_wan": "6.5",
            "tools": [{"title": "锄"}, {"title": "铲"}],
        },
        {"seq": 2, "item": "肥料", "quantity": "1", "amount_wan": "479.50"},
    ],
}

Content = str | list[list[str]]


def word(*contents: Content) -> bytes:
    """A .docx with a paragraph for each text, a table for each list of rows. “# ” begins a heading."""
    document = docx.Document()
    for content in contents:
        if isinstance(content, str):
            style = "Heading 1" if content.startswith("# ") else None
            document.add_paragraph(content.removeprefix("# "), style)
        else:
            _add_table(document, content)
    return saved(document)


def _add_table(document: Document, rows: list[list[str]]) -> None:
    made = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            _fill(cell, text)


def _fill(cell: _Cell, text: str) -> None:
    """A line of the text is a paragraph of the cell."""
    first, *others = text.split("\n")
    cell.paragraphs[0].text = first
    for other in others:
        cell.add_paragraph(other)


def saved(document: Document) -> bytes:
    """The bytes of a python-docx document, without the part that only Word 2010 read and that is out of date."""
    stale = next((r for r in document.part.rels.values() if "stylesWithEffects" in r.reltype), None)
    if stale:
        document.part.drop_rel(stale.rId)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
