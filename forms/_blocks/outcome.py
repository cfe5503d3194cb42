"""What the acceptance report sums up: its references, the money, the indicators reached, the result."""

from typing import TYPE_CHECKING

from forms._blocks.contracts import amounts
from forms._blocks.kpis import OPERATORS
from forms._blocks.measured import QUALITATIVE, met, value_fault
from wenbiao.form import AskedFor, Block, Unanswered, Verdict, ask, computed, money, percent, rule, table
from wenbiao.kinds import Choice, Date, Integer, Money, Percent, Reference, SignedMoney, Text, YesNo

if TYPE_CHECKING:
    from forms.acceptance_report import AcceptanceReport

AUDIT = ("无保留意见", "保留意见", "否定意见", "无法表示意见")


class References(Block):
    declaration: Reference = ask("申报书编号", example="D04-DEMO-0001")
    changes: list[Reference] | None = ask(
        "变更申请书编号", hint="没有变更的不填", unique=True, example=["D12-DEMO-0001"]
    )
    acceptance_application: Reference = ask("验收申请表编号", example="D13-DEMO-0001")
    extension: Reference | None = ask("延期验收申请编号", example="D17-DEMO-0001", sometimes=True)


class Finance(Block):
    """The money of the whole project. Sums are worked out from the lines and the contracts."""

    if TYPE_CHECKING:
        above: AcceptanceReport

    @computed("批复金额", unit="万元")
    def approved_wan(self) -> Money:
        return amounts(self.above.budget_execution, "approved_wan")

    @computed("变更后金额", unit="万元")
    def changed_wan(self) -> Money:
        return amounts(self.above.budget_execution, "changed_wan")

    @computed("合同金额合计", unit="万元")
    def contract_sum_wan(self) -> Money:
        return amounts(self.above.contracts, "contract_wan")

    @computed("结算金额合计", unit="万元", code="R-FIN-1")
    def settled_wan(self) -> Money:
        return amounts(self.above.contracts, "settled_wan")

    @computed("已付金额合计", unit="万元", code="R-FIN-3")
    def paid_wan(self) -> Money:
        return amounts(self.above.contracts, "paid_wan")

    @computed("质保金合计", unit="万元")
    def retention_wan(self) -> Money:
        return amounts(self.above.contracts, "retention_wan")

    @computed("结余", unit="万元", code="R-FIN-2")
    def saving_wan(self) -> SignedMoney:
        return money(self.changed_wan - self.settled_wan)

    @computed("结余占批复金额", unit="%", code="R-FIN-2")
    def saving_percent(self) -> Percent:
        return percent(self.saving_wan, self.approved_wan)

    @computed("支付率", unit="%", code="R-FIN-3")
    def payment_percent(self) -> Percent:
        return percent(self.paid_wan, self.settled_wan)

    saving_handling: Text = ask("结余资金处理", max=200, example="结余资金按规定退回")
    audit_conclusion: Choice = ask("审计结论", options=AUDIT, example="无保留意见")
    audit_report_no: Text = ask("审计报告编号", max=40, example="皖无审示〔2025〕31号")


class KpiCompletion(Block):
    kpi_no: Text = ask("指标编号", max=40, unique=True, example="K01")
    name: Text = ask("指标名称", max=200, example="建成应用子系统数量")
    operator: Choice = ask("比较关系", options=OPERATORS, example="=")
    target: Text = ask("指标值", max=40, example="4")
    unit: Text | None = ask("单位", max=10, pattern=".+", example="个", sometimes=True)
    actual: Text | None = ask("实际完成值", hint="尚未到评价时间的可以不填", max=40, example="4")

    @computed("是否达到", typed=True, hint="定性指标自行判断，其余由系统判断")
    def met(self) -> YesNo | None:
        if not self.actual:
            return None
        if self.operator == QUALITATIVE:
            raise AskedFor
        if not self.unit or self.target_fault() or value_fault(self.actual, self.operator, self.unit):
            raise Unanswered
        return met(self.actual, self.operator, self.target, self.unit)

    note: Text | None = ask("说明", hint="没有达到或尚未评价的，说明原因", max=200, sometimes=True)

    def target_fault(self) -> str | None:
        return value_fault(self.target, self.operator, self.unit) if self.unit else None

    @rule("missing", at="unit")
    def measured(self) -> Verdict:
        return None if self.operator == QUALITATIVE or self.unit else "请填写单位"

    @rule("format", at="target")
    def comparable_target(self) -> Verdict:
        fault = self.target_fault()
        return f"指标值{fault}" if fault else None

    @rule("format", at="actual")
    def comparable_actual(self) -> Verdict:
        fault = self.actual and self.unit and value_fault(self.actual, self.operator, self.unit)
        return f"实际完成值{fault}" if fault else None

    @rule("missing", at="note")
    def explained(self) -> Verdict:
        return None if self.met or self.note else "没有达到指标值或尚未评价的，请填写说明"


class Rectification(Block):
    issue: Text = ask("问题", max=200)
    requirement: Text = ask("整改要求", max=200)
    deadline: Date = ask("整改期限")


class AcceptanceResult(Block):
    decision: Choice = ask("验收结论", options=("通过", "整改后复验", "不通过"), example="通过")
    committee_size: Integer = ask("验收组人数", unit="人", least=1, example=7)
    opinion_on: Date = ask("验收意见日期", example="2025-10-30")
    rectifications: list[Rectification] | None = table("整改要求")
