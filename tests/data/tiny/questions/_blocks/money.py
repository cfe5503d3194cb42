"""A line of costs."""

from __future__ import annotations

from wenbiao.form import Block, ask, computed, money
from wenbiao.kinds import Money, Number, Sequence, Text


class Line(Block):
    """One cost."""

    seq: Sequence = ask("序号")
    item: Text = ask("费用名称", max=60, example="应用软件开发")
    quantity: Number = ask("数量", above=0, example="59")
    unit_price_wan: Money = ask("单价", unit="万元", example="2.00")

    @computed("金额", unit="万元", code="R-BUD-1")
    def amount_wan(self) -> Money:
        return money(self.quantity * self.unit_price_wan)
