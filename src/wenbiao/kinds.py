"""What a form can ask. One entry = one kind: how it is read, written, doubted, and asked for on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from wenbiao import readers
from wenbiao.readers import Limits


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of answer. `title` is its Chinese name, `widget` the macro in templates/web/ that asks for it.

    `refuses`: the code for what is outside its closed list; a question's own rule may stand in its place.
    """

    name: str
    title: str
    widget: str
    read: Callable[[Any, Limits], Any]
    write: Callable[[Any], Any] = str
    doubts: Callable[[Any], Iterable[str]] = lambda _value: ()
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    refuses: str = "choice"

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Blocks check their values by `read` with the question's limits, so Pydantic itself takes anything."""
        return core_schema.any_schema()

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: Any) -> dict[str, Any]:
        return dict(self.schema)


def _same(value: Any) -> Any:
    return value


TEXT = Kind("text", "单行文字", "line", readers.read_text, doubts=readers.doubt_text)
LONG_TEXT = Kind("long_text", "多行文字", "area", readers.read_long_text, doubts=readers.doubt_text)
MONEY = Kind("money", "金额（万元）", "money", readers.read_money)
SIGNED_MONEY = Kind("signed_money", "可为负的金额（万元）", "money", readers.read_signed_money)
NUMBER = Kind("number", "数", "number", readers.read_number)
PERCENT = Kind("percent", "百分比", "number", readers.read_percent)
INTEGER = Kind("integer", "整数", "integer", readers.read_integer, write=_same, schema={"type": "integer"})
SEQUENCE = Kind("sequence", "行号", "hidden", readers.read_sequence, write=_same, schema={"type": "integer"})
YEAR = Kind("year", "年份", "year", readers.read_year, write=_same, schema={"type": "integer"})
DATE = Kind(
    "date",
    "日期",
    "date",
    readers.read_date,
    write=date.isoformat,
    schema={"type": "string", "format": "date"},
)
MONTH = Kind("month", "年月", "month", readers.read_month)
CHOICE = Kind("choice", "单选", "choice", readers.read_choice)
CHOICES = Kind(
    "choices",
    "多选",
    "choices",
    readers.read_choices,
    write=_same,
    schema={"type": "array", "items": {"type": "string"}},
)
YES_NO = Kind("yes_no", "是/否", "yes_no", readers.read_yes_no, write=_same, schema={"type": "boolean"})
USCC = Kind("uscc", "统一社会信用代码", "line", readers.read_uscc, doubts=readers.doubt_uscc)
PHONE = Kind("phone", "电话", "line", readers.read_phone, doubts=readers.doubt_phone)
MOBILE = Kind("mobile", "手机", "line", readers.read_mobile)
EMAIL = Kind("email", "电子邮箱", "line", readers.read_email)
POSTAL_CODE = Kind(
    "postal_code", "邮政编码", "line", readers.read_postal_code, doubts=readers.doubt_postal_code
)
DOCNO = Kind("docno", "文号", "line", readers.read_docno)
REGION = Kind("region", "行政区划", "region", readers.read_region, refuses="format")
REFERENCE = Kind("reference", "文书编号", "line", readers.read_reference)

KINDS = {kind.name: kind for kind in list(globals().values()) if isinstance(kind, Kind)}

Text = Annotated[str, TEXT]
LongText = Annotated[str, LONG_TEXT]
Money = Annotated[Decimal, MONEY]
SignedMoney = Annotated[Decimal, SIGNED_MONEY]
Number = Annotated[Decimal, NUMBER]
Percent = Annotated[Decimal, PERCENT]
Integer = Annotated[int, INTEGER]
Sequence = Annotated[int, SEQUENCE]
Year = Annotated[int, YEAR]
Date = Annotated[date, DATE]
Month = Annotated[str, MONTH]
Choice = Annotated[str, CHOICE]
Choices = Annotated[list[str], CHOICES]
YesNo = Annotated[bool, YES_NO]
Uscc = Annotated[str, USCC]
Phone = Annotated[str, PHONE]
Mobile = Annotated[str, MOBILE]
Email = Annotated[str, EMAIL]
PostalCode = Annotated[str, POSTAL_CODE]
Docno = Annotated[str, DOCNO]
Region = Annotated[str, REGION]
Reference = Annotated[str, REFERENCE]
