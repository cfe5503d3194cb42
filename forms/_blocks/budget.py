"""C4 资金: what a project costs, where the money comes from, and when it is spent. Amounts in 万元."""

from decimal import Decimal
from itertools import pairwise

from forms._blocks.policy import POLICY
from wenbiao.form import At, Block, Unanswered, Verdict, ask, computed, money, rule, table, total
from wenbiao.kinds import Choice, Money, Number, Text, Year
from wenbiao.readers import MONEY_MAX
from wenbiao.words import capital, same_capital

CATEGORIES = POLICY.budget.categories.value


class BudgetLine(Block):
    """One line of the estimate; A codes are construction, B codes other costs, C1 the contingency."""

    line_no: Text = ask(
        "费用序号",
        hint="每行不同，后面的文书用它对照",
        max=40,
        unique=True,
        code="R-BUD-7",
        example="L01",
    )
    category: Choice = ask(
        "费用类别",
        options=CATEGORIES,
        code="R-BUD-7",
        example="A1",
        unprinted="打印类别名称，不打印代码",
    )

    @computed("费用类别名称", code="R-BUD-7")
    def category_name(self) -> Text:
        return CATEGORIES[self.category]

    item: Text = ask("费用名称", max=60, example="茶园管护子系统")
    quantity: Number = ask("数量", above=0, example="59")
    unit: Text = ask("计量单位", max=10, pattern=".+", example="人月")
    unit_price_wan: Money = ask("单价", unit="万元", example="2.00")

    @computed("金额", unit="万元", code="R-BUD-1")
    def amount_wan(self) -> Money:
        return money(self.quantity * self.unit_price_wan)

    basis: Text | None = ask("测算依据", max=100, example="软件开发费用测算规范")


class FundingSource(Block):
    source: Choice = ask("资金来源", options=POLICY.budget.funding_sources.value, example="省级财政资金")
    amount_wan: Money = ask("金额", unit="万元", example="486.00")
    note: Text | None = ask("说明", max=200)


class YearAmount(Block):
    year: Year = ask("年度", example=2024)
    amount_wan: Money = ask("金额", unit="万元", example="320.00")


class Budget(Block):
    """The estimate of a project and how it is paid."""

    lines: list[BudgetLine] = table("费用明细", min_rows=1, source=f"F20 {POLICY.budget.categories.mark}")

    @computed("建设费用小计", unit="万元", code="R-BUD-5")
    def construction_subtotal_wan(self) -> Money:
        return self.sum_of("A")

    @computed("其他费用小计", unit="万元", code="R-BUD-5")
    def other_subtotal_wan(self) -> Money:
        return self.sum_of("B")

    contingency_wan: Money = ask(
        "预备费",
        hint="没有预备费的填 0.00；"
        + POLICY.budget.contingency_max_percent.marked(
            f"一般不超过其他各项费用之和的 {POLICY.budget.contingency_max_percent.value}%"
        ),
        unit="万元",
        source="K",
        example="0.00",
    )

    @computed("总投资", unit="万元", code="R-BUD-2")
    def total_wan(self) -> Money:
        return money(self.sum_of("A") + self.sum_of("B") + self.contingency_wan)

    @computed("总投资（大写）", same=same_capital)
    def total_in_words(self) -> Text:
        """人民币 and the capital figures of the total in 元; any accepted spelling may be sent (domain 6.6)."""
        if not 0 <= self.total_wan <= MONEY_MAX:
            raise Unanswered
        return "人民币" + capital(self.total_wan * 10000)

    funding_sources: list[FundingSource] = table(
        "资金来源", min_rows=1, source=POLICY.budget.funding_sources.mark
    )
    year_plan: list[YearAmount] = table(
        "分年度安排",
        hint=POLICY.plan.max_years_ahead.marked(
            f"年度由早到晚，一般不超出计划年度之后 {POLICY.plan.max_years_ahead.value} 年"
        ),
        min_rows=1,
        source="K",
    )
    annual_om_estimate_wan: Money = ask(
        "年运维经费测算",
        hint=POLICY.budget.om_warn_percent.marked(
            f"一般不超过建设费用小计的 {POLICY.budget.om_warn_percent.value}%"
        ),
        unit="万元",
        source="F10",
        example="38.00",
    )

    def sum_of(self, group: str) -> Decimal:
        """The sum of the lines whose category begins with a letter: A construction, B other, C contingency."""
        return total(line.amount_wan for line in self.lines if line.category.startswith(group))

    @rule("format", at="total_wan")
    def of_a_size(self) -> Verdict:
        if 0 < self.total_wan <= MONEY_MAX:
            return None
        return f"总投资应当大于 0，且不超过 {MONEY_MAX} 万元，现为 {self.total_wan} 万元"

    @rule("R-BUD-2", at="contingency_wan")
    def contingency_lines(self) -> Verdict:
        if not any(line.category.startswith("C") for line in self.lines):
            return None
        found = self.sum_of("C")
        if found == self.contingency_wan:
            return None
        return f"预备费 {self.contingency_wan} 万元与明细中预备费各行之和 {found} 万元不一致"

    @rule("R-BUD-3", at="funding_sources")
    def funded_in_full(self) -> Verdict:
        found = total(source.amount_wan for source in self.funding_sources)
        if found == self.total_wan:
            return None
        return f"资金来源合计 {found} 万元与总投资 {self.total_wan} 万元不一致"

    @rule("R-BUD-4", at="year_plan")
    def planned_in_full(self) -> Verdict:
        found = total(row.amount_wan for row in self.year_plan)
        if found == self.total_wan:
            return None
        return f"分年度安排合计 {found} 万元与总投资 {self.total_wan} 万元不一致"

    @rule("R-BUD-4", at="year_plan")
    def years_ascending(self) -> Verdict:
        years = [row.year for row in self.year_plan]
        for index, (before, year) in enumerate(pairwise(years), start=1):
            if year <= before:
                return At(
                    f"year_plan/{index}/year",
                    f"年度应当由早到晚且不重复，{year} 年排在了 {before} 年之后",
                )
        return None

    @rule("R-BUD-8", "warning", at="contingency_wan")
    def contingency_usual(self) -> Verdict:
        most = POLICY.budget.contingency_max_percent.value
        base = self.construction_subtotal_wan + self.other_subtotal_wan
        if 100 * self.contingency_wan <= most * base:
            return None
        return f"预备费 {self.contingency_wan} 万元超过建设费用与其他费用之和 {base} 万元的 {most}%"

    @rule("R-BUD-10", "warning", at="annual_om_estimate_wan")
    def upkeep_usual(self) -> Verdict:
        most = POLICY.budget.om_warn_percent.value
        if 100 * self.annual_om_estimate_wan <= most * self.construction_subtotal_wan:
            return None
        return (
            f"年运维经费测算 {self.annual_om_estimate_wan} 万元超过建设费用小计"
            f" {self.construction_subtotal_wan} 万元的 {most}%"
        )
