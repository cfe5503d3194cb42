"""The groups of the change application: what changes in content, money, time and targets. Amounts in 万元."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from forms._blocks.baseline import CHANGE
from forms._blocks.budget import CATEGORIES
from forms._blocks.policy import POLICY
from wenbiao.carry import Earlier
from wenbiao.form import AskedFor, Block, Verdict, ask, computed, money, percent, rule, total
from wenbiao.formats import add_months
from wenbiao.kinds import Choice, Date, LongText, Money, Percent, Sequence, SignedMoney, Text

if TYPE_CHECKING:
    from forms.change_application import ChangeApplication

CHANGE_TYPES = (
    "建设目标",
    "建设内容",
    "投资总额",
    "投资结构",
    "绩效目标",
    "建设周期",
    "技术方案",
    "建设单位",
    "其他",
)
CHANGE_REASONS = ("政策调整", "技术方案优化", "业务发展需要", "不可抗力", "单位机构调整", "其他")
RESPONSIBLE = ("建设单位", "设计单位", "承建单位", "监理单位", "政策原因", "不可抗力")


def next_change(earlier: Earlier) -> int:
    """The number of this change: one more than the earlier ones."""
    return len(earlier.all(CHANGE)) + 1


class AffectedContract(Block):
    contract_no: Text = ask("合同编号", max=40, example="CT-02")
    name: Text = ask("合同名称", max=200, example="软件开发、数据治理与集成合同")
    contractor: Text = ask("承包单位", max=200, example="合肥虚拟云图软件有限公司")
    signed_on: Date = ask("签订日期", example="2024-07-16")


class ContentChange(Block):
    seq: Sequence = ask("序号")
    item: Text = ask("建设内容", max=200, example="物联采集终端")
    before: LongText = ask("变更前", max=300, example="120套")
    after: LongText = ask("变更后", max=300, example="100套")
    change_kind: Choice = ask("变更方式", options=("增加", "减少", "修改", "替换"), example="减少")


class BudgetChange(Block):
    line_no: Text = ask("费用序号", hint="与申报书费用明细的序号一致", max=40, unique=True, example="L02")
    category: Choice = ask("费用类别", options=CATEGORIES, example="A1")
    item: Text = ask("费用名称", max=200, example="质量追溯子系统")
    approved_wan: Money = ask(
        "变更前金额", hint="批复金额，以前有变更的为变更后的金额", unit="万元", example="90.00"
    )
    changed_wan: Money = ask("变更后金额", unit="万元", example="78.00")

    @computed("增减额", unit="万元", code="R-CHG-1")
    def delta_wan(self) -> SignedMoney:
        return self.difference

    reason: Text = ask("变更理由", max=200, example="复用平台存证能力，取消自建模块")

    @property
    def difference(self) -> Decimal:
        """changed − approved, in 万元; sums use it rather than the value sent."""
        return money(self.changed_wan - self.approved_wan)


class BudgetSummary(Block):
    """The sums of the budget changes against the approved estimate. Everything here is worked out."""

    if TYPE_CHECKING:
        above: ChangeApplication

    @computed("变更前合计", unit="万元", typed=True)
    def approved_total_wan(self) -> Money:
        if self.above.change_seq > 1:
            raise AskedFor  # from the earlier change, or typed
        return self.above.approval.approved_estimate_wan

    @computed("变更后合计", unit="万元")
    def changed_total_wan(self) -> Money:
        return money(self.approved_total_wan + total(self._differences()))

    @computed("净变化", unit="万元")
    def net_change_wan(self) -> SignedMoney:
        return money(self.changed_total_wan - self.approved_total_wan)

    @computed("调增合计", unit="万元")
    def increase_sum_wan(self) -> Money:
        return total(amount for amount in self._differences() if amount > 0)

    @computed("调减合计", unit="万元")
    def decrease_sum_wan(self) -> Money:
        return total(-amount for amount in self._differences() if amount < 0)

    @computed("调整额", unit="万元", hint="调增合计与调减合计中较大的一个")
    def adjust_amount_wan(self) -> Money:
        return max(self.increase_sum_wan, self.decrease_sum_wan)

    @computed("调整额占核定概算", unit="%")
    def adjust_ratio_percent(self) -> Percent:
        return self._ratio(self.adjust_amount_wan)

    @computed("增减总额", unit="万元")
    def gross_change_wan(self) -> Money:
        return money(self.increase_sum_wan + self.decrease_sum_wan)

    @computed("增减总额占核定概算", unit="%")
    def gross_ratio_percent(self) -> Percent:
        return self._ratio(self.gross_change_wan)

    @computed("以前累计调整额", unit="万元", typed=True)
    def prior_cumulative_adjust_wan(self) -> Money:
        if self.above.change_seq > 1:
            raise AskedFor  # from the earlier change, or typed
        return Decimal("0.00")

    @computed("累计调整额", unit="万元")
    def cumulative_adjust_wan(self) -> Money:
        return money(self.prior_cumulative_adjust_wan + self.adjust_amount_wan)

    @computed("累计调整额占核定概算", unit="%")
    def cumulative_ratio_percent(self) -> Percent:
        return self._ratio(self.cumulative_adjust_wan)

    def _differences(self) -> Iterable[Decimal]:
        return [row.difference for row in self.above.budget_changes or ()]

    def _ratio(self, amount: Decimal) -> Decimal:
        return percent(amount, self.above.approval.approved_estimate_wan)


class ScheduleChange(Block):
    finish_before: Date = ask("变更前完工日期", example="2025-03-31")
    finish_after: Date = ask(
        "变更后完工日期",
        hint=POLICY.change.extension_warn_months.marked(
            f"延期一般不超过 {POLICY.change.extension_warn_months.value} 个月"
        ),
        example="2025-05-31",
    )
    reason: Text = ask("变更理由", max=200, example="预警模型增加开发工期2个月")

    @rule("R-CHG-7", at="finish_after")
    def really_changed(self) -> Verdict:
        return "变更后完工日期与变更前相同，请核对" if self.finish_after == self.finish_before else None

    @rule("R-CHG-7", "warning", at="finish_after")
    def usual_extension(self) -> Verdict:
        most = POLICY.change.extension_warn_months.value
        if self.finish_after < self.finish_before:
            return f"变更后完工日期 {self.finish_after} 早于变更前的 {self.finish_before}，请确认"
        if self.finish_after > add_months(self.finish_before, most):
            return f"完工日期由 {self.finish_before} 延到 {self.finish_after}，超过 {most} 个月，请确认"
        return None


class KpiChange(Block):
    kpi_no: Text = ask("指标编号", max=40, unique=True, example="K02")
    name: Text = ask("指标名称", max=200, example="部署茶园物联采集终端")
    before: Text = ask("变更前指标值", max=200, example="120")
    after: Text = ask("变更后指标值", max=200, example="100")
    unit: Text = ask("单位", max=10, pattern=".+", example="套")


class Impact(Block):
    on_goal: LongText = ask("对建设目标的影响", max=500, example="建设目标不变")
    on_security: LongText = ask("对网络和数据安全的影响", max=500, example="等级保护定级不变")
    on_platform_reuse: LongText = ask("对平台复用的影响", max=500, example="新增复用平台存证能力")
    on_operation: LongText = ask("对运行维护的影响", max=500, example="年运维经费估算不增加")


class SupervisionOpinion(Block):
    org: Text = ask("监理单位", max=200, example="芜湖乌有信息监理有限公司")
    conclusion: Choice = ask("监理结论", options=("同意", "不同意"), example="同意")
    opinion: LongText = ask("监理意见", max=500, example="变更必要、工作量核定合理。")
    signed_on: Date = ask("签署日期", example="2024-10-16")
