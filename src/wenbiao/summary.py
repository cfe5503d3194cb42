"""The reviewer's table, 汇总表: what each form says of its documents in one line, and many lines in one workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from wenbiao import names, words
from wenbiao.catalogue import Entry
from wenbiao.errors import NotSummed

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

DOCUMENTS_MAX, NOTES_MAX, FACTS_MAX, FURTHER_MAX = 2_000, 5_000, 30, 60
TEXT_MAX = 2_000  # characters in a cell
MADE = datetime(2000, 1, 1)  # noqa: DTZ001  # the same for all: the same results make the same bytes
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
DIGITS_MAX = 15  # what a cell's number holds exactly
NO_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
SIGNATURES = {"valid": "有效", "invalid": "无效", "none": "没有签名"}
ORIGINS = {"answers": "自带的数据", "controls": "从正文恢复"}
KINDS = {"answer": "改动：填报内容", "text": "改动：固定文字", "row": "改动：表格的行"}
SEVERITIES = {"error": "错误", "warning": "提醒"}
WIDEST = {  # columns of long texts, in characters; a Chinese one takes two
    "文件名": 28, "文书": 20, "项目名称": 28, "申报单位": 22, "位置": 30, "生成时": 36, "现为": 36, "说明": 50,
}  # fmt: skip
OTHERWISE, LINE_HEIGHT, ROW_MAX = 24, 15, 400  # characters; points
A3, A4 = 8, 9
NOTES = ("序号", "文件名", "文书", "项目名称", "类别", "题目", "位置", "生成时", "现为", "说明", "规则")


def facts(entry: Entry, data: Mapping[str, Any]) -> list[dict[str, str]]:
    """What a form's `summary` names, of canonical data: first the project, who applies, the total; then the rest.

    `value` is "" where there is no answer; amounts are digits, without their unit, which stands in the label.
    """
    return [
        {
            "path": field.pointer,
            "label": f"{field.label}（{field.unit}）" if field.unit else field.label,
            "value": words.say(field, _at(data, field.pointer), "blank"),
        }
        for field in entry.fields.summary
    ]


def _at(data: Any, pointer: str) -> Any:
    for part in names.parts(pointer):
        data = data.get(part) if isinstance(data, Mapping) else None
    return data


def workbook(results: Any) -> bytes:
    """The .xlsx of what `read` answered for each document, with "file" as the name of its file if given.

    One sheet has a line for each document, the other every change and problem. Results come from the network: what
    is lacking or of another shape stays empty. The same results make the same bytes. Raises NotSummed.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415  # a quarter of a second, for this only

    documents = _documents(results)
    further = _further(documents)
    made = io.BytesIO()
    plain = {"font_name": "宋体", "font_size": 11}
    with Workbook(made, {"in_memory": True, "default_format_properties": plain}) as book:
        book.set_properties({"title": "汇总表", "created": MADE})
        lines = [document.line(further) for document in documents]
        Sheet(book, "汇总表", frozen=4, paper=A3).fill((*LINE, *further), lines)
        Sheet(book, "改动和问题", frozen=2, paper=A4).fill(NOTES, _notes(documents))
    return made.getvalue()


class Fact(NamedTuple):
    label: str
    value: str


LINE = (
    "序号", "文件名", "文书", "项目名称", "申报单位", "总投资（万元）", "金额的含义", "错误", "提醒", "手工改动",
    "数据取自", "签名", "版本",
)  # fmt: skip
Cell = str | int | Decimal


@dataclass(frozen=True)
class Document:
    """One result: plain text wherever text is expected, whatever was sent."""

    number: int
    result: Mapping[str, Any]

    def said(self, key: str) -> str:
        return _text(self.result.get(key))

    def listed(self, key: str) -> list[Mapping[str, Any]]:
        found = self.result.get(key)
        return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []

    @property
    def facts(self) -> list[Fact]:
        """Project, applicant, total, then the rest; three at least, some without a word."""
        told = [
            Fact(_text(one.get("label")), _text(one.get("value")))
            for one in self.listed("summary")[:FACTS_MAX]
        ]
        return told + [Fact("", "")] * (3 - len(told))

    @property
    def title(self) -> str:
        return self.said("title") or self.said("form")

    def line(self, further: Sequence[str]) -> list[Cell]:
        """The cells of its line, with the further facts in these columns."""
        project, applicant, total, *rest = self.facts
        severities = [problem.get("severity") for problem in self.listed("problems")]
        others = dict(rest)
        return [
            self.number,
            self.said("file"),
            self.title,
            project.value,
            applicant.value,
            _number(total.value),
            total.label.removesuffix("（万元）"),
            severities.count("error"),
            severities.count("warning"),
            len(self.listed("changes")),
            ORIGINS.get(self.said("origin"), ""),
            SIGNATURES.get(self.said("signature"), ""),
            self.said("version"),
            *(_number(others.get(label, "")) for label in further),
        ]

    def notes(self) -> Iterator[list[Cell]]:
        """A line for each change and problem."""
        head: list[Cell] = [self.number, self.said("file"), self.title, self.facts[0].value]
        for change in self.listed("changes"):
            kind = KINDS.get(_text(change.get("kind")), "改动")
            yield [
                *head,
                kind,
                *(_text(change.get(key)) for key in ("label", "place", "before", "after")),
                "",
                "",
            ]
        for problem in self.listed("problems"):
            severity = SEVERITIES.get(_text(problem.get("severity")), "")
            yield [*head, severity, "", "", "", "", _text(problem.get("message")), _text(problem.get("code"))]


def _documents(results: Any) -> list[Document]:
    if not isinstance(results, list) or not results:
        raise NotSummed(detail="汇总表由核验结果的列表生成，至少一份文书")
    if len(results) > DOCUMENTS_MAX:
        raise NotSummed(detail=f"一次最多汇总 {DOCUMENTS_MAX} 份文书，请分几次导出")
    for number, result in enumerate(results, 1):
        if not isinstance(result, Mapping):
            raise NotSummed(detail=f"第 {number} 项不是一份文书的核验结果，请重新读取文书")
    return [Document(number, result) for number, result in enumerate(results, 1)]


def _further(documents: list[Document]) -> tuple[str, ...]:
    """The columns behind those that all have, in the order in which documents name them."""
    labels = (fact.label for document in documents for fact in document.facts[3:] if fact.label)
    return tuple(islice(dict.fromkeys(labels), FURTHER_MAX))


def _notes(documents: list[Document]) -> list[list[Cell]]:
    """The changes and problems of all, or as many as a sheet shows, with a last line that says so."""
    notes = list(islice((note for document in documents for note in document.notes()), NOTES_MAX + 1))
    if len(notes) > NOTES_MAX:
        more = f"改动和问题多于 {NOTES_MAX} 处，其余没有列出；请分几次导出"
        notes[NOTES_MAX:] = [["", "", "", "", "", "", "", "", "", more, ""]]
    return notes


def _text(value: Any) -> str:
    """A text that a cell can hold; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    clean = NO_XML.sub("", value)
    return clean if len(clean) <= TEXT_MAX else f"{clean[:TEXT_MAX]}……"


def _number(text: str) -> Cell:
    """A number where the text is one that a cell holds exactly."""
    if NUMBER.fullmatch(text) and sum(map(str.isdigit, text)) <= DIGITS_MAX:
        return Decimal(text)
    return text


class Sheet:
    """A sheet with a frozen first row that can be filtered, and columns as wide as their words."""

    def __init__(self, book: Workbook, name: str, *, frozen: int, paper: int) -> None:
        edge = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter"}
        head = {"font_name": "黑体", "bg_color": "#E7EEF5", "align": "center", "text_wrap": True}
        self.head: Format = book.add_format(edge | head)
        self.text: Format = book.add_format(edge | {"text_wrap": True, "indent": 1})
        self.count: Format = book.add_format(edge | {"align": "center"})
        self.amount: Format = book.add_format(
            edge | {"num_format": "#,##0.00####", "align": "right", "indent": 1}
        )
        self.sheet: Worksheet = book.add_worksheet(name)
        self.sheet.freeze_panes(1, frozen)
        self.sheet.repeat_rows(0)
        self.sheet.set_landscape()
        self.sheet.set_paper(paper)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C第 &P 页，共 &N 页")

    def fill(self, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
        """The first row and the others. Text is written as text, whatever it begins with."""
        widths = [_width(title, [row[column] for row in rows]) for column, title in enumerate(head)]
        for column, (title, width) in enumerate(zip(head, widths, strict=True)):
            self.sheet.set_column(column, column, width)
            self.sheet.write_string(0, column, title, self.head)
        self.sheet.set_row(0, _height(head, widths))
        for number, row in enumerate(rows, 1):
            self.sheet.set_row(number, _height(row, widths))
            for column, cell in enumerate(row):
                self._write(number, column, cell)
        self.sheet.autofilter(0, 0, len(rows), len(head) - 1)

    def _write(self, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, str):
            self.sheet.write_string(row, column, cell, self.text)
        else:
            self.sheet.write_number(row, column, cell, self.count if isinstance(cell, int) else self.amount)


def _width(title: str, cells: Sequence[Cell]) -> int:
    """As wide as the longest text, up to the widest of its column: longer ones break into lines."""
    longest = max(map(_columns, (title, *cells)))
    return min(longest + 4, WIDEST.get(title, OTHERWISE))


def _height(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """In points. Told, as not every program makes room for broken lines by itself."""
    lines = max(-(-_columns(cell) // (width - 3)) for cell, width in zip(row, widths, strict=True))
    return min(max(lines, 1) * LINE_HEIGHT + 5, ROW_MAX)


def _columns(cell: Cell) -> int:
    """How many characters wide a cell's words are on one line."""
    said = f"{cell:,.2f}" if isinstance(cell, Decimal) else str(cell)
    return sum(1 if char < "\u2000" else 2 for char in said)
