"""The groups of the self-evaluation: budget execution, effect, operation, satisfaction. Amounts in 万元."""

from decimal import ROUND_HALF_UP, Decimal

from forms._blocks.acceptance import CRYPTO
from forms._blocks.grades import GRADES
from forms._blocks.kpis import SCHEME
from forms._blocks.policy import POLICY
from forms._blocks.security import MLPS_LEVELS
from wenbiao.form import At, Block, Unanswered, Verdict, ask, computed, percent, rule, table, total
from wenbiao.kinds import Choice, Date, Integer, LongText, Money, Number, Percent, Text, YesNo

FUNDS = ("本年财政拨款", "上年结转资金", "其他资金")


def points(value: Decimal) -> Decimal:
    """A score, half-up to two decimals."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


class Accepted(Block):
    accepted_on: Date = ask("竣工验收日期", example="2025-10-30")
    in_operation_on: Date = ask("投入使用日期", example="2025-10-30")

    def since(self) -> Date:
        """The later of the two: from here the window of the self-evaluation is counted."""
        return max(self.accepted_on, self.in_operation_on)


class Period(Block):
    start: Date = ask("评价期开始", example="2025-11-01")
    end: Date = ask("评价期结束", example="2026-10-31")


class Member(Block):
    name: Text = ask("姓名", max=200, example="叶知秋")
    role: Choice = ask("职责", options=("组长", "成员"), example="组长")


class Review(Block):
    construction_summary: LongText = ask(
        "建设情况", max=1000, example="项目按批复和备案变更完成全部建设内容。"
    )
    changes_summary: LongText = ask("变更情况", max=1000, example="变更1次，已备案。")


class FundShare(Block):
    item: Choice = ask("资金来源", options=FUNDS, example="本年财政拨款")
    initial_budget_wan: Money | None = ask("年初预算数", unit="万元")
    full_budget_wan: Money = ask("全年预算数", unit="万元", example="148.15")
    executed_wan: Money = ask("全年执行数", unit="万元", example="128.04")


class BudgetPerformance(Block):
    """预算执行: rate and score as the performance tables compute them [F11]."""

    initial_budget_wan: Money = ask("年初预算数", unit="万元", example="452.60")
    full_budget_wan: Money = ask("全年预算数（A）", unit="万元", above=0, example="448.15")
    executed_wan: Money = ask("全年执行数（B）", unit="万元", example="428.04")

    @computed("执行率（B/A）", unit="%", code="R-SE-2")
    def execution_percent(self) -> Percent:
        return percent(self.executed_wan, self.full_budget_wan)

    @computed("分值")
    def weight(self) -> Number:
        return points(SCHEME.execution)

    @computed("得分", code="R-SE-2")
    def score(self) -> Number:
        if not self.full_budget_wan:
            raise Unanswered
        return points(min(self.executed_wan / self.full_budget_wan, Decimal(1)) * self.weight)

    split: list[FundShare] = table("其中", min_rows=1)
    note: Text | None = ask("说明", max=200)

    @rule("R-SE-2", at="split")
    def split_adds_up(self) -> Verdict:
        for name, label in (("full_budget_wan", "全年预算数"), ("executed_wan", "全年执行数")):
            found, expected = total(getattr(row, name) for row in self.split), getattr(self, name)
            if found != expected:
                return f"其中各项{label}之和 {found} 万元与{label} {expected} 万元不一致"
        return None


class Goal(Block):
    expected: LongText = ask("预期目标", hint="与批复的建设目标一致", max=1000)
    actual: LongText = ask("实际完成情况", max=1000)


class Effect(Block):
    registered_users: Integer = ask("注册用户数", unit="人", example=12840)
    monthly_active_users: Integer = ask("月活跃用户数", unit="人", example=4317)
    business_volume: Text = ask("业务量", max=200, example="处置管护问题8216件")
    data_calls_wan: Number = ask("数据调用次数", unit="万次", example="61.3")
    departments_served: Integer = ask("服务部门数", unit="个", example=6)

    @rule("R-SE-6", at="monthly_active_users")
    def active_are_registered(self) -> Verdict:
        if self.monthly_active_users <= self.registered_users:
            return None
        return f"月活跃用户数 {self.monthly_active_users} 超过注册用户数 {self.registered_users}"


class Sharing(Block):
    components_reused: Integer = ask("复用组件数", unit="个", example=5)
    catalog_linked: Integer = ask("挂接目录数", unit="类", example=41)
    shared_calls_wan: Number = ask("共享调用次数", unit="万次", example="61.3")
    duplicate_collection: YesNo = ask("是否有重复采集数据", example=False)

    @rule("R-SE-9", "warning", at="duplicate_collection")
    def collected_once(self) -> Verdict:
        return "有重复采集数据的，可能影响运维经费安排，请说明" if self.duplicate_collection else None


class SecurityOperation(Block):
    mlps_level: Choice = ask("网络安全等级保护级别", options=MLPS_LEVELS, example="二级")
    mlps_last_on: Date | None = ask(
        "最近一次等级保护测评日期",
        hint=POLICY.self_eval.mlps_test_months.marked(
            f"三级以上系统每 {POLICY.self_eval.mlps_test_months.value} 个月测评一次"
        ),
        example="2025-08-22",
    )
    mlps_conclusion: Choice | None = ask("等级保护测评结论", options=GRADES, example="良")
    crypto_last_on: Date | None = ask("最近一次密码应用安全性评估日期", example="2026-08-26")
    crypto_conclusion: Choice = ask("密码应用安全性评估结论", options=CRYPTO, example="基本符合")
    security_incidents: Integer = ask("网络安全事件数", unit="次", example=0)


class Operation(Block):
    availability_percent: Percent = ask("可用率", unit="%", example="99.71")
    downtime_hours: Number = ask("停机时长", unit="小时", example="25.4")
    warranty_in_effect: YesNo = ask("是否在质保期内", example=True)
    om_cost_wan: Money = ask("运维经费", unit="万元", example="0.00")

    @rule("R-SE-11", "warning", at="om_cost_wan")
    def free_in_warranty(self) -> Verdict:
        if not self.warranty_in_effect or not self.om_cost_wan:
            return None
        return f"质保期内发生运维经费 {self.om_cost_wan} 万元，请说明"


class Survey(Block):
    sent: Integer = ask("发放问卷数", unit="份", example=600)
    valid: Integer = ask("有效问卷数", unit="份", example=548)
    satisfied: Integer = ask("满意问卷数", unit="份", example=502)

    @computed("满意度", unit="%")
    def satisfaction_percent(self) -> Percent:
        return percent(Decimal(self.satisfied), Decimal(self.valid))

    @rule("R-SE-6", at="valid")
    def in_order(self) -> Verdict:
        if self.valid > self.sent:
            return f"有效问卷数 {self.valid} 超过发放问卷数 {self.sent}"
        if self.satisfied > self.valid:
            return At("satisfied", f"满意问卷数 {self.satisfied} 超过有效问卷数 {self.valid}")
        return None


class Improvement(Block):
    measure: Text = ask("改进措施", max=200, example="完成茶企赋码设备补贴和改造")
    owner: Text = ask("责任单位或责任人", max=200, example="产业处")
    deadline: Date = ask("完成时限", example="2027-06-30")
