"""A small form with every shape of answer that a page can post."""

from __future__ import annotations

from datetime import date

from questions._blocks.money import Line
from wenbiao.carry import Earlier
from wenbiao.form import Form, Verdict, ask, computed, rule, section, table, total, when
from wenbiao.kinds import Choices, Date, LongText, Money, Region, Text, Year, YesNo


class Tiny(Form, title="茶园小表", version="1.0", subject="/name"):
    """What a tea garden is asked."""

    doc_type: Text = ask("文书种类", const="tiny")
    basics = section("基本情况")
    name: Text = ask("名称", max=20, example="茶园")
    year: Year = ask("年度", example=2024)
    secret: YesNo = ask("是否涉密", example=False)
    reason: LongText | None = ask("理由", asked_when=when("secret", False), required=True, example="公开")
    works: Choices | None = ask("四项工程", options=("数据工程", "场景工程"))
    divisions: list[Region] | None = ask("市县", unique=True)
    money_part = section("资金")
    lines: list[Line] = table("费用", min_rows=1)
    filled_on: Date = ask("填报日期", example="2024-05-06")

    @computed("合计", unit="万元", code="R-BUD-2")
    def total_wan(self) -> Money:
        return total(line.amount_wan for line in self.lines)

    @rule("R-NAME-1", "warning", at="name")
    def short(self) -> Verdict:
        return "名称少于两个字，请核对" if len(self.name) < 2 else None

    @rule("R-DATE-1", "warning", at="filled_on")
    def future(self, today: date) -> Verdict:
        return f"填报日期晚于今天（{today}）" if self.filled_on > today else None

    @rule("R-SAME-1", at="name")
    def same_name(self, earlier: Earlier) -> Verdict:
        others = [data["name"] for data in earlier.all("tiny")]
        return f"名称与前序文书的“{others[0]}”不一致" if others and others[0] != self.name else None
